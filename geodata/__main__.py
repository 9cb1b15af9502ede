"""The command line of the geodata: build, add, list, remove, search."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from geodata import boundaries
from geodata.findings import BoundaryError
from geodata.gazetteer import Gazetteer
from geodata.home import data_home
from geodata.names import one_line

# What an error may quote from a file stays on one line of bounded length.
_MOST_LETTERS = 2000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; return 0, or 1 with a message on standard error."""
    asked = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], None] = asked.verb
    try:
        verb(asked)
    except BoundaryError as error:
        print(f"error: {one_line(error, _MOST_LETTERS)}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geodata", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    _build_verb(verbs.add_parser("build", help="make geodata/data from registry packages"))
    _add_verb(verbs.add_parser("add", help="use the areas of a file in place of the shipped ones"))
    listed = verbs.add_parser("list", help="show the areas in use")
    listed.set_defaults(verb=_list)
    gone = verbs.add_parser("remove", help="go back to a country's shipped areas")
    gone.add_argument("--level", type=int, choices=(1, 2), required=True)
    gone.add_argument("--country", required=True, metavar="AAA")
    gone.set_defaults(verb=_remove)
    _search_verb(verbs.add_parser("search", help="find a place by any spelling"))
    return parser


def _build_verb(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cache",
        type=Path,
        default=data_home() / "packages",
        help="where fetched packages are kept",
    )
    parser.add_argument("--out", type=Path, default=boundaries.SHIPPED, help="where the files go")
    parser.set_defaults(verb=_build)


def _add_verb(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="GeoJSON, GeoPackage, Shapefile (also .zip) ...")
    parser.add_argument("--level", type=int, choices=(1, 2), required=True)
    parser.add_argument("--country", required=True, metavar="AAA", help="ISO 3166 alpha-3 code")
    parser.add_argument("--name-field", required=True, help="the column with each area's name")
    parser.add_argument("--version", required=True, help="what to cite the set by")
    parser.add_argument("--parent-field", help="the column with each area's province")
    parser.add_argument("--licence", help="under which the set may be passed on")
    parser.add_argument("--layer", help="the layer, if the file has several")
    parser.set_defaults(verb=_add)


def _search_verb(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name")
    parser.add_argument("--country", metavar="AAA", help="ISO 3166 alpha-3 code")
    parser.add_argument("--adm1", help="the province, by name or id")
    parser.add_argument("--limit", type=int, default=10)
    parser.set_defaults(verb=_search)


def _build(asked: argparse.Namespace) -> None:
    # What building needs is installed with requirements-dev.txt only.
    from geodata import build, build_gazetteer  # noqa: PLC0415

    build.build(asked.cache, asked.out, print)
    for line in build_gazetteer.build(asked.cache, asked.out):
        print(line)


def _add(asked: argparse.Namespace) -> None:
    report = boundaries.add(
        asked.file,
        asked.level,
        asked.country.upper(),
        asked.name_field,
        asked.version,
        parent_field=asked.parent_field,
        licence=asked.licence,
        layer=asked.layer,
    )
    print("\n".join(report.lines()))


def _list(asked: argparse.Namespace) -> None:  # noqa: ARG001 - every verb takes what was asked
    print(boundaries.version())
    for one in boundaries.list_sets():
        licence = one.licence or "licence not stated"
        print(
            f"{one.country} level {one.level}: {one.version}, {one.areas} areas from {one.file} "
            f"({licence}), added {one.added}"
        )


def _remove(asked: argparse.Namespace) -> None:
    gone = boundaries.remove(asked.level, asked.country.upper())
    print(
        f"{gone.country} level {gone.level}: {gone.version} is out of use, "
        "the shipped areas serve again"
    )


def _search(asked: argparse.Namespace) -> None:
    gazetteer = Gazetteer.load()
    found = gazetteer.search(asked.name, country=asked.country, adm1=asked.adm1, limit=asked.limit)
    if not found:
        print(f"nothing is known by a name like {asked.name!r}")
    for one in found:
        point = "no point" if one.lat is None else f"{one.lat:.3f}, {one.lon:.3f}"
        where = ", ".join(filter(None, (one.adm2, one.adm1, one.country)))
        print(f"{one.score:.2f}  {one.name} ({one.kind}; {where}; {point}) {one.reason}")


if __name__ == "__main__":
    sys.exit(main())
