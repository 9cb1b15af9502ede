"""The file for one filter and one format, for the page and for the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from events.exports.geographic import geojson, geoparquet, gpkg
from events.exports.provenance import Provenance, provenance
from events.exports.spreadsheet import ExportError, csv_files, csv_zip, xlsx
from events.queries import Filter, Questions
from events.queries.reading import read

__all__ = ["FORMATS", "ExportError", "export", "export_bytes"]

# format: ending of the one file that the page hands out, and its media type
FORMATS = {
    "csv": ("zip", "application/zip"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "geojson": ("geojson", "application/geo+json"),
    "gpkg": ("gpkg", "application/geopackage+sqlite3"),
    "geoparquet": ("parquet", "application/vnd.apache.parquet"),
}


def export_bytes(
    questions: Questions, f: Filter, kind: str, exported: datetime | None = None
) -> tuple[str, bytes, str]:
    """Return the name, content and media type of a file with the events of a filter.

    CSV comes as a ZIP archive of events, claims and provenance.  The name is made of the
    version and the date only.

    Parameters
    ----------
    kind : str
        A key of :data:`FORMATS`.
    exported : datetime, optional
        When; now, in UTC, if not given.

    Raises
    ------
    ExportError
        For an unknown format, or one that the events do not fit.
    """
    ending, media = _format(kind)
    when = exported or datetime.now(UTC)
    name = f"conflict-events-v{questions.version}-{when:%Y-%m-%d}"
    events, told = _gathered(questions, f, when)
    if kind == "csv":
        return f"{name}.{ending}", csv_zip(name, csv_files(events, told)), media
    return f"{name}.{ending}", _content(kind, events, told, when), media


def export(
    questions: Questions, f: Filter, kind: str, path: Path, exported: datetime | None = None
) -> tuple[Path, ...]:
    """Write the events of a filter to a file, and return the paths written.

    A CSV export to ``NAME.csv`` writes ``NAME.claims.csv`` and ``NAME.provenance.json``
    beside it; to ``NAME.zip``, all three into the archive.

    Raises
    ------
    ExportError
        For an unknown format, or one that the events do not fit.
    OSError
        When the file cannot be written.
    """
    _format(kind)
    when = exported or datetime.now(UTC)
    if kind == "csv" and path.suffix != ".zip":
        events, told = _gathered(questions, f, when)
        parts = csv_files(events, told)
        written = {path if ending == ".csv" else path.with_suffix(ending): content
                   for ending, content in parts.items()}  # fmt: skip
    else:
        written = {path: export_bytes(questions, f, kind, when)[1]}
    for each, content in written.items():
        each.write_bytes(content)
    return tuple(written)


def _format(kind: str) -> tuple[str, str]:
    if kind not in FORMATS:
        message = f"format {kind!r} is not known; there are {', '.join(FORMATS)}"
        raise ExportError(message)
    return FORMATS[kind]


def _gathered(questions: Questions, f: Filter, when: datetime) -> tuple[pa.Table, Provenance]:
    """Return the filter's events, by date and id, and their provenance."""
    events = read(questions.snapshot, "events", questions.ids(f))
    ordered = events.sort_by([("date_start", "ascending"), ("event_id", "ascending")])
    return ordered, provenance(questions, f, ordered, when)


def _content(kind: str, events: pa.Table, told: Provenance, when: datetime) -> bytes:
    if kind == "xlsx":
        return xlsx(events, told, when)
    if kind == "geojson":
        return geojson(events, told)
    return gpkg(events, told) if kind == "gpkg" else geoparquet(events, told)
