// Between degrees and the grid that the store counts in: pixels of web Mercator at zoom 22.

const SIZE = 256 * 2 ** 22;
const LIMIT = 85.0511287798;

/** The grid pixel of a point, kept on the grid. */
export function toGrid(lat, lng) {
  const phi = (Math.max(-LIMIT, Math.min(LIMIT, lat)) * Math.PI) / 180;
  const y = (1 - Math.log(Math.tan(phi) + 1 / Math.cos(phi)) / Math.PI) / 2;
  const clamp = (v) => Math.max(0, Math.min(SIZE - 1, Math.floor(v * SIZE)));
  return [clamp((lng + 180) / 360), clamp(y)];
}

/** The middle of a cell of 2^shift pixels, as [lat, lng]. */
export function cellCentre(cx, cy, shift) {
  const cells = SIZE / 2 ** shift;
  const y = Math.PI * (1 - (2 * (cy + 0.5)) / cells);
  return [(Math.atan(Math.sinh(y)) * 180) / Math.PI, ((cx + 0.5) / cells) * 360 - 180];
}
