"""A region's own words, actors and places: added without code, checked file by file."""

from __future__ import annotations

from datetime import date

import pytest

from events import codebook, language, lexicon, region
from events.__main__ import main
from events.codebook.files import CodebookError
from events.codebook.files import folder as codebook_folder
from events.codebook.loader import load_from
from events.coding.coder import Tools, code_with
from events.lexicon import LexiconError
from events.model import Report
from geodata.gazetteer import Gazetteer
from geodata.home import region_folder

TEXT = (
    "Green Sash fighters raided a police post at Camp Sarhang on Tuesday, killing two officers. "
    "A herd of cattle was driven off."
)


@pytest.fixture
def own(tmp_path):
    (tmp_path / "actors.csv").write_text(
        "id,label,class,country,valid_from,valid_to,predecessor,successor,absorbs,note\n"
        "GSH,Green Sash,rebels,AFG,,,,,,made up for a test\n",
        "utf-8",
    )
    (tmp_path / "actor_aliases.csv").write_text(
        "alias,actor,kind,country,case\nGreen Sash,GSH,name,,any\n", "utf-8"
    )
    (tmp_path / "places.csv").write_text(
        "name,aliases,kind,country,adm1,adm2,border,lat,lon,precision,source,note\n"
        "Camp Sarhang,,post,AFG,Kunar,Marawara,,34.90,71.30,exact,our own survey,\n",
        "utf-8",
    )
    (tmp_path / "classes.toml").write_text(
        "[[class]]\ncls = 'UNK'\nwords = ['sash wearers']\n", "utf-8"
    )
    return tmp_path


def tools(folder):
    return Tools.of(
        load_from(codebook_folder(), *folder),
        Gazetteer.load(region=folder[0]) if folder else Gazetteer.load(),
        language.load(),
        lexicon.load_from(lexicon.SHIPPED, *folder),
    )


def test_a_group_and_a_place_of_ones_own_are_coded(own):
    report = Report("r", "Raid in Kunar", "Wire", date(2025, 3, 14), TEXT)
    (event, *_) = code_with(report, tools([own]))[0]
    assert "GSH" in (*event.side_a, *event.side_b)
    assert (event.place.name, event.place.adm2) == ("Camp Sarhang", "Marawara")
    (without, *_) = code_with(report, tools([]))[0]
    assert "GSH" not in (*without.side_a, *without.side_b)


def test_lists_are_appended_and_nothing_shipped_is_lost(own):
    shipped, both = lexicon.load_from(lexicon.SHIPPED), lexicon.load_from(lexicon.SHIPPED, own)
    assert both.classes.classes[:-1] == shipped.classes.classes
    assert both.classes.classes[-1].words == ("sash wearers",)
    assert both.speech == shipped.speech


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("speech.toml", "verbs = 'said'", "speech.toml: verbs"),
        ("status.toml", "planned = ['(']", "status.toml: planned"),
        ("triggers.toml", "[[trigger]]\nevent_type = 'Battles'", "triggers.toml: trigger"),
        ("numbers.toml", "[nonsense]\na = 1", "numbers.toml: nonsense"),
        ("losses.toml", "rule = [", "losses.toml"),
    ],
)
def test_a_file_that_breaks_the_schema_is_named(tmp_path, name, content, said):
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(LexiconError, match=said):
        lexicon.load_from(lexicon.SHIPPED, tmp_path)


def test_an_actor_that_ships_cannot_be_redefined(own):
    file = own / "actors.csv"
    file.write_text(file.read_text("utf-8") + "TTP,Another,rebels,PAK,,,,,,\n", "utf-8")
    with pytest.raises(CodebookError, match="TTP"):
        load_from(codebook_folder(), own)


def test_the_account_tells_every_file(own, capsys):
    (own / "notes.txt").write_text("mine", "utf-8")
    assert main(["region", str(own)]) == 0
    told = capsys.readouterr().out
    for line in ("actors.csv: 1 rows", "places.csv: 1 rows", "classes.toml", "notes.txt: not read"):
        assert line in told
    (own / "actors.csv").write_text("id\n1\n", "utf-8")
    assert main(["region", str(own)]) == 1
    assert "actors.csv, line 2" in capsys.readouterr().err


def test_the_folder_is_named_by_a_variable(own, monkeypatch, tmp_path):
    monkeypatch.setenv("CONFLICT_MAP_REGION", str(own))
    assert region_folder() == own.resolve()
    monkeypatch.setenv("CONFLICT_MAP_REGION", str(tmp_path / "nowhere"))
    with pytest.raises(NotADirectoryError, match="nowhere"):
        region_folder()
    monkeypatch.delenv("CONFLICT_MAP_REGION")
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(tmp_path / "empty"))
    assert region_folder() is None


def test_the_digest_follows_the_content(own):
    before = region.digest(own)
    assert before == region.digest(own) != region.digest(None) == ""
    (own / "notes.txt").write_text("not read", "utf-8")
    assert region.digest(own) == before
    (own / "classes.toml").write_text("[[class]]\ncls = 'UNK'\nwords = ['others']\n", "utf-8")
    assert region.digest(own) != before


def test_the_shipped_codebook_is_as_it_was():
    assert load_from(codebook_folder()).named_actors == codebook.load().named_actors
