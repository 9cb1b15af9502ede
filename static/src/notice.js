// Loading, trouble, nothing found: said in one quiet line over the map.

export class Notice {
  constructor(container) {
    this.bar = document.createElement("div");
    this.bar.className = "cem-progress";
    this.bar.hidden = true;
    this.line = document.createElement("div");
    this.line.className = "cem-notice";
    this.line.setAttribute("role", "status");
    this.line.hidden = true;
    container.append(this.bar, this.line);
    this.pending = 0;
  }

  /** Show progress while something is under way, should it take longer than a blink. */
  async during(work) {
    this.pending += 1;
    const slow = setTimeout(() => {
      this.bar.hidden = this.pending === 0;
    }, 250);
    try {
      return await work;
    } finally {
      clearTimeout(slow);
      this.pending -= 1;
      this.bar.hidden = this.pending === 0 || this.bar.hidden;
    }
  }

  say(text) {
    this.line.textContent = text ?? "";
    this.line.hidden = !text;
  }
}
