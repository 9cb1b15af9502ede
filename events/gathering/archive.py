"""The members of a ZIP archive as names and bytes, within bounds, nothing unpacked to disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from events.gathering.item import Item, label_of, refused

MAX_BYTES = 200_000_000
MAX_MEMBERS = 20_000
MAX_UNPACKED = 500_000_000
MAX_MEMBER = 50_000_000
MAX_RATIO = 200  # text shrinks to a fifth, markup to a twentieth
_SMALL = 1_000_000  # below this, a high ratio does no harm
_ENCRYPTED = 0x1
_LEFT_ASIDE = ("__MACOSX/",)

Member = tuple[str, str, bytes]


def members(stream: BinaryIO, label: str) -> Iterator[Member | Item]:
    """Yield name, label and bytes of each member, or the item that says why it was refused.

    Parameters
    ----------
    stream
        The archive; must be able to seek.
    label
        What to call it.
    """
    try:
        archive = zipfile.ZipFile(stream)
        listed = [each for each in archive.infolist() if not each.filename.endswith("/")]
    except Exception as error:  # noqa: BLE001 -- zipfile raises whatever broken records make it
        yield refused(label, label, "not readable", f"it is no ZIP archive: {error}")
        return
    with archive:
        unpacked = sum(member.file_size for member in listed)
        if len(listed) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
            said = (
                f"it holds {len(listed):,} files of {unpacked:,} bytes; accepted are "
                f"{MAX_MEMBERS:,} files of {MAX_UNPACKED:,} bytes in all: divide it"
            )
            yield refused(label, label, "too large", said)
            return
        left = MAX_UNPACKED
        for member in listed:
            got = _read(archive, member, f"{label} › {label_of(member.filename)}", left)
            if not isinstance(got, Item):
                left -= len(got[2])
            yield got


def _read(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, label: str, left: int
) -> Member | Item:
    name = member.filename
    said = _unfit(member)
    if said:
        return refused(label, name, "not accepted", said)
    try:
        # the size that an archive declares is a claim: no more is read than is accepted
        with archive.open(member) as stream:
            limit = min(MAX_MEMBER, left)
            content = stream.read(limit + 1)
    except Exception as error:  # noqa: BLE001 -- as above, and each way of packing its own
        return refused(label, name, "not readable", f"it cannot be unpacked: {error}")
    if len(content) > limit:
        said = f"it unpacks to more than {limit:,} bytes, which are accepted"
        return refused(label, name, "too large", said)
    return name, label, content


def _unfit(member: zipfile.ZipInfo) -> str | None:
    if member.flag_bits & _ENCRYPTED:
        return "it is encrypted; unpack it and pack it again without a password"
    if member.filename.startswith(_LEFT_ASIDE):
        return "it is what macOS adds to an archive, no report"
    if member.file_size > MAX_MEMBER:
        return f"it unpacks to {member.file_size:,} bytes; accepted are {MAX_MEMBER:,}"
    if member.file_size > max(_SMALL, MAX_RATIO * member.compress_size):
        times = member.file_size // max(1, member.compress_size)
        return f"it unpacks to {times:,} times its size; no report does"
    return None
