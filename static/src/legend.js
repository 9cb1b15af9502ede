// What do size, shade, hatch, ring and dashes mean, and how many events are not on the map?

import L from "leaflet";
import { MEASURES } from "./areas.js";
import { radius } from "./cells.js";
import { glyphImage } from "./glyphs.js";
import { count, counted, range } from "./words.js";

const SIZES = [2, 10, 100, 1000];
const ROOM = 720;

const make = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text != null) node.textContent = text;
  return node;
};

export class Legend {
  constructor(map, palette, onMeasure) {
    this.map = map;
    this.palette = palette;
    this.onMeasure = onMeasure;
    const Control = L.Control.extend({ options: { position: "bottomright" }, onAdd: () => this.build() });
    new Control().addTo(map);
  }

  build() {
    this.box = make("details", "cem-legend leaflet-control");
    this.box.append(make("summary", "", "Legend"));
    this.box.addEventListener("toggle", () => {
      if (this.box.open !== this.fitted) this.fitted = "by hand";
    });
    this.fit();
    this.body = this.box.appendChild(make("div", "cem-legend-body"));
    L.DomEvent.disableClickPropagation(this.box);
    L.DomEvent.disableScrollPropagation(this.box);
    return this.box;
  }

  /** Open where there is room for it and the map, until the reader opens or closes it. */
  fit() {
    if (this.fitted === "by hand") return;
    this.fitted = this.map.getSize().x > ROOM;
    this.box.open = this.fitted;
  }

  /** Draw it all anew; it is small. */
  show(state) {
    const focused = document.activeElement?.dataset?.measure;
    this.body.replaceChildren(
      this.measures(state),
      this.shades(state),
      this.types(state),
      this.sizes(),
      this.signs(state),
      this.left(state),
    );
    if (focused) this.body.querySelector(`[data-measure="${focused}"]`)?.focus();
  }

  measures({ measure }) {
    const group = make("div", "cem-measures");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Shade areas by");
    for (const [key, { label }] of Object.entries(MEASURES)) {
      const face = group.appendChild(make("button", "", label));
      face.type = "button";
      face.dataset.measure = key;
      face.setAttribute("aria-pressed", String(key === measure));
      face.addEventListener("click", () => this.onMeasure(key));
    }
    const part = this.part("Shade areas by");
    part.append(group);
    return part;
  }

  shades({ measure, areas, colours }) {
    const part = make("div", "cem-shades");
    if (!areas.bounds.length) {
      part.append(make("p", "cem-quiet", `No area has ${MEASURES[measure].noun} in this filter.`));
      return part;
    }
    areas.bounds.forEach((_, i) => {
      const row = part.appendChild(make("span", "cem-shade", range(areas.bounds, i, areas.max)));
      const swatch = make("i");
      swatch.style.background = areas.shades[i];
      swatch.style.borderColor = colours.province;
      row.prepend(swatch);
    });
    part.append(make("p", "cem-quiet", `${MEASURES[measure].noun} in each ${areas.level === 1 ? "province" : "district, or province where none is drawn"}`));
    return part;
  }

  part(title) {
    const part = make("section", "cem-part");
    part.append(make("h3", "", title));
    return part;
  }

  types({ colours }) {
    const part = this.part("Events at a known point");
    const list = part.appendChild(make("ul", "cem-types"));
    for (const { name, glyph, colour } of this.palette.types) {
      const row = list.appendChild(make("li"));
      row.append(glyphImage(glyph, colour, colours.dotEdge), make("span", "", name));
    }
    return part;
  }

  sizes() {
    const part = make("div", "cem-sizes");
    for (const n of SIZES) {
      const dot = part.appendChild(make("span", "cem-size", count(n)));
      dot.style.width = dot.style.height = `${2 * radius(n)}px`;
    }
    part.append(make("p", "cem-quiet", "several events, coloured as most of them"));
    return part;
  }

  signs({ approximate, added }) {
    const part = make("ul", "cem-signs");
    const sign = (kind, text) => {
      const row = part.appendChild(make("li"));
      row.append(make("i", `cem-sign cem-sign-${kind}`), make("span", "", text));
    };
    sign("near", "ring: placed near the point");
    sign("hatch", "hatch, number: known only to the area");
    sign("border", "band, number: known only to the border");
    sign("disputed", "disputed line");
    if (approximate) sign("approximate", "approximate outline, some 5 km off");
    if (added) sign("added", "district outline that was added");
    return part;
  }

  left({ summary }) {
    const part = make("p", "cem-left");
    if (!summary) return part;
    const { shown, placeless, bounds } = summary;
    if (!shown) part.textContent = "No events match this filter.";
    else if (placeless) part.textContent = `${counted(placeless, "event")} of ${count(shown)} ${placeless === 1 ? "has" : "have"} no place and cannot be drawn.`;
    else part.textContent = `All ${counted(shown, "event")} have a place on the map.`;
    part.dataset.bounds = bounds ? "yes" : "no";
    return part;
  }
}
