from __future__ import annotations

import pytest

from events.__main__ import main
from events.queries.reading import read


def ids(store) -> set[str]:
    return {*read(store.snapshot(), "events", columns=["event_id"])["event_id"].to_pylist()}


def test_rewind_says_what_it_does_and_does_it(scattered, monkeypatch, capsys):
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(scattered.home))
    newest, before = scattered.version(), ids(scattered)
    assert main(["rewind", "1", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "dry run, nothing was changed" in told
    assert f"which events: python -m events diff {newest} 1" in told
    assert scattered.version() == newest
    assert main(["rewind", "1", "--who", "Cy\x1b", "--why", "a bad file"]) == 0
    told = capsys.readouterr().out
    assert f"version {newest + 1}: as it stood in version 1\n" in told
    assert "events: 1 added, 0 changed, 5 removed\n" in told
    assert "reports: 0 added, 0 changed, 1 removed\n" in told
    assert ids(scattered) == {"e2", "h2"}
    assert main(["rewind", str(newest)]) == 0
    assert ids(scattered) == before
    assert main(["log"]) == 0
    assert "Cy : rewound to version 1: a bad file" in capsys.readouterr().out


def test_rewind_to_a_day_is_to_its_end(scattered, monkeypatch, capsys):
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(scattered.home))
    newest = scattered.version()
    today = scattered.log(1)[0].when.date()
    assert main(["rewind", today.isoformat()]) == 0
    said = f"nothing to do: version {newest} does not differ from version {newest}\n"
    assert capsys.readouterr().out == said
    assert main(["rewind", "2001-01-01"]) == 1
    assert "nothing was stored yet" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["rewind", "yesterday"])
    assert "is no version and no day" in capsys.readouterr().err
