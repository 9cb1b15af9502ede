import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, write } from "../src/address.js";

test("a view comes back from its address", () => {
  for (const view of [
    { zoom: 6.5, lat: 33.91, lng: 69.34, measure: "events" },
    { zoom: 14, lat: -12.3456, lng: -170.5, measure: "high" },
  ]) {
    assert.deepEqual(parse(write(view)), view);
  }
});

test("what is no view is no view", () => {
  for (const hash of [
    undefined, "", "#", "#top", "#map=", "#map=6/33", "#map=99/33/69", "#map=6/95/69", "#map=6/33/200",
    "#map=6/33/69/best", "#map=6/33/69<img src=x>", "#map=NaN/NaN/NaN", "#map=6/33/69/high/x",
  ]) {
    assert.equal(parse(hash), null, String(hash));
  }
});
