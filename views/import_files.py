"""The page to bring in a data set: a file, an account of every row, and then the map.

The account comes first and stores nothing; what it says is what storing will do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from events import importing
from events.commits import Note
from events.importers.account import Account, ExpectationError
from events.importers.mapping import TableMapping, missing
from events.importers.rows import UnreadableError
from events.importers.sampling import Sample
from events.importing import MAPPED, Order
from geodata.home import data_home
from views import (
    data,
    import_account,
    import_done,
    import_mapping,
    import_mapping_file,
    phrases,
    uploads,
)
from views.plain import plain
from views.uploads import Upload

_DESK = "import.desk"
NAMES = {
    "acled": "ACLED", "ucdp": "UCDP GED", "gdelt": "GDELT 2.0", "table": "A table of your own",
    "geo": "A geographic file with points", "acled-deleted": "ACLED's deleted rows",
    "hand": "A hand-coded table",
}  # fmt: skip
HEAD = (
    "<h1>Bring in a data set</h1><p class='lead'>An ACLED export, UCDP GED, GDELT, a table, points "
    "from QGIS. You see what becomes of every row before anything is stored.</p>"
)
ASKED = {
    "date_start": "which column holds the day",
    "event_type": "what type the events are",
}


@dataclass(slots=True)
class Desk:
    """What lies on this session's desk: a file, its format, and its account once it is checked.

    ``mapping`` is what the form of a table begins with, for the ``turn``-th time; ``order`` is
    what ``account`` is the account of.
    """

    upload: Upload
    format: str
    sample: Sample | None = None
    mapping: TableMapping | None = None
    turn: int = 0
    order: Order | None = None
    account: Account | None = None
    rejects: bytes = b""
    stored: int | None = None


def show() -> None:
    """Draw the page: the way in, or the file that lies there."""
    desk: Desk | None = st.session_state.get(_DESK)
    with st.container(key="intake"):
        st.html(HEAD)
        if desk is None:
            _way_in()
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f"<h2>{escape(desk.upload.name)}</h2>")
            st.button("Another file", key="i_again", on_click=_clear)
        if desk.stored is None:
            _check(desk)
        elif desk.account:
            title = f"Stored as version {desk.stored}"
            import_account.draw(desk.account, desk.rejects, title)
            import_done.draw(desk.account, desk.stored)


def _way_in() -> None:
    with st.form("i_form", border=False):
        file = st.file_uploader(
            "A file: CSV, XLSX, JSON, Parquet, ZIP of a CSV, GeoPackage, GeoJSON, KML",
            type=[kind[1:] for kind in uploads.KINDS],
            max_upload_size=uploads.MEGABYTES,
            key="i_file",
        )
        sent = st.form_submit_button("Look at the file", type="primary")
    if not sent:
        return
    if file is None:
        st.warning("Choose a file first.")
        return
    upload: Upload | None = None
    try:
        upload = uploads.keep(data_home(), file.name, file.getbuffer())
        desk = Desk(upload, importing.format_of([upload.path]))
        if desk.format in MAPPED:
            _propose(desk)
    except (ValueError, OSError) as problem:
        if upload:
            uploads.drop(upload)
        st.error(plain(f"{file.name}: {problem}", 400))
        return
    st.session_state[_DESK] = desk
    st.rerun()


def _propose(desk: Desk) -> None:
    """Look at a table, and propose what its columns are.

    Raises
    ------
    UnreadableError
        When it cannot be read as one.
    """
    desk.sample = importing.sample(desk.upload.path)
    desk.mapping = importing.proposal(desk.upload.path, desk.sample, data_home())


def _check(desk: Desk) -> None:
    """Ask what the file is, account for it, and store it when told."""
    known = list(NAMES)
    desk.format = st.selectbox(
        "What it is", known, known.index(desk.format), format_func=NAMES.__getitem__, key="i_format"
    )
    order = _order(desk)
    lacking = _lacking(order)
    if st.button("Account for every row", type="primary", key="i_check", disabled=bool(lacking)):
        _run(desk, order, "Reading every row: nothing is stored yet …")
    if lacking:
        st.html(f"<p class='side' role='status'>Say first {lacking}.</p>")
    if desk.account is None:
        return
    if desk.order != order:
        st.html("<p class='side' role='status'>The choices are others now: account again.</p>")
        return
    import_account.draw(desk.account, desk.rejects, "Not stored yet: what will become of the rows")
    _store(desk, desk.account, order)


def _order(desk: Desk) -> Order:
    """Ask what the format leaves open; return what is to be done."""
    order = Order((desk.upload.path,), desk.format, dry_run=True)
    if desk.format == "gdelt":
        everything = st.toggle("Also what is no material conflict", key="i_everything")
        return replace(order, everything=bool(everything))
    if desk.format == "hand" and desk.upload.path.suffix == ".csv":
        st.html(
            "<p class='side'>A CSV file holds the events alone: claims go in with a workbook of "
            "both sheets, or from the command line.</p>"
        )
    if desk.format not in MAPPED:
        return order
    try:
        if desk.sample is None or desk.mapping is None:
            _propose(desk)
    except ValueError as problem:
        st.error(plain(_named(problem, desk), 400))
    if desk.sample is None or desk.mapping is None:
        return order
    key = f"i_map{desk.turn}"
    mapping = import_mapping.draw(desk.sample, desk.mapping, key)
    brought = import_mapping_file.draw(mapping, desk.sample, key)
    if brought:
        desk.mapping, desk.turn = brought, desk.turn + 1
        st.rerun()
    return replace(order, mapping=mapping)


def _lacking(order: Order) -> str:
    """Return what a table's mapping lacks, in words that follow "Say first"."""
    if order.format not in MAPPED:
        return ""
    if order.mapping is None:
        return "how the data set is called"
    return " and ".join(ASKED[field] for field in missing(order.mapping))


def _store(desk: Desk, account: Account, order: Order) -> None:
    who = st.text_input(
        "Your name, kept with the change", max_chars=80, key="i_who",
        placeholder="Needed before you can store",
    ).strip()  # fmt: skip
    gain = account.new + account.changed
    label = f"Store {phrases.counted(gain, 'event')}" if gain else "Nothing new to store"
    if st.button(label, type="primary", disabled=not (who and gain), key="i_store"):
        _run(desk, replace(order, dry_run=False), "Storing …", who)


def _run(desk: Desk, order: Order, saying: str, who: str = "") -> None:
    kind = "auto" if desk.format == "acled-deleted" else desk.format
    note = Note(who or "nobody", f"{desk.format} by upload", desk.upload.name)
    try:
        with st.spinner(saying):
            done = importing.run(replace(order, format=kind), data.store(), note)
    except (UnreadableError, ExpectationError) as problem:
        desk.account = None
        st.error(plain(_named(problem, desk), 500))
        return
    desk.order = order
    desk.account = replace(done.account, files=(desk.upload.name,))
    rejects = done.account.rejects
    desk.rejects = rejects.read_bytes() if rejects else b""
    desk.stored = done.commit.version if done.commit else None
    st.rerun()


def _named(problem: Exception, desk: Desk) -> str:
    """Return what is wrong, with the file called as its sender calls it."""
    return str(problem).replace(desk.upload.path.name, desk.upload.name)


def _clear() -> None:
    desk: Desk | None = st.session_state.pop(_DESK, None)
    if desk:
        uploads.drop(desk.upload)
