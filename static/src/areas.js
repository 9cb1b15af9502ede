// Which shade has each area, and how is "known only to this area" drawn over it?

import L from "leaflet";
import { classBreaks, classColours, classOf } from "./breaks.js";
import { hatch } from "./hatch.js";
import { inkOn } from "./ink.js";
import { canvas } from "./panes.js";
import { AreaIndex } from "./shapes.js";

export const MEASURES = {
  events: { column: "n", label: "Events", noun: "events" },
  low: { column: "low", label: "Killed, lowest", noun: "killed (lowest account)" },
  high: { column: "high", label: "Killed, highest", noun: "killed (highest account)" },
};

const STILL = { interactive: false };

/** Below this zoom lines are thin, and numbers of single areas are left out. */
export const FAR_BELOW = 4.5;

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
    this.fill.clearLayers();
    this.fill.addData({ type: "FeatureCollection", features: list });
    this.washed = "";
  }

  /** Take what of each area's events is known no more exactly than here: id → number. */
  setOnly(only) {
    const key = JSON.stringify([...only]);
    if (key === this.onlyKey) return;
    this.onlyKey = key;
    this.only = only;
    this.restyleWash();
  }

  /** Take the counts: id → {n, only, low, high, here}. */
  setRows(rows) {
    this.rows = rows;
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

  /** Choose what is shaded; `shade` then draws it on a scale that all levels share. */
  choose(measure, hiddenCountries = new Set()) {
    Object.assign(this, { measure, hiddenCountries });
  }

  shade(colours, ramp, scale) {
    Object.assign(this, { colours, ramp, scale });
    this.restyle();
  }

  value(id) {
    return this.rows.get(id)?.[MEASURES[this.measure].column];
  }

  /** The values that the classes are made from: what is shaded, not what its districts show. */
  values() {
    const shaded = ({ feature: { properties: p } }) => !this.hiddenCountries?.has(p.country);
    return this.index.entries.filter(shaded).map((e) => this.value(e.feature.properties.id) ?? 0);
  }

  restyle() {
    if (!this.colours) return;
    this.bounds = classBreaks(this.scale);
    this.max = Math.max(0, ...this.scale);
    this.shades = classColours(this.ramp, this.bounds.length);
    if (!this.visible) return;
    this.fill.setStyle(({ properties }) => this.fillStyle(properties));
    this.restyleWash();
  }

  /** Only the areas that need it are in the upper layer: a world of others would slow each zoom. */
  restyleWash() {
    if (!this.colours || !this.visible) return;
    const needs = ({ id, country }) => this.only.get(id) > 0 || this.hiddenCountries.has(country);
    const features = this.index.entries.map((e) => e.feature).filter((f) => needs(f.properties));
    const key = features.map((f) => f.properties.id).join();
    if (key !== this.washed) {
      this.washed = key;
      this.wash.clearLayers();
      this.wash.addData({ type: "FeatureCollection", features });
    }
    this.wash.setStyle(({ properties }) => this.washStyle(properties));
  }

  fillStyle({ id, country, approximate }) {
    const c = this.colours;
    const hollow = this.hiddenCountries.has(country);
    const shade = classOf(this.value(id), this.bounds);
    const far = this.map.getZoom() < FAR_BELOW;
    const line = this.level === 1 ? { color: c.province, weight: far ? 0.35 : 0.9 } : { color: c.district, weight: 0.8 };
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

  /** Lines that can be seen on an area's shade. */
  hatchOn(id, country) {
    const c = this.colours;
    const shade = this.hiddenCountries.has(country) ? -1 : classOf(this.value(id), this.bounds);
    if (shade < 0) return c.hatch;
    return inkOn(this.shades[shade]) === "#ffffff" ? c.hatchOnDark : (c.hatchOnLight ?? c.hatch);
  }

  washStyle({ id, country }) {
    const only = this.only.get(id) > 0;
    const lean = this.level === 1 ? 1 : -1;
    const hollow = this.hiddenCountries.has(country);
    return {
      // Over its districts a province still needs its outline.
      stroke: hollow,
      color: this.colours.country,
      weight: 1.4,
      opacity: 0.8,
      fill: only,
      fillColor: only ? hatch(this.hatchOn(id, country), lean) : "transparent",
      fillOpacity: hollow ? 0.3 : 0.6,
    };
  }

  /** The area at a point, where this level is drawn. */
  at({ lat, lng }) {
    return this.visible ? this.index.at(lng, lat) : null;
  }
}
