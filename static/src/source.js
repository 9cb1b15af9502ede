// How does the map get its data, and what does it do when it cannot?

import { ask } from "./request.js";

export class Source {
  /** `state()` is what the page's script sent last; `renew()` asks it for a new token. */
  constructor({ base, notice, state, renew }) {
    Object.assign(this, { base: `${base}api/`, notice, state, renew });
    this.refused = undefined;
  }

  /** Counts and facts under the filter; null where they were cancelled or could not be had. */
  async get(name, path, params = {}) {
    const { query, version } = this.state();
    const answer = await this.fetch(name, path, { q: query, v: version, ...params });
    if (answer) this.notice.say("");
    return answer;
  }

  /** Outlines and ground, kept by the browser for as long as the boundaries' version stands. */
  geo(name) {
    return this.fetch(`geo/${name}`, `geo/${name}`, { v: this.state().geo });
  }

  async fetch(name, path, params) {
    try {
      return await this.notice.during(ask(name, this.base, path, params, this.state().token));
    } catch (error) {
      this.failed(error);
      return null;
    }
  }

  failed(error) {
    const { token } = this.state();
    if (error.status === 401) {
      // The page's script gives a new token on its next run: ask for one run, once.
      if (this.refused !== token) this.renew();
      this.refused = token;
      return;
    }
    this.notice.say(
      error.status ? `The map's data could not be read: ${error.message}` : "No answer from the app. Is it still running?",
    );
  }

  /** True once, when a token has come after one that was refused. */
  renewed() {
    if (this.refused === undefined || this.state().token === this.refused) return false;
    this.refused = undefined;
    return true;
  }
}
