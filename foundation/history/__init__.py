"""The business rows as they stood at an earlier moment (DOMAIN.md 6, "as known then")."""

from foundation.history.reading import HistoryBegins, end_of, history_begins, known_at
from foundation.history.views import build_views, drop_views

__all__ = ["HistoryBegins", "build_views", "drop_views", "end_of", "history_begins", "known_at"]
