import assert from "node:assert/strict";
import { test } from "node:test";
import { classBreaks, classColours, classOf, roundDown } from "../src/breaks.js";
import { range } from "../src/words.js";

test("breaks are round numbers from 1 upwards", () => {
  const values = Array.from({ length: 40 }, (_, i) => i * i);
  const bounds = classBreaks(values);
  assert.equal(bounds[0], 1);
  assert.ok(bounds.length >= 4 && bounds.length <= 5);
  for (const bound of bounds) assert.match(String(bound), /^[125]0*$/);
  assert.deepEqual(bounds, [...bounds].sort((a, b) => a - b));
});

test("few small counts have a class each", () => {
  assert.deepEqual(classBreaks([1, 4, 4, 2, 0]), [1, 2, 4]);
});

test("nothing above zero has no classes", () => {
  assert.deepEqual(classBreaks([0, 0, null, undefined]), []);
  assert.deepEqual(classBreaks([]), []);
});

test("every positive value falls into the class that its legend names", () => {
  for (const values of [[3], [1, 2, 3, 500], [7, 70, 700, 7000, 70000, 3, 9, 12]]) {
    const bounds = classBreaks(values);
    for (const value of values) {
      const i = classOf(value, bounds);
      assert.ok(value >= bounds[i], `${value} in ${bounds}`);
      assert.ok(i === bounds.length - 1 || value < bounds[i + 1]);
    }
  }
});

test("zero, unknown and negative values have no class", () => {
  for (const value of [0, null, undefined, -1, NaN]) assert.equal(classOf(value, [1, 5]), -1);
});

test("colours span the ramp", () => {
  const ramp = ["a", "b", "c", "d", "e"];
  assert.deepEqual(classColours(ramp, 5), ramp);
  assert.deepEqual(classColours(ramp, 2), ["a", "e"]);
  assert.deepEqual(classColours(ramp, 1), ["c"]);
  assert.deepEqual(classColours(ramp, 0), ["c"]);
});

test("rounding down keeps 1, 2, 5", () => {
  assert.deepEqual([1, 2, 4.9, 5, 9, 10, 49, 1000].map(roundDown), [1, 2, 2, 5, 5, 10, 20, 1000]);
});

test("the legend's ranges leave no gap", () => {
  const bounds = [1, 5, 10];
  assert.deepEqual([0, 1, 2].map((i) => range(bounds, i, 42)), ["1–4", "5–9", "10–42"]);
});
