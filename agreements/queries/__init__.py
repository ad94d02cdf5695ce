"""What the agreements say: the target of every department and month, and the rows of the pages."""

from agreements.queries.effective import TargetOfMonth, effective_targets

__all__ = ["TargetOfMonth", "effective_targets"]
