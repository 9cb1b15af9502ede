// How does someone without a pointer ask the map?  Arrows pan, + and - zoom (Leaflet's own);
// a cross marks the middle, its box says what is there, Enter opens it.

export function followKeyboard(map, ask, act) {
  const container = map.getContainer();
  const cross = document.createElement("div");
  cross.className = "cem-cross";
  cross.hidden = true;
  cross.setAttribute("aria-hidden", "true");
  container.appendChild(cross);
  container.setAttribute("role", "application");
  container.setAttribute("aria-roledescription", "map");
  container.setAttribute(
    "aria-label",
    "Map of events. Arrow keys pan, plus and minus zoom, Enter opens what the cross is on, Home shows everything.",
  );
  const middle = () => map.getSize().divideBy(2).floor();
  const look = () => !cross.hidden && ask(middle());
  container.addEventListener("keydown", (event) => {
    if (event.target !== container) return;
    cross.hidden = false;
    if (event.key === "Enter") act(middle());
    else if (event.key === "Home") map.fire("cem:home");
    else if (event.key === "Escape") cross.hidden = true;
    else return look();
    event.preventDefault();
    return undefined;
  });
  const leave = () => {
    cross.hidden = true;
  };
  container.addEventListener("blur", leave);
  container.addEventListener("pointerdown", leave);
  map.on("moveend", look);
}
