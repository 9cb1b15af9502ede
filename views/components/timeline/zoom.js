// Which days to show: all of them, or a range with some days around it.

const SLIVER = 24; // pixels; a narrower range can hardly be taken hold of
const LEAST_AROUND = 7; // days
const GAIN = 3; // a range is worth a closer look when it takes less than a third of the days

export function around(range, full) {
  const [first, last] = cut(range, full);
  const air = Math.max(last - first + 1, LEAST_AROUND);
  return [Math.max(first - air, full[0]), Math.min(last + 1 + air, full[1])];
}

export function worthwhile(range, shown) {
  return range !== null && meets(range, shown) && days(cut(range, shown)) * GAIN < shown[1] - shown[0];
}

// The days to show for a range that came from elsewhere: closer when it would be a sliver.
export function forRange(range, shown, full, width) {
  if (range === null || !meets(range, full)) return full;
  const wide = (view) => (days(cut(range, view)) * width) / (view[1] - view[0]);
  if (range[0] >= shown[0] && range[1] < shown[1] && wide(shown) >= SLIVER) return shown;
  return wide(full) >= SLIVER ? full : around(range, full);
}

function meets([first, last], [start, end]) {
  return last >= start && first < end;
}

function cut([first, last], [start, end]) {
  return [Math.max(first, start), Math.min(last, end - 1)];
}

function days([first, last]) {
  return last - first + 1;
}
