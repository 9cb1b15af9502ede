// The desk: a reason clicked lights up its words in the text; "?" opens the list of keys.
// A fixed script; it reads numbers from the page and writes no text.
(() => {
  if (window.conflictDesk) return;
  window.conflictDesk = true;

  const light = (ref) => {
    const text = document.querySelector(".st-key-desk_text .marked");
    if (!text) return;
    for (const old of text.querySelectorAll(".lit")) old.classList.remove("lit");
    const words = text.querySelectorAll(`[data-ref~="${Number(ref)}"]`);
    for (const each of words) each.classList.add("lit");
    reach(text.closest(".st-key-desk_text"), words[0]);
    if (narrow()) show(words[0], "center");
  };

  // Scroll a pane, never the page, so that an element in it can be seen.
  const reach = (pane, element) => {
    if (!pane || !element) return;
    const at = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (at < 40 || at > pane.clientHeight - 60) pane.scrollTop += at - pane.clientHeight / 3;
  };

  const show = (element, block) => {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    element?.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
  };

  const narrow = () => window.matchMedia("(max-width: 900px)").matches;

  const typing = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT", "CANVAS"].includes(element.tagName);

  document.addEventListener("click", (event) => {
    const words = event.target.closest?.("[data-why]");
    if (!words) return;
    for (const old of document.querySelectorAll("[data-why][aria-pressed]")) {
      old.removeAttribute("aria-pressed");
    }
    words.setAttribute("aria-pressed", "true");
    light(words.dataset.why);
  });

  document.addEventListener("keydown", (event) => {
    const keys = document.querySelector(".desk-keys");
    if (event.key !== "?" || !keys || typing(event.target)) return;
    event.preventDefault();
    keys.open = !keys.open;
  });

  window.conflictDeskFocus = () => {
    if (narrow()) {
      show(document.querySelector("[class*='st-key-focused_']"), "start");
      return;
    }
    const list = document.querySelector(".st-key-desk_list");
    const card = document.querySelector("[class*='st-key-focused_']");
    if (list && card) list.scrollTop += card.getBoundingClientRect().top - list.getBoundingClientRect().top - 8;
    const text = document.querySelector(".st-key-desk_text");
    reach(text, text?.querySelector(".m:not(.m-faint)"));
  };
})();
