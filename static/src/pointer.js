// What happens under the pointer, a finger or the keyboard's cross?

import * as describe from "./describe.js";
import { followKeyboard } from "./keyboard.js";
import { pick } from "./pick.js";

export class Pointer {
  constructor({ map, layers, tip, facts, names, countryRows, send }) {
    Object.assign(this, { map, layers, tip, facts, names, countryRows, send });
    this.over = null;
    map.on("mousemove", (e) => this.hover(e.containerPoint));
    map.on("mouseout movestart", () => this.leave());
    map.on("click", (e) => this.act(e.containerPoint));
    followKeyboard(map, (point) => this.hover(point), (point) => this.act(point));
  }

  at(point) {
    return pick(this.layers, point, this.map.containerPointToLatLng(point));
  }

  hover(point) {
    const found = this.at(point);
    const area = found?.kind.startsWith("adm") ? found.feature : null;
    this.layers.outline.hover(area ?? null);
    this.map.getContainer().style.cursor = found ? "pointer" : "";
    const key = found && `${found.kind}/${found.value}`;
    if (!found) this.tip.hide();
    else if (this.over === key && !this.tip.box.hidden) this.tip.move(point);
    else this.show(found, key, point);
    this.over = key;
  }

  show(found, key, point) {
    this.tip.show(point, this.describe(found));
    if (found.kind !== "event" || this.facts.known(found.value)) return;
    this.facts.of(found.value).then((facts) => {
      if (facts && this.over === key && !this.tip.box.hidden) this.tip.show(point, this.describe(found));
    });
  }

  describe({ kind, value, dot, feature }) {
    const { provinces, districts, borders } = this.layers;
    if (kind === "event") return describe.event(dot, this.facts.known(value));
    if (kind === "cell") return describe.cell(dot);
    if (kind === "border") return describe.border(feature.properties, borders.rows.get(value));
    if (kind === "country") return describe.country(this.names(value), this.countryRows().get(value));
    const areas = kind === "adm1" ? provinces : districts;
    const country = this.names(feature.properties.country);
    return describe.area(feature, areas.rows.get(value), areas.only.get(value), kind, country);
  }

  leave() {
    this.over = null;
    this.tip.hide();
    this.layers.outline.hover(null);
  }

  act(point) {
    const found = this.at(point);
    if (!found) return;
    this.leave();
    this.send(found.kind, found.value);
  }
}
