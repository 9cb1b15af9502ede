"""Taking events away as files, each with what it is and what it leaves out."""

from events.exports.decisions import decision_log, decisions_csv
from events.exports.files import FORMATS, ExportError, export, export_bytes

__all__ = [
    "FORMATS",
    "ExportError",
    "decision_log",
    "decisions_csv",
    "export",
    "export_bytes",
]
