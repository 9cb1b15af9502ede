"""Rules about dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from events.checking.fault import fault
from events.model import Event, Issue, Report

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
OWN_TIME = timedelta(days=14)  # codebook, section 2
LONGEST = {"day": 1, "week": 7, "month": 31, "year": 366}  # days, of an event on the map


def check_dates(event: Event, report: Report | None) -> Iterator[Issue]:
    """Yield what is wrong with an event's dates."""
    start, end = event.date_start, event.date_end
    if start is None or end is None:
        if event.status == "event" or start is not end:
            said = "an event needs its first and its last day"
            yield fault(event, "date_start", f"{start}..{end}", "no date", said, severity="error")
        return
    if start > end:
        said = f"the first day lies after the last, {end}"
        yield fault(event, "date_start", start, "dates in order", said, severity="error")
        return
    if start < EARLIEST or end > LATEST:
        said = f"accepted are days from {EARLIEST} to {LATEST}"
        yield fault(
            event, "date_start", f"{start}..{end}", "impossible date", said, severity="error"
        )
    yield from _precision(event, (end - start).days + 1)
    published = report.published if report else event.source.published
    if published is not None:
        yield from _publication(event, start, end, published)


def _precision(event: Event, days: int) -> Iterator[Issue]:
    precision = event.date_precision
    if precision is None:
        said = "accepted: day, span, week, month, year"
        yield fault(event, "date_precision", None, "no date precision", said)
    elif precision == "span" and days == 1:
        said = "a span has more than one day; one day is 'day'"
        yield fault(event, "date_precision", precision, "precision fits dates", said)
    elif event.status == "event" and days > LONGEST.get(precision, days):
        said = f"the dates are {days} days apart, first and last included"
        yield fault(event, "date_precision", precision, "precision fits dates", said)


def _publication(event: Event, start: date, end: date, published: date) -> Iterator[Issue]:
    if event.status == "event" and end > published:
        said = f"it lies after the source was published, {published}"
        yield fault(event, "date_end", end, "date after source", said)
    coded = event.origin in ("coder", "llm", "hand")
    if coded and event.status == "event" and start < published - OWN_TIME:
        said = f"more than 14 days before {published}: is it background?"
        yield fault(event, "date_start", start, "report's own time", said)
