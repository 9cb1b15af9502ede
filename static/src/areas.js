// Which shade has each area, and how is "known only to this area" drawn over it?

import L from "leaflet";
import { classBreaks, classColours, classOf } from "./breaks.js";
import { hatch } from "./hatch.js";
import { canvas } from "./panes.js";
import { AreaIndex } from "./shapes.js";

export const MEASURES = {
  events: { column: "n", label: "Events", noun: "events" },
  low: { column: "low", label: "Killed, lowest", noun: "killed (lowest account)" },
  high: { column: "high", label: "Killed, highest", noun: "killed (highest account)" },
};

const STILL = { interactive: false };

/** One level of areas: provinces (1) or districts (2). */
export class Areas {
  constructor(map, level) {
    this.level = level;
    this.kind = `adm${level}`;
    this.rows = new Map();
    this.only = new Map();
    this.index = new AreaIndex([]);
    this.bounds = [];
    this.visible = false;
    const layer = (pane) => L.geoJSON(null, { ...STILL, pane: `cem-${pane}`, renderer: canvas(pane) });
    this.fill = layer("areas");
    this.wash = layer("wash");
    this.map = map;
  }

  /** Take the outlines: a GeoJSON feature each, keyed by `properties.id`. */
  setFeatures(list) {
    this.index = new AreaIndex(list);
    for (const layer of [this.fill, this.wash]) {
      layer.clearLayers();
      layer.addData({ type: "FeatureCollection", features: list });
    }
    this.restyle();
  }

  /** Take what of each area's events is known no more exactly than here: id → number. */
  setOnly(only) {
    this.only = only;
    if (this.colours && this.visible) this.wash.setStyle(({ properties }) => this.washStyle(properties));
  }

  /** Take the counts: id → {n, only, low, high}. */
  setRows(rows) {
    this.rows = rows;
    this.restyle();
  }

  show(visible) {
    if (visible === this.visible) return;
    this.visible = visible;
    for (const layer of [this.fill, this.wash]) {
      if (visible) layer.addTo(this.map);
      else layer.remove();
    }
    this.restyle();
  }

  paint(colours, ramp, measure, hiddenCountries = new Set()) {
    Object.assign(this, { colours, ramp, measure, hiddenCountries });
    this.restyle();
  }

  value(id) {
    return this.rows.get(id)?.[MEASURES[this.measure].column];
  }

  restyle() {
    if (!this.colours) return;
    const values = [...this.rows.keys()].map((id) => this.value(id) ?? 0);
    this.bounds = classBreaks(values);
    this.max = Math.max(0, ...values);
    this.shades = classColours(this.ramp, this.bounds.length);
    if (!this.visible) return;
    this.fill.setStyle(({ properties }) => this.fillStyle(properties));
    this.wash.setStyle(({ properties }) => this.washStyle(properties));
  }

  fillStyle({ id, country, approximate }) {
    const c = this.colours;
    const hollow = this.hiddenCountries.has(country);
    const shade = classOf(this.value(id), this.bounds);
    const line = this.level === 1 ? { color: c.province, weight: 0.9 } : { color: c.district, weight: 0.8 };
    const dots = approximate ? { dashArray: "1.5 3.5", lineCap: "round", weight: 1.3 } : { dashArray: null };
    const ground = this.rows.get(id)?.n > 0 ? this.ramp[0] : c.land;
    return {
      ...line,
      ...dots,
      opacity: this.level === 1 && hollow ? 0.9 : 0.75,
      weight: this.level === 1 && hollow ? 1.7 : (dots.weight ?? line.weight),
      fill: !hollow,
      fillColor: shade < 0 ? ground : this.shades[shade],
      fillOpacity: shade < 0 ? 0.55 : c.shade,
    };
  }

  washStyle({ id, approximate }) {
    const only = this.only.get(id) > 0;
    const lean = this.level === 1 ? 1 : -1;
    return {
      stroke: false,
      fill: only,
      fillColor: only ? hatch(this.colours.hatch, lean, approximate ? 8 : 7) : "transparent",
      fillOpacity: 0.55,
    };
  }

  /** The area at a point, where this level is drawn. */
  at({ lat, lng }) {
    return this.visible ? this.index.at(lng, lat) : null;
  }
}
