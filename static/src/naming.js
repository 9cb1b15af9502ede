// Which names and numbers are there to be put on the map, most important first?

import { FAR_BELOW } from "./areas.js";
import { contains } from "./shapes.js";

const lngLat = ({ lat, lng }) => [lng, lat];
const MOST_NUMBERS = 150;
const TOWNS_FROM = 6;
// Where along the part of a line in view its name may stand, best first.
const LINE_SPOTS = [0.3, 0.7, 0.2, 0.8, 0.4, 0.6, 0.1, 0.9];

/** The rows of labels.json as objects: countries and towns with the zoom they appear at. */
export function readPlaces({ columns, rows }) {
  const at = (name) => columns.indexOf(name);
  const [kind, name, lat, lon, zoom, country] = ["kind", "name", "lat", "lon", "zoom", "country"].map(at);
  const places = rows.map((r) => ({
    kind: r[kind], text: r[name], latlng: [r[lat], r[lon]], zoom: r[zoom], country: r[country],
  }));
  return {
    countries: places.filter((p) => p.kind === "country"),
    towns: places.filter((p) => p.kind === "town"),
  };
}

/** What of an area's events is known to this very area, where its districts show the rest. */
export function onlyHere(provinces, districts) {
  const rest = new Map([...provinces.rows].map(([id, row]) => [id, row.only]));
  if (!districts.visible) return rest;
  for (const [id, row] of districts.rows) {
    const parent = districts.index.byId.get(id)?.feature.properties.adm1_id;
    if (rest.has(parent)) rest.set(parent, Math.max(0, rest.get(parent) - row.only));
  }
  return rest;
}

/** Numbers of what is known only to areas, borders and countries. */
export function badges({ provinces, districts, borders, countries, countryRows, map }) {
  const list = [];
  const view = map.getBounds();
  const put = (kind, id, n, latlng) => n > 0 && latlng && view.contains(latlng) && list.push({ kind, id, n, latlng });
  for (const areas of map.getZoom() < FAR_BELOW ? [] : [provinces, districts].filter((a) => a.visible)) {
    for (const [id, n] of areas.only) put(areas.kind, id, n, areas.index.label(id));
  }
  list.sort((a, b) => b.n - a.n).splice(MOST_NUMBERS);
  for (const feature of borders.list) {
    const { id } = feature.properties;
    const middle = borders.rows.has(id) && borders.middle(feature);
    if (middle) put("border", id, borders.rows.get(id).n, map.containerPointToLatLng(middle.point));
  }
  for (const { country, latlng } of countries) put("country", country, countryRows.get(country)?.n, latlng);
  return list;
}

/** Names for this zoom; a name under its area's number is moved up. */
export function labels({ provinces, districts, borders, countries, towns, map, numbers }) {
  const zoom = map.getZoom();
  const view = map.getBounds().pad(0.05);
  const at = (latlng) => map.latLngToContainerPoint(latlng);
  const here = (places) => places.filter((p) => p.zoom <= zoom + 0.5 && view.contains(p.latlng));
  const list = [];
  if (zoom < 7.5) {
    for (const c of here(countries)) list.push({ ...c, point: clear(at(c.latlng), numbers) });
  }
  if (zoom >= 5) list.push(...lines(borders));
  if (zoom >= 5.5) list.push(...areaNames(provinces, "adm1", at, numbers));
  if (zoom >= TOWNS_FROM) {
    for (const town of here(towns).sort((a, b) => a.zoom - b.zoom)) list.push({ ...town, point: at(town.latlng), beside: true });
  }
  if (zoom >= 8 && districts.visible) list.push(...areaNames(districts, "adm2", at, numbers));
  return list;
}

function lines(borders) {
  const named = borders.list.filter((f) => f.properties.disputed && f.properties.label);
  return named.flatMap((feature) => {
    const spots = LINE_SPOTS.map((share) => borders.middle(feature, share)).filter(Boolean);
    const name = { kind: "line", text: feature.properties.label, once: feature.properties.id };
    return spots.map((spot) => ({ ...name, ...spot, lift: 12 }));
  });
}

function areaNames(areas, kind, at, numbers) {
  const found = [];
  for (const { feature, box } of areas.index.entries) {
    const { id, name } = feature.properties;
    const [a, b] = [at([box[1], box[0]]), at([box[3], box[2]])];
    const room = b.x - a.x;
    if (room < 30) continue;
    const label = areas.index.label(id);
    const holds = (point) => contains(feature, ...lngLat(areas.map.containerPointToLatLng(point)));
    const point = label && clear(at(label), numbers);
    if (label) found.push({ kind, text: name, point, room: room * 1.2, size: room * (a.y - b.y), holds });
  }
  return found.sort((a, b) => b.size - a.size);
}

/** Move a name above a number that stands at the same point. */
function clear(point, numbers) {
  const hit = numbers.find((b) => point.x > b[0] - 4 && point.x < b[2] + 4 && point.y > b[1] && point.y < b[3]);
  return hit ? point.add([0, -(point.y - hit[1]) - 11]) : point;
}
