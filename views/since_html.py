"""What became of one event, as HTML: each value from and to, and who changed it, when and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from events.history import FieldChange
from events.since import Told
from views import data, phrases

_NAMES = {
    "fatalities_low": "Killed, lowest claim",
    "fatalities_best": "Killed, best estimate",
    "fatalities_high": "Killed, highest claim",
    "date_start": "First day",
    "date_end": "Last day",
    "side_a": "Side A",
    "side_b": "Side B",
    "adm1": "Province",
    "adm2": "District",
    "lat": "Latitude",
    "lon": "Longitude",
    "place_name": "Place",
    "place_precision": "Known to",
    "also": "Further reports",
    "boundaries": "Joined to the boundaries",
    "notes": "Notes",
}
_KEYS = {"adm1_id": "adm1", "adm2_id": "adm2"}  # said by the name beside them, where it changes too
_LONGEST = 400
_MOST = 6  # parts of a list that are spelt out


def told_html(told: Told) -> str:
    """Return what became of an event; all words escaped and of bounded length."""
    commits = "".join(
        f"<li>Version {entry.version} · {phrases.day(entry.when.date())}, {entry.when:%H:%M} UTC · "
        f"{_cut(entry.who)}: {_cut(entry.why)}{f' · {_cut(entry.file)}' if entry.file else ''}</li>"
        for entry in told.commits
    )
    return f'{changes_html(told.fields)}<ol class="history">{commits}</ol>'


def changes_html(changed: Sequence[FieldChange]) -> str:
    """Return each value from and to; nothing where none changed."""
    names = {change.field for change in changed}
    fields = "".join(_field(change) for change in changed if _KEYS.get(change.field) not in names)
    return f'<dl class="changes">{fields}</dl>' if fields else ""


def _field(change: FieldChange) -> str:
    name = _NAMES.get(change.field, change.field.replace("_", " ").capitalize())
    before, after = _parts(change.field, change.before), _parts(change.field, change.after)
    if isinstance(change.before or change.after, Sequence) and not isinstance(
        change.before or change.after, str
    ):
        gone = [each for each in before if each not in after]
        new = [each for each in after if each not in before]
        before, after = gone or ["as before"], new or ["nothing more"]
        if not gone:
            return f"<dt>{name}</dt><dd><ins>{_list(new)}</ins> <span>came</span></dd>"
        if not new:
            return f"<dt>{name}</dt><dd><del>{_list(gone)}</del> <span>went</span></dd>"
    return (
        f"<dt>{name}</dt><dd><del>{_list(before)}</del> <span>→</span> "
        f"<ins>{_list(after)}</ins></dd>"
    )


def _list(parts: Sequence[str]) -> str:
    more = f" and {len(parts) - _MOST} more" if len(parts) > _MOST else ""
    return "; ".join(map(_cut, parts[:_MOST])) + more


def _parts(field: str, value: object) -> list[str]:
    if value is None or value == []:
        return ["not stated"]
    if isinstance(value, date):
        return [phrases.day(value)]
    if field in {"side_a", "side_b"} and isinstance(value, list):
        return [data.actor_label(each) for each in value]
    if field == "place_precision":
        return [phrases.PRECISION_NAMES.get(str(value), str(value))]
    if isinstance(value, list):
        return [_part(each) for each in value]
    return [str(value)]


def _part(value: object) -> str:
    """Return one claim, quote, ground or further report in words."""
    if not isinstance(value, Mapping):
        return str(value)
    if "kind" in value:
        return _claim(value)
    for name in ("text", "what", "title", "name", "rule"):
        if value.get(name):
            return str(value[name])
    return ", ".join(str(each) for each in value.values() if isinstance(each, str | int))


def _claim(claim: Mapping[str, Any]) -> str:
    number = phrases.span(claim["low"], claim["high"])
    of = f" of {data.actor_label(claim['side'])}" if claim["side"] else ""
    by = f", by {data.actor_label(claim['claimant'])}" if claim["claimant"] else ""
    return f"{claim['kind']} {number}{of}{by}"


def _cut(text: str) -> str:
    return escape(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
