import assert from "node:assert/strict";
import { test } from "node:test";
import { apart } from "../src/apart.js";
import * as describe from "../src/describe.js";
import { inkOn } from "../src/ink.js";
import { coloursFor } from "../src/theme.js";
import { count, counted, killed, short } from "../src/words.js";

test("counts and their nouns", () => {
  assert.equal(count(1234567), "1\u202f234\u202f567");
  assert.equal(counted(1, "event"), "1 event");
  assert.equal(counted(0, "event"), "0 events");
  assert.deepEqual([1, 999, 1000, 1234, 9960, 999499, 5e6].map(short), ["1", "999", "1k", "1.2k", "10k", "999k", "5M"]);
});

test("not stated is not none", () => {
  assert.equal(killed(null, null), "killed: not stated");
  assert.equal(killed(0, 0), "0 killed");
  assert.equal(killed(9, 58), "9–58 killed, accounts differ");
  assert.equal(killed(20, null), "at least 20 killed");
});

test("an area's box says what is known only to it and that an outline is approximate", () => {
  const feature = { properties: { name: "Kurram", adm1: "Khyber Pakhtunkhwa", approximate: true } };
  const said = describe.area(feature, { n: 4, low: 1, high: 9, here: 3 }, 3, "adm2", "Pakistan").map((l) => l.text);
  assert.ok(said.includes("3 known only to the district"));
  assert.ok(said.some((text) => text.includes("approximate")));
  assert.ok(said.includes("Khyber Pakhtunkhwa, Pakistan"));
  const province = describe.area(feature, { n: 9, low: 1, high: 9, here: 2 }, 6, "adm1", "Pakistan");
  const told = province.map((l) => l.text);
  assert.ok(told.includes("2 known only to the province"));
  assert.ok(told.includes("4 known only to one of its districts"));
  const none = describe.area(feature, undefined, undefined, "adm2", "Pakistan").map((l) => l.text);
  assert.ok(none.includes("No events in this filter"));
});

test("numbers that overlap are moved apart, none far", () => {
  const boxes = [[0, 0], [4, 2], [2, -3]].map(([x, y]) => ({ x, y, w: 10, h: 8 }));
  const moved = apart(boxes);
  moved.forEach(({ x, y }, i) => assert.ok(Math.hypot(x - boxes[i].x, y - boxes[i].y) <= 18.01));
  const [a, b] = apart(boxes.slice(0, 2));
  assert.ok(Math.abs(a.x - b.x) >= 19.9 || Math.abs(a.y - b.y) >= 15.9);
  assert.deepEqual(apart([{ x: 5, y: 5, w: 1, h: 1 }]), [{ x: 5, y: 5 }]);
});

test("ink and theme follow the ground", () => {
  assert.equal(inkOn("#0072B2"), "#ffffff");
  assert.equal(inkOn("#E69F00"), "#101418");
  assert.ok(coloursFor("#14181B").dark);
  assert.ok(!coloursFor("#fff").dark);
  assert.ok(!coloursFor("rgb(250, 250, 250)").dark);
});
