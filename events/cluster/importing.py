"""An import whose shares are worked on by a cluster; this process takes them in and commits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from events.cluster.answers import in_order
from events.cluster.connecting import check, connected
from events.cluster.stamp import stamp
from events.cluster.tasks import Seen, Terms, import_share
from events.importers.bulk import Filling, Told, Tools
from events.importers.shares import shares, take
from events.importing import Order
from events.staging import Stage


@contextmanager
def filling(address: str, order: Order, home: Path) -> Iterator[Filling]:
    """Give what works on an order's files by the cluster at an address.

    Raises
    ------
    ClusterError
        When there is no such cluster, a worker may not take part, or the work is lost.
    """
    spread = replace(order, paths=tuple(path.absolute() for path in order.paths))
    with connected(address) as client:

        def filled(_paths: Sequence[Path], tools: Tools, stage: Stage) -> Iterator[Told]:
            seen = tuple(map(Seen.of, spread.paths))
            terms = Terms(home.absolute(), stamp(home.absolute()), seen, stage.folder.absolute())
            check(client, terms)
            cut = shares(spread.paths, tools.format)
            answers = in_order(client, import_share, cut, lambda share: (share, spread, terms))
            for _, done in answers:
                yield take(done, tools, stage)

        yield filled
