// Which areas are chosen, and which one is under the pointer?

import L from "leaflet";
import { canvas } from "./panes.js";

export class Outline {
  constructor(map) {
    const layer = () =>
      L.geoJSON(null, { interactive: false, pane: "cem-outline", renderer: canvas("outline") }).addTo(map);
    this.casing = layer();
    this.chosen = layer();
    this.hovered = layer();
    this.hoverId = null;
  }

  paint(colours) {
    this.colours = colours;
    const still = { fill: false, lineJoin: "round" };
    this.casing.setStyle({ ...still, color: colours.halo, weight: 5.5 });
    this.chosen.setStyle({ ...still, color: colours.select, weight: 2.6 });
    this.hovered.setStyle({ ...still, color: colours.hover, weight: 1.8, opacity: 0.9 });
  }

  select(list) {
    for (const layer of [this.casing, this.chosen]) {
      layer.clearLayers();
      layer.addData({ type: "FeatureCollection", features: list });
    }
    if (this.colours) this.paint(this.colours);
  }

  hover(feature) {
    const id = feature?.properties.id ?? null;
    if (id === this.hoverId) return;
    this.hoverId = id;
    this.hovered.clearLayers();
    if (feature) this.hovered.addData(feature);
    if (this.colours) this.paint(this.colours);
  }
}
