"""What the first pages and the reports read."""
