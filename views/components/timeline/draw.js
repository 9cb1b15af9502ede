// The picture: bars, axis and grid as SVG.  Text is set as text, never as markup.

import { ticks } from "./calendar.js";
import { roundSteps } from "./bars.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDEST = 34; // pixels of a bar; a single day is no wall
const LOWEST = 2; // pixels; one event is seen beside five hundred
const SEAMS = 7; // pixels of a bar from which its types are set apart by a line
export const FRAME = { left: 34, right: 10, top: 10, bottom: 22, height: 132 };

export function element(name, attributes = {}, children = []) {
  const made = name.startsWith("svg:")
    ? document.createElementNS(SVG, name.slice(4))
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") made.textContent = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// Days to pixels and back, over the days from `first` up to `end`, which is not included.
export function scaleOf(first, end, width) {
  const inner = Math.max(1, width - FRAME.left - FRAME.right);
  const perDay = inner / (end - first);
  return {
    first, end, perDay, width, inner,
    x: (day) => FRAME.left + (day - first) * perDay,
    day: (x) => first + (x - FRAME.left) / perDay,
  };
}

export function draw(svg, { bars, scale, types, selected }) {
  const { height, top, bottom } = FRAME;
  const floor = height - bottom;
  const most = bars.reduce((max, bar) => Math.max(max, bar.n), 0);
  const perEvent = (floor - top) / Math.max(most, 1);
  svg.setAttribute("width", scale.width);
  svg.setAttribute("height", height);
  svg.setAttribute("viewBox", `0 0 ${scale.width} ${height}`);
  const inside = (bar) => !selected || (bar.end > selected[0] && bar.start <= selected[1]);
  svg.replaceChildren(
    grid(scale, most, perEvent, floor),
    stack(bars.filter((bar) => !inside(bar)), scale, types, perEvent, floor, "out"),
    stack(bars.filter(inside), scale, types, perEvent, floor, "in"),
    axis(scale, floor),
  );
}

// Where a bar stands: its period where that is narrow, else with air and not too wide.
export function barBox(bar, scale) {
  const start = Math.max(bar.start, scale.first); // a week may begin before the days shown
  const room = (Math.min(bar.end, scale.end) - start) * scale.perDay;
  const air = room >= 8 ? 2 : room >= 4 ? 1 : room >= 3 ? 0.5 : 0;
  const width = Math.min(room - air, WIDEST);
  return { x: scale.x(start) + (room - width) / 2, width };
}

function stack(bars, scale, types, perEvent, floor, name) {
  const paths = types.map(() => "");
  for (const bar of bars) {
    const { x, width } = barBox(bar, scale);
    const scaled = Math.max(bar.n * perEvent, LOWEST) / bar.n;
    let y = floor;
    bar.byType.forEach((n, type) => {
      if (n === 0) return;
      const tall = n * scaled;
      y -= tall;
      paths[type] += `M${x.toFixed(2)} ${y.toFixed(2)}h${width.toFixed(2)}v${tall.toFixed(2)}h${(-width).toFixed(2)}z`;
    });
  }
  const drawn = paths.map((d, type) => element("svg:path", { d, fill: types[type].colour }));
  const seams = bars.length > 0 && barBox(bars[0], scale).width >= SEAMS;
  return element("svg:g", { class: `bars ${name}${seams ? " seams" : ""}` }, drawn);
}

function grid(scale, most, perEvent, floor) {
  const right = FRAME.left + scale.inner;
  const lines = roundSteps(most).flatMap((n) => {
    const y = Math.round(floor - n * perEvent) + 0.5;
    return [
      element("svg:line", { x1: FRAME.left, x2: right, y1: y, y2: y }),
      element("svg:text", { x: FRAME.left - 6, y: y + 3.5, text: short(n) }),
    ];
  });
  return element("svg:g", { class: "grid", "aria-hidden": "true" }, lines);
}

// A number that fits beside the axis: 9,500, 20k, 1.5M.
export function short(n) {
  if (n >= 1e6) return `${n / 1e6}M`;
  return n >= 1e4 ? `${n / 1e3}k` : n.toLocaleString("en");
}

function axis(scale, floor) {
  const y = Math.round(floor) + 0.5;
  const right = FRAME.left + scale.inner;
  const marks = [element("svg:line", { x1: FRAME.left, x2: right, y1: y, y2: y, class: "base" })];
  for (const tick of ticks(scale.first, scale.end, scale.inner)) {
    // The name of a single day stands under the day's middle, that of a longer one at its start.
    const wide = tick.unit === "day" && scale.perDay >= 12;
    const x = scale.x(tick.day + (wide ? 0.5 : 0));
    const rough = tick.label.length * 3;
    const at = Math.min(Math.max(x, FRAME.left + rough - 6), scale.width - rough - 2);
    marks.push(
      element("svg:line", { x1: Math.round(x) + 0.5, x2: Math.round(x) + 0.5, y1: y, y2: y + 4 }),
      element("svg:text", { x: at, y: y + 16, text: tick.label }),
    );
  }
  return element("svg:g", { class: "axis", "aria-hidden": "true" }, marks);
}

// The same for those who hear the page: a table of the bars that have events.
export function tableOf(bars, types, title, words) {
  const shown = types.map((type, i) => i).filter((i) => bars.some((bar) => bar.byType[i] > 0));
  const heading = ["Period", "Events", ...shown.map((i) => types[i].name), "Killed, low", "Killed, high"];
  const said = (n) => (n === null ? "not stated" : `${n}`);
  const row = (bar) => [
    words(bar.start), bar.n, ...shown.map((i) => bar.byType[i]), said(bar.low), said(bar.high),
  ];
  const cells = (values, name) => values.map((text) => element(name, { text }));
  return element("table", {}, [
    element("caption", { text: title }),
    element("thead", {}, [element("tr", {}, cells(heading, "th"))]),
    element("tbody", {}, bars.map((bar) => element("tr", {}, cells(row(bar), "td")))),
  ]);
}
