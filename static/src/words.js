// How does the map write numbers and counts?  The same way as the rest of the page.

const THIN = "\u202f";

/** A count with thin separators: 12 345. */
export const count = (n) => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, THIN);

/** A count with its noun: 1 event, 2 events. */
export const counted = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** A number that has to fit into a dot: 950, 1.2k, 34k, 5M. */
export function short(n) {
  if (n < 1000) return String(n);
  if (n < 9950) return `${(n / 1000).toFixed(1).replace(/\.0$/, "")}k`;
  return n < 999500 ? `${Math.round(n / 1000)}k` : `${(n / 1e6).toFixed(1).replace(/\.0$/, "")}M`;
}

/** What is reported killed: not stated is not 0. */
export function killed(low, high) {
  if (low == null && high == null) return "killed: not stated";
  if (low == null || low === high) return `${count(high ?? low)} killed`;
  if (high == null) return `at least ${count(low)} killed`;
  return `${count(low)}–${count(high)} killed, accounts differ`;
}

/** The range that a class of the legend covers, short enough to stand under its swatch. */
export function range(bounds, i, max) {
  const from = bounds[i];
  const to = i + 1 < bounds.length ? bounds[i + 1] - 1 : Math.max(max, from);
  return from === to ? short(from) : `${short(from)}–${short(to)}`;
}
