"""A data folder as one archive with checksums, and back."""
