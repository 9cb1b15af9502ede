// Which outlines and which ground are fetched, and when?

import L from "leaflet";
import { readPlaces } from "./naming.js";
import { features } from "./shapes.js";

const AWAY_FROM_HOME = 2;

export class Ground {
  /** `changed` is called whenever outlines or names have come. */
  constructor({ map, source, layers, home, changed }) {
    Object.assign(this, { map, source, layers, home, changed });
    this.places = { countries: [], towns: [] };
    this.laid = false;
    this.worldAsked = false;
    this.districtsAsked = false;
  }

  get ready() {
    return this.layers.provinces.index.entries.length > 0;
  }

  /** Fetch what the first view needs; the ground itself only once. */
  async load() {
    this.districtsAsked = false;
    const jobs = [this.provinces("adm1_home"), this.borders("borders_home"), this.names()];
    if (!this.laid) {
      this.laid = true;
      for (const kind of ["land", "lakes", "rivers"]) this.backdrop(kind);
      this.source.geo("relief").then((doc) => doc?.url && this.layers.backdrop.addRelief(doc.url, doc.bounds));
    }
    await Promise.all(jobs);
  }

  async backdrop(kind) {
    const doc = await this.source.geo(kind);
    if (doc) this.layers.backdrop.add(kind, doc);
    else this.laid = false;
  }

  async provinces(name) {
    const doc = await this.source.geo(name);
    if (!doc) return;
    const there = this.layers.provinces.index.entries.map((e) => e.feature);
    const kept = name === "adm1_home" ? [] : there;
    const known = new Set(kept.map((f) => f.properties.id));
    const others = features(doc).filter((f) => !known.has(f.properties.id));
    this.layers.provinces.setFeatures([...kept, ...others]);
    this.changed();
  }

  async borders(name) {
    const doc = await this.source.geo(name);
    if (!doc) return;
    this.layers.borders.addFeatures(doc);
    this.changed();
  }

  async names() {
    const doc = await this.source.geo("labels");
    if (doc) this.places = readPlaces(doc);
    this.changed();
  }

  /** Fetch the rest of the world once it is looked at, or once events lie there. */
  async widen() {
    const { index, rows } = this.layers.provinces;
    if (this.worldAsked || !this.ready) return;
    const strange = [...rows.keys()].some((id) => !index.byId.has(id));
    const away = !L.latLngBounds(this.home).pad(AWAY_FROM_HOME).contains(this.map.getBounds());
    if (!strange && !away) return;
    this.worldAsked = true;
    await Promise.all([this.borders("borders_world"), this.provinces("adm1_world")]);
  }

  /** Fetch the districts' outlines once they are near enough to be seen. */
  async districts() {
    if (this.districtsAsked) return;
    this.districtsAsked = true;
    const doc = await this.source.geo("adm2");
    if (doc) this.layers.districts.setFeatures(features(doc).filter((f) => f.geometry));
    else this.districtsAsked = false;
  }
}
