// What lies over what on the map.  Nothing here takes the pointer: pick.js asks each layer.

const ORDER = [
  "land", "areas", "relief", "water", "wash", "lines", "outline", "cells", "labels", "badges",
];

/** Make the panes, bottom to top. */
export function makePanes(map) {
  ORDER.forEach((name, i) => {
    const pane = map.createPane(`cem-${name}`);
    pane.style.zIndex = String(210 + 10 * i);
    pane.style.pointerEvents = "none";
  });
}

/** A canvas of its own for a pane. */
export const canvas = (name) => L.canvas({ pane: `cem-${name}`, padding: 0.25 });
