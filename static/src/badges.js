// How many events are known only to an area, a border or a country?  A number, where its name stands.

import L from "leaflet";
import { short } from "./words.js";

export class Badges {
  constructor(map) {
    this.map = map;
    this.layer = L.layerGroup().addTo(map);
    this.list = [];
  }

  /** Take [{kind, id, n, latlng}]: `kind` adm1, adm2, border or country. */
  set(list) {
    const key = JSON.stringify(list);
    if (key === this.key) return;
    this.key = key;
    this.list = list;
    this.layer.clearLayers();
    for (const badge of list) this.layer.addLayer(marker(badge));
  }

  /** The badge under a point of the screen. */
  at(point) {
    return this.list.find(({ latlng, n }) => {
      const at = this.map.latLngToContainerPoint(latlng);
      return Math.abs(at.x - point.x) <= 9 + short(n).length * 4 && Math.abs(at.y - point.y) <= 12;
    });
  }

  /** The boxes that names must keep clear of. */
  boxes() {
    return this.list.map(({ latlng, n }) => {
      const { x, y } = this.map.latLngToContainerPoint(latlng);
      const half = 10 + short(n).length * 4;
      return [x - half, y - 12, x + half, y + 12];
    });
  }
}

function marker({ kind, n, latlng }) {
  const face = document.createElement("span");
  face.className = `cem-badge cem-badge-${kind}`;
  face.textContent = short(n);
  const icon = L.divIcon({ html: face, className: "cem-badge-holder", iconSize: [0, 0] });
  return L.marker(latlng, { icon, pane: "cem-badges", interactive: false, keyboard: false });
}
