// Dots for what has a known point: many events as one dot with its number, one event as its own shape.

import L from "leaflet";
import { tracePath } from "./glyphs.js";
import { cellCentre } from "./grid.js";
import { canvas } from "./panes.js";
import { short } from "./words.js";

const SINGLE = 7;
const LARGEST = 17;

/** The radius of a dot in pixels: it grows with the number's order of magnitude. */
export const radius = (n) => (n <= 1 ? SINGLE : Math.min(LARGEST, 7.5 + 3 * Math.log10(n)));

const Dot = L.CircleMarker.extend({
  _updatePath() {
    this.options.draw(this._renderer._ctx, this._point, this._radius);
  },
});

export class Cells {
  constructor(map, palette) {
    this.map = map;
    this.types = palette.types;
    this.unknown = palette.unknown;
    this.layer = L.layerGroup([], { pane: "cem-cells" }).addTo(map);
    this.renderer = canvas("cells");
    this.shift = 0;
    this.dots = [];
  }

  /** Take the counted cells of a view, as the server's rows. */
  setCells({ shift, rows }) {
    this.shift = shift;
    this.dots = rows.map(([cx, cy, n, low, high, type, event, near, lat, lng]) => ({
      cx, cy, n, low, high, event, near,
      mark: this.types[type] ?? this.unknown,
      latlng: lat == null ? cellCentre(cx, cy, shift) : [lat, lng],
    }));
    this.dots.sort((a, b) => a.n - b.n);
    this.redraw();
  }

  paint(colours) {
    this.colours = colours;
    this.redraw();
  }

  select(event) {
    this.chosen = event;
    this.redraw();
  }

  redraw() {
    if (!this.colours) return;
    this.layer.clearLayers();
    for (const dot of this.dots) {
      const draw = (pen, point, r) => this.drawDot(pen, point, r, dot);
      const options = { renderer: this.renderer, pane: "cem-cells", interactive: false };
      this.layer.addLayer(new Dot(dot.latlng, { ...options, radius: radius(dot.n) + 3, draw }));
    }
  }

  drawDot(pen, { x, y }, reach, dot) {
    const c = this.colours;
    const r = reach - 3;
    const single = dot.n === 1;
    pen.save();
    tracePath(pen, single ? dot.mark.glyph : "●", x, y, single ? r * 0.86 : r);
    pen.globalAlpha = single ? 1 : 0.88;
    pen.fillStyle = dot.mark.colour;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = c.dotEdge;
    pen.lineWidth = 1.4;
    pen.stroke();
    if (dot.near > 0) ring(pen, x, y, r + 2.4, c.near, dot.near < dot.n);
    if (dot.event && dot.event === this.chosen) ring(pen, x, y, r + 4.5, c.select, false, 2.4);
    if (!single) number(pen, x, y, r, dot);
    pen.restore();
  }

  /** The boxes that names would rather keep clear of. */
  boxes() {
    return this.dots.map(({ latlng, n }) => {
      const { x, y } = this.map.latLngToContainerPoint(latlng);
      const r = radius(n);
      return [x - r, y - r, x + r, y + r];
    });
  }

  /** The dot under a point of the screen; the uppermost where several are. */
  at(point) {
    for (let i = this.dots.length - 1; i >= 0; i--) {
      const dot = this.dots[i];
      if (this.map.latLngToContainerPoint(dot.latlng).distanceTo(point) <= radius(dot.n) + 3) return dot;
    }
    return null;
  }
}

function ring(pen, x, y, r, colour, partly, width = 1.2) {
  pen.beginPath();
  pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.setLineDash(partly ? [2.5, 2.5] : []);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
  pen.setLineDash([]);
}

function number(pen, x, y, r, { n, mark }) {
  const text = short(n);
  pen.font = `600 ${Math.min(12, Math.max(9, (r * 2.1) / Math.max(1.6, text.length * 0.62)))}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = inkOn(mark.colour);
  pen.fillText(text, x, y + 0.5);
}

/** Black or white, whichever is read better on a colour (WCAG relative luminance). */
export function inkOn(colour) {
  const [r, g, b] = [1, 3, 5]
    .map((i) => parseInt(colour.slice(i, i + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#101418" : "#ffffff";
}
