"""Files to reports: text, web pages, and JSON in the gold format; each fault named with its fix.

What is read comes from outside: sizes are bounded, encodings checked, and a report without a
publication date is refused, since "on Sunday" means nothing without one.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

import htmldate
import trafilatura

from events.jsonl import events_from_json
from events.model import Report

MAX_BYTES = 5_000_000
MAX_CHARACTERS = 200_000
KINDS = (".txt", ".html", ".htm", ".json")
_TITLE_LENGTH = 160
_TITLE_WORDS = 25
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class ReadingError(ValueError):
    """A file cannot be read as a report; the message names the file and the fix."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the person who hands the report in says of it; it goes before what the file says."""

    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None


def files_of(paths: Sequence[str]) -> Iterator[str]:
    """Yield the files of some paths: a folder's own, those of folders in it too, by name."""
    for path in paths:
        folder = Path(path)
        if path == "-" or not folder.is_dir():
            yield path
            continue
        inside = sorted(each for each in folder.rglob("*") if each.is_file())
        # an empty folder is read as itself, and refused
        yield from map(str, inside or [folder])


def read(path: str, known: Known | None = None, stdin: BinaryIO | None = None) -> Report:
    """Return the report of a file, or of the standard input for ``-``.

    Parameters
    ----------
    path
        A .txt, .html, .htm or .json file, or ``-`` for text on the standard input.

    Raises
    ------
    ReadingError
        The file is missing, too large, empty, binary, in another encoding, of another kind, or
        says nowhere when it was published.
    """
    if path == "-":
        stream = stdin or sys.stdin.buffer
        return read_bytes(stream.read(MAX_BYTES + 1), "standard input", known)
    file = Path(path)
    try:
        if file.is_dir():
            message = f"{path} is a folder without a file; accepted are {', '.join(KINDS)} and -"
            raise ReadingError(message)
        if file.stat().st_size > MAX_BYTES:
            raise ReadingError(_too_large(path, file.stat().st_size))
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
        raise ReadingError(message) from error
    return read_bytes(content, path, known)


def read_bytes(content: bytes, name: str, known: Known | None = None) -> Report:
    """Return the report that ``content`` holds; ``name`` says by its ending what it is.

    Raises
    ------
    ReadingError
        As :func:`read`.
    """
    known = known or Known()
    if len(content) > MAX_BYTES:
        raise ReadingError(_too_large(name, len(content)))
    if not content.strip():
        message = f"{name} is empty; expected is the text of one report"
        raise ReadingError(message)
    report = _reader(name, content)(content, name, known)
    if not report.text.strip():
        message = f"{name} holds no text that could be coded; save the article's text as .txt"
        raise ReadingError(message)
    if len(report.text) > MAX_CHARACTERS:
        message = (
            f"{name} holds {len(report.text):,} characters; at most {MAX_CHARACTERS:,} are read. "
            "Split it into one file a report."
        )
        raise ReadingError(message)
    return report


def _reader(name: str, content: bytes) -> Callable[[bytes, str, Known], Report]:
    kind = Path(name).suffix.lower()
    if kind == ".json":
        return _json
    if kind in (".html", ".htm"):
        return _html
    if kind in (".txt", "") or name == "standard input":
        start = content[:200].lstrip().lower()
        return _html if start.startswith((b"<!doctype html", b"<html")) else _text
    message = f"{name}: the ending {kind!r} is not read; accepted are {', '.join(KINDS)} and -"
    raise ReadingError(message)


def _too_large(name: str, size: int) -> str:
    return (
        f"{name} is {size / 1_000_000:.1f} MB; at most {MAX_BYTES // 1_000_000} MB are read. "
        "Hand in one report a file, as text without pictures."
    )


def decoded(content: bytes, name: str) -> str:
    """Return text of UTF-8, or of UTF-16 with a byte order mark; line ends become newlines.

    Raises
    ------
    ReadingError
        The bytes are no text, or text in another encoding; the message names the byte.
    """
    encoding = next((kind for mark, kind in _BOMS if content.startswith(mark)), "utf-8")
    if encoding == "utf-8" and (found := _BINARY.search(content)):
        message = (
            f"{name} is not text: byte 0x{content[found.start()]:02x} at position {found.start()}. "
            "Save the report as plain text (.txt, UTF-8)."
        )
        raise ReadingError(message)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        message = (
            f"{name} is not {encoding.removesuffix('-sig').upper()}: byte 0x{error.object[error.start]:02x} at position "  # noqa: E501
            f"{error.start}. Save it as UTF-8 (in an editor: Save as, encoding UTF-8; or "
            "iconv -f windows-1252 -t utf-8)."
        )
        raise ReadingError(message) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(content: bytes, name: str, known: Known) -> Report:
    text = decoded(content, name).strip("\n")
    title = known.title or _first_line(text) or _stem(name)
    return _report(text, title, known.publisher, known.published, known.url, name)


def _first_line(text: str) -> str | None:
    """Return the first line where it reads as a headline: short, and no full sentence."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    headline = len(first) <= _TITLE_LENGTH and len(first.split()) <= _TITLE_WORDS
    return first if headline and not re.search(r"[.!?:]['\"”’)]*$", first) else None


def _stem(name: str) -> str:
    return "Untitled report" if name == "standard input" else Path(name).stem.replace("_", " ")


def _html(content: bytes, name: str, known: Known) -> Report:
    """Return main text, title and date of a page, by trafilatura and htmldate."""
    try:
        document = trafilatura.load_html(content)
        found = (
            None
            if document is None
            else trafilatura.bare_extraction(
                document, include_comments=False, include_tables=False, with_metadata=False
            )
        )
        facts = None if document is None else trafilatura.extract_metadata(document)
    except (ValueError, RecursionError, AssertionError) as error:
        message = f"{name} cannot be read as a web page: {error}. Save the article's text as .txt."
        raise ReadingError(message) from error
    text = getattr(found, "text", None) or ""
    if not text.strip():
        message = f"{name}: no article text was found in the page; save the text as .txt"
        raise ReadingError(message)
    published = known.published or _page_date(content)
    title = known.title or getattr(facts, "title", None) or _first_line(text) or _stem(name)
    publisher = known.publisher or getattr(facts, "sitename", None)
    url = known.url or getattr(facts, "url", None)
    return _report(text, title, publisher, published, url, name)


def _page_date(content: bytes) -> date | None:
    try:
        said = htmldate.find_date(content, original_date=True, outputformat="%Y-%m-%d")
        return date.fromisoformat(said) if said else None
    except (ValueError, RecursionError):
        return None


def _json(content: bytes, name: str, known: Known) -> Report:
    """Return the report of an object in the gold format, or an object that is itself a report."""
    try:
        parsed = json.loads(decoded(content, name))
    except (json.JSONDecodeError, RecursionError) as error:
        message = f"{name} is not JSON: {error}"
        raise ReadingError(message) from error
    inner = parsed.get("report", parsed) if isinstance(parsed, dict) else None
    if not isinstance(inner, dict) or not isinstance(inner.get("text"), str):
        message = f'{name}: expected is {{"report": {{"title", "published", "text", …}}}}; "text" is missing'  # noqa: E501
        raise ReadingError(message)
    given = {k: v for k, v in _as_json(known).items() if v is not None}
    filled = {"id": "", "title": _stem(name), "publisher": None, "published": None} | inner | given
    if not filled["published"]:
        raise ReadingError(_no_date(name))
    filled["id"] = filled["id"] or "x"
    report, _, issues = events_from_json({"report": filled, "events": []}, name)
    if report is None:
        said = issues[0].message if issues else "its report cannot be used"
        raise ReadingError(f"{name}: {said}")
    whole = _report(report.text, report.title, report.publisher, report.published, report.url, name)
    return replace(whole, id=inner.get("id") or whole.id, retold=report.retold)


def _as_json(known: Known) -> dict[str, str | None]:
    day = known.published.isoformat() if known.published else None
    return {"published": day, "title": known.title, "publisher": known.publisher, "url": known.url}


def _no_date(name: str) -> str:
    return (
        f"{name} says nowhere when it was published, and dates such as “on Sunday” are counted "
        "from that day. Give it: --published YYYY-MM-DD"
    )


def _report(  # noqa: PLR0917
    text: str, title: str, publisher: str | None, published: date | None, url: str | None, name: str
) -> Report:
    if published is None:
        raise ReadingError(_no_date(name))
    if not _EARLIEST <= published <= _LATEST:
        message = f"{name}: published {published} is outside {_EARLIEST} to {_LATEST}"
        raise ReadingError(message)
    clean = text.encode("utf-8", "replace").decode("utf-8")
    key = "\n".join((title, publisher or "", published.isoformat(), clean))
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:12]
    return Report(f"report-{digest}", title.strip(), publisher, published, clean, url)
