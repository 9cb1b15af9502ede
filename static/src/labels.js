// Which names stand on the map at this zoom, none over another?

import L from "leaflet";

const FONT = '"Source Sans 3 Variable", system-ui, sans-serif';
const SPACIOUS = 190;
const BOTH_FROM = 7.5;
const STYLES = {
  country: { font: `500 14px ${FONT}`, colour: "textQuiet", spacing: "3.5px", upper: true, pad: 6 },
  adm1: { font: `500 13.5px ${FONT}`, colour: "text", spacing: "0.2px", pad: 3 },
  adm2: { font: `400 12.5px ${FONT}`, colour: "textQuiet", spacing: "0px", pad: 2 },
  town: { font: `400 12.5px ${FONT}`, colour: "text", spacing: "0px", pad: 2 },
  line: { font: `italic 500 13px ${FONT}`, colour: "disputed", spacing: "0.6px", pad: 3 },
};

/** A canvas of names, drawn anew after each move. */
export const Labels = L.Layer.extend({
  options: { pane: "cem-labels" },

  initialize(source) {
    this.source = source;
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "cem-names leaflet-zoom-hide", this.getPane());
    map.on("moveend resize viewreset", this.draw, this);
    document.fonts?.load(STYLES.adm1.font).then(() => this.draw(), () => {});
  },

  paint(colours) {
    this.colours = colours;
    this.draw();
  },

  draw() {
    const map = this._map;
    if (!map || !this.colours) return;
    const size = map.getSize();
    const scale = window.devicePixelRatio || 1;
    this.canvas.width = size.x * scale;
    this.canvas.height = size.y * scale;
    Object.assign(this.canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    const pen = this.canvas.getContext("2d");
    pen.scale(scale, scale);
    const { labels, taken, dots } = this.source();
    const boxes = [...taken];
    const written = new Set();
    this.shown = [];
    for (const label of labels) {
      if (written.has(label.once) || !this.place(pen, label, boxes, { size, dots })) continue;
      if (label.once) written.add(label.once);
      this.shown.push(label.text);
    }
  },

  place(pen, label, boxes, { size, dots }) {
    // From afar a town of its province's name would only repeat it.
    if (label.beside && this.shown.includes(label.text) && this._map.getZoom() < BOTH_FROM) return false;
    const style = STYLES[label.kind];
    const text = style.upper ? label.text.toLocaleUpperCase("en") : label.text;
    pen.font = style.font;
    pen.letterSpacing = style.spacing;
    const width = pen.measureText(text).width;
    if (label.room && width > label.room * 1.15) return false;
    const [w, h] = [width / 2 + style.pad, 7 + style.pad];
    const x = label.point.x + (label.beside ? w + 3 : 0);
    const { y } = label.point;
    const turned = Math.max(Math.abs(Math.cos(label.angle ?? 0)) * w, 10);
    const lift = Math.max(Math.abs(Math.sin(label.angle ?? 0)) * w, h);
    const free = (dy, others) => {
      const box = [x - turned, y + dy - lift, x + turned, y + dy + lift];
      const inside = box[0] > 0 && box[1] > 0 && box[2] < size.x && box[3] < size.y;
      if (label.holds && !label.holds([x, y + dy])) return false;
      return inside && !others.some((b) => overlap(b, box)) && box;
    };
    // A name looks for a place clear of dots; only a large area's is worth standing over some.
    const steps = label.angle != null || label.beside ? [0] : [0, -15, 15, -28, 28, -42, 42];
    let dy = steps.find((step) => free(step, [...boxes, ...dots]));
    if (dy === undefined && (label.kind === "country" || label.room > SPACIOUS)) dy = steps.find((step) => free(step, boxes));
    if (dy === undefined) return false;
    boxes.push(free(dy, boxes));
    if (label.beside) this.spot(pen, label.point);
    this.write(pen, text, { ...label, point: { x, y: y + dy } }, style);
    return true;
  },

  spot(pen, { x, y }) {
    pen.beginPath();
    pen.arc(x, y, 2.2, 0, 2 * Math.PI);
    pen.fillStyle = this.colours.halo;
    pen.fill();
    pen.lineWidth = 1.1;
    pen.strokeStyle = this.colours.text;
    pen.stroke();
  },

  write(pen, text, { point, angle = 0, lift = 0 }, style) {
    pen.save();
    pen.translate(point.x, point.y);
    pen.rotate(angle);
    Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3 });
    pen.strokeStyle = this.colours.halo;
    pen.strokeText(text, 0, -lift);
    pen.fillStyle = this.colours[style.colour];
    pen.fillText(text, 0, -lift);
    pen.restore();
  },
});

export const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
