"""How well records of several data sets are matched, on a labelled set; against a plain window.

    python -m benchmarks.matching [--fit] [--size ROWS]

The labelled set is made of UCDP's rows for Pakistan by :mod:`benchmarks.second_coder`.  Odd years
are what weights and window are fitted to (``--fit`` writes the weights), even years what is
reported.  ``--size`` measures time and memory on synthetic records instead.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pyarrow as pa

from benchmarks import matching_fit, matching_size
from benchmarks.measuring import Table, record
from benchmarks.second_coder import HARD, MILD, STATED, Habits, Labelled, labelled, ucdp_rows, write
from benchmarks.window_peer import Pair, Points, best_window, matched, near
from events.codebook import load as load_codebook
from events.commits import Note
from events.importers.ucdp import TYPES
from events.importing import Order, run
from events.matching.best import order
from events.matching.comparing import Tally, Tools, compare, possible
from events.matching.grouping import Group, grouped
from events.matching.places import Areas
from events.matching.records import COLUMNS, Records, records_of
from events.matching.rules import Rules
from events.matching.rules import load as load_rules
from events.queries.reading import read
from events.queries.record_windows import records_between
from events.store import Store
from geodata import boundaries

UCDP = Path(__file__).parents[2] / "shared/real/ucdp_ged_pakistan_hdx.csv"
DOCUMENT = Path(__file__).parents[1] / "docs/matching.md"
FIT, HELD_OUT = 1, 0  # remainders of the year by two
MANY = 150  # true incidents of a year that is listed by itself
FIRST, LAST = date(1980, 1, 1), date(2030, 12, 31)


@dataclass(frozen=True)
class Half:
    """The records of the odd or the even years, and the truth of them."""

    records: Records
    truth: Mapping[frozenset[str], str]
    first: Points
    second: Points
    tolls: tuple[tuple[int, int], ...]
    rows: Mapping[str, Mapping[str, object]]

    @property
    def pairs(self) -> set[Pair]:
        """The true pairs, the first coder's record first."""
        return {(max(pair), min(pair)) for pair in self.truth}


def halves(made: Labelled, folder: Path) -> tuple[Half, Half]:
    """Bring both data sets into a store as anyone would; return the odd and the even years."""
    store = Store(folder / "home")
    for path in write(made, folder):
        run(Order((path,), path.stem), store, Note("benchmark", path.name))
    snapshot = store.snapshot()
    longest = load_rules().limits.longest
    files = snapshot.event_files
    table = records_between(files, ("acled", "ucdp"), longest, FIRST, LAST, COLUMNS)
    names = ["event_id", "dataset", "origin", "place_precision", "date_precision", "date_start",
             "fatalities_high", "fatalities_best"]  # fmt: skip
    rows = {row["event_id"]: row for row in read(snapshot, "events", columns=names).to_pylist()}
    return _half(made, table, rows, FIT), _half(made, table, rows, HELD_OUT)


def _half(
    made: Labelled, table: pa.Table, rows: Mapping[str, Mapping[str, object]], odd: int
) -> Half:
    def mine(day: str) -> bool:
        return int(day[:4]) % 2 == odd

    years = [day.year % 2 == odd for day in table["date_start"].to_pylist()]
    first = [row for row in made.first if mine(row["date_start"])]
    second = [row for row in made.second if mine(row["event_date"])]
    ids = {f"ucdp-{row['id']}" for row in first} | {
        f"acled-{row['event_id_cnty']}" for row in second
    }
    told = {frozenset((f"ucdp-{one}", f"acled-{other}")): kind for one, other, kind in made.pairs}
    return Half(
        records_of(table.filter(pa.array(years))),
        {pair: kind for pair, kind in told.items() if pair <= ids},
        Points.of([_point(row, f"ucdp-{row['id']}", "date_start",
                          TYPES[row["type_of_violence"]]) for row in first]),
        Points.of([_point(row, f"acled-{row['event_id_cnty']}", "event_date",
                          row["event_type"]) for row in second]),
        tuple(each for each in made.tolls if each[0] % 2 == odd),
        {each: rows[each] for each in ids if each in rows},
    )  # fmt: skip


def _point(
    row: Mapping[str, str], key: str, day: str, kind: str
) -> tuple[str, date, float, float, str]:
    where = float(row["latitude"]), float(row["longitude"])
    return key, date.fromisoformat(row[day][:10]), *where, kind


def groups(half: Half, tools: Tools) -> tuple[Group, ...]:
    """Return what the program proposes for the records of a half."""
    found = compare(half.records, tools, Tally())
    ids, names = half.records.ids, half.records.names["dataset"]
    dataset = {str(each): names[n] for each, n in zip(ids, half.records.dataset, strict=True)}
    scores = {
        (min(ids[a], ids[b]), max(ids[a], ids[b])): float(score)
        for (a, b), score in zip(found.found.pairs, found.scores, strict=True)
    }
    return grouped(found.links(tools.rules.levels.floor), dataset, scores)


def pairs_of(found: Sequence[Group], least: float, kind: str | None = None) -> set[Pair]:
    """Return the pairs of the groups from a score on, of one kind or of both."""
    pairs = set()
    for group in found:
        if group.score >= least and kind in {None, group.kind}:
            heads = group.records[:1] if group.kind == "sum" else group.records
            for one in heads:
                pairs |= {(max(one, each), min(one, each)) for each in group.records if each != one}
    return pairs


def measured(pairs: set[Pair], truth: set[Pair], same: set[Pair]) -> tuple[str, ...]:
    """Return precision, recall and F1 of pairs, then the recall of one to one pairs and of sums."""
    hit = len(pairs & truth)
    precision, recall = hit / max(1, len(pairs)), hit / max(1, len(truth))
    f1 = 2 * hit / max(1, len(pairs) + len(truth))
    parts = [len(pairs & some) / max(1, len(some)) for some in (same, truth - same)]
    return tuple(f"{each:.3f}" for each in (precision, recall, f1, *parts))


def quality(name: str, fit: Half, held: Half, tools: Tools) -> list[tuple[str, ...]]:
    """Return the rows that compare the program with the plain window on one labelled set."""
    levels, found, truth = tools.rules.levels, groups(held, tools), held.pairs
    window = best_window(fit.first, fit.second, fit.pairs)
    plain = matched(window, near(held.first, held.second), held.first, held.second)
    same = {(max(p), min(p)) for p, kind in held.truth.items() if kind == "same"}
    rows = []
    for said, least in (
        ("sure", levels.sure),
        ("likely", levels.likely),
        ("for review", levels.floor),
    ):
        way = f"this program, {said} (score {least} and more)"
        rows.append((name, way, *measured(pairs_of(found, least), truth, same)))
    rows.append((name, f"plain window: {window}", *measured(plain, truth, same)))
    return rows


def folded(found: Sequence[Group], least: float, half: Half) -> set[str]:
    """Return the records that another one of their incident stands for."""
    gone: set[str] = set()
    for group in found:
        if group.score >= least:
            best = min(group.records, key=lambda each: order(half.rows[each]))
            rest = {*group.records} - {best}
            gone |= {group.records[0]} if group.kind == "sum" else rest
    return gone


def totals(held: Half, fit: Half, tools: Tools) -> list[tuple[str, ...]]:
    """Return by year how many incidents and dead each way of counting comes to."""
    levels, found = tools.rules.levels, groups(held, tools)
    window = best_window(fit.first, fit.second, fit.pairs)
    plain = matched(window, near(held.first, held.second), held.first, held.second)
    ways: dict[str, set[str]] = {
        "every record": set(),
        "once, sure": folded(found, levels.sure, held),
        "once, likely": folded(found, levels.likely, held),
        "once, all proposed": folded(found, levels.floor, held),
        "plain window": {second for _, second in plain},
    }
    true = Counter(year for year, _ in held.tolls)
    dead = Counter[int]()
    for year, toll in held.tolls:
        dead[year] += toll
    counted = {name: _by_year(held, gone) for name, gone in ways.items()}
    rows = [("year", "true incidents", *ways, "true dead", *(f"dead, {name}" for name in ways))]
    many = [year for year in sorted(true) if true[year] >= MANY]
    for year in (*many, None):
        years = [year] if year else sorted(true)
        incidents, killed = (sum(each[one] for one in years) for each in (true, dead))
        cells = [_off(sum(n[one] for one in years), incidents) for n, _ in counted.values()]
        tolls = [_off(sum(n[one] for one in years), killed) for _, n in counted.values()]
        name = str(year) if year else "all even years"
        rows.append((name, f"{incidents:,}", *cells, f"{killed:,}", *tolls))
    return rows


def _by_year(half: Half, gone: set[str]) -> tuple[Counter[int], Counter[int]]:
    count, dead = Counter[int](), Counter[int]()
    for each, row in half.rows.items():
        if each not in gone:
            year = row["date_start"].year  # type: ignore[attr-defined]
            count[year] += 1
            dead[year] += row["fatalities_best"] or 0  # type: ignore[operator]
    return count, dead


def _off(found: int, true: int) -> str:
    return f"{found:,} ({100 * (found - true) / max(1, true):+.0f}%)"


def calibration(held: Half, tools: Tools) -> list[tuple[str, ...]]:
    """Return how many of the proposed groups are right, by score."""
    edges = (0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 1.01)
    found = groups(held, tools)
    rows = [
        ("score", "groups of two or more", "all their pairs right", "sums", "all their parts right")
    ]
    for low, high in pairwise(edges):
        cells = []
        for kind in ("same", "sum"):
            some = [g for g in found if low <= g.score < high and g.kind == kind]
            right = sum(pairs_of([g], 0) <= held.pairs for g in some)
            cells += [f"{len(some):,}", f"{100 * right / len(some):.0f}%" if some else "–"]
        rows.append((f"{low} to {min(high, 1):g}", *cells))
    return rows


def main() -> None:
    """Measure, and write the tables into the document."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--fit", action="store_true", help="write the weights fitted to odd years")
    parser.add_argument("--size", type=int, help="synthetic records, for time and memory")
    args = parser.parse_args()
    if args.size:
        record([matching_size.table(args.size)], DOCUMENT)
        return
    rows, areas, codebook = ucdp_rows(UCDP), Areas.of(boundaries.load(2)), load_codebook()

    def tools(rules: Rules) -> Tools:
        return Tools.of(rules, areas, codebook, frozenset())

    def both(habits: Habits, seed: int) -> tuple[Half, Half]:
        with tempfile.TemporaryDirectory() as folder:
            return halves(labelled(rows, habits, seed), Path(folder))

    fit, held = both(STATED, 7)
    if args.fit:
        _fit(fit, tools)
    now = tools(load_rules())
    heading = (
        "second coder",
        "way",
        "precision",
        "recall",
        "F1",
        "recall of one to one",
        "recall of sums",
    )
    compared = [heading, *quality("as stated", fit, held, now)]
    for name, habits, seed in (("milder", MILD, 8), ("harder", HARD, 9)):
        compared += quality(name, *both(habits, seed), now)
    tables = {
        "matching quality": compared,
        "matching totals": totals(held, fit, now),
        "matching scores": calibration(held, now),
    }
    record([Table(name, tuple(rows)) for name, rows in tables.items()], DOCUMENT)


def _fit(fit: Half, tools: Callable[[Rules], Tools]) -> None:
    rules = load_rules()
    found = possible(fit.records, tools(rules), Tally())
    matching_fit.save(matching_fit.fit(fit.records, found, fit.truth, rules))
    load_rules.cache_clear()


if __name__ == "__main__":
    main()
