// Which area holds a point, and where does an area's label stand?

import polylabel from "polylabel";
import { feature } from "topojson-client";

/** The features of a GeoJSON or TopoJSON document. */
export function features(document) {
  if (document?.type !== "Topology") return document?.features ?? [];
  return Object.values(document.objects).flatMap((o) => feature(document, o).features ?? []);
}

const polygons = (geometry) => {
  if (geometry?.type === "Polygon") return [geometry.coordinates];
  return geometry?.type === "MultiPolygon" ? geometry.coordinates : [];
};

/** West, south, east, north of a feature's polygons; null where it has none. */
export function extent(feature) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [outer] of polygons(feature.geometry)) {
    for (const [x, y] of outer) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box[0] > box[2] ? null : box;
}

/** Lines with every longitude from -180 to 180, cut where they cross its edge. */
export function onOneWorld(geometry) {
  if (!geometry?.type.endsWith("LineString")) return geometry;
  const parts = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
  return { type: "MultiLineString", coordinates: parts.flatMap(cutAtEdge) };
}

function cutAtEdge(line) {
  const runs = [[]];
  let before = null;
  for (const [lng, lat] of line) {
    const x = ((((lng + 180) % 360) + 360) % 360) - 180;
    if (before !== null && Math.abs(x - before) > 180) runs.push([]);
    runs.at(-1).push([x, lat]);
    before = x;
  }
  return runs.filter((run) => run.length > 1);
}

function inRing(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** True where a point in degrees lies in a feature, holes taken out. */
export function contains(feature, lng, lat) {
  return polygons(feature.geometry).some(
    ([outer, ...holes]) =>
      inRing(outer, lng, lat) && !holes.some((hole) => inRing(hole, lng, lat)),
  );
}

/** Where a label stands: the point deepest inside the largest part, as [lat, lng]. */
export function labelPoint(feature) {
  const { label_lat: lat, label_lon: lng } = feature.properties ?? {};
  if (Number.isFinite(lat) && Number.isFinite(lng)) return [lat, lng];
  const largest = polygons(feature.geometry)
    .map((rings) => [rings, ringArea(rings[0])])
    .sort((a, b) => b[1] - a[1])[0];
  if (!largest) return null;
  const [x, y] = polylabel(largest[0], 0.05);
  return [y, x];
}

function ringArea(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  }
  return Math.abs(sum);
}

/** A set of areas that can be asked which of them holds a point. */
export class AreaIndex {
  constructor(list) {
    this.entries = list.map((feature) => ({ feature, box: extent(feature) })).filter((e) => e.box);
    this.byId = new Map(this.entries.map((e) => [e.feature.properties.id, e]));
  }

  at(lng, lat) {
    const hit = this.entries.find(
      ({ feature, box: [w, s, e, n] }) =>
        lng >= w && lng <= e && lat >= s && lat <= n && contains(feature, lng, lat),
    );
    return hit?.feature ?? null;
  }

  /** The label point of an area, worked out once. */
  label(id) {
    const entry = this.byId.get(id);
    if (entry && entry.point === undefined) entry.point = labelPoint(entry.feature);
    return entry?.point ?? null;
  }
}
