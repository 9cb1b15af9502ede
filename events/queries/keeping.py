"""Answers that were found are kept, and one that is being found is waited for, not found twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Kept:
    """A number of answers, those not asked for the longest dropped first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, find: Callable[[], T]) -> T:
        """Return the answer to a question; an error is raised to all who wait, and not kept."""
        with self._lock:
            there = self._answers.get(key)
            if there is None:
                own = self._answers[key] = Future[Any]()
                while len(self._answers) > max(self._most, 1):
                    self._answers.popitem(last=False)
            else:
                self._answers.move_to_end(key)
        if there is not None:
            kept: T = there.result()
            return kept
        try:
            found = find()
        except BaseException as error:
            with self._lock:
                if self._answers.get(key) is own:
                    del self._answers[key]
            own.set_exception(error)
            raise
        own.set_result(found)
        return found

    def has(self, key: Hashable) -> bool:
        """Return whether an answer is there."""
        with self._lock:
            there = self._answers.get(key)
        return there is not None and there.done()

    def forget(self) -> None:
        """Drop all answers."""
        with self._lock:
            self._answers.clear()
