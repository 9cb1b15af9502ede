"""Names find their places: by any spelling, ranked, with the reason; words find none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import gazetteer as module
from geodata import placewords
from geodata.building.gazetteer_curated import Curated, read_curated
from geodata.folding import plain
from geodata.gazetteer import Gazetteer
from geodata.ranking import distance_km

GAZETTEER = module.load()
CURATED = read_curated()


def first(name: str, **context: object) -> module.Candidate:
    found = GAZETTEER.search(name, **context)  # type: ignore[arg-type]
    assert found, f"nothing found for {name!r}"
    return found[0]


@pytest.mark.parametrize(
    ("name", "kind", "adm1", "country"),
    [
        ("Kunar", "province", "Kunar", "AFG"),
        ("Konar", "province", "Kunar", "AFG"),
        ("Kunarha province", "province", "Kunar", "AFG"),
        ("Khost", "province", "Khost", "AFG"),
        ("Khost city", "populated", "Khost", "AFG"),
        ("Kabul", "populated", "Kabul", "AFG"),
        ("Kandahar province", "province", "Kandahar", "AFG"),
        ("KPK", "province", "Khyber Pakhtunkhwa", "PAK"),
        ("Khyber-Pakhtunkhwa", "province", "Khyber Pakhtunkhwa", "PAK"),
        ("Hilmand", "province", "Helmand", "AFG"),
        ("Nangrahar", "province", "Nangarhar", "AFG"),
        ("Islamabad", "populated", "Islamabad", "PAK"),
        ("Angur Ada", "crossing", "Khyber Pakhtunkhwa", "PAK"),
        ("Torkham border crossing", "crossing", "Khyber Pakhtunkhwa", "PAK"),
        ("Friendship Gate", "crossing", "Kandahar", "AFG"),
        ("Spin Boldak", "district", "Kandahar", "AFG"),
        ("Kurram sector", "district", "Khyber Pakhtunkhwa", "PAK"),
        ("central Kurram", "district", "Khyber Pakhtunkhwa", "PAK"),
        ("Aryoub Zazi district", "district", "Paktia", "AFG"),
        ("Barmol", "district", "Paktika", "AFG"),
        ("eastern Nangarhar", "province", "Nangarhar", "AFG"),
        ("Waziristan", "region", "Khyber Pakhtunkhwa", "PAK"),
        ("ننگرهار", "province", "Nangarhar", "AFG"),
        ("کابل", "populated", "Kabul", "AFG"),
        ("چمن", "populated", "Balochistan", "PAK"),
    ],
)
def test_names_find_their_place(name: str, kind: str, adm1: str, country: str) -> None:
    best = first(name)
    assert (best.kind, best.adm1, best.country) == (kind, adm1, country), best.reason


# The places that the curated list must hold, and the district or province each lies in.
LISTED = [
    ("Torkham", "PAK", "Khyber"),
    ("Angoor Adda", "PAK", "South Waziristan"),
    ("Ghulam Khan", "PAK", "North Waziristan"),
    ("Kharlachi", "PAK", "Kurram"),
    ("Chaman gate", "PAK", "Chaman"),
    ("Friendship Gate", "AFG", "Spin Boldak"),
    ("Bahramcha", "AFG", "Dishu"),
    ("Dand-e Patan", "AFG", "Dand Wa Patan"),
    ("Shorabak", "AFG", "Shorabak"),
    ("Barmal", "AFG", "Barmal"),
    ("Lalpur", "AFG", "Lalpur"),
    ("Nazyan", "AFG", "Nazyan"),
    ("Durbaba", "AFG", "Dur Baba"),
    ("Marawara", "AFG", "Marawara"),
    ("Ghaziabad", "AFG", "Ghazi Abad"),
    ("Kamdesh", "AFG", "Kamdesh"),
    ("Maruf", "AFG", "Maruf"),
    ("Tani", "AFG", "Tani"),
    ("Jaji Maydan", "AFG", "Jaji Maydan"),
    ("Aryob Zazi", "AFG", "Jaji"),
    ("Jaji", "AFG", "Jaji"),
    ("Zazai", "AFG", "Jaji"),
]


@pytest.mark.parametrize(("name", "country", "district"), LISTED)
def test_the_listed_places_resolve(name: str, country: str, district: str) -> None:
    best = first(name, country=country)
    assert best.adm2 is not None
    assert GAZETTEER.same_area(best.adm2, district, 2, country), best


@pytest.mark.parametrize(
    ("name", "adm1", "lat", "lon"),
    [
        ("Asadabad", "Kunar", 34.873, 71.147),
        ("Gardez", "Paktia", 33.60, 69.22),
        ("Khost", "Khost", 33.34, 69.92),
        ("Lashkar Gah", "Helmand", 31.58, 64.36),
        ("Jalalabad", "Nangarhar", 34.43, 70.45),
        ("Sharana", "Paktika", 33.17, 68.73),
        ("Spin Boldak", "Kandahar", 31.01, 66.40),
        ("Parachinar", "Khyber Pakhtunkhwa", 33.90, 70.10),
        ("Khar", "Khyber Pakhtunkhwa", 34.73, 71.52),
        ("Miranshah", "Khyber Pakhtunkhwa", 33.00, 70.07),
        ("Chaman", "Balochistan", 30.92, 66.45),
        ("Torkham", "Khyber Pakhtunkhwa", 34.12, 71.09),
        ("'Ali Khel", "Paktia", 33.943, 69.719),
    ],
)
def test_points_lie_where_they_are_known_to_be(
    name: str, adm1: str, lat: float, lon: float
) -> None:
    found = GAZETTEER.search(name, adm1=adm1, fuzzy=False)
    point = next(c for c in found if c.lat is not None and c.adm1 == adm1)
    assert point.lon is not None
    assert distance_km((lat, lon), (point.lat or 0.0, point.lon)) < 6.0


def test_side_of_the_line_follows_the_name() -> None:
    for name in ("Torkham", "Chaman", "Kharlachi", "Ghulam Khan", "Angoor Adda"):
        assert first(name).country == "PAK", name
    for name in ("Spin Boldak", "Friendship Gate"):
        assert first(name).country == "AFG", name


@pytest.mark.parametrize(
    ("name", "border"),
    [
        ("Durand Line", "AFG-PAK"),
        ("Pak-Afghan border", "AFG-PAK"),
        ("Line of Control", "IND-PAK"),
        ("خط دیورند", "AFG-PAK"),
    ],
)
def test_lines_are_borders(name: str, border: str) -> None:
    best = first(name)
    assert (best.kind, best.border, best.lat) == ("border", border, None)


@pytest.mark.parametrize(
    "word",
    ["March", "Army", "Council", "Sunday", "Police", "Frontier Corps", "Mohammad", "Khan",
     "Central", "Reading", "Taliban", "Minister", "Officials", "Operation"],
)  # fmt: skip
def test_words_of_every_report_score_low(word: str) -> None:
    found = GAZETTEER.search(word, fuzzy=False)
    assert not found or found[0].score < 0.2, found[0]


def test_a_word_is_a_place_where_the_text_says_so() -> None:
    best = first("March", country="GBR", adm1="Cambridgeshire")
    assert (best.name, best.kind) == ("March", "populated")
    assert best.score > 0.5


def test_named_areas_rank_the_candidates_and_say_so() -> None:
    anywhere = first("Nawagai")
    swat = GAZETTEER.search("Khar", country="PAK", adm1="Khyber Pakhtunkhwa", adm2="Bajaur")
    assert anywhere.country == "PAK"
    assert swat[0].adm2 == "Bajaur"
    assert "in the named district" in swat[0].reason
    harnai = first("Khost", country="PAK", adm1="Balochistan")
    assert (harnai.country, harnai.adm1) == ("PAK", "Balochistan")


def test_near_prefers_the_closer_of_two() -> None:
    france = first("Paris")
    texas = first("Paris", near=(33.6, -95.5))
    assert (france.country, texas.country) == ("FRA", "USA")
    assert "km from where the text is" in texas.reason


def test_every_candidate_says_why_and_whence() -> None:
    for candidate in GAZETTEER.search("Kandahar", limit=10):
        assert candidate.reason
        assert candidate.source
        assert 0.0 <= candidate.score <= 1.0


def test_misspellings_are_found_with_less_trust() -> None:
    right, wrong = first("Nangarhar"), first("Nangrahar")
    assert (wrong.id, wrong.match) == (right.id, "fuzzy")
    assert wrong.score < right.score
    assert GAZETTEER.search("Nangrahar", fuzzy=False) == ()


def test_nothing_is_found_for_nothing() -> None:
    assert GAZETTEER.search("") == ()
    assert GAZETTEER.search(" – ") == ()
    assert GAZETTEER.search("Xqzzjwv") == ()


@pytest.mark.parametrize(
    ("a", "b", "level", "country", "same"),
    [
        ("Zazi Aryub", "Jaji", 2, "AFG", True),
        ("Dand Patan", "Dand Wa Patan", 2, "AFG", True),
        ("Shamulzayi", "Shamalzai", 2, "AFG", True),
        ("Sarkani", "Sarkano", 2, "AFG", True),
        ("Lower Chitral", "Chitral Lower", 2, "PAK", True),
        ("Dera Ismail Khan", "D. I. Khan", 2, "PAK", True),
        ("Wardak", "Maidan Wardak", 1, "AFG", True),
        ("KPK", "Khyber Pakhtunkhwa", 1, "PAK", True),
        ("Paktia", "Paktika", 1, "AFG", False),
        ("North Waziristan", "South Waziristan", 2, "PAK", False),
        ("Kabul", "Kunar", 1, "AFG", False),
    ],
)
def test_same_area(a: str, b: str, level: int, country: str, same: bool) -> None:
    assert GAZETTEER.same_area(a, b, level, country) is same
    assert GAZETTEER.same_area(b, a, level, country) is same


@given(st.sampled_from(CURATED), st.data())
@settings(max_examples=150, deadline=None)
def test_every_curated_spelling_finds_its_own_row_first(row: Curated, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from((row.name, *row.aliases)))
    found = GAZETTEER.search(
        name, country=row.country, adm1=row.adm1, adm2=row.adm2, limit=20, fuzzy=False
    )
    alike = [c for c in found if c.kind == row.kind]
    assert alike, f"{name!r} finds no {row.kind}"
    best = alike[0]
    assert best.country == row.country
    assert best.border == row.border or row.kind not in {"border", "crossing"}
    if row.adm1:
        assert GAZETTEER.same_area(best.adm1 or "", row.adm1, 1, row.country)
    if row.adm2:
        assert GAZETTEER.same_area(best.adm2 or "", row.adm2, 2, row.country)


@given(st.sampled_from([name for row in CURATED for name in (row.name, *row.aliases)]))
@settings(max_examples=60, deadline=None)
def test_ranking_is_stable_and_ordered(name: str) -> None:
    found = GAZETTEER.search(name, limit=10)
    assert found == GAZETTEER.search(name, limit=10)
    assert found[:3] == GAZETTEER.search(name, limit=3)
    scores = [candidate.score for candidate in found]
    assert scores == sorted(scores, reverse=True)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_searched(name: str) -> None:
    for candidate in GAZETTEER.search(name):
        assert candidate.id


def test_generic_words_are_taken_off_but_never_all() -> None:
    words = placewords.load()
    assert words.core("Khost province").name == "khost"
    assert words.core("Khost province").kind == "province"
    assert words.core("the district of Barmal").name == "barmal"
    assert words.core("District").name == "district"
    assert plain("Sabari") == words.core("Sabari district").name


def test_missing_files_name_the_command_that_makes_them(tmp_path: object) -> None:
    with pytest.raises(FileNotFoundError, match="python -m geodata build"):
        Gazetteer.load(tmp_path)  # type: ignore[arg-type]
