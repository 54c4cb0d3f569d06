"""The adapter to `plenary_reader`: what is typed by hand is tidied as a guest list is."""

from plenary_reader.sheets.values import is_understood, phones_in


def tidy_phone(typed: str) -> str:
    """One number as E.164 where it is understood (138 1234 5678 → +8613812345678); anything else as it was typed."""
    found = phones_in(typed)
    return found[0] if len(found) == 1 and not is_understood(typed) else typed
