from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import events.codebook
from events import model
from events.codebook import CodebookError, load
from events.codebook.loader import load_from
from events.codebook.naming import fold
from events.jsonl import read_jsonl

ROOT = Path(__file__).parents[3]
BOOK = load()
BEFORE, AFTER = date(2020, 6, 1), date(2025, 10, 11)


def first(text, on=AFTER, country=None):
    found = BOOK.find_actor(text, on, country)
    return found[0].actor if found else None


def test_types_are_those_of_the_written_codebook():
    text = (ROOT / "docs" / "codebook.md").read_text("utf-8")
    section = text.split("## 3.")[1].split("\nMutual fire")[0]
    items = re.findall(r"\*\*(.+?)\*\*: (.+?)(?=\n- |\Z)", section, re.DOTALL)
    written = {name: tuple(s.strip() for s in subs.split("·")) for name, subs in items}
    assert written == BOOK.event_types
    assert BOOK.event_type_of("violent demostration") == "Riots"
    assert BOOK.event_type_of("nothing") is None


def test_actors_are_those_of_the_written_codebook():
    text = (ROOT / "docs" / "codebook.md").read_text("utf-8")
    table = text.split("| id | actor |")[1].split("\nAny other")[0]
    ids = [one for line in table.splitlines() for one in re.findall(r"`([^`]+)`", line.split("|")[1]
           if line.count("|") > 2 else "")]  # fmt: skip
    assert len(ids) == 24
    for actor in ids:
        assert BOOK.is_actor_id(actor.replace("CCC", "MMR")), actor


def test_closed_lists_are_those_of_the_records():
    assert BOOK.values("status") == get_args(model.Status)
    assert BOOK.values("date_precision") == get_args(model.DatePrecision)
    assert BOOK.values("place_precision") == get_args(model.PlacePrecision)
    assert BOOK.values("stance") == get_args(model.Stance)
    assert tuple(BOOK.claim_kinds) == get_args(model.ClaimKind)


def test_every_actor_of_gold_is_known():
    codings, _ = read_jsonl(ROOT / "tests" / "gold")
    used = {a for c in codings for e in c.events for a in (*e.side_a, *e.side_b)}
    used |= {claim.side for c in codings for e in c.events for claim in e.claims if claim.side}
    assert {actor for actor in used if not BOOK.is_actor_id(actor)} == set()


def test_number_words_are_those_of_the_written_codebook():
    words = {word: (row.low, row.high) for row in BOOK.vague_numbers for word in row.words}
    assert words["dozens"] == (24, 99)
    assert words["scores"] == (40, 99)
    assert words["several"] == words["a number of"] == (3, 9)
    assert words["hundreds"] == (200, 999)
    assert words["a couple"] == (2, 2)
    assert words["a"] == words["an"] == words["one"] == (1, 1)


@pytest.mark.parametrize(
    ("text", "country", "actor"),
    [
        ("Pakistan's military", None, "PAK:MIL"),
        ("Frontier Corps", None, "PAK:MIL"),
        ("FC", "PAK", "PAK:MIL"),
        ("the Rangers", "PAK", "PAK:MIL"),
        ("ISPR", None, "PAK:MIL"),
        ("security forces", "PAK", "PAK:MIL"),
        ("Levies", "PAK", "PAK:POL"),
        ("CTD", "PAK", "PAK:POL"),
        ("Counter-Terrorism Department", "PAK", "PAK:POL"),
        ("Islamic Emirate", None, "AFG:IEA"),
        ("Afghan Taliban", None, "AFG:IEA"),
        ("201 Khalid bin Walid Army Corps", None, "AFG:IEA"),
        ("Afghanistan’s 201 Khalid bin Walid Army Corps", None, "AFG:IEA"),
        ("Afghan Defense Ministry", None, "AFG:IEA"),
        ("Tehrik-i-Taliban Pakistan", None, "TTP"),
        ("Pakistani Taliban", None, "TTP"),
        ("Fitna al Khawarij", None, "TTP"),
        ("Daesh", "AFG", "ISKP"),
        ("Daesh", "SYR", "IS"),
        ("Majeed Brigade", None, "BLA"),
        ("Fitna al-Hindustan", None, "BLA"),
        ("Rapid Support Forces", None, "SDN:RSF"),
        ("FARDC", None, "COD:MIL"),
        ("Turkish troops", None, "TUR:MIL"),
        ("Iranian border guards", None, "IRN:MIL"),
        ("Bangladeshi police", None, "BGD:POL"),
        ("the Congolese army", None, "COD:MIL"),
        ("militants", "PAK", "PAK:UNK"),
        ("residents", "AFG", "AFG:CIV"),
        ("Ankara", None, "TUR:GOV"),
        ("Kabul", None, "AFG:IEA"),
    ],
)
def test_names_as_reports_write_them(text, country, actor):
    assert first(text, country=country) == actor


@pytest.mark.parametrize("text", ["Taliban", "the Afghan Taliban", "Islamic Emirate"])
def test_the_taliban_change_with_the_day(text):
    assert first(text, date(2021, 8, 14)) == "AFG:TAL"
    assert first(text, date(2021, 8, 15)) == "AFG:IEA"
    assert first(text, None) == "AFG:IEA"


@pytest.mark.parametrize("text", ["Afghan forces", "Afghan police", "Kabul", "Afghan army"])
def test_the_state_of_afghanistan_changes_with_the_day(text):
    assert first(text, BEFORE) == "AFG:GOV"
    assert first(text, AFTER) == "AFG:IEA"
    assert BOOK.resolve("AFG:MIL", BEFORE) == "AFG:GOV"
    assert BOOK.resolve("AFG:MIL", AFTER) == "AFG:IEA"
    assert BOOK.resolve("AFG:CIV", AFTER) == "AFG:CIV"


def test_an_actor_outside_its_dates_ranks_last_and_says_so():
    found = BOOK.find_actor("ANDSF", AFTER)
    assert found[0].actor == "AFG:GOV"
    assert found[0].score < 0.5
    assert "outside the actor's dates" in found[0].reason
    assert not BOOK.valid_on("AFG:GOV", AFTER)
    assert BOOK.valid_on("AFG:GOV", BEFORE, AFTER)
    assert BOOK.valid_on("NEWGROUP", AFTER)


def test_names_that_need_a_country_mean_nothing_without_it():
    for text in ("security forces", "militants", "FC"):
        assert BOOK.find_actor(text, AFTER, None) == ()
    assert first("security forces", country="FRA") == "FRA:MIL"


def test_short_names_need_their_case():
    assert BOOK.find_actor("is", AFTER, "AFG")[0].score < 0.6
    assert BOOK.find_actor("IS", AFTER, "AFG")[0].score == 1.0


def test_generic_ids_are_of_real_countries_and_classes():
    assert BOOK.actor("MMR:CIV").label == "Civilians of Myanmar"
    assert BOOK.actor("MMR:CIV").actor_class == "civilians"
    for bad in ("XXX:CIV", "MMR:ZZZ", "mmr:civ", "MMR", "", "MMR:CIV:PRO"):
        assert BOOK.actor(bad) is None
    assert BOOK.is_acronym("NEWGROUP")
    assert BOOK.is_acronym("SDN:NEW")
    assert not BOOK.is_acronym("XXX:NEW")
    assert not BOOK.is_acronym("the enemy")


def test_labels_and_classes():
    assert BOOK.actor_label("TTP") == "Tehreek-e-Taliban Pakistan"
    assert BOOK.actor_label("NEWGROUP") == "NEWGROUP"
    assert BOOK.actor_class("PAK:MIL", "PAK") == "state forces"
    assert BOOK.actor_class("PAK:MIL", "AFG") == "external"
    assert BOOK.actor_class("TTP", "AFG") == "rebels"
    assert BOOK.actor_class("NEWGROUP") is None


@given(st.text(max_size=60), st.none() | st.sampled_from(["AFG", "PAK"]))
def test_any_words_may_be_asked(text, country):
    found = BOOK.find_actor(text, AFTER, country)
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert len({match.actor for match in found}) == len(found)
    assert fold(fold(text)) == fold(text) or "the" in fold(text)


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "codebook"
    shutil.copytree(Path(events.codebook.__file__).parent, folder)
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("actors.csv", "TTP,Tehreek", "ttp,Tehreek", "actors.csv, line 8: id is 'ttp'"),
        ("actors.csv", "BLF,Baloch", "BLA,Baloch", "id 'BLA' stands there twice"),
        ("actors.csv", "rebels,PAK,2007-12-14", "rebels,PAK,2007-13-14", "line 8: valid_from"),
        ("actors.csv", "rebels,PAK,2007", "brigands,PAK,2007", "class is 'brigands'"),
        ("actors.csv", "rebels,PAK,2007", "rebels,PPP,2007", "country 'PPP'"),
        ("actors.csv", ",AFG:TAL,,AFG:MIL", ",GONE,,AFG:MIL", "predecessor 'GONE' is no actor"),
        ("actors.csv", ",2001-12-22,2021-08-14", ",2022-12-22,2021-08-14", "valid_from 2022"),
        ("actor_aliases.csv", "FC,PAK:MIL", "FC,PAK:XXX", "'FC' names 'PAK:XXX'"),
        ("actor_aliases.csv", "FC,PAK:MIL,unit", "FC,PAK:MIL,thing", "kind is 'thing'"),
        ("actor_aliases.csv", "FC personnel", "FC", "'FC' for PAK:MIL stands there twice"),
        ("countries.csv", "AFG,Afghanistan", "AFGH,Afghanistan", "code is 'AFGH'"),
        ("event_types.toml", 'name = "Grenade"', "name = 3", "sub_event_type"),
        ("event_types.toml", "[[event_type]]", "[[event_types]]", "[[event_type]] 1"),
        ("claim_kinds.toml", "[[claim_kind]]", "[[kind]]", "no [[claim_kind]]"),
        ("claim_kinds.toml", 'name = "killed"', 'name = "slain"', "name is 'slain'"),
        ("claim_kinds.toml", 'name = "killed"', "name = ", "is not TOML"),
        ("vague_numbers.toml", "low = 24", "low = -24", "low is '-24'"),
        ("terms.toml", 'list = "status"', 'list = "mood"', "list is 'mood'"),
        ("actor_classes.toml", '{country}"', 'somewhere"', "label is"),
    ],
)
def test_a_broken_file_names_file_row_value(copy, file, old, new, said):
    path = copy / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, -1 if "[[" in old else 1), "utf-8")
    with pytest.raises(CodebookError, match=re.escape(said)):
        load_from(copy)


def test_the_shipped_files_are_read_from_another_folder_too(copy):
    assert load_from(copy).event_types == BOOK.event_types
