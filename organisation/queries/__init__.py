"""Reads for the pages of people, departments and logs."""
