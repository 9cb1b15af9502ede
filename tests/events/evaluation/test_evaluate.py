from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.evaluate import evaluate, of_part, render, run
from events.evaluation.figures import f1, rate
from events.evaluation.pairing import pair
from events.evaluation.rule import mismatches, same_by_sound, same_places
from events.evaluation.slots import alike
from events.jsonl import Coding, read_jsonl, write_jsonl
from events.model import Claim, Event, Place, PlaceName, Quote, Report

GOLD = Path(__file__).parents[2] / "gold"
DAY = date(2025, 10, 11)
TEXT = (
    "Soldiers clashed in Kunar. A shell fell in Khost. Kabul warned Islamabad. "
    "Ten men died in March. The ministry said five were killed."
)
SENTENCES = [f"{part.strip(' .')}." for part in TEXT.split(". ")]
KUNAR = Place("Kunar", "province", "AFG", "Kunar")


def event(event_id="e1", sentence=0, **changes):
    told = Event(
        id=event_id,
        status="event",
        event_type="Battles",
        sub_event_type="Armed clash",
        date_start=DAY,
        date_end=DAY,
        date_precision="day",
        side_a=("AFG:IEA",),
        side_b=("PAK:MIL",),
        place=KUNAR,
        places=(PlaceName("Kunar", resolved=True),),
        evidence=(Quote(SENTENCES[sentence]),),
    )
    return replace(told, **changes)


def statement(event_id="s1", sentence=2, status="statement"):
    return Event(event_id, status, evidence=(Quote(SENTENCES[sentence]),))


def score(gold, predicted, text=TEXT):
    report = Report("r", "Title", None, DAY, text)
    return evaluate([Coding(report, tuple(gold))], [Coding(report, tuple(predicted))])


def test_gold_against_itself_is_whole():
    codings, issues = read_jsonl(GOLD)
    assert issues == ()
    whole = evaluate(codings, codings)
    assert whole.reports == 24
    assert (whole.events.right, whole.events.f1, whole.events.interval) == (146, 1.0, (1.0, 1.0))
    assert {rate.f1 for rate in (*whole.claims.values(), *whole.statuses.values())} == {1.0}
    assert all(right == of == 146 for right, of in whole.slots.values())
    assert whole.misses == whole.non_events == whole.quotes_not_found == ()
    assert whole.claim_differences == ()


@pytest.mark.parametrize(
    "name", ["gold_second", "gold_third", "gold_fourth", "gold_fifth", "gold_sixth"]
)
def test_the_other_sets_are_read_whole(name):
    folder = GOLD.parent / name
    codings, issues = read_jsonl(folder)
    assert issues == ()
    assert len(codings) == len(list(folder.glob("*.json")))
    assert evaluate(codings, codings).quotes_not_found == ()


def test_nothing_against_gold_is_nothing():
    codings, _ = read_jsonl(GOLD)
    none = evaluate(codings, [])
    assert (none.events.right, none.events.predicted, none.events.f1) == (0, 0, 0.0)
    assert len(none.misses) == 146
    assert {miss.cause for miss in none.misses} == {"nothing coded"}
    assert len(none.unpaired_reports) == 24


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({}, ()),
        ({"sub_event_type": "Government regains territory"}, ()),
        ({"side_a": ("PAK:MIL",), "side_b": ()}, ()),
        ({"date_end": DAY + timedelta(1)}, ()),
        ({"date_end": DAY + timedelta(2)}, ("dates",)),
        ({"date_start": None}, ("dates",)),
        ({"event_type": "Riots"}, ("type",)),
        ({"side_a": ("TTP",), "side_b": ("PAK:POL",)}, ("actors",)),
        ({"side_a": (), "side_b": ()}, ("actors",)),
        ({"place": None}, ("area",)),
        ({"place": replace(KUNAR, adm1="Konar")}, ()),
        ({"place": replace(KUNAR, adm1="Khost", name="Khost")}, ("area",)),
        ({"place": replace(KUNAR, country="PAK")}, ("area",)),
        ({"place": Place("along the border", "border")}, ("area",)),
        ({"event_type": None, "side_a": ("X",), "side_b": ()}, ("type", "actors")),
    ],
)
def test_the_rule_names_what_fails(changes, failed):
    assert mismatches(event(), event(**changes), same_by_sound) == failed


def test_the_rule_between_areas():
    def same(one, other):
        assert same_places(one, other, same_by_sound) == same_places(other, one, same_by_sound)
        return same_places(one, other, same_by_sound)

    town = Place("Asadabad", "exact", "AFG", "Kunar", "Asadabad")
    assert same(None, None)
    assert same(town, replace(town, adm2="Asadabad district"))
    assert not same(town, replace(town, name="Naray", adm2="Naray"))
    assert not same(town, KUNAR)
    assert same(town, replace(town, adm2=None))
    assert same(town, replace(town, adm2="Marawara"))  # one name in one province
    assert not same(town, replace(town, adm1="Khost"))
    assert same(KUNAR, replace(KUNAR, name="the whole of it"))
    line = Place("Durand Line", "border")
    assert same(line, Place("four points", "border", border="AFG-PAK"))
    assert not same(replace(line, border="AFG-IRN"), replace(line, border="AFG-PAK"))
    assert not same(line, Place("Afghanistan", "country", "AFG"))
    country = Place("Afghanistan", "country", "AFG")
    assert same(country, replace(country, name="its soil"))
    assert not same(country, replace(country, country="PAK"))
    assert same(Place("Moyale", "exact", "ETH"), Place("Moyale", "exact", "ETH", "Oromia"))
    assert not same(Place("Moyale", "exact", "ETH"), Place("Ethiopia", "country", "ETH"))


def test_hand_made_confusions_score_as_counted():
    gold = [event("g1"), event("g2", 1, place=replace(KUNAR, adm1="Khost", name="Khost")),
            event("g3", 4, event_type="Riots"), statement("g4"),
            statement("g5", 3, "background")]  # fmt: skip
    predicted = [
        event("p1", sub_event_type=None),
        event("p2", 1, place=replace(KUNAR, adm1="Paktia", name="Paktia")),
        event("p3", 3, place=Place("Herat", "province", "AFG", "Herat"), side_a=("TTP",),
              side_b=(), event_type="Protests"),
        statement("p4"),
    ]  # fmt: skip
    found = score(gold, predicted)
    assert (found.events.right, found.events.gold, found.events.predicted) == (1, 3, 3)
    assert found.events.f1 == pytest.approx(1 / 3)
    assert found.slots["sub-type"] == (0, 1)
    assert found.slots["both sides"] == (1, 1)
    assert (found.statuses["statement"].right, found.statuses["background"].right) == (1, 0)
    assert [(g.id, p.id) for g, p in found.non_events] == [("g5", "p3")]
    assert found.non_events_judged == 2
    assert [(m.kind, m.event.id, m.cause) for m in found.misses] == [
        ("missed", "g2", "wrong area"),
        ("missed", "g3", "nothing coded"),
        ("made up", "p2", "wrong area"),
        ("made up", "p3", "made of background"),
    ]


def test_an_event_told_twice_and_one_told_as_a_statement():
    khost = replace(KUNAR, adm1="Khost", name="Khost")
    gold = [event("g1"), event("g2", 1, event_type="Riots", place=khost)]
    found = score(gold, [event("p1"), event("p2"), statement("p3", 1)])
    assert [(m.event.id, m.cause) for m in found.misses] == [
        ("g2", "coded as statement"),
        ("p2", "twice"),
    ]


def test_claims_are_compared_in_four_ways():
    five = Claim("killed", 5, 5, "five", "PAK:MIL", "AFG:IEA")
    gold = [event(claims=(five, replace(five, low=9, high=None), replace(five, kind="injured")))]
    theirs = (
        replace(five, side=None),
        replace(five, low=9, high=None, claimant=None),
        replace(five, kind="injured", stance="denied"),
        five,
    )
    predicted = [event(claims=theirs)]
    found = score(gold, predicted)
    rights = {way: (rate.right, rate.gold, rate.predicted) for way, rate in found.claims.items()}
    assert rights == {
        "kind and number": (3, 3, 4),
        "and claimant": (2, 3, 4),
        "and stance": (1, 3, 4),
        "and side, subset": (1, 3, 4),
    }
    ((_, missing, extra),) = found.claim_differences
    assert (len(missing), len(extra)) == (2, 3)


def test_claims_of_events_without_a_match_count_against():
    claim = Claim("killed", 5, 5, "five")
    found = score([event(claims=(claim,))], [event(event_type="Riots", claims=(claim,))])
    assert (found.claims["kind and number"].right, found.claims["kind and number"].f1) == (0, 0.0)


def test_sides_are_unordered_but_not_mixed():
    swapped = score([event()], [event(side_a=("PAK:MIL",), side_b=("AFG:IEA",))])
    mixed = score([event()], [event(side_a=("PAK:MIL", "AFG:IEA"), side_b=())])
    assert swapped.slots["both sides"] == (1, 1)
    assert mixed.slots["both sides"] == (0, 1)


def test_a_statement_in_a_sentence_of_an_event_is_not_judged():
    found = score([event("g1"), statement("s1", 0)], [event("p1", event_type="Riots")])
    assert (found.non_events, found.non_events_judged, found.non_events_shared) == ((), 0, 1)


def test_quotes_must_stand_in_the_text_letter_for_letter():
    start = TEXT.index("A shell")
    good, shifted = Quote("A shell", start, start + 7), Quote("A shell", start + 1, start + 8)
    changed = Claim("killed", 5, 5, "five", quote=Quote("five were  killed"))
    found = score([event()], [event(evidence=(good, shifted), claims=(changed,))])
    assert [quote for _, quote in found.quotes_not_found] == [shifted, changed.quote]
    assert "quotes not in the text       2" in render(found)


def test_the_best_assignment_is_not_the_first_one():
    one_day, next_day = event("g1"), event("g2", date_start=DAY + timedelta(1),
                                           date_end=DAY + timedelta(1))  # fmt: skip
    early = event("p1", date_start=DAY - timedelta(1), date_end=DAY - timedelta(1))
    assert pair([one_day, next_day], [one_day, early], same_by_sound) == ((0, 1), (1, 0))
    assert pair([one_day, next_day], [next_day, one_day], same_by_sound) == ((0, 1), (1, 0))
    assert alike(one_day, one_day, same_by_sound) == 1.0


events = st.builds(
    event,
    event_id=st.text(min_size=1, max_size=3),
    event_type=st.sampled_from(["Battles", "Riots"]),
    date_start=st.sampled_from([DAY, DAY + timedelta(1), DAY + timedelta(5)]),
    date_end=st.just(DAY + timedelta(5)),
    side_a=st.sampled_from([(), ("AFG:IEA",), ("TTP",)]),
    place=st.sampled_from([KUNAR, replace(KUNAR, adm1="Khost", name="Khost"), None]),
)


@given(st.lists(events, max_size=5), st.lists(events, max_size=5))
def test_pairs_are_one_to_one_matches_and_as_many_as_can_be(gold, predicted):
    pairs = pair(gold, predicted, same_by_sound)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert not any(mismatches(gold[r], predicted[c], same_by_sound) for r, c in pairs)
    left = set(range(len(gold))) - {r for r, _ in pairs}
    free = set(range(len(predicted))) - {c for _, c in pairs}
    assert all(mismatches(gold[r], predicted[c], same_by_sound) for r in left for c in free)
    assert len(pair(predicted, gold, same_by_sound)) == len(pairs)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), max_size=9))
def test_the_interval_is_in_bounds_and_the_same_each_time(counts):
    counts = [(min(numbers), *numbers[1:]) for numbers in counts]
    found = rate(counts)
    assert found == rate(counts)
    assert found.f1 == pytest.approx(f1(*(sum(c) for c in zip(*counts, strict=True)))
                                     if counts else 1.0)  # fmt: skip
    if found.interval:
        assert 0.0 <= found.interval[0] <= found.interval[1] <= 1.0


def test_the_command_prints_the_score_of_a_file_and_of_a_coder(tmp_path):
    report = Report("r", "Title", None, DAY, TEXT)
    gold, predicted = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"
    with gold.open("w", encoding="utf-8") as out:
        write_jsonl([Coding(report, (event("g1"), event("g2", 1, event_type="Riots")))], out)
    with predicted.open("w", encoding="utf-8") as out:
        write_jsonl([Coding(report, (event("p1"),))], out)
    said, wrong = io.StringIO(), io.StringIO()
    assert run(gold, predicted, same_area=same_by_sound, out=said, err=wrong) == 0
    assert "events                           1.000   0.500   0.667" in said.getvalue()
    assert "[nothing coded] g2 Armed clash | 2025-10-11..2025-10-11" in said.getvalue()
    assert wrong.getvalue() == ""
    again = io.StringIO()
    coder = lambda _: ((event("p1"),), ())  # noqa: E731
    assert run(gold, None, coder=coder, same_area=same_by_sound, out=again, err=wrong) == 0
    assert again.getvalue() == said.getvalue()


def test_the_command_says_what_is_missing(tmp_path):
    said, wrong = io.StringIO(), io.StringIO()
    assert run(tmp_path / "none", tmp_path, same_area=same_by_sound, out=said, err=wrong) == 2
    assert "cannot be read" in wrong.getvalue()
    assert "no coding with a report" in wrong.getvalue()
    with pytest.raises(TypeError):
        run(tmp_path, None, out=said, err=wrong)
    with pytest.raises(ValueError, match="no report"):
        evaluate([], [])


def test_every_third_report_is_set_aside_and_its_misses_are_not_told():
    codings, _ = read_jsonl(GOLD)
    aside, worked = of_part(codings, "aside"), of_part(codings, "worked")
    assert [c.report.id for c in aside] == [f"dev-{n:02d}" for n in range(3, 25, 3)]
    assert len(worked) == 16
    assert {c.report.id for c in (*aside, *worked)} == {c.report.id for c in codings}
    out = io.StringIO()
    run(GOLD, None, coder=lambda _: ((), ()), part="aside", out=out)
    assert "8 reports" in out.getvalue()
    assert "missed:" not in out.getvalue()
    with pytest.raises(ValueError, match="aside"):
        of_part(codings, "some")


@pytest.mark.parametrize("misses", [True, False])
def test_the_misses_are_left_out_when_asked(misses):
    out = io.StringIO()
    run(GOLD, None, coder=lambda _: ((), ()), misses=misses, out=out)
    assert ("missed:" in out.getvalue()) == misses
