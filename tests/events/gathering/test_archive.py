"""A ZIP from untrusted hands: each member is read within bounds or refused by name."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.gathering import archive
from events.gathering.archive import members
from events.gathering.item import Item


def packed(files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


def read(content: bytes) -> list[tuple[str, str]]:
    """Each member as its label and either its bytes' length or the rule it was refused by."""
    found = members(io.BytesIO(content), "a.zip")
    return [
        (got.label, got.issues[0].rule) if isinstance(got, Item) else (got[1], str(len(got[2])))
        for got in found
    ]


def test_members_come_in_the_order_of_the_archive_with_their_names_as_labels():
    content = packed({"b.txt": b"two", "x/a.txt": b"one", "x/": b""})
    assert read(content) == [("a.zip › b.txt", "3"), ("a.zip › x/a.txt", "3")]


def test_a_path_out_of_the_archive_is_a_label_and_nothing_else():
    names = [
        "../../etc/passwd",
        "/abs.txt",
        "C:\\windows\\a.txt",
        "a\nb\x1b[31m.txt",
        "\u202egpj.txt",
    ]
    labels = [label for label, _ in read(packed(dict.fromkeys(names, b"x")))]
    assert labels[0] == "a.zip › ../../etc/passwd"
    assert not any(set(label) & {"\n", "\x1b", "\u202e"} for label in labels)
    assert len(labels) == len(names)


def test_a_bomb_is_refused_before_it_unpacks():
    content = packed({"ok.txt": b"words", "bomb.txt": b"0" * 20_000_000})
    assert read(content) == [("a.zip › ok.txt", "5"), ("a.zip › bomb.txt", "not accepted")]


def test_a_member_that_lies_about_its_size_gives_no_more_than_it_declared():
    content = bytearray(packed({"a.txt": b"x" * 300_000}))
    central = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, central + 24, 10)
    ((label, got),) = read(bytes(content))
    assert label == "a.zip › a.txt"
    assert got in {"10", "not readable"}


def test_an_encrypted_member_and_a_broken_one_leave_the_others():
    content = bytearray(packed({"a.txt": b"first", "b.txt": b"second", "c.txt": b"third"}, 0))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    content[content.index(b"second")] ^= 0xFF
    assert read(bytes(content)) == [
        ("a.zip › a.txt", "not accepted"),
        ("a.zip › b.txt", "not readable"),
        ("a.zip › c.txt", "5"),
    ]


def test_too_many_members_and_too_many_bytes_refuse_the_archive(monkeypatch):
    content = packed({f"{n}.txt": b"words" for n in range(4)})
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    assert read(content) == [("a.zip", "too large")]
    monkeypatch.setattr(archive, "MAX_MEMBERS", 9)
    monkeypatch.setattr(archive, "MAX_UNPACKED", 19)
    assert read(content) == [("a.zip", "too large")]


def test_what_macos_adds_is_told_and_not_read():
    assert read(packed({"__MACOSX/._a.txt": b"x"})) == [
        ("a.zip › __MACOSX/._a.txt", "not accepted")
    ]


@given(st.binary(max_size=400))
def test_no_bytes_raise(content):
    assert [rule for _, rule in read(content)] in (["not readable"], [])


@given(st.integers(0, 200), st.integers(0, 255))
def test_no_flipped_byte_raises(at, value):
    content = bytearray(packed({"a.txt": b"first " * 9, "b.txt": b"second"}))
    content[at % len(content)] = value
    for _, got in read(bytes(content)):
        assert got


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED])
def test_other_ways_of_packing_are_read(how):
    assert read(packed({"a.txt": b"words"}, how)) == [("a.zip › a.txt", "5")]
