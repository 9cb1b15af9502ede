"""The questions that can be asked of one version, each answered once per filter."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from duckdb import DuckDBPyConnection

from events.model import Event, Issue, Report
from events.queries import counting, listing, mapping
from events.queries.answers import (
    AreaRow,
    BorderRow,
    Cell,
    FacetValue,
    Headline,
    TableRow,
    TimelineRow,
)
from events.queries.conditions import conditions, matching
from events.queries.filter import Filter
from events.queries.listing import LISTINGS
from events.queries.loading import ENUMS, load
from events.queries.reading import read, read_events, read_issues, read_report
from events.snapshot import Snapshot

T = TypeVar("T")
Answer = Callable[[DuckDBPyConnection, counting.Conditions], T]
KEPT_ANSWERS = 512
UNITS = ("day", "week", "month")


class Questions:
    """Answers about one version of the store; may be asked from several threads at once.

    Answers are immutable and kept, so the same question again costs nothing.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.version = snapshot.version
        self._database = load(snapshot)
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()
        self.known = {name: frozenset(self._values(name)) for name in ENUMS}
        self.area_names = self._area_names()
        self._issues_open = read(snapshot, "issues", columns=["issue_id"]).num_rows

    def headline(self, f: Filter) -> Headline:
        """Return the numbers above the map."""
        return self._ask(
            "headline",
            f,
            answer=lambda cursor, found: counting.headline(cursor, found, self._issues_open),
        )

    def facets(self, f: Filter) -> dict[str, tuple[FacetValue, ...]]:
        """Return every part's choices, each counted with its own choice lifted.

        Keys are the names of the parts of :class:`Filter`.  ``opponents`` counts those who
        face one of the chosen actors, ``actors`` those who face one of the chosen opponents.
        """
        return self._ask(
            "facets",
            f,
            answer=lambda cursor, found: counting.facets(cursor, f, found, self.area_names),
        )

    def timeline(self, f: Filter, unit: str = "day") -> tuple[TimelineRow, ...]:
        """Return events by ``day``, ``week`` or ``month`` and type, the filter's dates lifted.

        An event of several days counts in the period in which it began.
        """
        _expect("unit", unit, UNITS)
        return self._ask(
            "timeline", f, unit, answer=lambda cursor, found: counting.timeline(cursor, found, unit)
        )

    def areas(self, f: Filter, level: int) -> tuple[AreaRow, ...]:
        """Return the events of each province (level 1) or district (level 2)."""
        _expect("level", level, (1, 2))
        return self._ask(
            "areas", f, level, answer=lambda cursor, found: mapping.areas(cursor, found, level)
        )

    def borders(self, f: Filter) -> tuple[BorderRow, ...]:
        """Return the events that are known only to a stretch of a border."""
        return self._ask("borders", f, answer=mapping.borders)

    def countries(self, f: Filter) -> tuple[BorderRow, ...]:
        """Return the events that are known only to a country."""
        return self._ask("countries", f, answer=mapping.countries)

    def cells(self, f: Filter, bbox: mapping.Box, zoom: int) -> tuple[int, tuple[Cell, ...]]:
        """Return ``(shift, squares)`` of a view; see :func:`events.queries.mapping.cells`."""
        return self._ask(
            "cells",
            f,
            bbox,
            zoom,
            answer=lambda cursor, found: mapping.cells(cursor, found, bbox, zoom),
        )

    def in_cell(self, f: Filter, shift: int, cx: int, cy: int, limit: int = 200) -> tuple[str, ...]:
        """Return the ids of the events in one square, the latest first."""
        return self._ask(
            "in_cell",
            f,
            shift,
            cx,
            cy,
            limit,
            answer=lambda cursor, found: listing.ids_in_cell(cursor, found, (shift, cx, cy), limit),
        )

    def rows(  # noqa: PLR0917
        self,
        f: Filter,
        sort: str = "date",
        descending: bool = True,  # noqa: FBT001, FBT002
        limit: int = 50,
        offset: int = 0,
        listed: str = "shown",
    ) -> tuple[TableRow, ...]:
        """Return one page of the table of events.

        Parameters
        ----------
        f : Filter
        sort : str
            A key of :data:`events.queries.listing.SORTS`; unknown values come last.
        descending : bool
        limit, offset : int
        listed : str
            ``shown``; ``out`` (what the filter leaves out); among the shown, ``noplace``,
            ``area`` (no point), ``killed``, ``rival``; or ``background``, ``statement``,
            ``planned`` (what the rest of the filter lets through).
        """
        _expect("sort", sort, tuple(listing.SORTS))
        _expect("listed", listed, LISTINGS)
        direction = "DESC" if descending else "ASC"
        return self._ask(
            "rows",
            f,
            sort,
            descending,
            limit,
            offset,
            listed,
            answer=lambda cursor, found: listing.rows(
                cursor,
                found,
                listed,
                sort=sort,
                direction=direction,
                limit=limit,
                offset=offset,
            ),
        )

    def row_count(self, f: Filter, listed: str = "shown") -> int:
        """Return how many events a listing has."""
        _expect("listed", listed, LISTINGS)
        return self._ask(
            "row_count",
            f,
            listed,
            answer=lambda cursor, found: listing.row_count(cursor, found, listed),
        )

    def ids(self, f: Filter, listed: str = "shown") -> tuple[str, ...]:
        """Return the ids of a listing by date, then id."""
        _expect("listed", listed, LISTINGS)
        return self._ask(
            "ids", f, listed, answer=lambda cursor, found: listing.ids(cursor, found, listed)
        )

    def without_place(self, f: Filter, limit: int = 200) -> tuple[TableRow, ...]:
        """Return the shown events of which no place is known."""
        return self.rows(f, limit=limit, listed="noplace")

    def date_span(self) -> tuple[date | None, date | None]:
        """Return the first and the last day that any record has."""
        everything = self.headline(Filter(statuses=()))
        return everything.first, everything.last

    def event(self, event_id: str) -> Event | None:
        """Return one event with all that is known of it."""
        return next(iter(self.events((event_id,))), None)

    def similar_ids(self, event_id: str, limit: int = 3) -> tuple[str, ...]:
        """Return the ids that are spelt most like this one."""
        with self._database.cursor() as cursor:
            return listing.similar_ids(cursor, event_id, limit)

    def events(self, ids: tuple[str, ...]) -> tuple[Event, ...]:
        """Return whole events in the order of their ids; unknown ids are left out."""
        return read_events(self.snapshot, ids)

    def report(self, report_id: str) -> Report | None:
        """Return one report with its text."""
        return read_report(self.snapshot, report_id)

    def issues(self, record: str | None = None) -> tuple[Issue, ...]:
        """Return the open issues, of one record or of all."""
        return read_issues(self.snapshot, record)

    def forget(self) -> None:
        """Drop the kept answers, as a measurement of a new question needs."""
        with self._lock:
            self._kept.clear()

    def _ask(self, question: str, f: Filter, *rest: Hashable, answer: Answer[T]) -> T:
        """Answer a question, from what is kept where it was asked before."""
        return self._keep((question, f, *rest), lambda: self._answer(f, answer))

    def _answer(self, f: Filter, answer: Answer[T]) -> T:
        found = conditions(f, self.known)
        with self._database.cursor() as cursor:
            if f.words:
                rows = self._keep(("matching", f.words), lambda: matching(cursor, f.words))
                cursor.register("matching", rows)
            return answer(cursor, found)

    def _keep(self, key: Hashable, find: Callable[[], T]) -> T:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: T = self._kept[key]
                return kept
        found = find()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KEPT_ANSWERS:
                self._kept.popitem(last=False)
        return found

    def _values(self, name: str) -> list[str]:
        with self._database.cursor() as cursor:
            rows = cursor.execute(f"SELECT unnest(enum_range(NULL::e_{name}))::VARCHAR").fetchall()
        return [row[0] for row in rows]

    def _area_names(self) -> dict[str, str]:
        with self._database.cursor() as cursor:
            return dict(
                cursor.execute("SELECT id, name FROM area_1 UNION ALL FROM area_2").fetchall()
            )


def _expect(name: str, value: object, accepted: tuple[object, ...]) -> None:
    if value not in accepted:
        message = f"{name}={value!r}: accepted are {', '.join(map(repr, accepted))}"
        raise ValueError(message)
