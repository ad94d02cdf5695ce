"""What may be done with employments, placements and places: one business act each."""
