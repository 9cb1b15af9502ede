// How does the map ask our own server?  Only these paths, with the page's token, one at a time each.

const running = new Map();

/** An answer that is no JSON says nothing; one that was cancelled on its way is cancelled. */
function unlessCancelled(error) {
  if (error.name === "AbortError") throw error;
  return {};
}

/** The server said no: `status` and the plain message it gave. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Ask a path below `base` for JSON; a newer question under the same name cancels the older.
 * @returns {Promise<object|null>} null where it was cancelled
 */
export async function ask(name, base, path, params, token) {
  running.get(name)?.abort();
  const control = new AbortController();
  running.set(name, control);
  const query = new URLSearchParams(params).toString();
  try {
    const answer = await fetch(`${base}${path}${query ? `?${query}` : ""}`, {
      signal: control.signal,
      headers: { "X-Map-Token": token },
      credentials: "same-origin",
    });
    const body = await answer.json().catch(unlessCancelled);
    if (!answer.ok) throw new Refused(answer.status, body.message ?? `Status ${answer.status}`);
    return body;
  } catch (error) {
    if (error.name === "AbortError") return null;
    throw error;
  } finally {
    if (running.get(name) === control) running.delete(name);
  }
}
