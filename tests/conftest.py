"""What holds for all tests."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: Playwright keeps an event loop running that others can't share."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
