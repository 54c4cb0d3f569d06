"""An organiser's accent, made readable: darkened or lightened until it holds 4.5:1 on our paper (WCAG 1.4.3)."""

from colorsys import hls_to_rgb, rgb_to_hls

LEAST = 4.5
PAPER = {"light": ("#fdfcfa", "#f4f1ec", "#ffffff"), "dark": ("#171614", "#211f1c", "#1f1d1b")}

Colour = tuple[float, float, float]


def theme_css(accent: str) -> bytes:
    """The tokens an edition sets. `--accent` carries white text and stands on light paper, its twin on dark paper."""
    light, dark = readable(accent, "light"), readable(accent, "dark")
    return (
        f":root {{ --accent: {light}; --accent-dark: {dark}; --on-accent: #fff; --accent-ink: {light}; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ --accent-ink: {dark}; }} }}\n"
    ).encode()


def readable(accent: str, scheme: str) -> str:
    """`accent` itself when it can be read on the scheme's papers, else the nearest lightness that can."""
    hue, lightness, saturation = rgb_to_hls(*_rgb(accent))
    step = -0.01 if scheme == "light" else 0.01
    while True:
        colour = _hex(hls_to_rgb(hue, lightness, saturation))
        if all(contrast(colour, paper) >= LEAST for paper in PAPER[scheme]):
            return colour
        # Black and white always pass, so this ends.
        lightness = min(1.0, max(0.0, lightness + step))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _rgb(colour: str) -> Colour:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))  # type: ignore[return-value]


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
