// Ties the layers together: the filter comes in, the view moves, a click goes out.

import L from "leaflet";
import { Areas, FAR_BELOW, MEASURES } from "./areas.js";
import { Backdrop } from "./backdrop.js";
import { Badges } from "./badges.js";
import { Borders } from "./borders.js";
import { Cells } from "./cells.js";
import { addFullScreen, addHome } from "./controls.js";
import { Facts } from "./facts.js";
import { Framing } from "./framing.js";
import { toGrid } from "./grid.js";
import { Ground } from "./ground.js";
import { Labels } from "./labels.js";
import { Legend } from "./legend.js";
import * as naming from "./naming.js";
import { Notice } from "./notice.js";
import { Outline } from "./outline.js";
import { makePanes } from "./panes.js";
import { Pointer } from "./pointer.js";
import { Source } from "./source.js";
import { Spotlight } from "./spotlight.js";
import { followTheme } from "./theme.js";
import { Tooltip } from "./tooltip.js";

const DISTRICTS_FROM = 8;
const KEEP_EVERY = 700;
const AREA_COLUMNS = ["n", "only", "low", "high", "here"];
const LINE_COLUMNS = ["n", "low", "high"];

const table = (rows, names) =>
  new Map(rows.map(([id, ...values]) => [id, Object.fromEntries(names.map((n, i) => [n, values[i]]))]));

export class ConflictMap {
  constructor(map, config) {
    Object.assign(this, { map, config, measure: "events", state: null, summary: null, cellRuns: 0 });
    this.countryRows = new Map();
    makePanes(map);
    this.layers = {
      backdrop: new Backdrop(map),
      provinces: new Areas(map, 1),
      districts: new Areas(map, 2),
      borders: new Borders(map),
      outline: new Outline(map),
      spotlight: new Spotlight(map),
      cells: new Cells(map, config.palette),
      badges: new Badges(map),
    };
    this.layers.provinces.show(true);
    this.labels = new Labels(() => this.names()).addTo(map);
    this.furnish();
    this.measure = this.framing.restore() ?? this.measure;
    followTheme((colours) => this.paint(colours));
    this.listen();
  }

  furnish() {
    const { map, layers, config } = this;
    const container = map.getContainer();
    const send = (kind, value) => this.send(kind, value);
    this.notice = new Notice(container);
    addHome(map, () => this.framing.goHome());
    addFullScreen(map);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
    map.attributionControl?.addAttribution(config.credits);
    this.legend = new Legend(map, config.palette, (measure) => this.setMeasure(measure));
    this.framing = new Framing(map, config.home, this.legend);
    this.source = new Source({
      base: config.base, notice: this.notice, state: () => this.state, renew: () => send("renew", "token"),
    });
    this.facts = new Facts((id) => this.source.get("event", "map/event", { id }));
    this.ground = new Ground({ map, source: this.source, layers, home: config.home, changed: () => this.grounded() });
    this.pointer = new Pointer({
      map, layers, send, tip: new Tooltip(container), facts: this.facts,
      names: (code) => this.countryName(code), countryRows: () => this.countryRows,
    });
  }

  listen() {
    this.map.on("moveend", () => this.moved());
    // Streamlit writes the address anew after a filter change, whenever its run ends, without our part.
    setInterval(() => this.framing.keep(this.measure), KEEP_EVERY);
    this.map.on("cem:home", () => this.framing.goHome());
    new ResizeObserver(() => {
      this.legend.fit();
      this.map.invalidateSize({ animate: false });
    }).observe(this.map.getContainer());
  }

  /** Take what the page's script sends: the filter, the store's version, what is chosen. */
  set(state) {
    const before = this.state ?? {};
    this.state = state;
    const renewed = this.source.renewed();
    if (state.version !== before.version) this.facts.forget();
    if (state.geo !== before.geo || (renewed && !this.ground.ready)) this.ground.load().then(() => this.moved());
    if (renewed || state.query !== before.query || state.version !== before.version) this.loadCounts();
    if (renewed || state.event !== before.event || state.version !== before.version) this.showEvent(before.event);
    this.showChosen();
  }

  async loadCounts() {
    this.loadCells();
    this.loadDistricts();
    const answer = await this.source.get("summary", "map/summary");
    if (!answer) return;
    this.summary = answer;
    this.layers.provinces.setRows(table(answer.areas, AREA_COLUMNS));
    this.layers.borders.setRows(table(answer.borders, LINE_COLUMNS));
    this.countryRows = table(answer.countries, LINE_COLUMNS);
    this.grounded();
    this.ground.widen();
  }

  /** Cells of the view and a margin around it; the server keeps them below two thousand. */
  async loadCells() {
    const box = this.map.getBounds().pad(0.15);
    const [x0, y0] = toGrid(box.getNorth(), Math.max(-180, box.getWest()));
    const [x1, y1] = toGrid(box.getSouth(), Math.min(180, box.getEast()));
    const z = Math.max(0, Math.floor(this.map.getZoom()));
    const answer = await this.source.get("cells", "map/cells", { z, bbox: [x0, y0, x1, y1].join(",") });
    if (!answer) return;
    this.layers.cells.setCells(answer);
    this.labels.draw();
    this.cellRuns += 1;
  }

  async loadDistricts() {
    if (this.map.getZoom() < DISTRICTS_FROM) return;
    const key = `${this.state.version} ${this.state.query}`;
    const jobs = this.ground.districtsAsked ? [] : [this.ground.districts()];
    if (this.districtRows !== key) jobs.push(this.countDistricts(key));
    if (!jobs.length) return;
    await Promise.all(jobs);
    this.grounded();
  }

  async countDistricts(key) {
    this.districtRows = key;
    const answer = await this.source.get("districts", "map/districts");
    if (answer) this.layers.districts.setRows(table(answer.areas, AREA_COLUMNS));
    else if (this.districtRows === key) this.districtRows = null;
  }

  moved() {
    const zoom = this.map.getZoom();
    const [near, far] = [zoom >= DISTRICTS_FROM, zoom < FAR_BELOW];
    if (near !== this.layers.districts.visible || far !== this.far) {
      this.far = far;
      this.layers.districts.show(near);
      this.layers.borders.restyle();
      this.repaint();
    }
    if (this.state) {
      this.loadCells();
      this.loadDistricts();
      this.ground.widen();
    }
    this.framing.keep(this.measure);
    this.setBadges();
  }

  /** Outlines, names or counts have come. */
  grounded() {
    this.showChosen();
    this.repaint();
    this.framing.fit(this.summary, this.layers.provinces);
  }

  setMeasure(measure) {
    if (!MEASURES[measure]) return;
    this.measure = measure;
    this.repaint();
    this.framing.keep(measure);
  }

  paint(colours) {
    this.colours = colours;
    const { backdrop, borders, outline, spotlight, cells } = this.layers;
    for (const layer of [backdrop, borders, outline, spotlight, cells]) layer.paint(colours);
    this.repaint();
  }

  /** Shade the areas anew: another measure, other counts, other outlines, another theme. */
  repaint() {
    if (!this.colours) return;
    const { provinces, districts } = this.layers;
    const ramp = this.config.palette.ramp[this.colours.dark ? "dark" : "light"];
    const drawn = districts.visible ? districts.index.entries.map((e) => e.feature.properties) : [];
    provinces.choose(this.measure, new Set(drawn.map((p) => p.country)));
    districts.choose(this.measure);
    const scale = [...provinces.values(), ...(drawn.length ? districts.values() : [])];
    for (const areas of [provinces, districts]) areas.shade(this.colours, ramp, scale);
    this.setBadges();
    this.labels.paint(this.colours);
    this.legend.show({
      measure: this.measure,
      colours: this.colours,
      areas: drawn.length ? districts : provinces,
      approximate: drawn.some((p) => p.approximate),
      added: drawn.some((p) => !p.approximate),
      summary: this.summary,
    });
  }

  situation() {
    const { provinces, districts, borders } = this.layers;
    return { provinces, districts, borders, ...this.ground.places, countryRows: this.countryRows, map: this.map };
  }

  setBadges() {
    const { provinces, districts, badges } = this.layers;
    provinces.setOnly(naming.onlyHere(provinces, districts));
    districts.setOnly(new Map([...districts.rows].map(([id, row]) => [id, row.only])));
    badges.set(naming.badges(this.situation()));
    this.labels.draw();
  }

  names() {
    const numbers = this.layers.badges.boxes();
    return {
      taken: [...numbers, ...this.furniture()],
      dots: this.layers.cells.boxes(),
      labels: naming.labels({ ...this.situation(), numbers }),
    };
  }

  /** The boxes of buttons, scale and legend, which names must keep clear of. */
  furniture() {
    const container = this.map.getContainer();
    const { left, top } = container.getBoundingClientRect();
    return [...container.querySelectorAll(".leaflet-control")].map((control) => {
      const box = control.getBoundingClientRect();
      return [box.left - left - 4, box.top - top - 4, box.right - left + 4, box.bottom - top + 4];
    });
  }

  countryName(code) {
    return this.ground.places.countries.find((c) => c.country === code)?.text ?? code;
  }

  showChosen() {
    if (!this.state) return;
    const { provinces, districts, outline } = this.layers;
    const chosen = (areas, ids) => (ids ?? []).map((id) => areas.index.byId.get(id)?.feature).filter(Boolean);
    outline.select([...chosen(provinces, this.state.adm1), ...chosen(districts, this.state.adm2)]);
    this.layers.spotlight.show(this.facts.known(this.state.event), this.layers);
  }

  /** Ring the event whose card is open; one opened from the table is brought into view. */
  async showEvent(before) {
    const { event } = this.state;
    const facts = event ? await this.facts.of(event) : null;
    if (this.state.event !== event) return;
    this.showChosen();
    if (facts?.lat != null && event !== before && this.framing.placed) this.framing.bring([facts.lat, facts.lon]);
  }

  at(point) {
    return this.pointer.at(point);
  }

  /** Tell the page's script; the number makes two equal clicks differ. */
  send(kind, value) {
    this.sent = (this.sent ?? 0) + 1;
    window.Streamlit?.setComponentValue({ click: { kind, value, at: `${Date.now()}-${this.sent}` } });
  }
}
