"""Taking events away as files, each with what it is and what it leaves out."""

from events.exports.files import FORMATS, ExportError, export, export_bytes

__all__ = ["FORMATS", "ExportError", "export", "export_bytes"]
