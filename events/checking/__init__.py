"""Rules that a coded event must keep, one module for each part of it; see :mod:`events.checks`."""
