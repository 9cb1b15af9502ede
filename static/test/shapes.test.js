import assert from "node:assert/strict";
import { test } from "node:test";
import { cellCentre, toGrid } from "../src/grid.js";
import { AreaIndex, contains, extent, features, labelPoint, onOneWorld } from "../src/shapes.js";

const square = (x, y, size, properties = {}, holes = []) => ({
  type: "Feature",
  properties,
  geometry: {
    type: "Polygon",
    coordinates: [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]], ...holes],
  },
});

test("a point lies in the area but not in its hole", () => {
  const hole = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]];
  const area = square(0, 0, 10, {}, [hole]);
  assert.ok(contains(area, 1, 1));
  assert.ok(!contains(area, 5, 5));
  assert.ok(!contains(area, 11, 5));
});

test("an index finds the area of a point, by parts too", () => {
  const island = { ...square(0, 0, 1, { id: "b" }) };
  island.geometry = {
    type: "MultiPolygon",
    coordinates: [square(20, 0, 1).geometry.coordinates, square(30, 0, 5).geometry.coordinates],
  };
  const index = new AreaIndex([square(0, 0, 10, { id: "a" }), island]);
  assert.equal(index.at(5, 5).properties.id, "a");
  assert.equal(index.at(32, 2).properties.id, "b");
  assert.equal(index.at(15, 5), null);
  const [lat, lng] = index.label("b");
  assert.ok(lng > 30 && lng < 35 && lat > 0 && lat < 5);
  assert.equal(index.label("unknown"), null);
});

test("a label stands where the data says, else deep inside", () => {
  assert.deepEqual(labelPoint(square(0, 0, 10, { label_lat: 1, label_lon: 2 })), [1, 2]);
  assert.deepEqual(labelPoint(square(0, 0, 10)).map(Math.round), [5, 5]);
  assert.equal(labelPoint({ properties: {}, geometry: null }), null);
});

test("areas without an outline have no extent", () => {
  assert.equal(extent({ properties: {}, geometry: null }), null);
  assert.deepEqual(extent(square(1, 2, 3)), [1, 2, 4, 5]);
  assert.equal(new AreaIndex([{ properties: { id: "x" }, geometry: null }]).entries.length, 0);
});

test("TopoJSON and GeoJSON both give features", () => {
  const topology = {
    type: "Topology",
    transform: { scale: [1, 1], translate: [0, 0] },
    arcs: [[[0, 0], [1, 0], [0, 1], [-1, -1]]],
    objects: { areas: { type: "GeometryCollection", geometries: [{ type: "Polygon", arcs: [[0]], properties: { id: "t" } }] } },
  };
  assert.equal(features(topology)[0].properties.id, "t");
  assert.equal(features({ type: "FeatureCollection", features: [square(0, 0, 1)] }).length, 1);
  assert.deepEqual(features(undefined), []);
});

test("a line over the edge of the world is cut, not drawn across it", () => {
  const river = { type: "LineString", coordinates: [[178, 65], [179.5, 65], [181, 65], [182, 64]] };
  assert.deepEqual(onOneWorld(river).coordinates, [[[178, 65], [179.5, 65]], [[-179, 65], [-178, 64]]]);
  const jumping = { type: "MultiLineString", coordinates: [[[10, 1], [20, 1]], [[29.5, -1], [-330.4, -1], [-330, -1]]] };
  const xs = onOneWorld(jumping).coordinates.flat().map(([x]) => x);
  assert.ok(Math.max(...xs) < 31 && Math.min(...xs) > 9);
  const land = { type: "Polygon", coordinates: [] };
  assert.equal(onOneWorld(land), land);
});

test("the grid and degrees agree", () => {
  for (const [lat, lng] of [[33.6, 69.2], [-45.1, -120.7], [0, 0]]) {
    const [x, y] = toGrid(lat, lng);
    const [back, across] = cellCentre(x, y, 0);
    assert.ok(Math.abs(back - lat) < 1e-5 && Math.abs(across - lng) < 1e-5);
  }
  assert.deepEqual(toGrid(90, 180), [2 ** 30 - 1, 0]);
  assert.deepEqual(toGrid(-90, -180), [0, 2 ** 30 - 1]);
});
