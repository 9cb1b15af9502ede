"""Many reports out of a folder, an archive, a feed or a table of texts."""
