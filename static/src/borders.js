// Where do countries meet, which of these lines is disputed, and what happened along them?

import L from "leaflet";
import { FAR_BELOW } from "./areas.js";
import { canvas } from "./panes.js";
import { features } from "./shapes.js";

const REACH = 9;

export class Borders {
  constructor(map) {
    this.map = map;
    this.list = [];
    this.rows = new Map();
    const layer = (pane, renderer) =>
      L.geoJSON(null, { interactive: false, pane: `cem-${pane}`, renderer }).addTo(map);
    const lines = canvas("lines");
    this.band = layer("wash", canvas("wash"));
    // Under a dashed line runs the outline of its provinces, which would fill its gaps.
    this.gaps = layer("lines", lines);
    this.lines = layer("lines", lines);
  }

  /** Take lines; those of a later document do not replace the ones that are there. */
  addFeatures(document) {
    const there = new Set(this.list.map((f) => f.properties.id));
    this.list = [...this.list, ...features(document).filter((f) => f.geometry && !there.has(f.properties.id))];
    this.lines.clearLayers();
    this.lines.addData({ type: "FeatureCollection", features: this.list });
    this.gaps.clearLayers();
    this.gaps.addData({ type: "FeatureCollection", features: this.list.filter((f) => f.properties.disputed) });
    this.lines.bringToFront();
    this.setRows(this.rows);
  }

  setRows(rows) {
    this.rows = rows;
    this.band.clearLayers();
    this.band.addData({ type: "FeatureCollection", features: this.list.filter((f) => rows.get(f.properties.id)?.n > 0) });
    this.restyle();
  }

  paint(colours) {
    this.colours = colours;
    this.restyle();
  }

  restyle() {
    const c = this.colours;
    if (!c) return;
    const far = this.map.getZoom() < FAR_BELOW;
    this.band.setStyle({ color: c.border, weight: 11, lineCap: "round" });
    this.gaps.setStyle({ color: c.gap, weight: 2.6 });
    this.lines.setStyle(({ properties: p }) => ({
      color: p.disputed ? c.disputed : c.country,
      weight: (p.disputed ? 1.7 : 1.5) * (far ? 0.6 : 1),
      dashArray: p.disputed ? "7 4" : null,
      opacity: 0.95,
    }));
  }

  /** The line that has events and passes within reach of a point of the screen. */
  at(point) {
    for (const feature of this.list) {
      if (!(this.rows.get(feature.properties.id)?.n > 0)) continue;
      if (this.runs(feature).some((run) => distance(run, point) <= REACH)) return feature;
    }
    return null;
  }

  /** A line's parts in screen points, only those that the view can hold. */
  runs(feature) {
    const { type, coordinates } = feature.geometry;
    const parts = type === "LineString" ? [coordinates] : coordinates;
    return parts.map((part) => part.map(([x, y]) => this.map.latLngToContainerPoint([y, x])));
  }

  /** A point of what is in view of a line: {point, angle}, null where it is out of view. */
  middle(feature, share = 0.5) {
    const size = this.map.getSize();
    const inside = ({ x, y }) => x > 30 && y > 30 && x < size.x - 30 && y < size.y - 30;
    const seen = this.runs(feature).map((run) => run.filter(inside)).sort((a, b) => b.length - a.length)[0];
    if (!seen?.length) return null;
    const at = seen[Math.floor((seen.length - 1) * share)];
    const near = seen.filter((p) => at.distanceTo(p) < 45);
    const [from, to] = [near[0], near.at(-1)];
    let angle = Math.atan2(to.y - from.y, to.x - from.x);
    if (Math.abs(angle) > Math.PI / 2) angle -= Math.sign(angle) * Math.PI;
    return { point: at, angle };
  }
}

function distance(run, point) {
  let best = Infinity;
  for (let i = 1; i < run.length; i++) {
    best = Math.min(best, L.LineUtil.pointToSegmentDistance(point, run[i - 1], run[i]));
  }
  return best;
}
