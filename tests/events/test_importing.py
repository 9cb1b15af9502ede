"""Importing a data set: every row accounted for, again without effect, corrected with a trace."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from events import importing
from events.commits import Note
from events.importers.account import Expectation, ExpectationError
from events.importers.rows import UnreadableError
from events.importing import Order
from events.pipeline import SAMPLES
from events.queries import Filter, open_events
from events.queries.reading import read_events, read_issues
from tests.events.importers.conftest import ACLED, UCDP, write  # noqa: F401  a fixture

ANN = Note("Ann", "testing", "file.csv")
TAGS = dict.fromkeys(UCDP, "") | {"year": "#date+year", "latitude": "#geo+lat", "best": "#affected"}


def run(store, *paths: Path, **how):
    return importing.run(Order(paths, **how), store, ANN)


def rejects(done) -> list[dict[str, str]]:
    with done.account.rejects.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_file_with_tags_and_line_breaks_goes_in_whole(store, write):  # noqa: F811
    broken = {"id": "7", "source_article": 'First line\nsecond "line"'}
    done = run(store, write("ucdp", TAGS, {"id": "5"}, broken, {"id": "9", "best": "many"}))
    account = done.account
    assert (account.read, account.new, account.rejected) == (4, 2, 1)
    assert sum(account.left_out.values()) == 1
    assert account.adds_up
    (bad,) = rejects(done)
    assert (bad["line"], bad["column"], bad["value"]) == ("6", "best", "many")
    assert "a whole number" in bad["rule"]
    (event,) = read_events(store.snapshot(), ["ucdp-5"])
    assert (event.side_a, event.side_b) == (("PAK:MIL",), ("TTP",))
    assert [(c.low, c.side, c.claimant) for c in event.claims] == [
        (1, "PAK:MIL", "PAK:POL"),
        (3, "TTP", "PAK:POL"),
    ]
    tolls = (event.fatalities_low, event.fatalities_best, event.fatalities_high)
    assert tolls == (4, 4, 5)
    assert (event.place.precision, event.place.adm1_id) == ("exact", "PK-KP")


def test_again_nothing_changes_and_a_correction_is_a_change_that_diff_shows(store, write):  # noqa: F811
    run(store, write("acled", {}, {"event_id_cnty": "PAK2"}))
    again = run(store, write("acled", {}, {"event_id_cnty": "PAK2"})).account
    assert (again.read, again.unchanged, store.version()) == (2, 2, 1)
    mended = run(store, write("acled", {"fatalities": "3"}, {"event_id_cnty": "PAK2"})).account
    assert (mended.changed, mended.unchanged, mended.adds_up) == (1, 1, True)
    ((record, fields),) = store.diff(1, 2).changed
    assert record == "acled-PAK1"
    assert {"fatalities_best", "claims"} <= {each.field for each in fields}
    added, changed = (each["what"] for each in store.history("acled-PAK1"))
    assert added == "added"
    assert changed.startswith("changed: fatalities_low")
    fields = {each.field: each for each in store.history("acled-PAK1")[1]["fields"]}
    best = fields["fatalities_best"]
    assert (best.before, best.after) == (2, 3)
    pair = [(row["_change_type"], row["fatalities_best"]) for row in store.changes(2, 2)]
    assert pair == [("update_preimage", 2), ("update_postimage", 3)]
    assert [each["what"] for each in store.history("acled-PAK2")] == ["added"]
    mixed = run(
        store,
        write("acled", {"event_id_cnty": "PAK3"}, {"fatalities": "4"}, {"event_id_cnty": "PAK2"}),
    ).account
    assert (mixed.new, mixed.changed, mixed.unchanged, mixed.adds_up) == (1, 1, 1, True)
    new = run(store, write("acled", {"event_id_cnty": "PAK4"}, {"event_id_cnty": "PAK2"})).account
    assert (new.new, new.unchanged) == (1, 1)
    assert len(read_events(store.snapshot(), [f"acled-PAK{n}" for n in range(1, 5)])) == 4


def test_of_rows_with_one_id_the_last_counts_and_the_others_are_rejected(store, write):  # noqa: F811
    done = run(store, write("acled", {"location": "Mardan"}, {"location": "Swabi"}))
    assert (done.account.new, done.account.rejected, done.account.adds_up) == (1, 1, True)
    assert [(one["line"], one["value"]) for one in rejects(done)] == [("2", "acled-PAK1")]
    (event,) = read_events(store.snapshot(), ["acled-PAK1"])
    assert event.place.name == "Swabi"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"event_date": "yesterday"}, "event_date"),
        ({"event_date": ""}, "event_date"),
        ({"latitude": "91"}, "latitude"),
        ({"longitude": "east"}, "longitude"),
        ({"geo_precision": "4"}, "geo_precision"),
        ({"event_type": "Weather"}, "event_type"),
        ({"event_id_cnty": ""}, "event_id_cnty"),
        ({"fatalities": "-3"}, "fatalities"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_by_itself(store, write, change, column):  # noqa: F811
    done = run(store, write("acled", {"event_id_cnty": "PAK9"}, change))
    assert (done.account.new, done.account.rejected) == (1, 1)
    assert {one["column"] for one in rejects(done)} == {column}


def test_nothing_is_stored_where_less_is_there_than_declared(store, write):  # noqa: F811
    path = write("acled", {}, {"event_id_cnty": "P2", "event_date": "x"})
    with pytest.raises(ExpectationError, match="2 rows were read, at least 6000"):
        run(store, path, expected=Expectation(6000))
    with pytest.raises(ExpectationError, match=r"1 of 2 rows were rejected, at most 1\.00%"):
        run(store, path, expected=Expectation(1, 0.01))
    assert run(store, path, expected=Expectation(2, 0.5), dry_run=True).account.new == 1
    assert store.version() == 0
    assert not list((store.home / "staging").iterdir())


def test_a_province_is_no_point_and_a_point_elsewhere_is_said_with_its_distance(store, write):  # noqa: F811
    elsewhere = {"event_id_cnty": "P2", "admin1": "Sindh"}
    unknown = {"event_id_cnty": "P3", "admin1": "Qwertyland"}
    run(store, write("acled", {"geo_precision": "3"}, elsewhere, unknown))
    area, apart, nowhere = read_events(store.snapshot(), ["acled-PAK1", "acled-P2", "acled-P3"])
    assert (area.place.precision, area.place.lat, area.place.adm1_id) == ("province", None, "PK-KP")
    assert (apart.place.adm1_id, apart.place.lat) == ("PK-SD", 34.008)
    (issue,) = read_issues(store.snapshot(), "acled-P2")
    assert issue.rule == "point outside its province"
    assert " km away" in issue.message
    assert nowhere.place.adm1_id == "PK-KP"
    assert [one.value for one in read_issues(store.snapshot(), "acled-P3")] == ["Qwertyland"]


def test_doubts_of_a_row_that_is_mended_go_and_those_of_other_rows_stay(store, write):  # noqa: F811
    run(store, write("acled", {"admin1": "Sindh"}, {"event_id_cnty": "P2", "admin1": "Sindh"}))
    run(store, write("acled", {}))
    assert {issue.record for issue in read_issues(store.snapshot())} == {"acled-P2"}


def test_actors_are_the_codebooks_where_it_knows_them_else_their_own_name(store, write):  # noqa: F811
    taliban = {"actor1": "Military Forces of Afghanistan (2021-)", "actor2": "A Clan, of the hills",
               "assoc_actor_2": "Civilians (Pakistan); A Clan, of the hills"}  # fmt: skip
    done = run(store, write("acled", taliban))
    (event,) = read_events(store.snapshot(), ["acled-PAK1"])
    assert event.side_a == ("AFG:IEA",)
    assert event.side_b == ("A Clan, of the hills", "PAK:CIV")
    assert done.account.unknown_actors == ("A Clan, of the hills",)


def test_the_notes_words_carry_the_number_and_none_is_not_nought(store, write):  # noqa: F811
    run(store, write("acled", {}, {"event_id_cnty": "P2", "fatalities": "0"}))
    first, second = read_events(store.snapshot(), ["acled-PAK1", "acled-P2"])
    assert [(c.low, c.claimant, c.quote.text) for c in first.claims] == [
        (2, None, "Two fighters were killed.")
    ]
    assert (second.claims, second.fatalities_best) == ((), None)


def test_a_workbook_and_an_answer_in_json_come_to_the_same_as_csv(store, write, tmp_path):  # noqa: F811
    rows = [ACLED, ACLED | {"event_id_cnty": "PAK2", "notes": "Ünï {{ x }}"}]
    run(store, write("acled", {}, {"event_id_cnty": "PAK2", "notes": "Ünï {{ x }}"}))
    book = Workbook()
    book.active.append(list(ACLED))
    for row in rows:
        cells = [
            float(v) if k in ("latitude", "longitude", "fatalities") else v for k, v in row.items()
        ]
        book.active.append(cells)
    book.save(tmp_path / "a.xlsx")
    told = {"status": 200, "success": True, "data": [row | {"fatalities": 2} for row in rows]}
    (tmp_path / "a.json").write_text(json.dumps(told), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "file.csv", "file.csv")
    for name in ("a.xlsx", "a.json", "a.zip"):
        account = run(store, tmp_path / name).account
        assert (account.read, account.unchanged, account.adds_up) == (2, 2, True), name


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\x00\x01\x02", "no text"),
        ("a.json", b"{", "no JSON"),
        ("a.json", b'{"x": 1}', "no list of records"),
        ("a.xlsx", b"PK", "no .xlsx workbook"),
        ("a.parquet", b"x", "no Parquet"),
        ("a.csv", b"event_id_cnty,event_date\n1,2\n", "it needs the columns event_type"),
    ],
)
def test_a_file_that_is_no_table_of_the_format_is_named(store, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=said) as error:
        run(store, path, format="acled")
    assert name in str(error.value)
    assert store.version() == 0


def test_rejects_never_leave_the_data_folder_whatever_the_file_is_called(store):
    for name in ("../../x.csv", "a/b", "..", "é\n.csv", "x" * 500):
        path = importing.rejects_path(store.home, name)
        assert path.parent == store.home / "imports"
        assert len(path.name) < 90


def test_rows_that_the_source_deleted_are_withdrawn_and_kept(store, write, tmp_path):  # noqa: F811
    run(store, write("acled", {}, {"event_id_cnty": "PAK2"}))
    deleted = tmp_path / "deleted.csv"
    deleted.write_text("event_id_cnty,deleted_timestamp\nPAK1,1700000000\nXXX9,1700000000\n,1\n")
    done = run(store, deleted).account
    assert (done.read, done.withdrawn, done.changed, done.rejected) == (3, 1, 1, 1)
    assert done.adds_up
    gone, kept = read_events(store.snapshot(), ["acled-PAK1", "acled-PAK2"])
    assert (gone.status, kept.status) == ("withdrawn", "event")
    assert gone.notes == kept.notes
    ((record, (field,)),) = store.diff(1, 2).changed
    assert (record, field.field, field.after) == ("acled-PAK1", "status", "withdrawn")
    again = run(store, deleted).account
    assert (again.changed, again.unchanged, store.version()) == (0, 1, 2)
    questions = open_events(store)
    headline = questions.headline(Filter())
    assert (headline.shown, headline.not_on_map_by_status) == (1, {"withdrawn": 1})
    assert [row.event_id for row in questions.rows(Filter(), listed="withdrawn")] == ["acled-PAK1"]


def test_a_row_under_a_new_id_is_a_doubt_and_stays(store, write):  # noqa: F811
    once = run(store, write("acled", {}, {"event_id_cnty": "PAK2", "notes": "Another."})).account
    assert "twin row" not in once.issues
    again = run(store, write("acled", {"event_id_cnty": "PAK7"}, {"event_id_cnty": "PAK8"})).account
    assert (again.new, again.issues["twin row"]) == (2, 2)
    (doubt,) = [i for i in read_issues(store.snapshot(), "acled-PAK7") if i.rule == "twin row"]
    assert doubt.value in {"acled-PAK1", "acled-PAK8"}
    version = store.version()
    run(store, write("acled", {"event_id_cnty": "PAK7"}, {"event_id_cnty": "PAK8"}))
    assert store.version() == version


def test_a_whole_release_withdraws_what_it_lacks_of_its_countries_and_days(store, write):  # noqa: F811
    days = {"date_start": "2016-01-01", "date_end": "2016-01-01"}
    later = {"id": "3", "date_start": "2019-01-01", "date_end": "2019-01-01"}
    abroad = {"id": "4", "country": "Afghanistan", "iso3": "AFG"}
    run(store, write("ucdp", {"id": "1"}, {"id": "2"}, later, abroad, {"id": "5"} | days))
    newer = write("ucdp", {"id": "1"}, {"id": "5"} | days)
    kept = run(store, newer).account
    assert (kept.withdrawn, kept.unchanged) == (0, 2)
    dry = run(store, newer, whole=True, dry_run=True).account
    assert (dry.withdrawn, store.snapshot().version) == (1, 1)
    done = run(store, newer, whole=True)
    assert (done.account.withdrawn, done.account.changed, done.account.adds_up) == (1, 0, True)
    assert any("1 stored events marked as withdrawn" in line for line in done.account.lines())
    statuses = [
        each.status for each in read_events(store.snapshot(), ["ucdp-2", "ucdp-3", "ucdp-4"])
    ]
    assert statuses == ["withdrawn", "event", "event"]
    ((record, fields),) = store.diff(1, 2).changed
    assert (record, [each.field for each in fields]) == ("ucdp-2", ["status"])
    assert run(store, newer, whole=True).account.withdrawn == 0


def test_a_release_with_rejected_rows_withdraws_nothing(store, write):  # noqa: F811
    run(store, write("ucdp", {"id": "1"}, {"id": "2"}))
    done = run(store, write("ucdp", {"id": "1"}, {"id": "2", "best": "many"}), whole=True)
    assert (done.account.withdrawn, store.version()) == (0, 1)
    assert "rows were rejected" in "\n".join(done.account.lines())


def test_a_hand_coded_table_is_accounted_for_as_any_other(store, tmp_path):
    text = (SAMPLES / "border_clashes.csv").read_text(encoding="utf-8").splitlines()[:4]
    path = tmp_path / "own.csv"
    path.write_text("\n".join([*text[:3], text[3].replace("2025", "20x5")]), encoding="utf-8")
    dry = run(store, path, format="hand", dry_run=True)
    assert (dry.account.read, dry.account.new, dry.account.rejected, dry.commit) == (3, 2, 1, None)
    done = run(store, path, format="hand")
    assert (done.account.new, done.account.adds_up, store.version()) == (2, True, 1)
    assert {bad["line"] for bad in rejects(done)} == {"4"}
    assert run(store, path, format="hand").account.unchanged == 2
