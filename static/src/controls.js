// The map's buttons: zoom is Leaflet's own, these are home and full screen.

import L from "leaflet";

const HOME = "M3 11.5 12 4l9 7.5M6 10v9h4.5v-5h3v5H18v-9";
const LARGER = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5";
const SMALLER = "M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5";

/** A bar of one button with a drawn sign. */
function button(label, path, act) {
  const bar = L.DomUtil.create("div", "leaflet-bar leaflet-control cem-bar");
  const face = L.DomUtil.create("button", "cem-button", bar);
  face.type = "button";
  setFace(face, label, path);
  L.DomEvent.disableClickPropagation(bar);
  face.addEventListener("click", act);
  return { bar, face };
}

function setFace(face, label, path) {
  face.title = label;
  face.setAttribute("aria-label", label);
  const space = "http://www.w3.org/2000/svg";
  const sign = document.createElementNS(space, "svg");
  sign.setAttribute("viewBox", "0 0 24 24");
  sign.setAttribute("aria-hidden", "true");
  const line = sign.appendChild(document.createElementNS(space, "path"));
  line.setAttribute("d", path);
  face.replaceChildren(sign);
}

function put(map, make, position = "topleft") {
  const Control = L.Control.extend({ options: { position }, onAdd: make });
  return new Control().addTo(map);
}

export function addHome(map, goHome) {
  put(map, () => button("Afghanistan and Pakistan", HOME, goHome).bar);
}

export function addFullScreen(map) {
  if (!document.fullscreenEnabled) return;
  const root = document.documentElement;
  const turn = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
  const { bar, face } = button("Full screen", LARGER, () => turn().catch(() => {}));
  document.addEventListener("fullscreenchange", () => {
    const on = Boolean(document.fullscreenElement);
    setFace(face, on ? "Leave full screen" : "Full screen", on ? SMALLER : LARGER);
  });
  put(map, () => bar);
}
