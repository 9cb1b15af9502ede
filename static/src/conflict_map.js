// Ties the layers together: the filter comes in, the view moves, a click goes out.

import L from "leaflet";
import * as address from "./address.js";
import { Areas, FAR_BELOW, MEASURES } from "./areas.js";
import { Backdrop } from "./backdrop.js";
import { Badges } from "./badges.js";
import { Borders } from "./borders.js";
import { Cells } from "./cells.js";
import { addFullScreen, addHome } from "./controls.js";
import * as describe from "./describe.js";
import { Facts } from "./facts.js";
import { toGrid } from "./grid.js";
import { followKeyboard } from "./keyboard.js";
import { Labels } from "./labels.js";
import { Legend } from "./legend.js";
import * as naming from "./naming.js";
import { Notice } from "./notice.js";
import { Outline } from "./outline.js";
import { makePanes } from "./panes.js";
import { pick } from "./pick.js";
import { ask } from "./request.js";
import { extent, features } from "./shapes.js";
import { followTheme } from "./theme.js";
import { Tooltip } from "./tooltip.js";

const DISTRICTS_FROM = 8;
const AWAY_FROM_HOME = 2;
const AREA_COLUMNS = ["n", "only", "low", "high", "here"];

const table = (rows, names) =>
  new Map(rows.map(([id, ...values]) => [id, Object.fromEntries(names.map((n, i) => [n, values[i]]))]));

export class ConflictMap {
  constructor(map, config) {
    this.map = map;
    this.config = config;
    this.measure = "events";
    this.state = null;
    this.summary = null;
    this.countryRows = new Map();
    this.places = { countries: [], towns: [] };
    this.cellRuns = 0;
    makePanes(map);
    this.layers = {
      backdrop: new Backdrop(map),
      provinces: new Areas(map, 1),
      districts: new Areas(map, 2),
      borders: new Borders(map),
      outline: new Outline(map),
      cells: new Cells(map, config.palette),
      badges: new Badges(map),
    };
    this.layers.provinces.show(true);
    this.labels = new Labels(() => this.names()).addTo(map);
    this.furnish();
    this.restoreView();
    followTheme((colours) => this.paint(colours));
    this.listen();
  }

  furnish() {
    const container = this.map.getContainer();
    this.tip = new Tooltip(container);
    this.notice = new Notice(container);
    this.facts = new Facts((id) => this.get("event", "map/event", { id }));
    addHome(this.map, () => this.goHome());
    addFullScreen(this.map);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(this.map);
    this.legend = new Legend(this.map, this.config.palette, (measure) => this.setMeasure(measure));
  }

  restoreView() {
    const asked = address.read();
    this.placed = Boolean(asked);
    if (!asked) {
      this.goHome({ animate: false });
      return;
    }
    this.measure = asked.measure;
    this.map.setView([asked.lat, asked.lng], asked.zoom, { animate: false });
  }

  goHome(options = {}) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map.fitBounds(this.config.home, { animate: !still, ...this.clearOfLegend(), ...options });
  }

  /** Padding that keeps what is fitted out from under the legend, where there is room for both. */
  clearOfLegend() {
    const legend = this.legend?.box;
    const wide = this.map.getSize().x > 760 && legend?.open;
    return { paddingTopLeft: [wide ? 52 : 8, 8], paddingBottomRight: [wide ? legend.offsetWidth + 14 : 8, 8] };
  }

  listen() {
    const { map } = this;
    map.on("moveend", () => this.moved());
    map.on("mousemove", (e) => this.hover(e.containerPoint));
    map.on("mouseout movestart", () => this.leave());
    map.on("click", (e) => this.act(e.containerPoint));
    map.on("cem:home", () => this.goHome());
    followKeyboard(map, (point) => this.hover(point), (point) => this.act(point));
    new ResizeObserver(() => {
      this.legend.fit();
      map.invalidateSize({ animate: false });
    }).observe(map.getContainer());
  }

  /** Take what the page's script sends: the filter, the store's version, what is chosen. */
  set(state) {
    const before = this.state ?? {};
    this.state = state;
    const renewed = this.refused !== undefined && state.token !== this.refused;
    if (renewed) this.refused = undefined;
    const other = renewed || state.query !== before.query || state.version !== before.version;
    if (state.geo !== before.geo || (renewed && !this.layers.provinces.index.entries.length)) this.loadGround();
    if (other) this.loadCounts();
    this.showChosen();
    for (const wait of [0, 400, 1500]) setTimeout(() => this.keepAddress(), wait);
  }

  async get(name, path, params = {}) {
    try {
      const filter = { q: this.state.query, v: this.state.version };
      const answer = await this.notice.during(
        ask(name, `${this.config.base}api/`, path, { ...filter, ...params }, this.state.token),
      );
      if (answer) this.notice.say("");
      return answer;
    } catch (error) {
      this.failed(error);
      return null;
    }
  }

  failed(error) {
    if (error.status === 401) {
      // The page's script gives a new token on its next run: ask for one run, once.
      if (this.refused !== this.state.token) this.send("renew", "token");
      this.refused = this.state.token;
      return;
    }
    this.notice.say(
      error.status ? `The map's data could not be read: ${error.message}` : "No answer from the app. Is it still running?",
    );
  }

  geo(name) {
    return this.notice.during(
      ask(`geo/${name}`, `${this.config.base}api/`, `geo/${name}`, { v: this.state.geo }, this.state.token).catch((e) => {
        this.failed(e);
        return null;
      }),
    );
  }

  async loadGround() {
    const { backdrop, borders } = this.layers;
    const near = this.geo("adm1_home").then((doc) => doc && this.setProvinces(features(doc)));
    this.geo("borders_home").then((doc) => doc && (borders.addFeatures(doc), this.setBadges()));
    this.geo("labels").then((doc) => {
      if (doc) this.places = naming.readPlaces(doc);
      this.setBadges();
    });
    if (!this.groundLaid) {
      this.groundLaid = true;
      for (const kind of ["land", "lakes", "rivers"]) {
        this.geo(kind).then((doc) => doc && backdrop.add(kind, doc));
      }
      this.geo("relief").then((doc) => doc?.url && backdrop.addRelief(doc.url, doc.bounds));
    }
    this.districtsLoaded = false;
    await near;
    this.loadDistricts();
    this.widen();
  }

  setProvinces(list) {
    this.layers.provinces.setFeatures(list);
    this.showChosen();
    this.repaint();
    this.fitData();
  }

  /** Fetch the rest of the world once it is looked at, or once events lie there. */
  async widen() {
    const { index, rows } = this.layers.provinces;
    const strange = [...rows.keys()].some((id) => !index.byId.has(id));
    const away = !L.latLngBounds(this.config.home).pad(AWAY_FROM_HOME).contains(this.map.getBounds());
    if (this.worldLoaded || !index.entries.length || !(strange || away)) return;
    this.worldLoaded = true;
    this.geo("borders_world").then((doc) => doc && (this.layers.borders.addFeatures(doc), this.setBadges()));
    const doc = await this.geo("adm1_world");
    if (!doc) return;
    const known = new Set(index.byId.keys());
    const others = features(doc).filter((f) => !known.has(f.properties.id));
    this.setProvinces([...index.entries.map((e) => e.feature), ...others]);
  }

  async loadDistricts() {
    if (this.map.getZoom() < DISTRICTS_FROM || !this.state) return;
    const { districts } = this.layers;
    const jobs = [];
    if (!this.districtsLoaded) {
      this.districtsLoaded = true;
      jobs.push(this.geo("adm2").then((doc) => doc && districts.setFeatures(features(doc).filter((f) => f.geometry))));
    }
    const key = `${this.state.version} ${this.state.query}`;
    if (this.districtRows !== key) {
      this.districtRows = key;
      jobs.push(this.get("districts", "map/districts").then((a) => a && districts.setRows(table(a.areas, AREA_COLUMNS))));
    }
    if (!jobs.length) return;
    await Promise.all(jobs);
    this.repaint();
    this.showChosen();
  }

  async loadCounts() {
    this.loadCells();
    this.loadDistricts();
    const answer = await this.get("summary", "map/summary");
    if (!answer) return;
    this.summary = answer;
    const names = ["n", "low", "high"];
    this.layers.provinces.setRows(table(answer.areas, AREA_COLUMNS));
    this.layers.borders.setRows(table(answer.borders, names));
    this.countryRows = table(answer.countries, names);
    this.repaint();
    this.fitData();
    this.widen();
  }

  /** Cells of the view and a margin around it; the server keeps them below two thousand. */
  async loadCells() {
    if (!this.state) return;
    const box = this.map.getBounds().pad(0.15);
    const [x0, y0] = toGrid(box.getNorth(), Math.max(-180, box.getWest()));
    const [x1, y1] = toGrid(box.getSouth(), Math.min(180, box.getEast()));
    const answer = await this.get("cells", "map/cells", {
      z: Math.max(0, Math.floor(this.map.getZoom())),
      bbox: [x0, y0, x1, y1].join(","),
    });
    if (!answer) return;
    this.layers.cells.setCells(answer);
    this.redrawNames();
    this.cellRuns += 1;
  }

  /** On the first view, unless the address asks for another: what the filter shows. */
  fitData() {
    if (this.placed || !this.summary || !this.layers.provinces.index.entries.length) return;
    this.placed = true;
    const box = L.latLngBounds([]);
    if (this.summary.bounds) {
      const [w, s, e, n] = this.summary.bounds;
      box.extend([[s, w], [n, e]]);
    }
    for (const [id, row] of this.layers.provinces.rows) {
      const entry = row.n > 0 && this.layers.provinces.index.byId.get(id);
      const found = entry && extent(entry.feature);
      if (found) box.extend([[found[1], found[0]], [found[3], found[2]]]);
    }
    if (box.isValid()) this.map.fitBounds(box, { animate: false, maxZoom: 8, ...this.clearOfLegend() });
  }

  moved() {
    const near = this.map.getZoom() >= DISTRICTS_FROM;
    const far = this.map.getZoom() < FAR_BELOW;
    if (near !== this.layers.districts.visible || far !== this.far) {
      this.far = far;
      this.layers.districts.show(near);
      this.layers.borders.restyle();
      this.repaint();
    }
    this.loadCells();
    this.loadDistricts();
    this.widen();
    this.keepAddress();
    this.setBadges();
  }

  keepAddress() {
    if (!this.placed) return;
    const { lat, lng } = this.map.getCenter();
    address.keep({ zoom: this.map.getZoom(), lat, lng, measure: this.measure });
  }

  setMeasure(measure) {
    if (!MEASURES[measure]) return;
    this.measure = measure;
    this.repaint();
    this.keepAddress();
  }

  paint(colours) {
    this.colours = colours;
    const { backdrop, borders, outline, cells } = this.layers;
    for (const layer of [backdrop, borders, outline, cells]) layer.paint(colours);
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
    return { provinces, districts, borders, ...this.places, countryRows: this.countryRows, map: this.map };
  }

  setBadges() {
    const { provinces, districts } = this.layers;
    provinces.setOnly(naming.onlyHere(provinces, districts));
    districts.setOnly(new Map([...districts.rows].map(([id, row]) => [id, row.only])));
    this.layers.badges.set(naming.badges(this.situation()));
    this.redrawNames();
  }

  redrawNames() {
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
    const at = container.getBoundingClientRect();
    return [...container.querySelectorAll(".leaflet-control")].map((control) => {
      const box = control.getBoundingClientRect();
      return [box.left - at.left - 4, box.top - at.top - 4, box.right - at.left + 4, box.bottom - at.top + 4];
    });
  }

  showChosen() {
    if (!this.state) return;
    const { provinces, districts, outline, cells } = this.layers;
    const chosen = (areas, ids) => (ids ?? []).map((id) => areas.index.byId.get(id)?.feature).filter(Boolean);
    outline.select([...chosen(provinces, this.state.adm1), ...chosen(districts, this.state.adm2)]);
    cells.select(this.state.event);
  }

  at(point) {
    return pick(this.layers, point, this.map.containerPointToLatLng(point));
  }

  hover(point) {
    const found = this.at(point);
    const area = found?.feature && found.kind.startsWith("adm") ? found.feature : null;
    this.layers.outline.hover(area);
    this.map.getContainer().style.cursor = found ? "pointer" : "";
    if (!found) return this.tip.hide();
    const key = `${found.kind}/${found.value}`;
    if (this.hovered === key && !this.tip.box.hidden) return this.tip.move(point);
    this.hovered = key;
    this.tip.show(point, this.describe(found));
    if (found.kind === "event") this.detail(found, key, point);
    return undefined;
  }

  async detail(found, key, point) {
    const facts = await this.facts.of(found.value);
    if (facts && this.hovered === key && !this.tip.box.hidden) this.tip.show(point, describe.event(found.dot, facts));
  }

  describe({ kind, value, dot, feature }) {
    if (kind === "event") return describe.event(dot, this.facts.known(value));
    if (kind === "cell") return describe.cell(dot);
    if (kind === "border") return describe.border(feature.properties, this.layers.borders.rows.get(value));
    if (kind === "country") {
      return describe.country(this.countryName(value), this.countryRows.get(value));
    }
    const areas = kind === "adm1" ? this.layers.provinces : this.layers.districts;
    const name = this.countryName(feature.properties.country);
    return describe.area(feature, areas.rows.get(value), areas.only.get(value), kind, name);
  }

  countryName(code) {
    return this.places.countries.find((c) => c.country === code)?.text ?? code;
  }

  leave() {
    this.hovered = null;
    this.tip.hide();
    this.layers.outline.hover(null);
  }

  act(point) {
    const found = this.at(point);
    if (!found) return;
    this.leave();
    this.send(found.kind, found.value);
  }

  /** Tell the page's script; the number makes two equal clicks differ. */
  send(kind, value) {
    this.sent = (this.sent ?? 0) + 1;
    window.Streamlit?.setComponentValue({ click: { kind, value, at: `${Date.now()}-${this.sent}` } });
  }
}
