"""Questions to the stored events; the only place with SQL."""
