"""The code under the QR, for typing: eight signs of Crockford's base 32, forgiving to the hand that types it."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
LENGTH = 8
# What people type for what they read.
_MISREAD = str.maketrans("ILO", "110")


def make_code() -> str:
    """40 random bits; the database keeps it unique within an edition."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """«7k3m-p2qo» → «7K3MP2Q0»; None when it cannot be a code."""
    if len(typed) > 40:
        return None
    signs = "".join(sign for sign in typed.upper() if not sign.isspace() and sign not in "-–—_.·")
    signs = signs.translate(_MISREAD)
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else None


def spaced(code: str) -> str:
    """As it is printed: two groups of four."""
    return f"{code[:4]} {code[4:]}"
