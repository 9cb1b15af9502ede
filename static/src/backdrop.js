// The quiet ground that events are drawn on: land, relief, rivers and lakes, all from our own server.

import L from "leaflet";
import { canvas } from "./panes.js";
import { features, onOneWorld } from "./shapes.js";

const STILL = { interactive: false };

/** Rivers thin out as one zooms away: `rank` 0 is the greatest. */
const shows = (rank, zoom) => (rank ?? 5) <= zoom - 1.5;

export class Backdrop {
  constructor(map) {
    this.map = map;
    this.land = L.geoJSON(null, { ...STILL, pane: "cem-land", renderer: canvas("land") }).addTo(map);
    this.water = L.geoJSON(null, { ...STILL, pane: "cem-water", renderer: canvas("water") }).addTo(map);
    this.relief = null;
    map.on("zoomend", () => this.restyle());
  }

  add(kind, document) {
    if (kind === "land") this.land.addData({ type: "FeatureCollection", features: features(document) });
    else {
      const list = features(document).map((f) => ({ ...f, geometry: onOneWorld(f.geometry), properties: { ...f.properties, kind } }));
      this.water.addData({ type: "FeatureCollection", features: list });
    }
    this.restyle();
  }

  /** Lay the hillshade over the areas, so that shaded provinces keep their mountains. */
  addRelief(url, [west, south, east, north]) {
    const box = [[south, west], [north, east]];
    this.relief = L.imageOverlay(url, box, { ...STILL, pane: "cem-relief", alt: "" }).addTo(this.map);
    this.restyle();
  }

  paint(colours) {
    this.colours = colours;
    this.map.getContainer().style.background = colours.sea;
    this.restyle();
  }

  restyle() {
    const c = this.colours;
    if (!c) return;
    const zoom = this.map.getZoom() ?? 5;
    this.land.setStyle({ stroke: false, fillColor: c.landFar, fillOpacity: 1 });
    this.water.setStyle(({ properties: p }) =>
      p.kind === "lakes"
        ? { stroke: true, color: c.river, weight: 0.5, fillColor: c.lake, fillOpacity: 1 }
        : { fill: false, color: c.river, weight: riverWidth(p.rank, zoom), opacity: shows(p.rank, zoom) ? 0.9 : 0 },
    );
    if (this.relief) {
      this.relief.setOpacity(c.relief);
      this.map.getPane("cem-relief").style.mixBlendMode = c.blend;
    }
  }
}

const riverWidth = (rank, zoom) => Math.max(0.5, Math.min(2.2, (zoom - (rank ?? 5)) * 0.28 + 0.4));
