// Numbers that would stand on each other are moved apart, a little.

const PASSES = 12;
const FARTHEST = 18;

/**
 * Move boxes of half-width `w` and half-height `h` apart.
 * @param {{x: number, y: number, w: number, h: number}[]} boxes in order of importance
 * @returns {{x: number, y: number}[]} new middles, none farther than FARTHEST from its own
 */
export function apart(boxes) {
  const at = boxes.map(({ x, y }) => ({ x, y }));
  for (let pass = 0; pass < PASSES; pass++) {
    let moved = false;
    for (let i = 1; i < boxes.length; i++) {
      for (let j = 0; j < i; j++) moved = push(boxes, at, i, j) || moved;
    }
    if (!moved) break;
  }
  return at.map((point, i) => near(boxes[i], point));
}

function push(boxes, at, i, j) {
  const dx = at[i].x - at[j].x;
  const dy = at[i].y - at[j].y;
  const wide = boxes[i].w + boxes[j].w - Math.abs(dx);
  const high = boxes[i].h + boxes[j].h - Math.abs(dy);
  if (wide <= 0 || high <= 0) return false;
  if (wide < high) shift(at, i, j, "x", wide, dx);
  else shift(at, i, j, "y", high, dy);
  return true;
}

function shift(at, i, j, axis, amount, difference) {
  const way = difference < 0 ? -1 : 1;
  at[i][axis] += (way * amount) / 2;
  at[j][axis] -= (way * amount) / 2;
}

function near(own, point) {
  const dx = point.x - own.x;
  const dy = point.y - own.y;
  const far = Math.hypot(dx, dy);
  const scale = far > FARTHEST ? FARTHEST / far : 1;
  return { x: own.x + dx * scale, y: own.y + dy * scale };
}
