"""What bin/run, bin/manage and bin/test call: `overens.py run|manage|test ARGUMENTS…`.

It runs first with the machine's Python, which prepares `.venv`, and then once more with the Python in there.
"""

import os
import signal
import sys
from types import FrameType

from launcher.places import SetupError
from launcher.preparation import PYTHON, environment, prepare
from launcher.progress import STEPS, Steps, say


def main(arguments: list[str]) -> int:
    """Prepare and go on in `.venv`, or do the command there. The answer is the exit code."""
    signal.signal(signal.SIGTERM, leave)
    try:
        if arguments[0] == "--prepared":
            from launcher.commands import COMMANDS  # needs the packages in .venv

            return COMMANDS[arguments[1]](arguments[2:])
        steps = Steps(STEPS[arguments[0]], quiet=arguments[0] == "manage")
        prepare("test" if arguments[0] == "test" else "local", steps)
    except SetupError as error:
        say(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        return 130
    sys.stderr.flush()
    os.execve(PYTHON, [str(PYTHON), __file__, "--prepared", *arguments], environment())


def leave(number: int, _: FrameType | None) -> None:
    """Make a termination signal unwind what was begun, as Ctrl-C does."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
