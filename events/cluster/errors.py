"""What can go wrong between this process and the workers; known without Dask."""

from __future__ import annotations


class ClusterError(RuntimeError):
    """Work could not be done by a cluster; the message says by which worker, and what to do."""
