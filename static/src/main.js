// The map on the page: takes the map that folium made and a filter from the page, draws our own data.

import L from "leaflet";
import "leaflet/dist/leaflet.css";
import "@fontsource-variable/source-sans-3/wght.css";
import "./map.css";
import { ConflictMap } from "./conflict_map.js";

window.L = L;
L.Control.Attribution.prototype.options.prefix = false;

let current = null;
let waiting = null;

window.conflictMap = {
  /** Called once, by the folium element that stands in the map. */
  attach(map, config) {
    current = new ConflictMap(map, config);
    if (waiting) current.set(waiting);
    return current;
  },
  /** Called on each run of the page's script, by the element that carries the filter. */
  set(state) {
    waiting = state;
    current?.set(state);
  },
  get current() {
    return current;
  },
};
