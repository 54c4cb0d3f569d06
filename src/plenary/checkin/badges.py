"""From a badge to its QR: the pure parts put together with the installation's key."""

from io import BytesIO

import segno
from django.conf import settings

from plenary.checkin.models import Badge
from plenary.checkin.tokens import KEY_NUMBER, Claims, make_token, read_token, signing_key
from plenary.editions.models import Edition


def token_of(badge: Badge) -> str:
    """`badge.person` should be loaded: its category is part of the token."""
    claims = Claims(badge.edition_id, badge.pk, badge.person.category_id or 0, badge.version)
    return make_token(claims, key=signing_key(settings.SECRET_KEY))


def claims_of(token: str, *, edition: Edition) -> Claims:
    return read_token(token, edition_id=edition.pk, keys={KEY_NUMBER: signing_key(settings.SECRET_KEY)})


def qr(badge: Badge) -> segno.QRCode:
    # Trying all eight masks costs five times as much, and a signature looks like noise under any of them.
    return segno.make(token_of(badge), error="m", micro=False, boost_error=False, mask=2)


def qr_svg(badge: Badge) -> str:
    """For paper: no size of its own and no quiet zone, black on nothing."""
    out = BytesIO()
    qr(badge).save(out, kind="svg", xmldecl=False, omitsize=True, border=0, svgclass=None, lineclass=None)
    return out.getvalue().decode()


def qr_image(badge: Badge) -> str:
    """For a page: the address of an image that needs no request. The frame `.qr` adds the rest of the quiet zone."""
    return qr(badge).svg_data_uri(omitsize=True, border=1, light="#fff")


def qr_png(badge: Badge) -> bytes:
    out = BytesIO()
    qr(badge).save(out, kind="png", scale=12, border=4)
    return out.getvalue()
