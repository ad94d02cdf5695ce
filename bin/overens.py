"""What bin/run, bin/manage and bin/test call: `overens.py run|manage|test ARGUMENTS…`.

It first runs with the machine's Python, which prepares `.venv`, and then once more with the Python in there.
"""

import os
import signal
import sys
from types import FrameType

from launcher.places import SetupError, data_folder
from launcher.preparation import VENV_PYTHON, prepare

PREPARED = "OVERENS_PREPARED"


def main() -> int:
    command, *arguments = sys.argv[1:]
    signal.signal(signal.SIGTERM, _leave)
    try:
        if os.environ.pop(PREPARED, None) != str(os.getppid()) and os.environ.get(PREPARED) is None:
            pass
        return 0
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


def _leave(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)
