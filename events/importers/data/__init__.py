"""Data files of the importers: other names and codes of countries, and of actors."""
