// What shape does each event type have?  Drawn, not typed, so that it looks alike on every system.

const OUTLINES = {
  "◆": [[0, -1.2], [1.1, 0], [0, 1.2], [-1.1, 0]],
  "▲": [[0, -1.15], [1.12, 0.85], [-1.12, 0.85]],
  "■": [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  "⬟": [0, 1, 2, 3, 4].map((i) => {
    const turn = (i * 2 * Math.PI) / 5 - Math.PI / 2;
    return [1.12 * Math.cos(turn), 1.12 * Math.sin(turn)];
  }),
  "✚": [
    [-0.4, -1.1], [0.4, -1.1], [0.4, -0.4], [1.1, -0.4], [1.1, 0.4], [0.4, 0.4],
    [0.4, 1.1], [-0.4, 1.1], [-0.4, 0.4], [-1.1, 0.4], [-1.1, -0.4], [-0.4, -0.4],
  ],
};

/** Lay the path of a glyph of radius `r` around a point; a circle where there is none. */
export function tracePath(pen, glyph, x, y, r) {
  pen.beginPath();
  const outline = OUTLINES[glyph];
  if (!outline) pen.arc(x, y, r, 0, 2 * Math.PI);
  else outline.forEach(([dx, dy], i) => pen[i ? "lineTo" : "moveTo"](x + dx * r, y + dy * r));
  pen.closePath();
}

/** A glyph as a small canvas for the legend. */
export function glyphImage(glyph, colour, edge, size = 18) {
  const image = document.createElement("canvas");
  const scale = Math.max(2, window.devicePixelRatio || 1);
  image.width = size * scale;
  image.height = size * scale;
  image.style.width = `${size}px`;
  image.style.height = `${size}px`;
  const pen = image.getContext("2d");
  pen.scale(scale, scale);
  tracePath(pen, glyph, size / 2, size / 2, size * 0.33);
  pen.fillStyle = colour;
  pen.fill();
  pen.strokeStyle = edge;
  pen.lineWidth = 1;
  pen.stroke();
  return image;
}
