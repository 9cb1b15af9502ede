// What else is known of a single event?  Asked once each, when the pointer rests on its dot.

const KEPT = 500;

export class Facts {
  constructor(fetch) {
    this.fetch = fetch;
    this.kept = new Map();
  }

  known(id) {
    return this.kept.get(id);
  }

  /** Another state of the data may say something else of the same event. */
  forget() {
    this.kept.clear();
  }

  async of(id) {
    if (this.kept.has(id)) return this.kept.get(id);
    const facts = await this.fetch(id);
    if (!facts) return null;
    if (this.kept.size >= KEPT) this.kept.clear();
    this.kept.set(id, facts);
    return facts;
  }
}
