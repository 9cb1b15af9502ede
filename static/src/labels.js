// Which names stand on the map at this zoom, none over another?

import L from "leaflet";

const FONT = '"Source Sans", "Source Sans Pro", system-ui, sans-serif';
const STYLES = {
  country: { font: `600 15px ${FONT}`, colour: "textQuiet", spacing: "3px", upper: true, pad: 6 },
  adm1: { font: `600 12.5px ${FONT}`, colour: "text", spacing: "0.2px", pad: 3 },
  adm2: { font: `500 11.5px ${FONT}`, colour: "textQuiet", spacing: "0px", pad: 2 },
  town: { font: `500 11.5px ${FONT}`, colour: "text", spacing: "0px", pad: 2 },
  line: { font: `italic 600 12px ${FONT}`, colour: "disputed", spacing: "0.6px", pad: 3 },
};

/** A canvas of names, drawn anew after each move. */
export const Labels = L.Layer.extend({
  options: { pane: "cem-labels" },

  initialize(source) {
    this.source = source;
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "cem-names leaflet-zoom-hide", this.getPane());
    map.on("moveend zoomend resize viewreset", this.draw, this);
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
    const { labels, taken } = this.source();
    const boxes = [...taken];
    this.shown = labels.filter((label) => this.place(pen, label, boxes, size)).map((l) => l.text);
  },

  place(pen, label, boxes, size) {
    const style = STYLES[label.kind];
    const text = style.upper ? label.text.toLocaleUpperCase("en") : label.text;
    pen.font = style.font;
    pen.letterSpacing = style.spacing;
    const width = pen.measureText(text).width;
    if (label.room && width > label.room * 1.15) return false;
    const { x, y } = label.point;
    const [w, h] = [width / 2 + style.pad, 8 + style.pad];
    const turned = Math.max(Math.abs(Math.cos(label.angle ?? 0)) * w, 10);
    const lift = Math.max(Math.abs(Math.sin(label.angle ?? 0)) * w, h);
    const box = [x - turned, y - lift, x + turned, y + lift];
    if (x < 0 || y < 0 || x > size.x || y > size.y || boxes.some((b) => overlap(b, box))) return false;
    boxes.push(box);
    this.write(pen, text, label, style);
    return true;
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
