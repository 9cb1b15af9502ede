// Which names and numbers are there to be put on the map, most important first?

const bySize = (a, b) => b.size - a.size;

/** Where each country's name stands: the mean of its provinces' label points, by their size. */
export function countryPoints(index) {
  const sums = new Map();
  for (const { feature, box } of index.entries) {
    const { country, country_name: name, id } = feature.properties;
    const weight = (box[2] - box[0]) * (box[3] - box[1]);
    const at = index.label(id);
    if (!country || !at) continue;
    const sum = sums.get(country) ?? { id: country, name, weight: 0, lat: 0, lng: 0 };
    sum.weight += weight;
    sum.lat += at[0] * weight;
    sum.lng += at[1] * weight;
    sums.set(country, sum);
  }
  return [...sums.values()].map((s) => ({ ...s, lat: s.lat / s.weight, lng: s.lng / s.weight }));
}

/** Numbers of what is known only to areas, borders and countries. */
export function badges({ provinces, districts, borders, countries, countryRows, map }) {
  const list = [];
  for (const areas of [provinces, districts]) {
    if (!areas.visible) continue;
    for (const [id, row] of areas.rows) {
      const at = row.only > 0 && areas.index.label(id);
      if (at) list.push({ kind: areas.kind, id, n: row.only, latlng: at });
    }
  }
  for (const feature of borders.list) {
    const row = borders.rows.get(feature.properties.id);
    const at = row?.n > 0 && borders.middle(feature);
    if (at) list.push({ kind: "border", id: feature.properties.id, n: row.n, latlng: map.containerPointToLatLng(at.point) });
  }
  for (const { id, lat, lng } of countries) {
    const row = countryRows.get(id);
    if (row?.n > 0) list.push({ kind: "country", id, n: row.n, latlng: [lat, lng] });
  }
  return list;
}

/** Names for this zoom; a name under its area's number is moved up. */
export function labels({ provinces, districts, borders, countries, map, taken }) {
  const zoom = map.getZoom();
  const at = (latlng) => map.latLngToContainerPoint(latlng);
  const list = [];
  if (zoom >= 3 && zoom < 7.5) {
    for (const c of countries) list.push({ kind: "country", text: c.name, point: clear(at([c.lat, c.lng]), taken), size: c.weight });
    list.sort(bySize);
  }
  const lines = zoom < 6 ? [] : borders.list.filter((f) => f.properties.disputed && f.properties.label);
  for (const feature of lines) {
    const middle = borders.middle(feature);
    if (middle) list.push({ kind: "line", text: feature.properties.label, ...middle, lift: 11 });
  }
  if (zoom >= 5.5) list.push(...names(provinces, "adm1", at, taken));
  if (zoom >= 8 && districts.visible) list.push(...names(districts, "adm2", at, taken));
  return list;
}

function names(areas, kind, at, taken) {
  const found = [];
  for (const { feature, box } of areas.index.entries) {
    const { id, name } = feature.properties;
    const [a, b] = [at([box[1], box[0]]), at([box[3], box[2]])];
    const room = b.x - a.x;
    if (room < 34) continue;
    const label = areas.index.label(id);
    if (label) found.push({ kind, text: name, point: clear(at(label), taken), room: room * 1.25, size: room * (a.y - b.y) });
  }
  return found.sort(bySize);
}

/** Move a name above a number that stands at the same point. */
function clear(point, taken) {
  const hit = taken.find((b) => point.x > b[0] - 4 && point.x < b[2] + 4 && point.y > b[1] && point.y < b[3]);
  return hit ? point.add([0, -(point.y - hit[1]) - 12]) : point;
}
