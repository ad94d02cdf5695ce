"""Reads for screens and for the rooms above: rows as frozen dataclasses, a known number of queries each."""

from placements.queries.presences import PresenceRow, presences, stock_on

__all__ = ["PresenceRow", "presences", "stock_on"]
