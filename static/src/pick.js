// What is at a point of the map?  One answer for the pointer, for a tap and for the keyboard.

/**
 * The uppermost thing at a point of the screen.
 * @returns {{kind: string, value: string, dot?: object, feature?: object}|null}
 */
export function pick(layers, point, latlng) {
  const badge = layers.badges.at(point);
  if (badge) return { kind: badge.kind, value: badge.id, feature: featureOf(layers, badge) };
  const dot = layers.cells.at(point);
  if (dot?.n === 1 && dot.event) return { kind: "event", value: dot.event, dot };
  if (dot) return { kind: "cell", value: `${layers.cells.shift}/${dot.cx}/${dot.cy}`, dot };
  const line = layers.borders.at(point);
  if (line) return { kind: "border", value: line.properties.id, feature: line };
  for (const areas of [layers.districts, layers.provinces]) {
    const feature = areas.at(latlng);
    if (feature) return { kind: areas.kind, value: feature.properties.id, feature };
  }
  return null;
}

function featureOf(layers, { kind, id }) {
  if (kind === "border") return layers.borders.list.find((f) => f.properties.id === id);
  const areas = { adm1: layers.provinces, adm2: layers.districts }[kind];
  return areas?.index.byId.get(id)?.feature;
}
