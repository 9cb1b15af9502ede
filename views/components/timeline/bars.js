// From rows of numbers to bars: one a period, stacked by type.
// A row is [day, type, events, killed low, killed high]; null is "not stated", which is not 0.

import { UNITS, periodAfter, periodStart } from "./calendar.js";

const NARROWEST = 1; // pixels; thinner bars cannot be drawn
const EASY = 4.5; // pixels of a bar that can be pointed at

// The unit to draw: the rows' own, or the next longer ones while bars would be too narrow;
// where a person has asked for it, not before they cannot be drawn.
export function fittingUnit(unit, asked, first, end, width) {
  const least = asked ? NARROWEST : EASY;
  const days = { day: 1, week: 7, month: 30.4, year: 365.25 };
  let at = UNITS.indexOf(unit);
  while (at < UNITS.length - 1 && (width * days[UNITS[at]]) / (end - first) < least) at += 1;
  return UNITS[at];
}

export function barsOf(rows, unit, types) {
  const bars = new Map();
  for (const [day, type, n, low, high] of rows) {
    const start = periodStart(day, unit);
    let bar = bars.get(start);
    if (!bar) {
      bar = { start, end: periodAfter(start, unit), n: 0, low: null, high: null };
      bar.byType = new Array(types).fill(0);
      bars.set(start, bar);
    }
    bar.n += n;
    bar.byType[type] += n;
    if (low !== null) bar.low = (bar.low ?? 0) + low;
    if (high !== null) bar.high = (bar.high ?? 0) + high;
  }
  return [...bars.values()].sort((a, b) => a.start - b.start);
}

// Events of the rows whose period begins within the days: said beside a range of whole periods.
export function countWithin(rows, first, last) {
  return rows.reduce((sum, [day, , n]) => (day >= first && day <= last ? sum + n : sum), 0);
}

// Up to four round numbers for the axis: 20, 40, 60.
export function roundSteps(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)) - 1);
  const step = Math.max(1, [1, 2, 5, 10, 20, 50].map((m) => m * power).find((s) => most / s < 5));
  const steps = [];
  for (let at = step; at <= most; at += step) steps.push(at);
  return steps;
}
