// Where is the event whose card is open?  A ring at its point, or the outline of what it is known to.

import L from "leaflet";
import { canvas } from "./panes.js";

export class Spotlight {
  constructor(map) {
    this.ring = L.circleMarker([0, 0], {
      renderer: canvas("outline"), pane: "cem-outline", interactive: false, radius: 15, fill: false, weight: 2.4,
    });
    this.area = L.geoJSON(null, { interactive: false, pane: "cem-outline", renderer: canvas("outline") }).addTo(map);
    this.map = map;
  }

  paint(colours) {
    this.ring.setStyle({ color: colours.select });
    this.area.setStyle({ color: colours.select, fill: false, weight: 2.2, dashArray: "2 4" });
    this.colours = colours;
  }

  /** Show an event's facts; what is known to a point gets a ring, what is known to an area its outline. */
  show(facts, { provinces, districts, borders }) {
    this.ring.remove();
    this.area.clearLayers();
    if (facts?.lat != null) this.ring.setLatLng([facts.lat, facts.lon]).addTo(this.map);
    else if (facts) {
      const area =
        (districts.visible && districts.index.byId.get(facts.adm2_id)?.feature) ||
        provinces.index.byId.get(facts.adm1_id)?.feature ||
        borders.list.find((f) => f.properties.id === facts.border);
      if (area) this.area.addData(area);
    }
    if (this.colours) this.paint(this.colours);
  }
}
