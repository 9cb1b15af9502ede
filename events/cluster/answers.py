"""The answers to tasks in the order of the tasks, however workers come and go."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from distributed import CancelledError, Client, Future, KilledWorker

from events.cluster.connecting import alive
from events.cluster.errors import ClusterError
from events.importers.rows import UnreadableError
from events.language import LanguageModelError

T = TypeVar("T")
AHEAD = 4  # tasks that a thread has waiting: none is idle, and few answers wait
LOOK = 2.0  # seconds between looks at whether there is anybody to work
PATIENCE = 300.0  # seconds without a worker after which the work is given up
_KNOWN = (ClusterError, UnreadableError, LanguageModelError)


def in_order(
    client: Client,
    work: Callable[..., Any],
    items: Iterable[T],
    given: Callable[[T], Sequence[object]],
    name: Callable[[T], str] = str,
) -> Iterator[tuple[T, Any]]:
    """Yield each item with what ``work(*given(item))`` gave on some worker.

    A task whose worker is lost is done by another.  ``name`` is what messages call an item.

    Raises
    ------
    ClusterError
        When the scheduler is gone, no worker has been there for long, or a task fails or ends
        one worker after the other.
    """
    waiting: deque[tuple[T, Future]] = deque()
    try:
        for item in items:
            waiting.append((item, client.submit(work, *given(item), pure=False)))
            while len(waiting) > AHEAD * _threads(client):
                yield _first(client, waiting, name)
        while waiting:
            yield _first(client, waiting, name)
    finally:
        if waiting and alive(client):
            client.cancel([future for _, future in waiting])


def _threads(client: Client) -> int:
    return max(1, sum(int(each["nthreads"]) for each in _workers(client).values()))


def _workers(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.scheduler_info(n_workers=-1)["workers"]
    return found


def _first(
    client: Client, waiting: deque[tuple[T, Future]], name: Callable[[T], str]
) -> tuple[T, Any]:
    item, future = waiting[0]
    error = _ended(client, future)
    waiting.popleft()
    if error is not None:
        raise _failed(name(item), error) from error
    try:
        return item, future.result()
    except CancelledError as gone:
        raise _lost() from gone


def _ended(client: Client, future: Future) -> BaseException | None:
    """Wait for a task as long as there is somebody who may do it; what it raised."""
    seen = time.monotonic()
    while True:
        try:
            raised: BaseException | None = future.exception(timeout=LOOK)
        except TimeoutError:
            pass
        except CancelledError as error:
            raise _lost() from error
        else:
            return raised
        if not alive(client):
            raise _lost()
        if _workers(client):
            seen = time.monotonic()
        elif time.monotonic() - seen > PATIENCE:
            message = (
                f"no worker has been there for {PATIENCE:.0f} seconds; nothing more was stored. "
                "Start workers, and run the command again"
            )
            raise ClusterError(message)


def _failed(item: str, error: BaseException) -> BaseException:
    if isinstance(error, _KNOWN):
        return error
    if isinstance(error, KilledWorker):
        return ClusterError(
            f"{item}: workers ended one after the other while they worked on it (too little "
            "memory?); nothing more was stored"
        )
    said = f"{type(error).__name__}: {str(error)[:300]}"
    return ClusterError(f"{item}: a worker could not do it ({said}); nothing more was stored")


def _lost() -> ClusterError:
    return ClusterError(
        "the scheduler is gone; nothing more was stored. Start it, and run the command again"
    )
