// Where do the classes of a shaded map begin?  Round numbers that the legend can print.

const MANTISSAS = [1, 2, 5];

/** The nearest of 1, 2, 5, 10, 20, 50 ... at or below a positive number. */
export function roundDown(value) {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const lead = value / power + 1e-9;
  return power * MANTISSAS.filter((m) => m <= lead).at(-1);
}

/**
 * Lower bounds of at most `count` classes, the first 1, from the spread of the values.
 *
 * Quantiles of the distinct values, rounded down to 1-2-5 numbers: every class is used, and
 * the bounds stay put when the figures change a little.
 * @param {number[]} values counts; zeros and unknowns are left out
 * @returns {number[]} ascending bounds, empty where nothing is above zero
 */
export function classBreaks(values, count = 5) {
  const distinct = [...new Set(values.filter((v) => v > 0))].sort((a, b) => a - b);
  if (!distinct.length) return [];
  const few = distinct.length <= count && distinct.at(-1) <= 12;
  const bounds = few ? distinct : quantiles(distinct, count).map(roundDown);
  bounds[0] = 1;
  return [...new Set(bounds)].sort((a, b) => a - b);
}

function quantiles(sorted, count) {
  return Array.from({ length: count }, (_, i) => sorted[Math.floor((i * sorted.length) / count)]);
}

/** The class of a value: -1 for zero and unknown, else the index of its bound. */
export function classOf(value, bounds) {
  if (!(value > 0)) return -1;
  let found = 0;
  bounds.forEach((bound, i) => {
    if (value >= bound) found = i;
  });
  return found;
}

/** Colours of the classes: the whole ramp is spanned even by two classes. */
export function classColours(ramp, classes) {
  if (classes <= 1) return ramp.slice(2, 3);
  const step = (ramp.length - 1) / (classes - 1);
  return Array.from({ length: classes }, (_, i) => ramp[Math.round(i * step)]);
}
