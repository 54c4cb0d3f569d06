"""Reading a QR from a camera's picture."""

MOST_PIXELS = 1_000_000


def read_qr(luminance: bytes, *, width: int) -> str:
    """The text of the QR in a grey picture of `width` bytes a row, top row first; empty when there is none.

    Raises ValueError for a picture that is no rectangle, too small or too large.
    """
    if not 32 <= width <= 2000 or not luminance or len(luminance) % width or len(luminance) > MOST_PIXELS:
        raise ValueError(width)
    import zxingcpp  # native, and only doors need it

    picture = memoryview(luminance).cast("B", shape=[len(luminance) // width, width])
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return found[0].text[:500] if found else ""
