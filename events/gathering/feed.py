"""An RSS or Atom feed as items: an entry is a report."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import feedparser
from lxml import etree, html

from events.gathering.days import DayError, day_of
from events.gathering.item import Defaults, Item, bare, fault, label_of, refused
from events.model import Issue
from events.reading import Known, ReadingError, read_bytes

MAX_BYTES = 20_000_000
MAX_ENTRIES = 10_000
# every other element begins a line
_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "u"}
)


def feed_items(content: bytes, label: str, defaults: Defaults) -> Iterator[Item]:
    """Yield an item for each entry of a feed; a feed that breaks off gives those before."""
    if len(content) > MAX_BYTES:
        said = f"it has {len(content):,} bytes; accepted are {MAX_BYTES:,}"
        yield refused(label, label, "too large", said)
        return
    # an entity that stands for others unpacks without end; no feed needs to declare one
    if b"<!entity" in content.replace(b"\0", b"").lower():
        said = "it declares entities (<!ENTITY …>), which no feed needs; they are not unpacked"
        yield refused(label, "<!ENTITY", "declares entities", said)
        return
    try:
        feed = feedparser.parse(io.BytesIO(content))
    except Exception as error:  # noqa: BLE001 -- whatever broken markup makes it raise
        yield refused(label, label, "not readable", f"it is no feed: {error}"[:300])
        return
    broken = f"{feed.get('bozo_exception', '')}"[:200]
    if not feed.entries:
        why = broken or ("it has no entries" if feed.get("version") else "it is no RSS or Atom")
        yield refused(label, label, "no entries", f"no entry was read: {why}")
        return
    remarks: tuple[Issue, ...] = ()
    if feed.bozo and feed.get("version") != "" and "declared as" not in broken:
        said = f"the feed is broken ({broken}); {len(feed.entries)} entries were read"
        remarks = (fault(label, broken, "broken feed", said, "warning"),)
    for number, entry in enumerate(feed.entries, 1):
        if number > MAX_ENTRIES:
            said = f"it has more than {MAX_ENTRIES:,} entries; those from here on were not read"
            yield refused(f"{label}, entry {number}", label, "too many entries", said)
            return
        item = _item(entry, feed.feed, f"{label}, entry {number}", defaults)
        yield Item(item.label, item.report, (*remarks, *item.issues))
        remarks = ()


def _item(entry: dict[str, Any], feed: Mapping[str, Any], label: str, given: Defaults) -> Item:
    # its own look-up takes one day for the other, and warns that it does
    said = next((str(v) for k in ("published", "updated") if (v := dict.get(entry, k))), "")
    try:
        day: date | None = day_of(said) if said else given.published
    except DayError as error:
        return refused(label, said, "no such day", str(error))
    if day is None:
        why = "the entry has no date, and “on Sunday” is counted from it; give one day for all"
        return refused(label, "", "no such day", why)
    source = entry.get("source") or {}
    publisher = _line(source.get("title") or feed.get("title") or "") or given.publisher
    title = _line(entry.get("title") or "")
    text = _text(entry)
    if not text:
        return refused(label, title, "no text", "the entry has no text beside its title")
    known = Known(day, title or None, publisher, str(entry.get("link") or "") or None)
    try:
        return Item(label, read_bytes(text.encode("utf-8", "replace"), f"{label}.txt", known))
    except ReadingError as error:
        return refused(label, title, "not a report", bare(str(error), f"{label}.txt"))


def _text(entry: Mapping[str, Any]) -> str:
    """Return the entry's whole text where it has one, else its summary."""
    bodies = [str(each.get("value") or "") for each in entry.get("content") or ()]
    return plain(max([*bodies, str(entry.get("summary") or "")], key=len))


def _line(markup: str) -> str:
    return label_of(" ".join(plain(str(markup)).split()))


def plain(markup: str) -> str:
    """Return the words of a piece of HTML, a line for each of its blocks."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        tree = html.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    for each in list(tree.iter("script", "style", "template")):
        each.drop_tree()
    parts: list[str] = []
    moments = ("start", "end", "comment", "pi")
    for moment, node in etree.iterwalk(tree, events=moments):
        if isinstance(node.tag, str) and node.tag not in _INLINE:
            parts.append("\n")
        parts.append((node.text if moment == "start" else node.tail) or "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
