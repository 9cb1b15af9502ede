// Dots for what has a known point: many events as one dot with its number, one event as its own shape.

import L from "leaflet";
import { tracePath } from "./glyphs.js";
import { cellCentre } from "./grid.js";
import { inkOn } from "./ink.js";
import { canvas } from "./panes.js";
import { short } from "./words.js";

const SINGLE = 7;
const LARGEST = 15;
// How far the middle of a dot of several events is drawn towards the middle of its square.
const PULL = 0.5;

/** The radius of a dot in pixels: it grows with the number's order of magnitude. */
export const radius = (n) => (n <= 1 ? SINGLE : Math.min(LARGEST, 7 + 2.4 * Math.log10(n)));

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
      latlng: place([lat, lng], cellCentre(cx, cy, shift), n),
    }));
    this.dots.sort((a, b) => b.n - a.n);
    this.redraw();
  }

  paint(colours) {
    this.colours = colours;
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
    if (single && dot.near > 0) ring(pen, x, y, r + 2.4, c.near);
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

/** One event stands at its point; several stand between their mean and their square's middle. */
function place([lat, lng], [midLat, midLng], n) {
  if (n === 1) return [lat, lng];
  return [lat + (midLat - lat) * PULL, lng + (midLng - lng) * PULL];
}

function ring(pen, x, y, r, colour) {
  pen.beginPath();
  pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.2;
  pen.stroke();
}

function number(pen, x, y, r, { n, mark }) {
  const text = short(n);
  pen.font = `600 ${Math.min(12.5, Math.max(10, (r * 2.1) / Math.max(1.6, text.length * 0.62)))}px "Source Sans 3 Variable", system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = inkOn(mark.colour);
  pen.fillText(text, x, y + 0.5);
}
