"""Every sentence this package says about a file: English, with named placeholders, by code.

Codes are a contract; adapters translate the sentences as message ids.
"""

REFUSALS: dict[str, str] = {}
PROBLEMS: dict[str, str] = {}
