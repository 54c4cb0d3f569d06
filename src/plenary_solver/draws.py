"""Random numbers that are the same with and without numba.

KISS (Marsaglia and Zaman, 1993): a linear congruence, a 32-bit xorshift and two multiply-with-carry, period 2^123;
every product stays within 63 bits, so that Python and machine code agree.
"""

import numpy as np
from numpy.typing import NDArray

from plenary_solver.compiled import inlined

Int64 = NDArray[np.int64]
LOW32 = 0xFFFFFFFF


def seeded(seed: int, stream: int = 0) -> Int64:
    """The state of a generator; streams of one seed are independent."""
    words = np.random.SeedSequence([seed % 2**64, stream]).generate_state(4, np.uint32)
    state = words.astype(np.int64)
    state[1] |= 1  # the shift register must not be zero, nor the carries
    state[2] = state[2] % 0x7FFFFFFF + 1
    state[3] = state[3] % 0x7FFFFFFF + 1
    return state


def _below(rng, n):  # type: ignore[no-untyped-def]
    """A whole number from 0 to n - 1, n < 2^31."""
    rng[0] = (69069 * rng[0] + 12345) & LOW32
    x = rng[1]
    x ^= (x << 13) & LOW32
    x ^= x >> 17
    x ^= (x << 5) & LOW32
    rng[1] = x
    rng[2] = 36969 * (rng[2] & 65535) + (rng[2] >> 16)
    rng[3] = 18000 * (rng[3] & 65535) + (rng[3] >> 16)
    bits = (((rng[2] << 16) + rng[3] ^ rng[0]) + x) & LOW32
    return bits * n >> 32


below = inlined(_below)


def uniform(rng: Int64) -> float:
    """A number from 0 to 1, for callers in Python."""
    return float(_below(rng, 2**31 - 1)) / (2**31 - 2)
