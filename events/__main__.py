"""The command line: ``python -m events VERB``; each verb calls one function."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

from events import (
    code_options,
    import_command,
    keeping_command,
    match_options,
    pipeline,
    rewind_command,
)
from events.codebook import load as load_codebook
from events.commits import Note
from events.exports import FORMATS, ExportError, decision_log, decisions_csv, export
from events.queries import Filter, open_events
from events.store import Store, StoreError
from events.telling import (
    commit_line,
    decision_lines,
    diff_lines,
    event_lines,
    issue_lines,
    log_lines,
    plain,
)
from geodata.home import data_home, region_folder

FAILED, MISUSED = 1, 2


class CommandError(Exception):
    """What was asked for cannot be done; the message says what can."""


def _say(lines: Sequence[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


def _store() -> Store:
    return Store(data_home())


def _load(_: argparse.Namespace) -> int:
    done = pipeline.load_shipped(_store())
    _say([commit_line(done.commit)])
    return 0


def _import(args: argparse.Namespace) -> int:
    return import_command.run(args, _store(), _say)


def _pull(args: argparse.Namespace) -> int:
    # what speaks to the network is loaded only where a person asks for it
    from events import pull_command  # noqa: PLC0415
    from events.pulling.web import PullError  # noqa: PLC0415

    try:
        return pull_command.run(args, _store(), _say)
    except PullError as error:
        raise CommandError(str(error)) from error


def _match(args: argparse.Namespace) -> int:
    # the areas and the codebook are read only where records are compared
    from events import match_command  # noqa: PLC0415

    return match_command.run(args, _store(), _say)


def plain_lines(text: str) -> list[str]:
    """Return the lines of a text, each without control characters."""
    return [plain(line) for line in text.splitlines()]


def _rejoin(args: argparse.Namespace) -> int:
    note = Note(args.who, "events joined to the boundaries in force")
    done = pipeline.rejoin(_store(), note)
    _say([*plain_lines(done.account), *issue_lines(done.issues), commit_line(done.commit)])
    return 0


def _log(_: argparse.Namespace) -> int:
    _say(log_lines(_store().log()))
    return 0


def _decisions(args: argparse.Namespace) -> int:
    snapshot = _store().snapshot(args.version)
    if args.out is None:
        _say(decision_lines(decision_log(snapshot)))
        return 0
    args.out.write_bytes(decisions_csv(snapshot))
    _say([str(args.out)])
    return 0


def _show(args: argparse.Namespace) -> int:
    store = _store()
    questions = open_events(store, args.version)
    event = questions.event(args.event_id)
    if event is None:
        near = questions.similar_ids(args.event_id)
        hint = f"; near it: {', '.join(near)}" if near else ""
        message = f"{args.event_id}: version {questions.version} has no such event{hint}"
        raise CommandError(message)
    history = store.history(event.id)
    _say(event_lines(event, history, questions.issues(event.id), load_codebook()))
    return 0


def _diff(args: argparse.Namespace) -> int:
    _say(diff_lines(_store().diff(args.first, args.second)))
    return 0


def _export(args: argparse.Namespace) -> int:
    f, mended = Filter.from_query(dict(parse_qsl(args.filter.lstrip("?"), keep_blank_values=True)))
    for issue in mended:
        sys.stderr.write(f"{plain(issue.message)}\n")
    if mended:
        message = "the filter was not understood; nothing was exported"
        raise CommandError(message)
    questions = open_events(_store(), args.version)
    written = export(questions, f, args.format, args.out)
    numbers = questions.headline(f)
    _say([*map(str, written), f"{numbers.shown} events, {numbers.filtered_out} filtered out"])
    return 0


def _batch(args: argparse.Namespace) -> int:
    from events.batches.command import columns_of, run  # noqa: PLC0415
    from events.batches.run import Source  # noqa: PLC0415
    from events.gathering.item import Defaults  # noqa: PLC0415

    missing = [str(path) for path in args.paths if not path.exists()]
    if missing:
        message = f"{', '.join(missing)}: there is no such file or folder"
        raise CommandError(message)
    given = Defaults(args.published, args.publisher, columns_of(args.column))
    sources = [Source(path) for path in args.paths]
    return run(
        sources, _store(), who=args.who, defaults=given, processes=args.processes, out=args.out,
        scheduler=args.scheduler,
    )  # fmt: skip


def _evaluate(args: argparse.Namespace) -> int:
    from events.evaluate import run  # noqa: PLC0415

    if args.predicted is not None:
        return run(args.gold, args.predicted, part=args.part, misses=not args.figures_only)
    from events import code_command  # noqa: PLC0415

    if args.coder == "llm":
        coder = code_command.listing_failures(code_command.model_coder())
    else:
        coder = code_command.coder()
    return run(args.gold, None, coder=coder, part=args.part, misses=not args.figures_only)


def _region(args: argparse.Namespace) -> int:
    from events import region  # noqa: PLC0415

    try:
        _say([plain(line) for line in region.account(args.folder or region_folder())])
    except region.ERRORS as error:
        raise CommandError(str(error)) from error
    return 0


def _calibrate(args: argparse.Namespace) -> int:
    from events.code_command import proposing  # noqa: PLC0415
    from events.confidence.calibrate import run  # noqa: PLC0415

    propose, same_area = proposing()
    return run(args.gold, propose, same_area, write=args.write)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is no day; write it as 2025-10-12"
        raise argparse.ArgumentTypeError(message) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m events",
        description="Code reports, store events with their history, and take them away. "
        "The data folder is ./data, or CONFLICT_MAP_HOME.",
    )
    verbs = parser.add_subparsers(metavar="VERB", required=True)

    def verb(name: str, run: Callable[[argparse.Namespace], int], text: str) -> _Parser:
        added = verbs.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        added.set_defaults(run=run)
        return added

    _add_coding(verb)
    _add_storing(verb)
    _add_reading(verb)
    keeping_command.add_verbs(verb, _store, _say, _user())
    return parser


_Parser = argparse.ArgumentParser
_Verb = Callable[[str, Callable[[argparse.Namespace], int], str], _Parser]


def _add_coding(verb: _Verb) -> None:
    code = verb("code", code_options.run, "read reports and print their coded events as JSON Lines")
    code_options.add_arguments(code, _day)
    many = verb("batch", _batch, "code many reports into the review queue; goes on where it stood")
    many.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a folder, a .zip, a feed (.xml .rss .atom), a table of texts (.csv .tsv .xlsx)",
    )
    many.add_argument("--published", type=_day, help="day of the reports that do not say theirs")
    many.add_argument("--publisher", help="publisher of the reports that do not say theirs")
    many.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=HEADER",
        help="what a table's column is called: text=Body (title, text, published, publisher, url)",
    )
    many.add_argument("--processes", type=int, default=1, choices=range(1, 17), metavar="N")
    many.add_argument("--out", type=Path, metavar="FILE", help="write the codings as JSON Lines")
    import_command.add_scheduler(many)
    many.add_argument("--who", default=_user(), help="name kept in the log (%(default)s)")
    score = verb("evaluate", _evaluate, "score a coding against hand-coded reports")
    score.add_argument("gold", type=Path, metavar="GOLD_DIR", help="folder of hand-coded reports")
    score.add_argument(
        "predicted",
        type=Path,
        nargs="?",
        metavar="PREDICTED",
        help="codings to score (.jsonl, .json or a folder); coded now when left out",
    )
    score.add_argument(
        "--part",
        choices=("all", "worked", "aside"),
        default="all",
        help="all reports, every third (aside; without its misses), or the others (worked)",
    )
    score.add_argument("--figures-only", action="store_true", help="leave the misses out")
    score.add_argument(
        "--coder", choices=["rules", "llm"], default="rules", help="who codes now (%(default)s)"
    )

    own = verb("region", _region, "check the words, actors and places that you add for a region")
    own.add_argument(
        "folder", type=Path, nargs="?", help="default: CONFLICT_MAP_REGION, else data/region"
    )
    fitted = verb("calibrate", _calibrate, "fit the score of proposals to hand-coded reports")
    fitted.add_argument("gold", type=Path, nargs="+", metavar="GOLD_DIR")
    fitted.add_argument(
        "--write", action="store_true", help="also write weights.toml and docs/confidence.md"
    )


def _add_storing(verb: _Verb) -> None:
    verb("load", _load, "store the shipped data; doing it again changes nothing")
    bring = verb("import", _import, "store the events of files, and account for every row")
    import_command.add_arguments(bring)
    fetch = verb("pull", _pull, "fetch a data set from its interface, and import it")
    import_command.add_pull_arguments(fetch)
    match = verb("match", _match, "propose which records of several data sets are one incident")
    match_options.add_arguments(match)
    again = verb("rejoin", _rejoin, "find every event's areas again after boundaries were added")
    back = verb(
        "rewind", lambda args: rewind_command.run(args, _store(), _say),
        "make the store stand as it did in an earlier version, as a new version",
    )  # fmt: skip
    rewind_command.add_arguments(back)
    for each in (bring, fetch, match, again, back):
        each.add_argument("--who", default=_user(), help="name kept in the log (%(default)s)")


def _add_reading(verb: _Verb) -> None:
    verb("log", _log, "list the versions: when, who, why, from which file, how many changes")
    decided = verb("decisions", _decisions, "list what people decided of proposed events")
    decided.add_argument("--out", type=Path, metavar="FILE", help="write the whole log as CSV")
    show = verb("show", _show, "print all that is known of one event, with its history")
    show.add_argument("event_id", metavar="EVENT_ID")
    diff = verb("diff", _diff, "print what changed between two versions")
    diff.add_argument("first", type=int, metavar="V1")
    diff.add_argument("second", type=int, metavar="V2")
    out = verb("export", _export, "write the events of a filter to a file, with its provenance")
    out.add_argument("--format", choices=list(FORMATS), required=True)
    out.add_argument(
        "--filter", default="", metavar="QUERY", help="as in the page's address: actor=TTP&dead=5"
    )
    out.add_argument("--out", type=Path, required=True, metavar="FILE")
    for each in (decided, show, out):
        each.add_argument("--version", type=int, help="an earlier version of the store")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 for what could not be done, 2 for a wrong call."""
    args = _parser().parse_args(arguments)
    try:
        return int(args.run(args))
    except BrokenPipeError:
        return 0
    except (CommandError, StoreError, ExportError, ValueError, RuntimeError) as error:
        sys.stderr.write(f"error: {plain(error)}\n")
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"error: {plain(f'{named}{error.strerror or error}')}\n")
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
