"""The same story from several reports: recognised, merged with every source kept, or kept apart."""
