"""The questions that can be asked of one version, each answered once per filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TypeVar

import numpy as np
import pyarrow as pa

from events.matching.incidents import Incident
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
from events.queries.conditions import Bytes, both, fails, tried
from events.queries.filter import Filter
from events.queries.folding import Longs, fold, incidents_of, members
from events.queries.keeping import Kept
from events.queries.listing import LISTINGS, Listed
from events.queries.loading import Numbered, Progress, Registers, load
from events.queries.ordering import SORTS, Keys
from events.queries.reading import THREADS, read, read_events, read_issues, read_report
from events.queries.words import Index, folded, index_of
from events.snapshot import Snapshot

T = TypeVar("T")
KEPT_ANSWERS = 512
KEPT_TALLIES = 32
KEPT_BYTES = 120_000_000  # of what is kept for each event: who fails a filter, who has a word
_WORDS = "words"
UNITS = ("day", "week", "month")
# all questions of all sessions take turns here: more at once would only be slower
_POOL = ThreadPoolExecutor(THREADS, "questions")


class Questions:
    """Answers about one version of the store; may be asked from several threads at once.

    Answers are immutable and kept, so the same question again costs nothing.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        registers: Registers | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.version = snapshot.version
        self._loaded = load(snapshot, registers, progress)
        self.total = self._loaded.total
        self._answers = Kept(KEPT_ANSWERS)
        self._tallies = Kept(KEPT_TALLIES)
        self._fails = Kept(KEPT_BYTES // max(self._loaded.total, 1_000))
        self.area_names = self._loaded.area_names
        self._issues_open = read(snapshot, "issues", columns=["issue_id"]).num_rows

    def headline(self, f: Filter) -> Headline:
        """Return the numbers above the map."""
        return self._answers.get(
            ("headline", f),
            lambda: counting.headline(self._loaded, self._tally(f), self._issues_open),
        )

    def facets(self, f: Filter) -> dict[str, tuple[FacetValue, ...]]:
        """Return every part's choices, each counted with its own choice lifted.

        Keys are the names of the parts of :class:`Filter`.  ``opponents`` counts those who
        face one of the chosen actors, ``actors`` those who face one of the chosen opponents.
        """
        return self._answers.get(
            ("facets", f), lambda: counting.facets(self._loaded, self._tally(f))
        )

    def timeline(self, f: Filter, unit: str = "day") -> tuple[TimelineRow, ...]:
        """Return events by ``day``, ``week`` or ``month`` and type, the filter's dates lifted.

        An event of several days counts in the period in which it began.
        """
        _expect("unit", unit, UNITS)
        return self._answers.get(
            ("timeline", f, unit), lambda: counting.timeline(self._tally(f), unit)
        )

    def areas(self, f: Filter, level: int) -> tuple[AreaRow, ...]:
        """Return the events of each province (level 1) or district (level 2)."""
        _expect("level", level, (1, 2))
        return self._answers.get(
            ("areas", f, level), lambda: mapping.areas(self._loaded, self._tally(f), level)
        )

    def bounds(self, f: Filter) -> tuple[int, int, int, int] | None:
        """Return the least x and y and the most x and y of the events with a point.

        In pixels of zoom 22 (web Mercator); None where no event has a point.
        """
        return self._answers.get(("bounds", f), lambda: counting.bounds(self._tally(f)))

    def borders(self, f: Filter) -> tuple[BorderRow, ...]:
        """Return the events that are known only to a stretch of a border."""
        return self._answers.get(
            ("borders", f), lambda: mapping.borders(self._loaded, self._tally(f))
        )

    def countries(self, f: Filter) -> tuple[BorderRow, ...]:
        """Return the events that are known only to a country."""
        return self._answers.get(
            ("countries", f), lambda: mapping.countries(self._loaded, self._tally(f))
        )

    def cells(self, f: Filter, bbox: mapping.Box, zoom: int) -> tuple[int, tuple[Cell, ...]]:
        """Return ``(shift, squares)`` of a view; see :func:`events.queries.mapping.cells`."""
        return self._answers.get(
            ("cells", f, bbox, zoom), lambda: mapping.cells(self._inside(f, bbox), zoom, _POOL.map)
        )

    def in_cell(self, f: Filter, shift: int, cx: int, cy: int, limit: int = 200) -> tuple[str, ...]:
        """Return the ids of the events in one square, the latest first."""
        return self._answers.get(
            ("in_cell", f, shift, cx, cy, limit), lambda: self._in_cell(f, shift, cx, cy, limit)
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
            A key of :data:`events.queries.ordering.SORTS`; unknown values come last.
        descending : bool
        limit, offset : int
        listed : str
            ``shown``; ``out`` (what the filter leaves out); among the shown, ``noplace``,
            ``area`` (no point), ``killed``, ``rival``; or ``background``, ``statement``,
            ``planned`` (what the rest of the filter lets through).
        """
        _expect("sort", sort, tuple(SORTS))
        _expect("listed", listed, LISTINGS)
        return self._answers.get(
            ("rows", f, sort, descending, limit, offset, listed),
            lambda: self._rows(f, sort, descending, limit, offset, listed),
        )

    def row_count(self, f: Filter, listed: str = "shown") -> int:
        """Return how many events a listing has."""
        _expect("listed", listed, LISTINGS)
        return self._answers.get(
            ("row_count", f, listed),
            lambda: sum(int(each.marks.sum()) for each in self._listed(f, listed, "id")[0]),
        )

    def ids(self, f: Filter, listed: str = "shown") -> tuple[str, ...]:
        """Return the ids of a listing by date, then id."""
        _expect("listed", listed, LISTINGS)
        return self._answers.get(("ids", f, listed), lambda: self._ids(f, listed))

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
        return listing.similar_ids(self._loaded, event_id, limit)

    def events(self, ids: tuple[str, ...]) -> tuple[Event, ...]:
        """Return whole events in the order of their ids; unknown ids are left out."""
        return read_events(self.snapshot, ids)

    def report(self, report_id: str) -> Report | None:
        """Return one report with its text."""
        return read_report(self.snapshot, report_id)

    def issues(self, record: str | None = None) -> tuple[Issue, ...]:
        """Return the open issues, of one record or of all."""
        return read_issues(self.snapshot, record)

    def folded_away(self, f: Filter) -> int:
        """Return how many records pass but for another one of their incident that stands there."""
        shown = self.headline(f).shown
        return self.headline(replace(f, once="")).shown - shown if f.once else 0

    def incidents(self, event_id: str) -> tuple[Incident, ...]:
        """Return the incidents that a record is of, decided ones and those found likely."""

        def find() -> dict[str, list[Incident]]:
            by_record: dict[str, list[Incident]] = {}
            for each in incidents_of(self.snapshot, "likely"):
                for record in each.records:
                    by_record.setdefault(record, []).append(each)
            return by_record

        known = self._answers.get(("incidents", "likely"), find)
        return tuple(known.get(event_id, ()))

    def forget(self) -> None:
        """Drop the kept answers, as a measurement of a new question needs."""
        for kept in (self._answers, self._tallies, self._fails):
            kept.forget()

    def index_words(self) -> None:
        """Make the index of the words of all parts, so that nobody who asks waits for it."""
        for each in self._loaded.parts:
            self._index(each)

    def words_indexed(self) -> int:
        """Return how many events' words can be looked up; the first search waits for all."""
        return sum(len(each.part) for each in self._loaded.parts if each.index.has(_WORDS))

    def _index(self, each: Numbered) -> Index:
        return each.index.get(_WORDS, lambda: index_of(each.part, self._loaded.folder))

    def _each(self, work: Callable[[int, Numbered], T]) -> list[T]:
        """Do something with each part, as many at once as there are threads."""
        parts = self._loaded.parts
        return list(_POOL.map(work, range(len(parts)), parts))

    def _failing(self, f: Filter) -> list[Bytes]:
        """Return for each part which families of conditions each event fails."""

        def find() -> list[Bytes]:
            if f.once:
                return self._folding(f)
            found = tried(f, self._loaded)
            holding = self._holding(f.words) if f.words else None
            return self._each(
                lambda number, each: fails(each, found, holding[number] if holding else None)
            )

        return self._fails.get(f, find)

    def failing_in(self, f: Filter, files: frozenset[str]) -> dict[str, Bytes]:
        """Return for the events of some files, by their ids, what each fails; 0 is nothing.

        Only these files are looked at, but where a filter asks for words or for incidents.
        """
        parts = {each.part.file: (number, each) for number, each in enumerate(self._loaded.parts)}
        chosen = {file: parts[file] for file in sorted(files) if file in parts}
        if f.once or f.words or self._fails.has(f):
            whole = self._failing(f)
            return {file: whole[number] for file, (number, _) in chosen.items()}

        def find() -> list[Bytes]:
            found = tried(f, self._loaded)
            return list(_POOL.map(lambda each: fails(each[1], found, None), chosen.values()))

        return dict(zip(chosen, self._fails.get((f, files), find), strict=True))

    def ids_in(self, files: frozenset[str]) -> dict[str, pa.StringArray]:
        """Return the ids of the events of some files, in their order."""
        parts = self._loaded.parts
        return {each.part.file: each.part.ids for each in parts if each.part.file in files}

    def _folding(self, f: Filter) -> list[Bytes]:
        """Return what each event fails where each incident is shown once."""

        def find() -> tuple[int, list[tuple[Longs, Longs, Longs]]]:
            known = members(self.snapshot, f.once)
            found = self._each(lambda _, each: known.within(each.part.ids))
            return int(known.incident.max(initial=-1)) + 1, found

        count, within = self._answers.get(("members", f.once), find)
        return fold(self._failing(replace(f, once="")), within, count)

    def _holding(self, words: str) -> list[Bytes]:
        """Return for each part a bit for each event in which each of some words stands."""

        def find() -> list[Bytes]:
            wanted = folded(words)
            # an index that is not there yet is made here, so that other questions go on
            indexes = [self._index(each) for each in self._loaded.parts]
            return self._each(
                lambda number, _: both(indexes[number].holding(word) for word in wanted)
            )

        return self._fails.get(("words", words), find)

    def _tally(self, f: Filter) -> counting.Tally:
        def find() -> counting.Tally:
            failing = self._failing(f)
            parts = self._each(lambda number, each: counting.tally_part(each, failing[number]))
            return counting.together(self._loaded, tried(f, self._loaded), parts)

        return self._tallies.get(f, find)

    def _inside(self, f: Filter, box: mapping.Box) -> list[mapping.Inside]:
        failing = self._failing(f)
        return self._each(lambda n, each: mapping.in_box(n, each, failing[n], box))

    def _in_cell(self, f: Filter, shift: int, cx: int, cy: int, limit: int) -> tuple[str, ...]:
        box = (cx << shift, cy << shift, (cx + 1 << shift) - 1, (cy + 1 << shift) - 1)
        keys = self._keys("date")
        found = []
        for each in self._inside(f, box):
            marks = np.zeros(len(each.of.part), np.uint8)
            marks[each.rows] = 1
            found.append(Listed(each.of, marks, keys.of(each.of)))
        if not found:
            return ()
        rows = listing.page(found, keys, descending=True, limit=limit, offset=0)
        return listing.named(found, rows)

    def _keys(self, sort: str) -> Keys:
        return self._answers.get(("keys", sort), lambda: SORTS[sort](self._loaded))

    def _listed(self, f: Filter, listed: str, sort: str) -> tuple[Sequence[Listed], Keys]:
        failing, keys = self._failing(f), self._keys(sort)

        def of(number: int, each: Numbered) -> Listed:
            marks = listing.listed(self._loaded, each, failing[number], listed)
            return Listed(each, marks, keys.of(each))

        return self._each(of), keys

    def _rows(  # noqa: PLR0917
        self, f: Filter, sort: str, descending: bool, limit: int, offset: int, listed: str  # noqa: FBT001
    ) -> tuple[TableRow, ...]:  # fmt: skip
        found, keys = self._listed(f, listed, sort)
        rows = listing.page(found, keys, descending=descending, limit=limit, offset=offset)
        return tuple(listing.table_row(self._loaded, found[part].of, at) for part, at in rows)

    def _ids(self, f: Filter, listed: str) -> tuple[str, ...]:
        found, keys = self._listed(f, listed, "date")
        return listing.everything(found, keys.size)


def _expect(name: str, value: object, accepted: tuple[object, ...]) -> None:
    if value not in accepted:
        message = f"{name}={value!r}: accepted are {', '.join(map(repr, accepted))}"
        raise ValueError(message)
