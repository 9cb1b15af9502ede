// Is the page light or dark, and what are the map's quiet colours then?

const LIGHT = {
  dark: false, sea: "#d5dfe6", land: "#f6f4ef", landFar: "#eeece6", lake: "#c3d4df",
  river: "#a9c2d3", province: "#8b95a1", district: "#a4adb7", country: "#545f6c",
  disputed: "#8a3b2c", gap: "#f3ebe2", text: "#2a333d", textQuiet: "#5a6672", water: "#5d86a3",
  halo: "rgba(250,249,246,.9)", hatch: "rgba(66,38,20,.6)", hatchOnDark: "rgba(255,255,255,.55)", select: "#b3123f",
  hover: "#111820", dotEdge: "#ffffff", near: "#20262d", border: "rgba(190,96,32,.3)",
  shade: 0.82, relief: 0.5, blend: "multiply",
};
const DARK = {
  dark: true, sea: "#10161c", land: "#1d242b", landFar: "#192026", lake: "#131d26",
  river: "#2f4759", province: "#566371", district: "#44505c", country: "#9aa6b3",
  disputed: "#ffbfae", gap: "#2a2a2c", text: "#e9edf1", textQuiet: "#a9b4bf", water: "#7fa6c2",
  halo: "rgba(18,24,30,.88)", hatch: "rgba(255,222,188,.5)", hatchOnDark: "rgba(255,222,188,.5)", hatchOnLight: "rgba(20,16,12,.55)", select: "#ff7d9c",
  hover: "#ffffff", dotEdge: "#0d1216", near: "#f1f4f7", border: "rgba(224,122,60,.36)",
  shade: 0.9, relief: 0.55, blend: "soft-light",
};

/** The colours for a page's background colour. */
export function coloursFor(background) {
  const [r, g, b] = parts(background);
  return 0.299 * r + 0.587 * g + 0.114 * b < 128 ? DARK : LIGHT;
}

function parts(colour) {
  const hex = colour.trim().match(/^#([0-9a-f]{6}|[0-9a-f]{3})/i)?.[1];
  if (!hex) return (colour.match(/[\d.]+/g) ?? [255, 255, 255]).slice(0, 3).map(Number);
  const six = hex.length === 3 ? [...hex].map((c) => c + c).join("") : hex;
  return [0, 2, 4].map((i) => parseInt(six.slice(i, i + 2), 16));
}

/** Call back with the colours now and whenever Streamlit sends another theme. */
export function followTheme(use) {
  let last = null;
  const look = (background) => {
    const colours = coloursFor(background);
    if (colours === last) return;
    last = colours;
    document.documentElement.dataset.theme = colours.dark ? "dark" : "light";
    use(colours);
  };
  const styled = getComputedStyle(document.documentElement).getPropertyValue("--background-color");
  look(styled || "#ffffff");
  window.addEventListener("message", ({ data, source }) => {
    if (source !== window.parent || data?.type !== "streamlit:render") return;
    if (data.theme?.backgroundColor) look(data.theme.backgroundColor);
  });
}
