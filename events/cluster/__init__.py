"""Importing and coding on more than one machine, by Dask; nothing else imports Dask."""
