"""The ``import`` verb: files of a format in, an account of every row out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from events import importing, pipeline
from events.commits import Note
from events.importers.account import Expectation
from events.importers.bulk import Filling
from events.importers.day_forms import fitting, read_as, telling
from events.importers.mapping import TableMapping, missing, read_mapping, written
from events.importers.rows import UnreadableError
from events.importers.sampling import Sample
from events.importing import Order
from events.store import Store
from events.telling import commit_line, issue_lines, plain

FAILED = 1
# seconds after which a thread that runs Python lets another go on; by default ten times that,
# for which the other would leave its core idle whenever it comes out of compiled code
TURN = 0.0005
Say = Callable[[list[str]], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "format", choices=importing.CHOICES, help="auto finds out; docs/importing.md says more"
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="PATH")
    parser.add_argument(
        "--dry-run", action="store_true", help="account for every row, store nothing"
    )
    parser.add_argument("--why", help="reason, kept in the log")
    parser.add_argument(
        "--expect-rows", type=int, default=0, metavar="N", help="store nothing if there are fewer"
    )
    parser.add_argument(
        "--expect-rejected", type=share, metavar="SHARE", help="such as 1%%: nothing if more are"
    )
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="where the rejected rows go")
    parser.add_argument(
        "--all", action="store_true", help="gdelt: also what is no material conflict"
    )
    parser.add_argument(
        "--mapping", type=Path, metavar="FILE", help="table, geo: which column is what (YAML)"
    )
    parser.add_argument(
        "--as-proposed", action="store_true", help="table, geo: by the mapping that is proposed"
    )
    parser.add_argument("--layer", help="geo: which layer")
    parser.add_argument(
        "--whole-release", action="store_true",
        help="these files are all that the source has of their countries and days: mark stored "
        "events that they lack as withdrawn",
    )  # fmt: skip
    add_scheduler(parser)


def add_scheduler(parser: argparse.ArgumentParser) -> None:
    """Add where the work is done."""
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="work on the Dask cluster at tcp://HOST:PORT, or local (docs/scaling.md)",
    )


def add_pull_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the verb ``pull`` takes; here, since the pull itself loads what speaks HTTP."""
    parser.add_argument("source", choices=["acled", "ucdp"], help="docs/importing.md says more")
    parser.add_argument(
        "--ask", action="append", default=[], metavar="KEY=VALUE", help="such as country=Pakistan"
    )
    parser.add_argument("--version", default="25.1", help="ucdp: version of GED (%(default)s)")
    parser.add_argument("--dry-run", action="store_true", help="fetch and account, store nothing")
    parser.add_argument("--expect-rows", type=int, default=0, metavar="N")
    parser.add_argument("--expect-rejected", type=share, metavar="SHARE")


def share(text: str) -> float:
    """Return a share written as ``1%`` or ``0.01``."""
    number, percent, rest = text.partition("%")
    try:
        value = float(number) / (100 if percent else 1)
    except ValueError:
        value = -1.0
    if rest or not 0 <= value <= 1:
        message = f"{text!r} is no share; write 1% or 0.01"
        raise argparse.ArgumentTypeError(message)
    return value


def run(args: argparse.Namespace, store: Store, say: Say) -> int:
    """Import the files; return 0, or 1 where nothing of them could be taken in."""
    for path in args.files:
        if not path.is_file():
            message = f"{path}: there is no such file"
            raise UnreadableError(message)
    found = importing.format_of(args.files, args.format)
    names = ", ".join(path.name for path in args.files)
    if found == "hand" and args.scheduler:
        message = "--scheduler is for data sets; hand-coded tables are read here, without it"
        raise UnreadableError(message)
    if found == "hand":
        return max(_hand(path, args, store, say) for path in args.files)
    mapping = None
    if found in importing.MAPPED:
        mapping, text = _mapping(args, store.home)
        if args.mapping is None and not args.as_proposed:
            open_ = missing(mapping)
            say([*text.splitlines(), *(_TO_BE_FILLED if open_ else _ADVICE)])
            return FAILED
    order = Order(
        tuple(args.files), found, args.dry_run, args.all,
        Expectation(args.expect_rows, args.expect_rejected), args.rejects, mapping, args.layer,
        args.whole_release,
    )  # fmt: skip
    found = args.format if found == "acled-deleted" else found
    note = Note(args.who, args.why or f"{found} from {names}", names)
    with _quick_turns(), _filling(args.scheduler, order, store.home) as filling:
        done = importing.run(order, store, note, filling)
    say([*map(plain, done.account.lines()), commit_line(done.commit)])
    return 0 if done.account.rejected < done.account.read else FAILED


@contextmanager
def _quick_turns() -> Iterator[None]:
    """Let the threads that work on a file take turns more often."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def _filling(scheduler: str | None, order: Order, home: Path) -> Iterator[Filling | None]:
    if scheduler is None:
        yield None
        return
    # Dask is needed by nobody else
    from events.cluster.importing import filling  # noqa: PLC0415

    with filling(scheduler, order, home) as found:
        yield found


_ADVICE = (
    "# Nothing was stored.  Save the lines above as a file, correct them, and import again with",
    "# --mapping FILE; or take them as they are with --as-proposed.",
)

_TO_BE_FILLED = (
    "# Nothing was stored.  Save the lines above as a file, fill in what they leave open, and",
    "# import again with --mapping FILE.",
)


def _mapping(args: argparse.Namespace, home: Path) -> tuple[TableMapping, str]:
    """Return the mapping to follow, and the text of the file that holds it or would."""
    if args.mapping is None:
        seen = importing.sample(args.files[0], args.layer)
        found = importing.proposal(args.files[0], seen, home)
        return found, "\n".join([*_days(found, seen), written(found, seen.keys)])
    text = args.mapping.read_text(encoding="utf-8")
    return read_mapping(text, args.mapping.name), text


def _days(mapping: TableMapping, seen: Sample) -> Iterator[str]:
    """Yield how a day of the table is read, where it can be read in another way too."""
    values = seen.seen.get(mapping.columns.get("date_start", ""), ())
    forms = fitting(values)
    example = telling(values, forms)
    if len(forms) < 2 or example is None:  # noqa: PLR2004
        return
    yield f"# {example} is read as {read_as(example, mapping.days)}."
    for form in forms:
        if form not in (None, mapping.days):
            yield f"# As {read_as(example, form)} it is read with days: {form!r}"


def _hand(path: Path, args: argparse.Namespace, store: Store, say: Say) -> int:
    note = Note(args.who, args.why or f"hand coding from {path.name}", path.name)
    done = pipeline.import_hand(path, store, note, dry_run=args.dry_run)
    told = [plain(line) for line in done.account.splitlines()]
    say([*told, *issue_lines(done.issues), commit_line(done.commit)])
    return 0 if done.events else FAILED
