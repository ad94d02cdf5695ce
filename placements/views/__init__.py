"""Pages of employments, imports and places."""
