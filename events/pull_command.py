"""The ``pull`` verb: a data set from its interface into the store, with an account of every row."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Mapping

from events import importing
from events.commits import Note
from events.importers.account import Expectation
from events.importing import Order
from events.pulling.interfaces import ACLED_URL, UCDP_URL, Acled, Interface, Ucdp
from events.pulling.pull import done, folder_of, pull
from events.pulling.web import PullError, connect
from events.store import Store
from events.telling import commit_line, plain

Say = Callable[[list[str]], None]
SECRETS = {"acled": ("ACLED_USERNAME", "ACLED_PASSWORD"), "ucdp": ("UCDP_TOKEN",)}


def run(args: argparse.Namespace, store: Store, say: Say) -> int:
    """Fetch what is missing and import it; secrets come from the environment only.

    Raises
    ------
    PullError
        When the interface does not answer as it should; the pages fetched so far are kept.
    """
    asked = dict(part.partition("=")[::2] for part in args.ask)
    source = _interface(args, asked, os.environ)
    folder = folder_of(store.home, args.source, {**asked, "version": args.version})
    pages = pull(source, folder)
    if not pages:
        done(folder)
        say([f"{args.source}: the interface has no row for this question"])
        return 0
    expected = Expectation(args.expect_rows, args.expect_rejected)
    order = Order(pages, source.format, dry_run=args.dry_run, expected=expected)
    result = importing.run(order, store, Note(args.who, f"pulled from {args.source}", args.source))
    if not args.dry_run:
        done(folder)
    told = result.account.lines()[1:]
    say([f"{args.source}: {len(pages)} pages", *map(plain, told), commit_line(result.commit)])
    return 0


def _interface(
    args: argparse.Namespace, asked: Mapping[str, str], environment: Mapping[str, str]
) -> Interface:
    missing = [name for name in SECRETS[args.source] if not environment.get(name)]
    if missing:
        message = f"set {' and '.join(missing)} in the environment; they are read nowhere else"
        raise PullError(message)
    if args.source == "acled":
        web = connect(environment.get("ACLED_URL", ACLED_URL), time.sleep)
        user, password = (environment[name] for name in SECRETS["acled"])
        return Acled(web, user, password, asked)
    web = connect(environment.get("UCDP_URL", UCDP_URL), time.sleep)
    return Ucdp(web, environment["UCDP_TOKEN"], args.version, asked)
