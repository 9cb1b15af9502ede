"""What ``python -m events match`` takes; what it does stands in :mod:`events.match_command`."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.description = (
        "Compare the records of different data sets and propose which are one incident, with a "
        "score and reasons. Nothing is merged: proposals wait for a person on the page, and "
        "decisions stand whatever is matched again. A new run replaces the proposals before it."
    )
    parser.add_argument(
        "--datasets", metavar="A,B", help="data sets to compare; all of the store when left out"
    )
    parser.add_argument(
        "--within",
        metavar="A,B",
        default="",
        help="data sets whose own records are compared with each other too",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what it comes to, store nothing"
    )
