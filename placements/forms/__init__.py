"""What people fill in about employments, placements and places."""
