"""Conflict events: coding, importing, checking, storing and querying them."""
