"""Two codings side by side: lines for a reader, or one JSON object an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from events.jsonl import event_to_json
from events.llm.comparing import Compared, Result
from events.model import Event, Report
from events.telling import plain

_SHOWN = 100
_SAID: dict[Result, str] = {
    "same": "alike",
    "differ": "differ",
    "only rules": "only by the rules",
    "only llm": "only by the model",
}


def lines(report: Report, compared: Sequence[Compared]) -> Iterator[str]:
    """Yield the comparison as lines for a terminal, without its control characters."""
    counts = Counter(one.result for one in compared)
    told = ", ".join(f"{counts[name]} {said}" for name, said in _SAID.items())
    yield plain(f"{report.id}: {told}")
    for one in compared:
        yield plain(f"  {one.result:<10}  {_named(one.rules or one.llm)}")
        for each in one.differences:
            yield plain(f"              {each.field}: rules {each.rules} | llm {each.llm}")


def _named(event: Event | None) -> str:
    if event is None:
        return ""
    what = event.sub_event_type or event.event_type or event.status
    where = event.place.name if event.place and event.place.name else "no place"
    words = event.evidence[0].text if event.evidence else ""
    return f"{event.id}: {what}, {where}: “{' '.join(words.split())[:_SHOWN]}”"


def to_json(report: Report, one: Compared) -> dict[str, Any]:
    """Return one compared event as an object: the result, both codings, and the differences."""
    return {
        "report": report.id,
        "result": one.result,
        "rules": event_to_json(one.rules, report) if one.rules else None,
        "llm": event_to_json(one.llm, report) if one.llm else None,
        "differences": [asdict(each) for each in one.differences],
    }
