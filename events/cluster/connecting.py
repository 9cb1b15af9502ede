"""A scheduler and its workers: found or started, and asked what they are before work begins."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from events.cluster.errors import ClusterError
from events.cluster.tasks import Terms, unmet

try:
    from distributed import Client, LocalCluster
except ImportError as error:
    message = (
        f"--scheduler needs Dask ({error}): install it with python -m pip install "
        "-r requirements-cluster.txt"
    )
    raise ClusterError(message) from error

LOCAL = "local"
PATIENCE = 20  # seconds for a scheduler to answer, and for its first worker to come


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """Give a client of the scheduler at an address; ``local`` starts one with a worker a core.

    Raises
    ------
    ClusterError
        When no scheduler answers there, or it has no worker.
    """
    with ExitStack() as stack:
        there: object = address
        if address == LOCAL:
            there = stack.enter_context(
                LocalCluster(
                    n_workers=os.cpu_count() or 1,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address=None,
                    silence_logs=logging.ERROR,
                )
            )
        try:
            client = stack.enter_context(Client(there, timeout=PATIENCE, set_as_default=False))
        except (OSError, ValueError, TimeoutError) as error:
            message = (
                f"--scheduler {address}: no Dask scheduler answers there ({_said(error)}); "
                "accepted is local, or an address such as tcp://10.0.0.5:8786"
            )
            raise ClusterError(message) from error
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            message = (
                f"{address}: the scheduler has no worker; start some with "
                f"python -m dask worker {address}"
            )
            raise ClusterError(message) from error
        yield client


def check(client: Client, terms: Terms) -> None:
    """Compare every worker with this process.

    Raises
    ------
    ClusterError
        When one may not take part; the message names it, and what to do.
    """
    answers = client.run(unmet, terms, on_error="return")
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, ImportError):
            said = f"it lacks a part of the program ({answer}); start it in the program's folder"
        elif isinstance(answer, BaseException):
            said = _said(answer)
        elif answer:
            said = answer[0]
        else:
            continue
        message = f"worker {worker}: {said}. Nothing was stored"
        raise ClusterError(message)


def alive(client: Client) -> bool:
    """Return whether the scheduler still answers."""
    return bool(client.status == "running")


def _said(error: BaseException) -> str:
    """Return the first line of what an error says, or its name."""
    return next(iter(str(error).splitlines()), "")[:300] or type(error).__name__
