"""Many reports coded at once, kept in a queue, and reviewed when there is time."""
