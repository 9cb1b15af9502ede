from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import geopandas
import pyarrow as pa
import pytest
import shapely
from deltalake import write_deltalake

from events.codebook import load as load_codebook
from events.commits import Batch, Note
from events.decisions import Review, Verdict, free_id
from events.exports import decision_log, decisions_csv
from events.jsonl import event_to_json
from events.model import Event, Place, Report
from events.pipeline import (
    SAMPLES,
    decide,
    import_hand,
    load_shipped,
    open_proposals,
    prepare,
    rejoin,
)
from events.placing import Geography, join_events, parties
from events.queries import Filter, Questions
from events.queries.reading import read, read_events, read_report
from events.schema import DECISIONS, reports_to_table
from geodata.boundaries import AreaSet

WHEN = datetime(2025, 10, 20, 12, 0, tzinfo=UTC)
NOBODY_LOOKED = Review()
LATER = ("opened", "seconds", "score")
ANN = Note("Ann", "testing", "test.csv")
REPORT = Report("r1", "A night", "AFP", date(2025, 10, 12), "The fighting began at night.")


@pytest.fixture(scope="module")
def geography() -> Geography:
    return Geography.load()


@pytest.fixture
def loaded_once(monkeypatch, geography) -> None:
    """Let every step of the pipeline take the geography that is loaded already."""
    monkeypatch.setattr("events.pipeline.Geography.load", lambda home: geography)


@pytest.fixture
def proposals(make) -> tuple[Event, ...]:
    place = Place("Kunar", "province", "AFG", "Kunar")
    plain = {"place": place, "origin": "coder", "claims": (), "evidence": ()}
    return (
        make("r1-e1", **plain),
        make("r1-e2", **plain, event_type="Protests", sub_event_type="Peaceful protest"),
        make("r1-e3", **plain, date_start=date(2025, 10, 10)),
    )


def placed(geography: Geography, event: Event) -> tuple[Place, list[str]]:
    (found,), issues = prepare((event,), geography)
    assert found.place is not None
    return found.place, [issue.rule for issue in issues]


def test_a_named_town_gets_its_point_and_its_areas(geography, make):
    place, _ = placed(geography, make(place=Place("Gardez", "exact", "AFG", "Paktia")))
    assert (place.country, place.adm1_id, place.adm1) == ("AFG", "AF-PIA", "Paktia")
    assert (place.lat, place.lon) == pytest.approx((33.6, 69.22), abs=0.05)
    assert place.boundaries == geography.version


def test_a_province_gets_its_key_and_no_point(geography, make):
    place, _ = placed(geography, make(place=Place("Konar", "province", "AFG", "Kunar")))
    assert (place.adm1_id, place.lat, place.precision) == ("AF-KNR", None, "province")


def test_the_border_of_two_sides_is_theirs(geography, make):
    place, _ = placed(geography, make(place=Place("along the border", "border")))
    assert (place.border, place.lat) == ("AFG-PAK", None)


def test_an_unknown_village_keeps_its_name_and_gets_no_point(geography, make):
    event = make(place=Place("Qwertyabad", "exact", "AFG", "Kunar"))
    place, rules = placed(geography, event)
    assert (place.name, place.lat, place.adm1_id) == ("Qwertyabad", None, "AF-KNR")
    assert rules


def test_a_given_point_is_kept_and_joined(geography, make):
    place, _ = placed(geography, make(place=Place("a post", "exact", lat=34.873, lon=71.147)))
    assert (place.adm1_id, place.country, place.method) == ("AF-KNR", "AFG", "given")
    assert (place.lat, place.lon) == (34.873, 71.147)


def test_a_point_outside_its_stated_province_is_said_and_not_moved(geography, make):
    told = Place("a post", "exact", "AFG", "Helmand", adm1_id="AF-HEL", lat=34.873, lon=71.147)
    place, rules = placed(geography, make(place=told))
    assert (place.adm1_id, place.lat) == ("AF-HEL", 34.873)
    assert "point outside its province" in rules


def test_an_event_without_a_place_stays_one(geography, make):
    ((event,), _) = prepare((make(place=None),), geography)
    assert event.place is None


def test_every_event_comes_out_in_its_order(geography, make):
    events = tuple(make(f"e{n}", place=None) for n in range(5))
    found, _ = prepare(events, geography)
    assert [event.id for event in found] == [event.id for event in events]


def test_parties_are_the_countries_of_the_actors(make):
    codebook = load_codebook()
    event = make(side_a=("AFG:IEA", "TTP"), side_b=("PAK:MIL", "PAK:CIV", "nobody"))
    assert set(parties(event, codebook)) == {"AFG", "PAK"}


@pytest.mark.usefixtures("loaded_once")
def test_the_shipped_data_is_loaded_once(store):
    first = load_shipped(store)
    again = load_shipped(store)
    assert first.commit.added == len(first.events) > 30
    assert (again.commit.version, again.commit.added) == (first.commit.version, 0)
    questions = Questions(store.snapshot())
    assert questions.headline(Filter(statuses=())).shown == len(first.events)
    assert questions.areas(Filter(), 1)
    report = read(store.snapshot(), "reports", columns=["report_id"])["report_id"][0].as_py()
    assert questions.report(report).retold


@pytest.fixture
def hand_file(tmp_path) -> Path:
    """The shipped table, with one row of a province that does not exist and one with no type."""
    with (SAMPLES / "border_clashes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:4]
    rows[1] |= {"adm1": "Nowhere", "place_precision": "province", "place_name": "Nowhere"}
    rows[2] |= {"date_start": "2025-02-30"}
    path = tmp_path / "mine.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.usefixtures("loaded_once")
def test_a_hand_coded_file_comes_in_with_its_bad_rows_told(store, hand_file):
    dry = import_hand(hand_file, store, ANN, dry_run=True)
    assert (dry.commit, store.version()) == (None, 0)
    done = import_hand(hand_file, store, ANN)
    assert done.commit.added == len(done.events) >= 2
    assert "2025-02-30" in done.account
    assert any("Nowhere" in issue.message for issue in done.issues)
    assert Questions(store.snapshot()).headline(Filter()).issues_open > 0
    again = import_hand(hand_file, store, ANN)
    assert again.commit.version == done.commit.version
    assert store.log()[0].file == "test.csv"


def test_only_accepted_events_enter_the_store(store, geography, proposals):
    verdicts = {
        "r1-e1": Verdict("accepted"),
        "r1-e2": Verdict("rejected"),
        "r1-e3": Verdict("corrected", replace(proposals[2], id="other", notes="mended")),
    }
    done = decide(store, REPORT, proposals, verdicts, who="Ann", when=WHEN, geography=geography)
    assert done.commit.added == 2
    kept, mended = read_events(store.snapshot(), ["r1-e1", "r1-e3"])
    assert (kept.dataset, kept.place.adm1_id) == ("reports", "AF-KNR")
    assert mended.notes == "mended"
    assert read_report(store.snapshot(), "r1") == REPORT
    rows = {row["event_id"]: row for row in read(store.snapshot(), "decisions").to_pylist()}
    assert {key: row["verdict"] for key, row in rows.items()} == {
        "r1-e1": "accepted",
        "r1-e2": "rejected",
        "r1-e3": "corrected",
    }
    assert json.loads(rows["r1-e3"]["proposal"]).get("notes") is None
    assert json.loads(rows["r1-e3"]["outcome"])["notes"] == "mended"
    assert rows["r1-e2"]["outcome"] is None
    assert (rows["r1-e1"]["who"], rows["r1-e1"]["decided"]) == ("Ann", "2025-10-20T12:00:00+00:00")
    assert store.log()[0].who == "Ann"


def test_coding_again_asks_only_for_what_is_undecided(store, geography, proposals):
    assert open_proposals(store, "r1", proposals) == proposals
    verdicts = {"r1-e1": Verdict("corrected", replace(proposals[0], notes="by Ann"))}
    decide(store, REPORT, proposals, verdicts, who="Ann", when=WHEN, geography=geography)
    shifted = (
        replace(proposals[1], id="r1-e1"),
        replace(proposals[0], id="r1-e2"),
        proposals[2],
    )
    again = open_proposals(store, "r1", shifted)
    assert [event.id for event in again] == ["r1-e1.2", "r1-e3"]
    everything = {event.id: Verdict("accepted") for event in again}
    decide(store, REPORT, again, everything, who="Bo", when=WHEN, geography=geography)
    (first,) = read_events(store.snapshot(), ["r1-e1"])
    assert first.notes == "by Ann"
    assert open_proposals(store, "r1", shifted) == ()


def test_an_accepted_event_can_be_taken_back(store, geography, proposals):
    for ruling in ("accepted", "rejected"):
        decide(
            store,
            REPORT,
            proposals,
            {"r1-e1": Verdict(ruling)},
            who="Ann",
            when=WHEN,
            geography=geography,
        )
    assert read_events(store.snapshot(), ["r1-e1"]) == ()
    assert [row["what"] for row in store.history("r1-e1")] == ["added", "removed"]


def test_a_verdict_on_nothing_changes_nothing(store, geography, proposals):
    for verdicts in ({"r9": Verdict("accepted")}, {"r1-e1": Verdict("corrected")}):
        with pytest.raises(ValueError, match=r"^r"):
            decide(store, REPORT, proposals, verdicts, who="A", when=WHEN, geography=geography)
    assert store.version() == 0


def test_a_free_id_is_the_first_that_nobody_has():
    assert free_id("e1", ["e2"]) == "e1"
    assert free_id("e1", ["e1", "e1.2"]) == "e1.3"


@pytest.fixture
def halves(geography) -> Iterator[Geography]:
    """Boundaries in which the two halves of a country are its provinces."""
    boxes = [shapely.box(60, 29, 68, 39), shapely.box(68, 29, 75, 39)]
    frame = geopandas.GeoDataFrame(
        {"id": ["W", "E"], "name": ["West", "East"], "country": "AFG", "country_name": "A"},
        geometry=boxes,
        crs="EPSG:4326",
    )
    none = AreaSet(2, "none", geography.adm2.frame.iloc[:0])
    return replace(geography, adm1=AreaSet(1, "halves", frame), adm2=none, version="halves")


def test_events_are_joined_to_other_boundaries(halves, make):
    place = Place("a post", "exact", lat=34.873, lon=71.147)
    (event,), issues = join_events([make(place=place)], halves)
    assert (event.place.adm1_id, event.place.adm1) == ("E", "East")
    assert event.place.boundaries == "halves"
    assert issues == ()


def test_joining_again_takes_the_district_that_is_drawn_exactly(halves, make):
    frame = halves.adm1.frame.assign(adm1_id="E", approximate=[False, True])
    drawn = replace(halves, adm2=AreaSet(2, "drawn", frame.assign(id=["w", "e"])))
    east = Place("a post", "exact", lat=34.8, lon=71.1, adm2="Old", adm2_id="old")
    west = replace(east, lon=62.0)
    events = [make("e1", place=east), make("e2", place=west)]
    for again, expected in ((False, ["old", "old"]), (True, ["old", "w"])):
        found, _ = join_events(events, drawn, again=again)
        assert [event.place.adm2_id for event in found] == expected


@pytest.mark.usefixtures("loaded_once")
def test_joining_again_with_the_same_boundaries_changes_nothing(store):
    version = load_shipped(store).commit.version
    done = rejoin(store, ANN)
    assert done.commit.version == version
    assert len(done.events) == store.log()[0].added


@pytest.mark.usefixtures("loaded_once")
def test_changed_boundaries_are_a_version_of_their_own(store, geography, monkeypatch):
    load_shipped(store)
    next_year = replace(geography, version="next-year")
    monkeypatch.setattr("events.pipeline.Geography.load", lambda home: next_year)
    done = rejoin(store, ANN)
    assert done.commit.changed > 30
    (event,) = read_events(store.snapshot(), [done.events[0].id])
    assert event.place.boundaries == "next-year"
    assert store.history(event.id)[-1]["what"] == "changed: boundaries"


def test_a_decision_taken_back_opens_the_proposal_again_and_is_kept(store, geography, proposals):
    def deciding(ruling: str, second: int, review: Review = NOBODY_LOOKED) -> None:
        when = WHEN + timedelta(seconds=second)
        verdict = {"r1-e1": Verdict(ruling, review=review)}
        decide(store, REPORT, proposals, verdict, who="Ann", when=when, geography=geography)

    seen = Review(WHEN - timedelta(seconds=41), 41, 0.62)
    deciding("accepted", 0, seen)
    assert "r1-e1" not in [event.id for event in open_proposals(store, "r1", proposals)]
    deciding("withdrawn", 5)
    assert open_proposals(store, "r1", proposals) == proposals
    assert read_events(store.snapshot(), ["r1-e1"]) == ()
    assert store.log()[0].why.startswith("took back")
    deciding("rejected", 9)
    log = decision_log(store.snapshot())
    assert [row["verdict"] for row in log] == ["rejected", "withdrawn", "accepted"]
    assert (log[2]["opened"], log[2]["seconds"], log[2]["score"]) == (
        "2025-10-20T11:59:19+00:00",
        41,
        0.62,
    )
    assert (log[0]["opened"], log[0]["seconds"]) == (None, None)
    assert [event.id for event in open_proposals(store, "r1", proposals)] == ["r1-e2", "r1-e3"]
    moved = (replace(proposals[1], id="r1-e1"),)
    assert [event.id for event in open_proposals(store, "r1", moved)] == ["r1-e1.2"]


def test_a_log_kept_before_review_times_is_read_and_goes_on(store, geography, proposals):
    old = pa.schema([field for field in DECISIONS if field.name not in LATER])
    row = dict.fromkeys(old.names, "x") | {
        "decision_id": "r1-e1",
        "event_id": "r1-e1",
        "report_id": "r1",
        "verdict": "accepted",
        "decided": "2025-10-19T10:00:00+00:00",
        "proposal": json.dumps(event_to_json(proposals[0])),
    }
    table = store.tables / "decisions"
    write_deltalake(str(table), pa.Table.from_pylist([row], schema=old))
    store.commit(Batch(reports=reports_to_table([REPORT])), ANN)
    pins = {"pins": json.dumps({"decisions": 0})}
    log = store.tables / "events" / "_delta_log"
    file = max(log.glob("*.json"))
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    for line in lines:
        if "commitInfo" in line:
            line["commitInfo"] |= pins
    file.write_text("\n".join(map(json.dumps, lines)))
    (before,) = decision_log(store.snapshot())
    assert (before["verdict"], before["seconds"], before["score"]) == ("accepted", None, None)
    assert [event.id for event in open_proposals(store, "r1", proposals)] == ["r1-e2", "r1-e3"]
    verdict = {"r1-e2": Verdict("rejected", review=Review(WHEN, 7, 0.5))}
    decide(store, REPORT, proposals, verdict, who="Ann", when=WHEN, geography=geography)
    assert [row["seconds"] for row in decision_log(store.snapshot())] == [7, None]


def test_the_decision_log_is_a_table_that_no_spreadsheet_runs(store, geography, proposals):
    verdict = {"r1-e1": Verdict("accepted", review=Review(WHEN, 12, 0.91))}
    decide(store, REPORT, proposals, verdict, who="=Ann", when=WHEN, geography=geography)
    text = decisions_csv(store.snapshot()).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["who"] == "'=Ann"
    assert (row["seconds"], row["score"], row["verdict"]) == ("12", "0.91", "accepted")
