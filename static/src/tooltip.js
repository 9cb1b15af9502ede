// What is under the pointer?  A small box of plain text; nothing in it is ever read as HTML.

export class Tooltip {
  constructor(container) {
    this.container = container;
    this.box = document.createElement("div");
    this.box.className = "cem-tip";
    this.box.setAttribute("role", "status");
    this.box.hidden = true;
    container.appendChild(this.box);
  }

  /** Show lines of text, each {text, kind}, beside a point of the screen. */
  show(point, lines) {
    this.box.replaceChildren(...lines.filter((l) => l?.text).map(line));
    this.box.hidden = false;
    this.move(point);
  }

  move({ x, y }) {
    const { clientWidth: width, clientHeight: height } = this.container;
    const { offsetWidth: w, offsetHeight: h } = this.box;
    const left = x + 16 + w > width ? x - w - 14 : x + 16;
    const top = y + 14 + h > height ? y - h - 12 : y + 14;
    this.box.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }

  hide() {
    this.box.hidden = true;
  }
}

function line({ text, kind = "plain", colour }) {
  const row = document.createElement("div");
  row.className = `cem-tip-${kind}`;
  row.textContent = text;
  if (colour) row.style.setProperty("--mark", colour);
  return row;
}
