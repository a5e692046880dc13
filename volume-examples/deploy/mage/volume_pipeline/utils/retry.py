"""Repeats what can succeed on repetition."""

import time
from typing import Callable, Tuple, Type, TypeVar

from volume_pipeline.utils.secrets import redacted

T = TypeVar('T')

FIRST_PAUSE_SECONDS = 10


def retrying(
    action: Callable[[], T],
    transient: Tuple[Type[BaseException], ...],
    attempts: int,
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """Does it, up to `attempts` times while its error is `transient`, with ever longer pauses."""
    for attempt in range(1, attempts):
        try:
            return action()
        except transient as failure:
            pause = FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)
            print(
                f'attempt {attempt} of {attempts} failed, the next is in {pause} s: {redacted(failure)}',
                flush=True,
            )
            sleep(pause)
    return action()
