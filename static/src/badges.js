// How many events are known only to an area, a border or a country?  A number, where its name stands.

import L from "leaflet";
import { apart } from "./apart.js";
import { short } from "./words.js";

const HALF_HEIGHT = 10.5;
const halfWidth = (n) => 8 + short(n).length * 3.4;

export class Badges {
  constructor(map) {
    this.map = map;
    this.layer = L.layerGroup().addTo(map);
    this.list = [];
  }

  /** Take [{kind, id, n, latlng}]: `kind` adm1, adm2, border or country. */
  set(list) {
    const boxes = list.map(({ latlng, n }) => {
      const { x, y } = this.map.latLngToContainerPoint(latlng);
      return { x, y, w: halfWidth(n), h: HALF_HEIGHT };
    });
    const places = apart(boxes).map(({ x, y }) => this.map.containerPointToLatLng([x, y]));
    this.list = list.map((badge, i) => ({ ...badge, latlng: places[i] }));
    this.layer.clearLayers();
    for (const badge of this.list) this.layer.addLayer(marker(badge));
  }

  /** The badge under a point of the screen. */
  at(point) {
    return this.list.find(({ latlng, n }) => {
      const at = this.map.latLngToContainerPoint(latlng);
      return Math.abs(at.x - point.x) <= halfWidth(n) + 2 && Math.abs(at.y - point.y) <= HALF_HEIGHT + 2;
    });
  }

  /** The boxes that names must keep clear of. */
  boxes() {
    return this.list.map(({ latlng, n }) => {
      const { x, y } = this.map.latLngToContainerPoint(latlng);
      const half = halfWidth(n) + 2;
      return [x - half, y - HALF_HEIGHT - 2, x + half, y + HALF_HEIGHT + 2];
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
