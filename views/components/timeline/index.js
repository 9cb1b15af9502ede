// The timeline: one instance a place on the page, told anew whenever its data change.

import { barsOf, countWithin, fittingUnit } from "./bars.js";
import { Brush } from "./brush.js";
import { UNITS, periodStart, periodWords, spanWords } from "./calendar.js";
import { around, forRange, worthwhile } from "./zoom.js";
import { FRAME, barBox, draw, element, scaleOf, tableOf } from "./draw.js";

const HINT = "Drag across the bars to choose dates";
const SHORT_HINT = "Drag to choose dates";
const PHONE = 560; // pixels; as in timeline.css
const EMPTY = "No events match the other filters. Lift one of them to see when events happened.";
const many = (n) => `${n.toLocaleString("en")} ${n === 1 ? "event" : "events"}`;

class Timeline {
  constructor(root) {
    this.received = undefined;
    this.svg = element("svg:svg", { "aria-hidden": "true" });
    this.legend = element("ul", { class: "legend", "aria-label": "Colours of the event types" });
    this.words = element("output", { class: "words", "aria-live": "polite" });
    this.count = element("span", { class: "count" });
    this.clear = action("Clear dates", "×", "Clear dates (Escape)", () => this.brush.clear());
    this.closer = action("Zoom in", "Zoom", "Show these dates closer", () => this.look(around(this.range, this.full)));
    this.wider = action("All dates", "All", "Show all dates again", () => this.look(this.full));
    this.units = element("div", { class: "units", role: "group", "aria-label": "One bar a" });
    this.band = element("div", { class: "band", hidden: "" });
    this.pad = element("div", { class: "pad", role: "group", tabindex: "-1", "aria-label": "Dates: arrow keys move, Escape clears" }, [this.band]);
    this.tip = element("div", { class: "tip", hidden: "", role: "presentation" });
    this.empty = element("p", { class: "empty", role: "status" });
    this.table = element("div", { class: "heard" });
    this.plot = element("div", { class: "plot" }, [this.svg, this.pad, this.tip, this.empty]);
    const choice = element("div", { class: "choice" }, [this.words, this.count, this.closer, this.wider, this.clear]);
    const head = element("div", { class: "head" }, [choice, this.units]);
    this.section = element("section", { class: "timeline", "aria-label": "Timeline of events" }, [
      element("div", { class: "frame" }, [this.legend, head, this.plot]),
      this.table,
    ]);
    root.append(this.section);
    this.brush = new Brush(this.pad, {
      told: (range, done) => this.chosen(range, done),
      near: (x) => this.point(x),
    });
    this.watch = new ResizeObserver(() => this.render());
    this.watch.observe(this.plot);
  }

  update({ data, setTriggerValue }) {
    this.send = setTriggerValue;
    this.data = data;
    const selected = JSON.stringify(data.selected);
    // An answer that was under way when a range was chosen still carries the range before it.
    const full = [data.first, data.end];
    if (`${full}` !== `${this.full}`) this.shown = full;
    this.full = full;
    if (selected !== this.received && !this.brush.busy) {
      const range = rangeOf(data);
      // A range chosen here leaves the view as it is; one from elsewhere is brought into view.
      if (`${range}` !== `${this.range}`) this.shown = forRange(range, this.shown, full, this.plot.clientWidth);
      this.range = range;
      this.brush.range = range;
    }
    this.received = selected;
    this.render();
  }

  look(shown) {
    this.shown = shown;
    this.render();
  }

  chosen(range, done) {
    this.range = range;
    this.paint();
    if (done) this.send("range", range ?? "clear");
  }

  render() {
    const width = this.plot.clientWidth;
    if (!this.data || width === 0) return;
    const { rows, types, unit, asked } = this.data;
    const [first, end] = this.shown;
    this.unit = fittingUnit(unit, asked, first, end, width - FRAME.left - FRAME.right);
    this.scale = scaleOf(first, end, width);
    this.bars = barsOf(rows, this.unit, types.length).filter((bar) => bar.end > first && bar.start < end);
    this.brush.set(this.scale, this.unit, this.range);
    this.empty.textContent = rows.length ? "" : EMPTY;
    this.showLegend();
    this.showUnits();
    const title = `Events by ${this.unit}`;
    this.table.replaceChildren(tableOf(this.bars, types, title, (day) => periodWords(day, this.unit)));
    this.paint();
  }

  // What changes while a range is dragged.
  paint() {
    const { bars, scale, range } = this;
    draw(this.svg, { bars, scale, types: this.data.types, selected: range });
    this.showWords();
  }

  showLegend() {
    const present = this.data.types.filter((_, i) => this.bars.some((bar) => bar.byType[i] > 0));
    this.legend.replaceChildren(...present.map((type) => element("li", {}, [glyph(type), type.name])));
  }

  showWords() {
    this.clear.hidden = this.range === null;
    this.closer.hidden = !worthwhile(this.range, this.shown);
    this.wider.hidden = `${this.shown}` === `${this.full}`;
    this.section.classList.toggle("chosen", this.range !== null);
    if (this.range === null) {
      this.count.textContent = "";
      const hint = this.scale.width < PHONE ? SHORT_HINT : HINT;
      this.words.textContent = this.data.rows.length ? hint : "";
      return;
    }
    const [first, last] = this.range;
    const unit = this.data.unit;
    const whole = periodStart(first, unit) === first && periodStart(last + 1, unit) === last + 1;
    this.words.textContent = spanWords(first, last);
    this.count.textContent = whole ? many(countWithin(this.data.rows, first, last)) : "";
  }

  showUnits() {
    const shown = UNITS.filter((unit) => unit !== "year" || this.unit === "year");
    const pressed = this.units.getRootNode().activeElement?.dataset?.unit;
    this.units.replaceChildren(...shown.map((unit) => this.unitButton(unit)));
    this.units.querySelector(`[data-unit="${pressed}"]`)?.focus();
  }

  unitButton(unit) {
    const narrow = UNITS.indexOf(unit) < UNITS.indexOf(this.unit) && unit === this.data.unit;
    const made = element("button", {
      type: "button", "data-unit": unit, "aria-pressed": `${unit === this.unit}`,
      text: unit[0].toUpperCase() + unit.slice(1),
    });
    if (narrow) made.title = `Too many for single ${unit}s at this width`;
    made.addEventListener("click", () => {
      if (unit !== this.data.unit || !this.data.asked) this.send("unit", unit);
    });
    return made;
  }

  // Show what stands under the pointer; it may be off a bar, on the air beside it.
  point(x) {
    const day = x === null || !this.scale ? null : this.scale.day(x);
    const bar = day === null ? undefined : this.bars.find((b) => day >= b.start && day < b.end);
    this.tip.hidden = !bar;
    this.band.hidden = !bar;
    if (!bar) return;
    const { x: left, width } = barBox(bar, this.scale);
    this.band.style.left = `${left - FRAME.left - 1}px`;
    this.band.style.width = `${width + 2}px`;
    this.tip.replaceChildren(...this.tipLines(bar));
    const room = this.scale.width - this.tip.offsetWidth;
    const beside = left + width + 10;
    const at = beside + this.tip.offsetWidth > this.scale.width ? left - this.tip.offsetWidth - 10 : beside;
    this.tip.style.left = `${Math.min(Math.max(at, 0), Math.max(room, 0))}px`;
  }

  tipLines(bar) {
    const types = this.data.types.map((type, i) => ({ type, n: bar.byType[i] })).filter(({ n }) => n);
    const lines = types.map(({ type, n }) =>
      element("div", { class: "line" }, [glyph(type), element("span", { text: type.name }), element("b", { text: `${n}` })]),
    );
    return [
      element("strong", { text: `${periodWords(bar.start, this.unit)} · ${many(bar.n)}` }),
      ...lines,
      element("em", { text: killed(bar) }),
    ];
  }
}

// A button that says what it does in full, or in short where there is no room.
function action(name, short, title, done) {
  const made = element("button", { class: "action", type: "button", "aria-label": name, title }, [
    element("span", { text: name }), element("span", { text: short }),
  ]);
  made.addEventListener("click", done);
  return made;
}

// The range that the server holds, with an open end at the end of the days shown.
function rangeOf({ selected: [first, last], first: low, end }) {
  if (first === null && last === null) return null;
  return [first ?? Math.min(low, last), last ?? Math.max(end - 1, first)];
}

function glyph(type) {
  const made = element("i", { text: type.glyph, "aria-hidden": "true" });
  made.style.color = type.colour;
  return made;
}

function killed({ low, high }) {
  if (low === null && high === null) return "killed: not stated";
  const from = low ?? 0;
  const to = high ?? "open";
  return from === to ? `killed: ${from}, as claimed` : `killed: ${from} to ${to}, as claimed`;
}

const instances = new WeakMap();

export default function timeline(component) {
  const { parentElement } = component;
  if (!instances.has(parentElement)) instances.set(parentElement, new Timeline(parentElement));
  const instance = instances.get(parentElement);
  instance.update(component);
  return () => {
    instance.watch.disconnect();
    instance.section.remove();
    instances.delete(parentElement);
  };
}
