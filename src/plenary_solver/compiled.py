"""Compiled or not: one decorator for the moves of the search.

With numba the decorated functions become machine code that runs without the interpreter's lock and is kept beside the
source, in a folder named after all of it: numba itself would go on using the code of a function when another file, of
a function it calls, has changed. Without numba they are what they are, and `WITHOUT_NUMBA` says so in words.
`PLENARY_SOLVER_COMPILED=0` in the environment asks for the second.
"""

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from plenary_solver.results import Reason

WITHOUT_NUMBA = Reason("numba is not there: the moves run as plain Python, some hundred times slower.")
NOT_YET = Reason(
    "The time was over before the moves were compiled, which is done once after an installation and takes about a "
    "minute: ask again, or give more time."
)

COMPILED = os.environ.get("PLENARY_SOLVER_COMPILED", "1") != "0"
if COMPILED:
    try:
        import numba
    except ImportError:
        COMPILED = False


@cache
def _folder(module: Path) -> str:
    """Where the machine code of a package's source as it is now is kept."""
    files = [*sorted(module.parent.glob("*.py")), Path(__file__).parent / "draws.py", Path(__file__)]
    source = b"".join(path.read_bytes() for path in files)
    return str(module.parent / "__pycache__" / hashlib.sha256(source).hexdigest()[:16])


def _keeping(function: Callable[..., Any], **options: Any) -> Any:
    """Compile and keep the machine code; where no folder can be written, compile for this process only."""
    config: Any = numba.config
    elsewhere = config.CACHE_DIR
    config.CACHE_DIR = elsewhere or _folder(Path(function.__code__.co_filename))
    try:
        return numba.njit(cache=True, **options)(function)
    except RuntimeError:  # numba found no folder for its cache
        return numba.njit(**options)(function)
    finally:
        config.CACHE_DIR = elsewhere


# Without a wrapper for callers in C, and without counting references: nothing is allocated, and to count them for the
# two dozen arrays of a board at every call takes longer than what most functions do.
OPTIONS = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True, "_nrt": False}


def compiled(function: Callable[..., Any]) -> Any:
    """The function as machine code for other compiled functions to call. It cannot allocate an array."""
    return _called(function)


def inlined(function: Callable[..., Any]) -> Any:
    """The same, copied to wherever it is called: faster, and longer to compile where a long function has many callers."""
    return _called(function, forceinline=True)


def _called(function: Callable[..., Any], **options: Any) -> Any:
    if not COMPILED:
        return function
    # without a wrapper for callers in Python, which takes longer to compile than the function itself
    return _keeping(function, no_cpython_wrapper=True, **options, **OPTIONS)


def entry(function: Callable[..., Any]) -> Any:
    """The function as machine code that Python calls; it runs without the interpreter's lock."""
    if not COMPILED:
        return function
    return _keeping(function, **OPTIONS)
