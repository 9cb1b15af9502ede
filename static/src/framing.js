// Where does the map look: as the address says, else at the data, and home on demand?

import L from "leaflet";
import * as address from "./address.js";
import { extent } from "./shapes.js";

const ROOM_FOR_BOTH = 760;
const CLOSEST_FIT = 8;

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Framing {
  constructor(map, home, legend) {
    Object.assign(this, { map, home, legend, placed: false });
  }

  /** Look where the address says; return the measure it names, null where it says nothing. */
  restore() {
    const asked = address.read();
    this.placed = Boolean(asked);
    if (!asked) this.goHome({ animate: false });
    else this.map.setView([asked.lat, asked.lng], asked.zoom, { animate: false });
    return asked?.measure ?? null;
  }

  goHome(options = {}) {
    this.map.fitBounds(this.home, { animate: !still(), ...this.padding(), ...options });
  }

  /** Padding that keeps what is fitted out from under the legend, where there is room for both. */
  padding() {
    const { box } = this.legend;
    const wide = this.map.getSize().x > ROOM_FOR_BOTH && box.open;
    return { paddingTopLeft: [wide ? 52 : 8, 8], paddingBottomRight: [wide ? box.offsetWidth + 14 : 8, 8] };
  }

  /** On the first view, unless the address asked for another: what the filter shows. */
  fit(summary, provinces) {
    if (this.placed || !summary || !provinces.index.entries.length) return;
    this.placed = true;
    const box = L.latLngBounds([]);
    const add = ([w, s, e, n]) => box.extend([[s, w], [n, e]]);
    if (summary.bounds) add(summary.bounds);
    for (const [id, row] of provinces.rows) {
      const found = row.n > 0 && provinces.index.byId.get(id);
      if (found) add(extent(found.feature));
    }
    if (box.isValid()) this.map.fitBounds(box, { animate: false, maxZoom: CLOSEST_FIT, ...this.padding() });
  }

  /** Bring a point into view without changing the zoom, unless it is there already. */
  bring(latlng) {
    const inner = this.map.getBounds().pad(-0.08);
    if (!inner.contains(latlng)) this.map.panTo(latlng, { animate: !still() });
  }

  keep(measure) {
    if (!this.placed) return;
    const { lat, lng } = this.map.getCenter();
    address.keep({ zoom: this.map.getZoom(), lat, lng, measure });
  }
}
