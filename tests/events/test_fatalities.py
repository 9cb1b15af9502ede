from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from events.fatalities import event_totals, tolls, totals
from events.model import Claim, Event, Source, Telling


@st.composite
def claims(draw):
    low = draw(st.integers(0, 300))
    return Claim(
        kind=draw(st.sampled_from(["killed", "killed", "injured", "captured"])),
        low=low,
        high=draw(st.none() | st.integers(low, 400)),
        what="people",
        side=draw(st.sampled_from([None, "AFG:IEA", "PAK:MIL"])),
        claimant=draw(st.sampled_from([None, "AFG:IEA", "PAK:MIL", "UN"])),
        stance=draw(st.sampled_from(["asserted", "asserted", "denied", "unconfirmed"])),
        subset=draw(st.booleans()),
    )


def killed(low, high=-1, *, by=None, side=None, **more):
    return Claim("killed", low, low if high == -1 else high, "people", side, by, **more)


@given(st.lists(claims(), max_size=6))
def test_low_best_and_high_stand_in_order(stated):
    low, best, high = totals(stated)
    assert (low is None) == (high is None)
    if low is not None:
        assert 0 <= low <= high
    if best is not None:
        assert low == best == high


@given(st.lists(claims(), max_size=6))
def test_rival_claims_are_never_added(stated):
    """The high is one claimant's own total, whatever the others say."""
    for claimant in {claim.claimant for claim in stated}:
        alone = [claim for claim in stated if claim.claimant == claimant]
        low, _, high = totals(alone)
        if low is not None:
            assert totals(stated)[0] <= low
            assert high <= totals(stated)[2]
    _, _, high = totals(stated)
    own = [totals([c for c in stated if c.claimant == t.claimant])[2] for t in tolls(stated)]
    assert high == max(own, default=None)


@given(st.lists(claims(), max_size=6))
def test_what_is_not_asserted_or_is_counted_within_changes_nothing(stated):
    counting = [
        claim
        for claim in stated
        if claim.kind == "killed" and claim.stance == "asserted" and not claim.subset
    ]
    assert totals(stated) == totals(counting)


def test_the_border_night_has_two_tolls():
    stated = [
        killed(58, by="AFG:IEA", side="PAK:MIL"),
        killed(9, by="AFG:IEA", side="AFG:IEA"),
        killed(23, by="PAK:MIL", side="PAK:MIL"),
        killed(201, None, by="PAK:MIL", side="AFG:IEA"),
    ]
    assert [(toll.claimant, toll.low, toll.high) for toll in tolls(stated)] == [
        ("AFG:IEA", 67, 67),
        ("PAK:MIL", 224, None),
    ]
    assert totals(stated) == (67, None, 224)


def test_ranges_subsets_and_silence():
    assert totals([]) == (None, None, None)
    assert totals([killed(0)]) == (0, 0, 0)
    assert totals([killed(15, 20)]) == (15, None, 20)
    assert totals([killed(0, 30)]) == (0, None, 30)
    assert totals([killed(20, None)]) == (20, None, 20)
    assert totals([killed(8), killed(2, subset=True)]) == (8, 8, 8)
    assert totals([killed(8, by="TTP"), killed(8)]) == (8, 8, 8)
    assert totals([killed(8, by="TTP"), killed(9)]) == (8, None, 9)
    assert totals([killed(58, stance="unconfirmed"), killed(1, stance="denied")]) == (None,) * 3


def test_what_two_reports_tell_is_never_added_up():
    first = Event("a", "event", claims=(killed(5, side="PAK:MIL"),))
    later = Telling("b", Source(), (killed(7, side="PAK:MIL"),))
    copy = Telling("c", Source(), first.claims)
    assert event_totals(first) == totals(first.claims) == (5, 5, 5)
    assert event_totals(Event("a", "event", claims=first.claims, also=(copy,))) == (5, 5, 5)
    assert event_totals(Event("a", "event", claims=first.claims, also=(copy, later))) == (
        5,
        None,
        7,
    )
    assert event_totals(Event("a", "event", also=(Telling("d", Source()),))) == (None, None, None)
