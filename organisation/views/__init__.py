"""Pages of people, departments and logs."""
