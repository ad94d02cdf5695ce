"""Reads for the pages about personal data."""
