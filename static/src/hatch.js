// How is "known only to the area" drawn?  As diagonal lines over the area, never as a dot.

const cache = new Map();

/** A canvas pattern of diagonal lines; `lean` +1 for provinces, -1 for districts. */
export function hatch(colour, lean = 1, gap = 7) {
  const key = `${colour}|${lean}|${gap}`;
  if (!cache.has(key)) cache.set(key, draw(colour, lean, gap));
  return cache.get(key);
}

function draw(colour, lean, gap) {
  const tile = document.createElement("canvas");
  const size = gap * 2;
  tile.width = size;
  tile.height = size;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = 1.3;
  pen.beginPath();
  for (let offset = -size; offset <= 2 * size; offset += gap) {
    pen.moveTo(offset, lean > 0 ? size : 0);
    pen.lineTo(offset + size, lean > 0 ? 0 : size);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}
