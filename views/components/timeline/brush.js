// Choosing a range of days by pointer, touch or keyboard.
// The brush knows ranges and periods; what it means to have chosen one is the caller's matter.

import { dateWords, periodAfter, periodStart, spanWords } from "./calendar.js";
import { FRAME, element } from "./draw.js";

const STILL = 4; // pixels; a shorter way is a click
const TWICE = 260; // milliseconds to wait for a second click
const TYPING = 450; // milliseconds after the last key until the range is sent
const ROOMY = 0.5; // of the view; in a wider range one draws a new one rather than move it
const FAR = 5; // periods that Page Up and Page Down go

export class Brush {
  // `told(range, done)`: the range (two days, both included, or null) has changed; `done` when
  // it is to be kept.  `near(x)` is told where the pointer rests, null when it has gone.
  constructor(pad, { told, near }) {
    Object.assign(this, { pad, told, near, range: null, busy: false, drag: null, timer: 0 });
    this.scale = null;
    this.unit = "day";
    this.body = element("div", { class: "body", role: "slider", tabindex: "-1", "aria-label": "Chosen dates, both ends" });
    this.edges = ["First day shown", "Last day shown"].map((label, end) =>
      element("div", { class: `edge ${end ? "last" : "first"}`, role: "slider", tabindex: "0", "aria-label": label }),
    );
    pad.append(this.body, ...this.edges);
    pad.addEventListener("pointerdown", (event) => this.press(event));
    pad.addEventListener("pointermove", (event) => this.move(event));
    pad.addEventListener("pointerup", (event) => this.release(event));
    pad.addEventListener("pointercancel", () => this.cancel());
    pad.addEventListener("pointerleave", () => this.near(null));
    pad.addEventListener("dblclick", () => this.clear());
    pad.addEventListener("keydown", (event) => this.key(event));
  }

  // Take a new scale, unit and range, unless a person is just choosing one.
  set(scale, unit, range) {
    this.scale = scale;
    this.unit = unit;
    if (!this.busy) this.range = range;
    this.show();
  }

  clear() {
    clearTimeout(this.timer);
    if (this.range) this.change(null, true);
  }

  change(range, done) {
    this.range = range;
    this.busy = !done;
    this.show();
    this.told(range, done);
  }

  get limits() {
    return [this.scale.first, this.scale.end - 1];
  }

  // Whole periods from the one that holds `a` to the one that holds `b`, within the scale.
  whole(a, b) {
    const [low, high] = this.limits;
    const clamp = (day) => Math.min(Math.max(Math.floor(day), low), high);
    const [from, to] = a <= b ? [clamp(a), clamp(b)] : [clamp(b), clamp(a)];
    const last = periodAfter(periodStart(to, this.unit), this.unit) - 1;
    return [Math.max(periodStart(from, this.unit), low), Math.min(last, high)];
  }

  press(event) {
    if (event.button !== 0 || !this.scale) return;
    const x = this.at(event);
    const end = this.edges.indexOf(event.target.closest(".edge"));
    const what = end >= 0 ? "edge" : event.target === this.body && !this.roomy ? "body" : "new";
    this.drag = { what, end, from: x, before: this.range, moved: false };
    this.pad.setPointerCapture(event.pointerId);
    (end >= 0 ? this.edges[end] : this.pad).focus({ preventScroll: true });
    event.preventDefault();
  }

  move(event) {
    const x = this.at(event);
    if (!this.drag) return this.near(x);
    if (!this.drag.moved && Math.abs(x - this.drag.from) < STILL) return undefined;
    this.drag.moved = true;
    this.near(null);
    return this.change(this.dragged(x), false);
  }

  dragged(x) {
    const { what, end, from, before } = this.drag;
    const day = this.scale.day(x);
    if (what === "new") return this.whole(this.scale.day(from), day);
    const range = before ?? this.limits;
    if (what === "body") return this.shifted(range, day - this.scale.day(from));
    return end === 0 ? this.whole(Math.min(day, range[1]), range[1]) : this.whole(range[0], Math.max(day, range[0]));
  }

  // The range some days on, kept as long as it was and within the scale.
  shifted(range, days) {
    const [low, high] = this.limits;
    const middle = Math.floor(range[0] + days + 0.5);
    const first = this.unit === "day" ? middle : this.nearestStart(range[0] + days);
    const periods = this.periods(range);
    const last = periods ? periodAfter(first, this.unit, periods) - 1 : first + range[1] - range[0];
    if (first < low) return periods ? [low, periodAfter(low, this.unit, periods) - 1] : [low, low + range[1] - range[0]];
    return last > high ? this.range ?? range : [first, last];
  }

  nearestStart(day) {
    const start = periodStart(Math.floor(day), this.unit);
    const next = periodAfter(start, this.unit);
    return day - start < next - day ? start : next;
  }

  // How many whole periods the range is, 0 when it is not made of whole ones.
  periods([first, last]) {
    let count = 0;
    let at = periodStart(first, this.unit);
    if (at !== first) return 0;
    while (at <= last) {
      at = periodAfter(at, this.unit);
      count += 1;
    }
    return at === last + 1 ? count : 0;
  }

  release(event) {
    const drag = this.drag;
    this.drag = null;
    if (!drag) return;
    if (drag.moved) this.change(this.range, true);
    else if (drag.what !== "edge" && event.detail !== 2) this.click(drag.from);
  }

  // A click chooses the period under it, once it is clear that no second click follows.
  click(x) {
    clearTimeout(this.timer);
    const day = this.scale.day(x);
    const [low, high] = this.limits;
    if (day < low || day > high + 1) return;
    this.timer = setTimeout(() => this.change(this.whole(day, day), true), TWICE);
  }

  cancel() {
    const { before, moved } = this.drag ?? {};
    this.drag = null;
    if (moved) this.change(before, false);
    this.busy = false;
  }

  key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      return this.drag ? this.cancel() : this.clear();
    }
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -FAR, PageUp: FAR }[event.key];
    const far = { Home: 0, End: 1 }[event.key];
    if (way === undefined && far === undefined) return undefined;
    event.preventDefault();
    const range = this.range ?? this.limits;
    const end = this.edges.indexOf(event.target);
    const next = end < 0 ? this.stepped(range, way ?? (far ? 1e6 : -1e6)) : this.stretched(range, end, way, far);
    clearTimeout(this.timer);
    this.change(next, false);
    this.timer = setTimeout(() => this.change(this.range, true), TYPING);
    return undefined;
  }

  stepped(range, way) {
    const periods = Math.abs(way) > FAR ? 0 : way;
    if (periods !== 0) return this.shifted(range, periodAfter(range[0], this.unit, periods) - range[0]);
    const [low, high] = this.limits;
    return way < 0 ? this.shifted(range, low - range[0]) : [high - (range[1] - range[0]), high];
  }

  stretched(range, end, way, far) {
    if (far !== undefined) {
      const to = this.limits[far];
      return end === 0 ? this.whole(Math.min(to, range[1]), range[1]) : this.whole(range[0], Math.max(to, range[0]));
    }
    const moved = periodAfter(periodStart(range[end], this.unit), this.unit, way);
    return end === 0 ? this.whole(Math.min(moved, range[1]), range[1]) : this.whole(range[0], Math.max(moved, range[0]));
  }

  at(event) {
    return event.clientX - this.pad.getBoundingClientRect().left + FRAME.left;
  }

  show() {
    if (!this.scale) return;
    const [low, high] = this.limits;
    const range = this.range ?? [low, high];
    const cut = (day) => Math.min(Math.max(day, low), high + 1);
    const left = this.scale.x(cut(range[0])) - FRAME.left;
    const right = this.scale.x(cut(range[1] + 1)) - FRAME.left;
    this.pad.classList.toggle("chosen", this.range !== null);
    this.body.style.left = `${left}px`;
    this.body.style.width = `${Math.max(right - left, 1)}px`;
    this.roomy = right - left >= ROOMY * this.scale.inner;
    this.body.classList.toggle("roomy", this.roomy);
    this.body.tabIndex = this.range ? 0 : -1;
    this.edges.forEach((edge, end) => {
      edge.style.left = `${end ? right : left}px`;
      this.say(edge, range[end], dateWords(range[end]));
    });
    this.say(this.body, range[0], this.range ? spanWords(...range) : "all dates");
  }

  say(slider, now, words) {
    const [low, high] = this.limits;
    slider.setAttribute("aria-valuemin", low);
    slider.setAttribute("aria-valuemax", high);
    slider.setAttribute("aria-valuenow", now);
    slider.setAttribute("aria-valuetext", words);
  }
}
