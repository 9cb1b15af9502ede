"""What the verb ``code`` takes, and where its work is done; the coder is loaded when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

from events import import_command
from geodata.home import data_home

KNOWN = ("published", "title", "publisher", "url")


def add_arguments(code: argparse.ArgumentParser, day: Callable[[str], object]) -> None:
    """Add what the verb takes; ``day`` reads a day."""
    code.add_argument(
        "files", nargs="+", metavar="PATH", help=".txt, .html, .json, a folder, or - for input"
    )
    code.add_argument("--published", type=day, help="day of publication, such as 2025-10-12")
    code.add_argument("--title", help="title of the report")
    code.add_argument("--publisher", help="who published it")
    code.add_argument("--url", help="its address")
    code.add_argument("--out", type=Path, help="write here instead of to the terminal")
    code.add_argument(
        "--coder",
        choices=["rules", "llm", "both"],
        default="rules",
        help="llm sends the text to the model that the environment names "
        "(docs/language-model.md), both shows where the two differ (%(default)s)",
    )
    code.add_argument(
        "--differences",
        choices=["text", "jsonl"],
        default="text",
        help="with --coder both: lines to read, or one JSON object an event (%(default)s)",
    )
    import_command.add_scheduler(code)


def run(args: argparse.Namespace) -> int:
    """Code the files; return 0, or 1 where one could not be read or coded."""
    if args.scheduler is not None:
        return _spread(args)
    # the parser takes seconds to load: only the verbs that code wait for it
    from events import code_command  # noqa: PLC0415

    known = {name: getattr(args, name) for name in KNOWN}
    coding: Callable[..., int] = partial(code_command.run, args.files, **known)
    if args.coder != "rules":
        model = code_command.model_coder()
        coding = partial(coding, with_coder=model)
        if args.coder == "both":
            both = code_command.run_both
            coding = partial(both, args.files, **known, shape=args.differences, with_model=model)
    if args.out is None:
        return coding()
    with args.out.open("w", encoding="utf-8") as out:
        return coding(out=out)


def _spread(args: argparse.Namespace) -> int:
    """Code on a cluster, with the very output of one process."""
    if args.coder != "rules":
        message = f"--scheduler codes by the rules; leave it out for --coder {args.coder}"
        raise ValueError(message)
    # Dask is needed by nobody else
    from events import code_command  # noqa: PLC0415
    from events.cluster.coding import coding  # noqa: PLC0415
    from events.cluster.tasks import code_plain  # noqa: PLC0415

    known = {name: getattr(args, name) for name in KNOWN}
    with coding(args.scheduler, data_home(), code_plain) as many, _whole(args.out) as out:
        return code_command.run(args.files, **known, out=out, many=many)


@contextmanager
def _whole(path: Path | None) -> Iterator[IO[str] | None]:
    """Give what is written to; a file is there whole at the end, or as it was before."""
    if path is None:
        yield None
        return
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as out:
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
