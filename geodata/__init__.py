"""Areas, borders and place names, and the join of points to areas."""
