// Where the map looks, in the page's address: #map=6.5/33.91/69.34/high.
//
// The part after "#" is ours alone: Streamlit reads and writes only what stands before it, so
// panning never runs the page's script.  Streamlit drops it when a filter changes; `keep` is called often and puts it back.

const SHAPE = /^#map=(\d{1,2}(?:\.\d{1,2})?)\/(-?\d{1,2}(?:\.\d{1,5})?)\/(-?\d{1,3}(?:\.\d{1,5})?)(?:\/(events|low|high))?$/;

/** The view that an address asks for, null where it asks for none or for an impossible one. */
export function parse(hash) {
  const found = SHAPE.exec(hash ?? "");
  if (!found) return null;
  const [zoom, lat, lng] = found.slice(1, 4).map(Number);
  if (zoom > 16 || Math.abs(lat) > 85 || Math.abs(lng) > 180) return null;
  return { zoom, lat, lng, measure: found[4] ?? "events" };
}

/** A view as an address part. */
export function write({ zoom, lat, lng, measure }) {
  const shade = measure === "events" ? "" : `/${measure}`;
  return `#map=${Number(zoom.toFixed(2))}/${lat.toFixed(4)}/${lng.toFixed(4)}${shade}`;
}

/** The page around the map's frame, null where the browser keeps it from us. */
function page() {
  try {
    return window.parent.location.hash === undefined ? null : window.parent;
  } catch {
    return null;
  }
}

export const read = () => parse(page()?.location.hash);

/** Put a view into the page's address without a new step in the browser's history. */
export function keep(view) {
  const host = page();
  const wanted = write(view);
  if (!host || host.location.hash === wanted) return;
  host.history.replaceState(host.history.state, "", wanted);
}
