"""How a date, a count, a toll, a place is written, so that they read alike everywhere.

Plain text only: whoever shows it escapes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from events.model import Claim, Place

THIN = "\u202f"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

DATE_PRECISIONS = {
    "day": "known to the day",
    "span": "known to the span",
    "week": "known to the week",
    "month": "known to the month",
    "year": "known to the year",
}
PLACE_PRECISIONS = {
    "exact": "a named point",
    "near": "near a named point",
    "district": "known only to the district",
    "province": "known only to the province",
    "border": "somewhere along the border",
    "country": "known only to the country",
}
PRECISION_NAMES = {
    "exact": "Exact point",
    "near": "Near a point",
    "district": "District",
    "province": "Province",
    "border": "Stretch of border",
    "country": "Country",
}
STATUSES = {
    "event": "Event",
    "background": "Background",
    "statement": "Statement",
    "planned": "Planned or feared",
    "withdrawn": "Withdrawn by the source",
}
KINDS = {
    "killed": "Killed",
    "injured": "Injured",
    "captured": "Captured",
    "missing": "Missing",
    "displaced": "Displaced",
    "destroyed": "Destroyed",
    "damaged": "Damaged",
    "seized": "Seized",
    "shot_down": "Shot down",
}
STANCES = {"asserted": "asserts", "denied": "denies", "unconfirmed": "does not confirm"}


def count(n: int) -> str:
    """Write a count with thin separators: ``12 345``."""
    return f"{n:,}".replace(",", THIN)


def counted(n: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun: ``1 event``, ``2 events``."""
    return f"{count(n)} {one if n == 1 else many or one + 's'}"


def day(value: date | None) -> str:
    """Write a date as ``12 Oct 2025``; a dash where there is none."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else "—"


def days(start: date | None, end: date | None, precision: str | None = None) -> str:
    """Write a span of days as short as it can be read: ``11–12 Oct 2025``, ``Oct 2025``."""
    if start is None or end is None:
        return day(start or end) if start or end else "Date not stated"
    if start == end:
        return day(start)
    same_year = start.year == end.year
    same_month = same_year and start.month == end.month
    if same_year and precision == "year":
        return str(start.year)
    if same_month:
        month = f"{_MONTHS[start.month - 1]} {start.year}"
        return month if precision == "month" else f"{start.day}–{end.day} {month}"
    first = f"{start.day} {_MONTHS[start.month - 1]}" if same_year else day(start)
    return f"{first} – {day(end)}"


def span(low: int | None, high: int | None, *, open_ended: bool = False) -> str:
    """Write a number as said: ``58``, ``15–20``, ``at least 20``; ``not stated`` is not 0."""
    if low is None and high is None:
        return "not stated"
    if high is None:
        return f"at least {count(low or 0)}" if open_ended else count(low or 0)
    if low is None:
        return f"up to {count(high)}"
    return count(low) if low == high else f"{count(low)}–{count(high)}"


def claim_number(claim: Claim) -> str:
    """Write a claim's number as it was said (codebook, section 7)."""
    if claim.low == 0 and claim.high:
        return f"up to {count(claim.high)}"
    return span(claim.low, claim.high, open_ended=True)


def where(
    place: Place | None,
    country_name: Callable[[str], str] = str,
    border_name: Callable[[str], str] = str,
) -> str:
    """Write a place from the smallest name to the country, each name once."""
    if place is None:
        return "Place not stated"
    named = place.name or ""
    if place.precision == "near" and named and not named.lower().startswith("near"):
        named = f"near {named}"
    line = f"{border_name(place.border)} border" if place.border else ""
    if line and named.casefold() == "border":
        named = ""
    country = country_name(place.country) if place.country and not line else ""
    parts: list[str] = []
    for part in (named, place.adm2 or "", place.adm1 or "", line, country):
        if part and not any(part.casefold() in seen.casefold() for seen in parts):
            parts.append(part)
    return ", ".join(parts) or "Place not stated"


def who(
    side_a: Iterable[str], side_b: Iterable[str], label: Callable[[str], str] = str
) -> tuple[str, str]:
    """Write the two sides; an unnamed one is said to be so, never guessed."""
    first = ", ".join(label(actor) for actor in side_a)
    second = ", ".join(label(actor) for actor in side_b)
    return first or "side not named", second or "side not named"


# What makes several records one incident, and what a reader should know of each choice.
ONCE = {
    "decided": "Each incident once, as decided",
    "sure": "… also where the program is sure",
    "likely": "… also where it finds it likely",
}
ONCE_SHORT = {
    "decided": "each incident once, as decided",
    "sure": "each incident once, decided or sure",
    "likely": "each incident once, decided or likely",
}
ONCE_NOTES = {
    "decided": "What a person said is one incident",
    "sure": "And proposals of 0.9 or more, seen by nobody",
    "likely": "And proposals of 0.5 or more: some are wrong",
}
