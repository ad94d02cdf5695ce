"""Small groups are not shown outside the provider, nor can they be worked out from what is (DOMAIN.md 8).

Standard library only.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST_SHOWN = 5


def suppressed(parts: Sequence[int], *, least: int = LEAST_SHOWN) -> list[int | None]:
    """The parts of a total that is shown, with None where a number may not be.

    A part from 1 to `least` - 1 is hidden. If what is hidden could then be worked out from the total (one part alone,
    or hidden parts that together are fewer than `least`), the smallest part still shown that is not 0 is hidden too,
    until it cannot. Nought is no person and is always shown.
    """
    hidden = {index for index, number in enumerate(parts) if 0 < number < least}
    while hidden and (len(hidden) == 1 or sum(parts[index] for index in hidden) < least):
        shown = [index for index, number in enumerate(parts) if index not in hidden and number]
        if not shown:
            break
        hidden.add(min(shown, key=lambda index: (parts[index], index)))
    return [None if index in hidden else number for index, number in enumerate(parts)]
