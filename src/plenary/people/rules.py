"""What each reader may see of a person. Asked by pages, exports and the door; never spelled out there."""

from collections.abc import Collection


def may_see_reach(grants: Collection[str]) -> bool:
    """Phones and e-mail addresses in full are for those who invite."""
    return "guests" in grants


def masked_phone(phone: str) -> str:
    """+8613812345678 → •••••5678: enough to tell two people apart, not to call them."""
    digits = "".join(char for char in phone if char.isdigit())
    return f"•••••{digits[-4:]}" if len(digits) >= 7 else "•••••" if digits else ""


def masked_email(email: str) -> str:
    """wei.li@example.org → w•••@example.org."""
    name, at, host = email.partition("@")
    return f"{name[:1]}•••@{host}" if at else ""


def shown_phone(phone: str, grants: Collection[str]) -> str:
    return phone if may_see_reach(grants) else masked_phone(phone)


def shown_email(email: str, grants: Collection[str]) -> str:
    return email if may_see_reach(grants) else masked_email(email)
