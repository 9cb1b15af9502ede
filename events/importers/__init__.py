"""Events from files that others made: one module a format."""
