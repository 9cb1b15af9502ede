// What does the pointer's box say about an area, a line, a dot, a number?  Plain lines of text.

import { count, counted, killed } from "./words.js";

const LEVELS = { adm1: "province", adm2: "district" };
const tolls = ({ low, high }) => ({ text: killed(low, high), kind: "plain" });

/** An area: what it holds, and how much of that is known no more exactly. */
export function area({ properties }, row, only, kind, country) {
  const { name, adm1, approximate } = properties;
  const lines = [
    { text: name, kind: "title" },
    { text: [adm1, country].filter(Boolean).join(", "), kind: "sub" },
    { text: row ? counted(row.n, "event") : "No events in this filter" },
  ];
  if (row) {
    lines.push(tolls(row));
    const here = Math.min(row.here ?? only, only);
    if (here > 0) lines.push({ text: `${count(here)} known only to the ${LEVELS[kind]}`, kind: "hatch" });
    if (only > here) lines.push({ text: `${count(only - here)} known only to one of its districts`, kind: "hatch" });
  }
  if (approximate) lines.push({ text: "Outline is approximate (some 5 km off)", kind: "note" });
  lines.push({ text: `Click to filter by this ${LEVELS[kind]}`, kind: "note" });
  return lines;
}

/** A border line with what is known only to it. */
export function border({ name, disputed }, row) {
  return [
    { text: name, kind: "title" },
    disputed && { text: "Disputed line", kind: "sub" },
    { text: `${counted(row.n, "event")} known only to this line` },
    tolls(row),
    { text: "Click to list them", kind: "note" },
  ].filter(Boolean);
}

/** What is known only to a country. */
export const country = (name, row) => [
  { text: name, kind: "title" },
  { text: `${counted(row.n, "event")} known only to the country` },
  tolls(row),
  { text: "Click to list them", kind: "note" },
];

/** Several events in one dot. */
export function cell(dot) {
  return [
    { text: counted(dot.n, "event"), kind: "title" },
    tolls(dot),
    dot.mark.name && { text: `most often: ${dot.mark.name}`, kind: "mark", colour: dot.mark.colour },
    dot.near > 0 && { text: `${count(dot.near)} placed only near the point`, kind: "note" },
    { text: "Click to list them; zoom in to split", kind: "note" },
  ].filter(Boolean);
}

/** One event; `facts` comes from the server and may still be on its way. */
export function event(dot, facts) {
  const lines = [
    { text: facts?.sub_event_type || facts?.event_type || dot.mark.name || "Event", kind: "title" },
    { text: facts?.event_type || dot.mark.name, kind: "mark", colour: dot.mark.colour },
  ];
  if (facts) {
    lines.push({ text: facts.when, kind: "plain" }, { text: facts.where, kind: "plain" });
    lines.push({ text: facts.who, kind: "plain" });
  }
  lines.push(tolls(dot));
  if (dot.near > 0) lines.push({ text: "Placed near this point, not at it", kind: "note" });
  lines.push({ text: "Click to open its card", kind: "note" });
  return lines;
}
