"""All that a browser shows or fetches."""
