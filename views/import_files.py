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
from events.importers.mapping import read_mapping, written
from events.importers.rows import UnreadableError
from events.importing import MAPPED, Order
from geodata.home import data_home
from views import address, data, explore, phrases, uploads
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


@dataclass(slots=True)
class Desk:
    """What lies on this session's desk: a file, its format, and its account once it is checked."""

    upload: Upload
    format: str
    mapping: str = ""
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
        if desk.account is not None:
            _account(desk, desk.account)


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
        kind = importing.format_of([upload.path])
        mapping = _proposal(upload) if kind in MAPPED else ""
    except (ValueError, OSError) as problem:
        if upload:
            uploads.drop(upload)
        st.error(plain(f"{file.name}: {problem}", 400))
        return
    st.session_state[_DESK] = Desk(upload, kind, mapping)
    st.rerun()


def _check(desk: Desk) -> None:
    """Ask what the file is, and for its account."""
    known = list(NAMES)
    desk.format = st.selectbox(
        "What it is", known, known.index(desk.format), format_func=NAMES.__getitem__, key="i_format"
    )
    if desk.format in MAPPED:
        desk.mapping = desk.mapping or _proposed(desk.upload)
        desk.mapping = st.text_area(
            "Which column is what: proposed, for you to correct",
            desk.mapping,
            height=320,
            max_chars=100_000,
            key="i_mapping",
        )
    everything = desk.format == "gdelt" and st.toggle(
        "Also what is no material conflict", key="i_everything"
    )
    order = Order((desk.upload.path,), desk.format, dry_run=True, everything=bool(everything))
    if st.button("Account for every row", type="primary", key="i_check"):
        _run(desk, order, "Reading every row: nothing is stored yet …")
    if desk.account is not None:
        who = st.text_input(
            "Your name, kept with the change", max_chars=80, key="i_who",
            placeholder="Needed before you can store",
        ).strip()  # fmt: skip
        gain = desk.account.new + desk.account.changed
        label = f"Store {gain:,} events" if gain else "Nothing new to store"
        if st.button(label, disabled=not (who and gain), key="i_store"):
            _run(desk, replace(order, dry_run=False), "Storing …", who)


def _proposal(upload: Upload) -> str:
    seen = importing.sample(upload.path)
    return written(importing.proposal(upload.path, seen), seen.keys)


def _proposed(upload: Upload) -> str:
    """Return the mapping that a file suggests; nothing where it suggests none."""
    try:
        return _proposal(upload)
    except ValueError:
        return ""


def _run(desk: Desk, order: Order, saying: str, who: str = "") -> None:
    try:
        with st.spinner(saying):
            if desk.format in MAPPED:
                order = replace(order, mapping=read_mapping(desk.mapping, "the mapping"))
            kind = "auto" if desk.format == "acled-deleted" else desk.format
            note = Note(who or "nobody", f"{desk.format} by upload", desk.upload.name)
            done = importing.run(replace(order, format=kind), data.store(), note)
    except (UnreadableError, ExpectationError) as problem:
        desk.account = None
        st.error(plain(str(problem).replace(desk.upload.path.name, desk.upload.name), 500))
        return
    desk.account = replace(done.account, files=(desk.upload.name,))
    rejects = done.account.rejects
    desk.rejects = rejects.read_bytes() if rejects else b""
    desk.stored = done.commit.version if done.commit else None
    st.rerun()


def _account(desk: Desk, account: Account) -> None:
    """Draw what became of the rows."""
    done = desk.stored is not None
    numbers = (
        ("read", account.read), ("new", account.new), ("changed", account.changed),
        ("unchanged", account.unchanged), ("rejected", account.rejected),
        *account.left_out.items(),
    )  # fmt: skip
    cells = "".join(
        f"<li><strong>{phrases.count(count)}</strong> {escape(name)}</li>"
        for name, count in numbers
    )
    state = f"Stored as version {desk.stored}" if done else "Not stored yet"
    st.html(f"<h2>{state}</h2><ul class='account'>{cells}</ul>")
    _list("Doubts, kept beside the events", [f"{n:,} {rule}" for rule, n in account.issues.items()])
    _list("Actors that keep the name the source gives them", list(account.unknown_actors))
    if desk.rejects:
        st.download_button(
            f"The {account.rejected:,} rejected rows, each with its line and reason",
            desk.rejects, "rejected-rows.csv", "text/csv", key="i_rejects", on_click="ignore",
        )  # fmt: skip
    if done and st.button("See them on the map", type="primary", key="i_see"):
        shown = replace(address.View().filter, datasets=(account.dataset,))
        view = address.View(filter=shown)
        st.switch_page(explore.as_page(), query_params=view.to_query())


def _list(title: str, lines: list[str]) -> None:
    if lines:
        with st.expander(plain(f"{title}: {len(lines)}", 120)):
            st.text("\n".join(lines[:200]))


def _clear() -> None:
    desk: Desk | None = st.session_state.pop(_DESK, None)
    if desk:
        uploads.drop(desk.upload)
