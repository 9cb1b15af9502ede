// Periods of the calendar and how they are said.
// A day is a whole number, counted from 1970-01-01, so that no time zone can move it.

const DAY = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONDAY = 4; // day 4 was a Monday
const STEPS = [
  ["day", 1], ["day", 2], ["week", 1], ["week", 2], ["month", 1], ["month", 2], ["month", 3],
  ["month", 6], ["year", 1], ["year", 2], ["year", 5], ["year", 10], ["year", 20], ["year", 50],
  ["year", 100], ["year", 500], ["year", 1000], ["year", 5000],
];
const TICK_ROOM = 66; // pixels that a label takes with the air around it

export const UNITS = ["day", "week", "month", "year"];

export function parts(day) {
  const date = new Date(day * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), date: date.getUTCDate() };
}

export function dayOf(year, month, date) {
  return Math.round(new Date(0).setUTCFullYear(year, month, date) / DAY);
}

// The first day of the period that holds the day.
export function periodStart(day, unit) {
  if (unit === "day") return day;
  if (unit === "week") return Math.floor((day - MONDAY) / 7) * 7 + MONDAY;
  const { year, month } = parts(day);
  return unit === "month" ? dayOf(year, month, 1) : dayOf(year, 0, 1);
}

// The first day of the period that lies some periods after the one that begins on `start`.
export function periodAfter(start, unit, count = 1) {
  if (unit === "day") return start + count;
  if (unit === "week") return start + 7 * count;
  const { year, month } = parts(start);
  return unit === "month" ? dayOf(year, month + count, 1) : dayOf(year + count, 0, 1);
}

export function dateWords(day) {
  const { year, month, date } = parts(day);
  return `${date} ${MONTHS[month]} ${year}`;
}

// A span of days, both included, without saying twice what both have: 8–19 Oct 2025.
export function spanWords(first, last) {
  const a = parts(first);
  const b = parts(last);
  if (first === last) return dateWords(first);
  if (a.year !== b.year) return `${dateWords(first)} – ${dateWords(last)}`;
  if (a.month !== b.month) return `${a.date} ${MONTHS[a.month]} – ${dateWords(last)}`;
  return `${a.date}–${dateWords(last)}`;
}

export function periodWords(start, unit) {
  const { year, month } = parts(start);
  if (unit === "day") return `${WEEKDAYS[((start % 7) + 7) % 7]} ${dateWords(start)}`;
  if (unit === "week") return spanWords(start, start + 6);
  return unit === "month" ? `${MONTHS[month]} ${year}` : `${year}`;
}

// Ticks for the days from `first` up to `end`, which is not included: the smallest step of the
// calendar that leaves each label its room.  The first one, and each new year, names the year.
export function ticks(first, end, width) {
  const most = Math.max(1, Math.floor(width / TICK_ROOM));
  const days = { day: 1, week: 7, month: 30.4, year: 365.25 };
  const fits = ([unit, count]) => (end - first) / (days[unit] * count) <= most;
  const [unit, count] = STEPS.find(fits) ?? STEPS[STEPS.length - 1];
  const found = [];
  for (let at = firstTick(first, unit, count); at < end; at = periodAfter(at, unit, count)) {
    found.push({ day: at, unit, label: "" });
  }
  found.forEach((tick, i) => {
    const now = parts(tick.day);
    const named = i === 0 || parts(found[i - 1].day).year !== now.year ? ` ${now.year}` : "";
    if (unit === "year") tick.label = `${now.year}`;
    else if (unit === "month") tick.label = MONTHS[now.month] + named;
    else tick.label = `${now.date} ${MONTHS[now.month]}${named}`;
  });
  return found;
}

// The first tick stands on a round number of its unit: every second day on an even one,
// every fifth year on a year that 5 divides, every third month on January, April, July, October.
function firstTick(first, unit, count) {
  const start = periodStart(first, unit);
  const { year, month } = parts(start);
  const number = { day: start, week: (start - MONDAY) / 7, month: month, year }[unit];
  const round = periodAfter(start, unit, -(((number % count) + count) % count));
  return round >= first ? round : periodAfter(round, unit, count);
}
