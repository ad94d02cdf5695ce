"""Presences written as in a register: dates as text, the placement's dates equal to the employment's unless given."""

from datetime import date

from billing.presence import Presence

A, B, COMPANY = 101, 102, 900


def day(text):
    return date.fromisoformat(text) if text else None


def presence(
    placement_id, participant, start, end=None, department=A, *, placed=None, share=100, counts=True, valid=()
):
    """`placed` and `valid` (the type's) are (from, to), each "2021-04-30" or None."""
    placed_from, placed_to = placed or (start, end)
    valid_from, valid_to = valid or (None, None)
    return Presence(
        placement_id=placement_id,
        participant=participant,
        department=department,
        employed_from=day(start),
        employed_to=day(end),
        placed_from=day(placed_from),
        placed_to=day(placed_to),
        working_share=share,
        type_counts=counts,
        type_valid_from=day(valid_from),
        type_valid_to=day(valid_to),
        type_code="extratjanst" if counts else "praktik",
    )


def register_example():
    """The 32 employments of the register example, one placement each: 19 in department 101, 13 in 102."""
    starts = [
        (A, "2021-01-11", None, 5),
        (A, "2021-02-08", None, 4),
        (A, "2021-03-15", None, 3),
        (A, "2021-04-19", None, 3),
        (A, "2021-05-10", None, 3),
        (A, "2021-06-30", None, 1),
        (B, "2021-01-04", None, 10),
        (B, "2021-01-04", "2021-04-30", 2),
        (B, "2021-06-01", None, 1),
    ]
    rows = [(department, start, end) for department, start, end, number in starts for _ in range(number)]
    return [
        presence(number, f"P{number:04d}", start, end, department)
        for number, (department, start, end) in enumerate(rows, start=1)
    ]
