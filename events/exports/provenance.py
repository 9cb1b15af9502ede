"""What an export is: from which version, by which filter, from whom, and what it leaves out."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode

import pyarrow as pa

from events.codebook import load as load_codebook
from events.queries import Filter, Headline, Questions
from events.queries.describing import Names, describe

_NO_POINT = (
    "events are known only to a district, province, border or country and have no point: "
    "their geometry is empty, never a centroid"
)
NO_LICENCE = "not stated: facts coded by hand from the named source; cite it"


@dataclass(frozen=True, slots=True)
class Cited:
    """One source, and how many of the exported events rest on it."""

    title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    licence: str
    retold: bool
    events: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """All that a reader of the file needs to make it again, and to know what it lacks."""

    program: str
    exported: str
    version: int
    filter_in_words: str
    filter_query: str
    boundaries: tuple[str, ...]
    shown: int
    filtered_out: int
    total: int
    without_a_point: int
    without_a_place: int
    left_out: tuple[str, ...]
    licences: tuple[str, ...]
    sources: tuple[Cited, ...]

    def as_json(self) -> dict[str, object]:
        """Return it as plain lists and dicts."""
        return asdict(self)

    def as_pairs(self) -> tuple[tuple[str, str], ...]:
        """Return it as names and texts, one line a fact, for a sheet or a table."""
        pairs: list[tuple[str, str]] = []
        for name, value in asdict(self).items():
            if name == "sources":
                pairs += [("source", _line(each)) for each in self.sources]
            elif isinstance(value, tuple):
                pairs += [(name, str(each)) for each in value]
            else:
                pairs.append((name, str(value)))
        return tuple(pairs)


def _line(cited: Cited) -> str:
    told = (cited.title, cited.publisher, cited.published, cited.url, cited.licence)
    retold = " (retold in our own words)" if cited.retold else ""
    return f"{' · '.join(each for each in told if each)}{retold}: {cited.events} events"


def provenance(questions: Questions, f: Filter, events: pa.Table, exported: datetime) -> Provenance:
    """Return the provenance of an export of these events.

    Parameters
    ----------
    questions : Questions
        Of the version that is exported.
    f : Filter
    events : pyarrow.Table
        The rows of ``EVENTS`` that go into the file.
    exported : datetime
        When; given by the caller.
    """
    numbers = questions.headline(f)
    sources = _sources(events)
    return Provenance(
        program="Conflict Event Map",
        exported=exported.isoformat(timespec="seconds"),
        version=questions.version,
        filter_in_words=describe(f, Names(load_codebook(), questions.area_names)),
        filter_query=urlencode(f.to_query()),
        boundaries=tuple(sorted({str(each) for each in events["boundaries"].to_pylist() if each})),
        shown=numbers.shown,
        filtered_out=numbers.filtered_out,
        total=numbers.total,
        without_a_point=numbers.area_only,
        without_a_place=numbers.without_place,
        left_out=_left_out(numbers),
        licences=tuple(sorted({each.licence for each in sources})),
        sources=sources,
    )


def _left_out(numbers: Headline) -> tuple[str, ...]:
    """Say what the file does not show, and why."""
    said = [
        f"{numbers.filtered_out} of {numbers.total} records are left out by the filter",
        f"{numbers.area_only} {_NO_POINT}",
        f"{numbers.without_place} events have no known place",
        f"{numbers.killed_unknown} events have no stated death toll, which is not 0",
    ]
    for status, count in sorted(numbers.not_on_map_by_status.items()):
        said.append(f"{count} records of status {status} pass the rest of the filter")
    return tuple(said)


def _sources(events: pa.Table) -> tuple[Cited, ...]:
    names = ("title", "publisher", "url", "published", "licence", "retold")
    columns = [events[f"source_{name}"].to_pylist() for name in names]
    counts = Counter(zip(*columns, strict=True))
    for tellings in events["also"].to_pylist():
        counts.update(tuple(telling[name] for name in names) for telling in tellings or ())
    cited = [
        Cited(
            title, publisher, url, str(day) if day else None, licence or NO_LICENCE, bool(retold), n
        )
        for (title, publisher, url, day, licence, retold), n in counts.items()
    ]
    return tuple(sorted(cited, key=lambda each: (-each.events, str(each))))
