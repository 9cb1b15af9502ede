"""Versions, events and differences as lines of text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from events.codebook import Codebook
from events.commits import Commit, LogEntry
from events.history import Diff, FieldChange
from events.model import Claim, Event, Issue, Place, PlaceName, Source
from events.tellings import side_by_side

_DATES = {"span": "span of days", "week": "known to the week"}
MAX_LISTED = 50


def plain(text: object) -> str:
    """Return text without the control characters that could steer a terminal."""
    return "".join(
        each if unicodedata.category(each) not in {"Cc", "Cf", "Cs"} else " " for each in str(text)
    )


def log_lines(entries: Iterable[LogEntry]) -> list[str]:
    """Return one line a commit, the newest first."""
    lines = []
    for each in entries:
        counts = f"+{each.added} ~{each.changed} -{each.removed}"
        file = f"  [{each.file}]" if each.file else ""
        said = f"{each.version:>5}  {each.when:%Y-%m-%d %H:%M} UTC  {counts:<16} {each.who}: "
        lines.append(plain(f"{said}{each.why}{file}"))
    return lines or ["no version yet: the store is empty"]


def decision_lines(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return one line a decision, with how long the proposal was in focus and its score."""
    lines = []
    for each in rows:
        known = {"s in focus": each["seconds"], "score": each["score"]}
        told = [f"{value:g} {name}" for name, value in known.items() if value is not None]
        said = " · ".join([each["verdict"], each["event_id"], *told])
        lines.append(plain(f"{each['decided']}  {each['who']}: {said}"))
    return lines or ["nobody has decided on a proposed event yet"]


def commit_line(commit: Commit | None) -> str:
    """Return what an import came to in one line."""
    if commit is None:
        return "dry run: nothing was stored"
    return (
        f"version {commit.version}: {commit.added} added, {commit.changed} changed, "
        f"{commit.removed} removed, {commit.unchanged} as they were"
    )


def issue_lines(issues: Sequence[Issue]) -> list[str]:
    """Return one line an issue."""
    return [plain(f"{each.severity}: {each.record}: {each.message}") for each in issues]


def diff_lines(found: Diff) -> list[str]:
    """Return what was added, changed (with its fields) and removed between two versions."""
    counts = (len(found.added), len(found.changed), len(found.removed))
    lines = ["{} added, {} changed, {} removed".format(*counts)]
    lines += _listed("+", found.added)
    for event_id, fields in found.changed[:MAX_LISTED]:
        lines.append(plain(f"~ {event_id}"))
        lines += _values(fields)
    lines += _more(len(found.changed))
    return [*lines, *_listed("-", found.removed)]


def _values(fields: Sequence[FieldChange]) -> list[str]:
    return [plain(f"    {each.field}: {each.before!r} → {each.after!r}")[:400] for each in fields]


def _listed(sign: str, ids: Sequence[str]) -> list[str]:
    return [plain(f"{sign} {each}") for each in ids[:MAX_LISTED]] + _more(len(ids))


def _more(count: int) -> list[str]:
    return [f"  … and {count - MAX_LISTED} more"] if count > MAX_LISTED else []


def event_lines(
    event: Event,
    history: Sequence[Mapping[str, Any]],
    issues: Sequence[Issue],
    codebook: Codebook,
) -> list[str]:
    """Return all that is known of an event: what, when, where, who, who claims what, source."""
    label = codebook.actor_label
    sides = " and ".join(map(label, event.side_a)), " and ".join(map(label, event.side_b))
    tolls = (event.fatalities_low, event.fatalities_best, event.fatalities_high)
    low, best, high = ("not stated" if each is None else str(each) for each in tolls)
    lines = [
        f"{event.id}  ({event.status}, {event.dataset}, {event.origin})",
        f"what    {event.event_type or 'no type'} / {event.sub_event_type or 'no sub-type'}",
        f"when    {_days(event)}",
        f"where   {_where(event.place)}",
        f"who     {sides[0] or 'nobody named'}  —  {sides[1] or 'nobody named'}",
        f"killed  low {low}, agreed {best}, high {high}",
    ]
    if event.places:
        lines.append(f"places  {'; '.join(map(_place_name, event.places))}")
    lines += ["", *_claims([each.claim for each in side_by_side(event)])]
    lines += ["", "evidence", *(f"  “{each.text}”" for each in event.evidence or ())]
    if not event.evidence:
        lines.append("  none kept")
    if event.grounds:
        lines += ["", "coded from"]
        lines += [f"  {each.field}: “{each.quote.text}” ({each.rule})" for each in event.grounds]
    lines += ["", "source", *_source(event.source)]
    for telling in event.also:
        lines += ["", f"also told by  ({telling.event_id})", *_source(telling.source)]
    if event.notes:
        lines += ["", f"notes   {event.notes}"]
    if issues:
        lines += ["", "doubts", *(f"  {each}" for each in issue_lines(issues))]
    lines += ["", "history"]
    for row in history:
        said = [str(part) for name, part in row.items() if part and name != "fields"]
        lines += ["  " + "  ".join(said), *_values(row["fields"])]
    return [plain(each) for each in lines]


def _place_name(place: PlaceName) -> str:
    return place.name if place.resolved else f"{place.name} (unresolved)"


def _days(event: Event) -> str:
    if event.date_start is None:
        return "no date"
    same = event.date_end in {None, event.date_start}
    days = str(event.date_start) if same else f"{event.date_start} to {event.date_end}"
    precision = event.date_precision or "precision not stated"
    return f"{days} ({_DATES.get(precision, precision)})"


def _where(place: Place | None) -> str:
    if place is None:
        return "no place"
    areas = (place.name, place.adm2, place.adm1, place.country or place.border)
    named = ", ".join(dict.fromkeys(each for each in areas if each)) or "no name"
    point = "no point" if place.lat is None else f"{place.lat:.3f}, {place.lon:.3f}"
    how = f", {place.method}" if place.method else ""
    bounds = f", boundaries {place.boundaries}" if place.boundaries else ""
    rivals = f"\n        or {'; '.join(place.rivals)}" if place.rivals else ""
    return f"{named} ({place.precision}, {point}{how}{bounds}){rivals}"


def _claims(claims: Sequence[Claim]) -> list[str]:
    if not claims:
        return ["claims", "  none"]
    head = ("kind", "number", "what", "suffered by", "claimed by", "stance", "words")
    rows = [head, *(_claim(each) for each in claims)]
    widths = [min(max(len(row[i]) for row in rows), 40) for i in range(len(head) - 1)]
    return ["claims", *(_aligned(row, widths) for row in rows)]


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell[:width].ljust(width) for cell, width in zip(row[:-1], widths, strict=True)]
    return "  " + "  ".join([*cells, row[-1]]).rstrip()


def _claim(claim: Claim) -> tuple[str, ...]:
    number = f"{claim.low} or more" if claim.high is None else f"{claim.low} to {claim.high}"
    by = claim.claimant or "the report"
    return (
        claim.kind,
        str(claim.low) if claim.high == claim.low else number,
        f"{claim.what or '—'}{' (within another)' if claim.subset else ''}",
        claim.side or "—",
        f"{by} to {claim.outlet}" if claim.outlet else by,
        claim.stance,
        f"“{claim.quote.text}”" if claim.quote else "",
    )


def _source(source: Source) -> list[str]:
    facts = (source.title, source.publisher, source.published, source.url, source.licence)
    lines = [f"  {each}" for each in facts if each]
    if source.retold:
        lines.append("  retold in our own words: not to be cited")
    return lines or ["  not stated"]
