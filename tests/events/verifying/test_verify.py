"""A store is damaged in one way after another, and each is found and named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import CommitProperties, write_deltalake

from events.__main__ import main
from events.commits import Batch, Note
from events.jsonl import event_to_json
from events.model import Issue, Place, Report, Source, Telling
from events.placing import Geography
from events.schema import (
    decisions_to_table,
    events_to_table,
    groups_to_table,
    issues_to_table,
    pairings_to_table,
    reports_to_table,
)
from events.store import Store
from events.verifying.finding import Finding
from events.verifying.verify import Account, verify
from tests.events.conftest import CLASH

NOTE = Note("Ann", "damage")
REPORT = Report("r1", "A title", "AFP", date(2025, 10, 12), "text")


@pytest.fixture(scope="module")
def geography() -> Geography:
    return Geography.load(Path("/nowhere"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which nothing is wrong, with a row of every kind."""
    store = Store(tmp_path_factory.mktemp("whole") / "home")
    coded = replace(CLASH, id="r1-e1", dataset="reports", origin="rules")
    store.commit(
        Batch(
            events=events_to_table([CLASH, coded]),
            reports=reports_to_table([REPORT]),
            decisions=decisions_to_table([decision("r1-e1", json.dumps(event_to_json(coded)))]),
            issues=issues_to_table([Issue("e1", "adm1", "Konar", "unresolved", "which?")], "a"),
            pairings=pairings_to_table([pairing("e1", "r1-e1")]),
            groups=groups_to_table([group("e1", "r1-e1")]),
        ),
        Note("Ann", "first"),
    )
    store.upsert_events([replace(CLASH, notes="seen again")], "Ann", "second")
    return store.home


def decision(event_id: str, outcome: str | None, report_id: str = "r1") -> dict[str, object]:
    said = {"decision_id": f"d-{event_id}", "report_id": report_id, "event_id": event_id}
    said |= {"verdict": "accepted", "who": "Ann", "decided": "2025-10-13T10:00:00"}
    said |= {"proposal": outcome or "{}", "outcome": outcome}
    return {**said, "opened": None, "seconds": None, "score": None}


def pairing(first: str, second: str) -> dict[str, object]:
    said = {"pairing_id": f"{first}\n{second}", "first": first, "second": second}
    return {**said, "verdict": "apart", "who": "Ann", "decided": "2025-10-13T10:00:00"}


def group(*records: str) -> dict[str, object]:
    pair = {"first": records[0], "second": records[1], "score": 0.7, "reasons": ["+ one day"]}
    said = {"group_id": "g-" + "-".join(records), "kind": "same", "records": list(records)}
    return {**said, "score": 0.7, "pairs": [pair]}


@pytest.fixture
def damaged(whole, tmp_path) -> Store:
    return Store(Path(shutil.copytree(whole, tmp_path / "a home*, ünï?#'")))


def found(store: Store, geography: Geography) -> list[Finding]:
    return list(verify(store, geography, Account()))


def append(store: Store, table: pa.Table) -> None:
    """Add rows behind the store's back."""
    pins = json.dumps(dict(store.snapshot().pins))
    said = CommitProperties(custom_metadata={"pins": pins})
    path = str(store.tables / "events")
    write_deltalake(path, table, mode="append", commit_properties=said)


def event_file(store: Store) -> Path:
    return Path(store.snapshot().event_files[0])


def side_file(store: Store, name: str) -> Path:
    return Path(store.snapshot().files(name)[0])


def log(store: Store, name: str, version: int) -> Path:
    return store.tables / name / "_delta_log" / f"{version:020}.json"


def lose_a_file(store: Store) -> None:
    event_file(store).unlink()


def cut_a_file(store: Store) -> None:
    file = side_file(store, "reports")
    file.write_bytes(file.read_bytes()[:-100])


def scramble_a_file(store: Store) -> None:
    file = side_file(store, "issues")
    file.write_bytes(bytes(len(file.read_bytes())))


def turn_one_letter(store: Store) -> None:
    file = side_file(store, "reports")
    content = file.read_bytes()
    table = pa.parquet.read_table(file)
    changed = table.set_column(
        table.schema.get_field_index("text"), "text", pa.array(["taxt"] * len(table))
    )
    pa.parquet.write_table(changed, file)
    entry = log(store, "reports", 1)
    told = f'"size":{len(content)}'
    assert told in entry.read_text()
    entry.write_text(entry.read_text().replace(told, f'"size":{file.stat().st_size}'))


def lose_a_log_entry(store: Store) -> None:
    log(store, "events", 2).write_text("{ this is no commit")


def pin_what_is_not_there(store: Store) -> None:
    entry = log(store, "events", store.version())
    pins = dict(store.snapshot().pins)
    lines = [json.loads(line) for line in entry.read_text().splitlines()]
    for line in lines:
        if "commitInfo" in line:
            line["commitInfo"]["pins"] = json.dumps(pins | {"reports": 9})
    entry.write_text("\n".join(map(json.dumps, lines)))


def lose_a_table(store: Store) -> None:
    shutil.rmtree(store.tables / "pairings")


def other_columns(store: Store) -> None:
    file = side_file(store, "pairings")
    size = file.stat().st_size
    table = pa.parquet.read_table(file)
    table = table.drop_columns(["who"]).append_column("decided", pa.array([1] * len(table)))
    pa.parquet.write_table(table.drop_columns(["verdict"]), file)
    entry = log(store, "pairings", 1)
    now = file.stat().st_size
    entry.write_text(entry.read_text().replace(f'"size":{size}', f'"size":{now}'))


def same_event_twice(store: Store) -> None:
    append(store, events_to_table([replace(CLASH, notes="again")]))


def another_hash(store: Store) -> None:
    table = events_to_table([replace(CLASH, id="e9")])
    at = table.schema.get_field_index("row_hash")
    append(store, table.set_column(at, table.schema.field(at), pa.array(["0" * 32])))


def no_key(store: Store) -> None:
    table = events_to_table([replace(CLASH, id="e9")])
    append(store, table.set_column(0, table.schema.field(0), pa.array([None], pa.string())))


def moved(**place: object) -> Callable[[Store], None]:
    def damage(store: Store) -> None:
        there = replace(CLASH.place, **place)
        store.commit(Batch(events=events_to_table([replace(CLASH, id="e9", place=there)])), NOTE)

    return damage


def another_pixel(store: Store) -> None:
    table = events_to_table([replace(CLASH, id="e9")])
    at = table.schema.get_field_index("x22")
    append(store, table.set_column(at, table.schema.field(at), pa.array([5], pa.int32())))


def source_without_report(store: Store) -> None:
    source = Source("A title", report_id="r7")
    store.commit(
        Batch(events=events_to_table([replace(CLASH, id="e9", origin="rules", source=source)])),
        NOTE,
    )


def further_source_without_report(store: Store) -> None:
    telling = Telling("r8-e1", Source("Again", report_id="r8"))
    store.commit(Batch(events=events_to_table([replace(CLASH, also=(telling,))])), NOTE)


def accepted_and_gone(store: Store) -> None:
    store.upsert_events([], "Ann", "removed", removed=["r1-e1"])


def nobody_accepted_it(store: Store) -> None:
    event = replace(CLASH, id="r1-e5", dataset="reports", origin="rules")
    store.upsert_events([event], "Ann", "slipped in")


def decision_without_report(store: Store) -> None:
    rows = [decision("r1-e8", None, report_id="r6") | {"verdict": "rejected"}]
    store.commit(Batch(decisions=decisions_to_table(rows)), NOTE)


def doubt_of_nothing(store: Store) -> None:
    store.record_issues([Issue("e77", "adm1", "X", "unresolved", "which?")], "b", "Ann", "w")


def pair_of_nothing(store: Store) -> None:
    store.commit(Batch(pairings=pairings_to_table([pairing("e1", "e78")])), NOTE)


def group_of_nothing(store: Store) -> None:
    store.commit(Batch(groups=groups_to_table([group("e1", "e79")])), NOTE)


def other_boundaries(store: Store) -> None:
    there = replace(CLASH.place, boundaries="shipped-2020.1")
    store.upsert_events([replace(CLASH, place=there)], "Ann", "older")


DAMAGES = [
    (lose_a_file, "events", "missing file", "dataset=", "dataset="),
    (cut_a_file, "reports", "size", "part-", ""),
    (scramble_a_file, "issues", "unreadable", "part-", "part-"),
    (turn_one_letter, "reports", "hash", "r1", ""),
    (lose_a_log_entry, "events", "log", "", ""),
    (pin_what_is_not_there, "reports", "pin", "version 9", "9"),
    (lose_a_table, "pairings", "pin", "version 1", "1"),
    (other_columns, "pairings", "schema", "part-", "verdict"),
    (same_event_twice, "events", "duplicate", "e1", "2"),
    (another_hash, "events", "hash", "e9", "0" * 32),
    (no_key, "events", "no key", "1 rows", "event_id"),
    (moved(adm1_id="AF-PIA"), "events", "join", "e9", "adm1_id=AF-PIA"),
    (moved(adm1_id=None), "events", "join", "e9", "adm1_id=None"),
    (moved(adm1_id="AF-XXX"), "events", "unknown area", "e9", "AF-XXX"),
    (another_pixel, "events", "point", "e9", "5, "),
    (other_boundaries, "events", "boundaries", "1 events", "shipped-2020.1"),
    (source_without_report, "events", "orphan", "e9", "r7"),
    (further_source_without_report, "events", "orphan", "e1", "r8"),
    (nobody_accepted_it, "events", "orphan", "r1-e5", "reports"),
    (accepted_and_gone, "decisions", "orphan", "r1-e1", "r1-e1"),
    (decision_without_report, "decisions", "orphan", "d-r1-e8", "r6"),
    (doubt_of_nothing, "issues", "orphan", "", "e77"),
    (pair_of_nothing, "pairings", "orphan", "e1\ne78", "e78"),
    (group_of_nothing, "groups", "orphan", "g-e1-e79", "e79"),
    (accepted_and_gone, "groups", "orphan", "g-e1-r1-e1", "r1-e1"),
]


@pytest.mark.parametrize("case", DAMAGES, ids=lambda case: f"{case[1]}-{case[2]}-{case[4]}")
def test_each_damage_is_found_by_rule_record_and_value(damaged, geography, case):
    damage, table, rule, record, value = case
    damage(damaged)
    all_found = found(Store(damaged.home), geography)
    told = [
        each
        for each in all_found
        if (each.table, each.rule) == (table, rule)
        and each.record.startswith(record)
        and each.value.startswith(value)
    ]
    assert told, all_found
    assert all(each.said for each in told)


def test_nothing_is_wrong_in_a_whole_store_of_many_versions(damaged, geography):
    assert found(damaged, geography) == []
    damaged.compact("Cy")
    assert found(damaged, geography) == []
    assert found(Store(damaged.home / "empty"), geography) == []


def test_a_doubt_of_the_place_explains_another_province(damaged, geography):
    moved(adm1_id="AF-PIA")(damaged)
    doubt = Issue("e9", "place.adm1", "(34, 71)", "point outside its province", "far")
    damaged.record_issues([doubt], "c", "Ann", "import")
    assert found(damaged, geography) == []


def test_an_older_versions_file_is_checked_too(damaged, geography):
    (file,) = set(damaged.snapshot(1).event_files) - set(damaged.snapshot().event_files)
    Path(file).unlink()
    assert [each.rule for each in found(damaged, geography)] == ["missing file"]


def test_the_command_ends_with_1_where_something_is_wrong(damaged, geography, monkeypatch, capsys):
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(damaged.home))
    monkeypatch.setattr(Geography, "load", lambda _: geography)
    assert main(["verify"]) == 0
    assert "nothing is wrong" in capsys.readouterr().out
    doubt_of_nothing(damaged)
    assert main(["verify"]) == 1
    told = capsys.readouterr().out
    assert "orphan: 'e77'" in told
    assert "1 faults" in told


def test_a_place_without_a_point_is_not_joined(damaged, geography):
    place = Place("Kunar", "province", "AFG", "Kunar", adm1_id="AF-KNR")
    damaged.upsert_events([replace(CLASH, id="e9", place=place)], "Ann", "w")
    assert found(damaged, geography) == []
