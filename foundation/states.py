"""Which states of things are good, wait for someone, or have stopped: one look for one meaning on every page.

The word of a state is its own (its model's choices); here only the tone that colours it and picks its icon.
"""

from __future__ import annotations

DONE, WAITS, STOPPED, GOING, NEUTRAL = "done", "waits", "stopped", "going", "neutral"

TONES: dict[str, str] = {
    **dict.fromkeys(
        ("done", "signed", "in_force", "closed", "confirmed", "issued", "approved", "filled", "claimed", "accepted",
         "started", "answered", "handed_over", "decided", "held", "intact"), DONE,
    ),
    **dict.fromkeys(("sent", "proposed", "waiting", "offered", "booked", "objected", "open", "due", "disputed"), WAITS),
    **dict.fromkeys(("failed", "stopped", "declined", "refused", "missing", "overdue", "rejected"), STOPPED),
    **dict.fromkeys(("working", "going", "ongoing", "calculated", "counted", "free", "rehearsed", "planned"), GOING),
}  # fmt: skip


def tone_of(state: str) -> str:
    """The tone of a state; one that is not listed (draft, ended, withdrawn …) is neutral."""
    return TONES.get(state, NEUTRAL)
