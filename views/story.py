"""The story under review: which reports tell it, and what is merged or kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from html import escape

from events.batches.review import say_of_pair
from events.model import Event, Issue
from events.stories.merging import Merge
from events.tellings import named, sources
from views import data, phrases

_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def strip(merges: Iterable[Merge]) -> str:
    """Return a line that says which reports' proposals are merged with this one's; "" for none."""
    told = list(merges)
    papers = dict.fromkeys(
        [part.report.publisher or part.report.title for each in told for part in each.parts]
        + [each.into.source.publisher or "an event on the map" for each in told if each.into]
    )
    if not told:
        return ""
    return (
        f"<p class='story' role='note'>The same story as {escape('; '.join(papers)[:300])}: "
        f"{phrases.counted(len(told), 'proposal')} {'is' if len(told) == 1 else 'are'} merged with "
        "what they tell, every source kept. Accepting one accepts the merge.</p>"
    )


def told_html(events: Iterable[Event], merge: Merge | None, issues: Iterable[Issue]) -> str:
    """Return who tells of a merged proposal, and what they tell otherwise; "" for one source."""
    event = next((each for each in events if merge and each.id == merge.own.id), None)
    if merge is None or event is None:
        return ""
    notes = [each for each in issues if each.record == event.id and each.rule == "told otherwise"]
    said = "".join(
        f"<li>{escape(_as_read(each.message.removeprefix(f'{event.id}: ')))}</li>" for each in notes
    )
    listed = f"<ul class='otherwise'>{said}</ul>" if said else ""
    joins = "Joins an event on the map. " if merge.into else ""
    told = sources(event)
    return (
        f"<div class='told'><p class='side'>{joins}Told by {len(told)} reports: "
        f"{escape(_as_read(named(told)))}</p>{listed}</div>"
    )


def _as_read(text: str) -> str:
    """Return a line of text with its days as the page writes them."""
    return _DAY.sub(lambda found: _day(found[0]), text)


def _day(said: str) -> str:
    try:
        return phrases.day(date.fromisoformat(said))
    except ValueError:
        return said


def keep_apart(merge: Merge, who: str) -> Event:
    """Keep the word that a proposal is another event than those merged with it; return its own."""
    others = [part.event.id for part in merge.parts] + ([merge.into.id] if merge.into else [])
    pairs = [(merge.own.id, each) for each in others]
    say_of_pair(data.store(), pairs, "apart", who=who, when=datetime.now(UTC))
    return merge.own
