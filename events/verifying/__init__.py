"""Whether a store is whole: its files, its rows, where they are joined, what belongs together."""
