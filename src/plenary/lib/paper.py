"""Pages to paper: typst with the CJK fonts we ship, for badges, lists, pictures and handbooks.

    pages = typeset(SOURCE, {"names": ["张 伟"]}, format="png", ppi=144)

The source is ours and trusted; what users wrote travels as data (`data` in the source) and is never markup. The
process reads no file but the fonts, opens no address and asks for no package. Ask `missing_glyphs` before printing:
a name on a badge must never show an empty box.
"""

import json
import os
import tempfile
import time
import unicodedata
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import Literal

import typst
from fontTools.ttLib import TTFont

SANS = "Noto Sans CJK SC"
SERIF = "Noto Serif CJK SC"
# The package carries others too, SimHei among them, which is not free: only these two are ever loaded.
FILES = ("NotoSansCJKsc-Regular.otf", "NotoSerifCJKsc-Regular.otf")

Format = Literal["pdf", "png", "svg"]

_HEAD = "#let data = json(bytes(sys.inputs.data))\n"


@cache
def font_files() -> tuple[Path, ...]:
    spec = find_spec("mplfonts")  # found, never imported: it would ask for its plotting library
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The fonts for paper are missing: install the package mplfonts.")
    return tuple(Path(spec.submodule_search_locations[0]) / "fonts" / name for name in FILES)


@cache
def fonts() -> typst.Fonts:
    """The two families, loaded once a process. What the machine has installed never changes our pages."""
    with tempfile.TemporaryDirectory() as folder:
        # typst searches folders: one with links to the files we want keeps the others out.
        for file in font_files():
            (Path(folder) / file.name).symlink_to(file)
        loaded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        loaded.fonts()
        return loaded


@cache
def _known() -> frozenset[int]:
    """Code points that both families can draw."""
    return frozenset.intersection(
        *(frozenset(TTFont(file, lazy=True).getBestCmap()) for file in font_files())
    )


def missing_glyphs(texts: Iterable[str]) -> dict[str, str]:
    """Signs our fonts cannot draw, each with the first text it stands in. Empty: everything can be printed."""
    missing: dict[str, str] = {}
    for text in texts:
        for sign in unicodedata.normalize("NFC", text):
            if ord(sign) not in _known() and unicodedata.category(sign) not in ("Cc", "Cf", "Zs"):
                missing.setdefault(sign, text)
    return missing


def typeset(
    source: str,
    data: object,
    *,
    format: Format = "pdf",
    ppi: float = 144,
) -> list[bytes]:
    """The finished file of a typst source, in which `data` holds the JSON values given: one PDF, or a picture a page."""
    with tempfile.TemporaryDirectory() as empty:
        # The stubs want every path to be of the type of the source, which here is bytes.
        made = typst.compile(  # type: ignore[type-var]
            (_HEAD + source).encode(),
            root=empty,
            package_path=empty,
            package_cache_path=empty,
            font_paths=fonts(),
            ignore_system_fonts=True,
            format=format,
            ppi=ppi,
            sys_inputs={"data": unicodedata.normalize("NFC", json.dumps(data, ensure_ascii=False))},
        )
    return list(made) if isinstance(made, list) else [made]


def typeset_elsewhere(
    source: str, data: object, *, format: Format = "pdf", ppi: float = 144
) -> Future[list[bytes]]:
    """`typeset` in a process of its own. typst keeps the interpreter to itself while it works: only processes put a
    second core to use. They start with the first sheet, keep their fonts, and end with this process."""
    return _presses().submit(typeset, source, data, format=format, ppi=ppi)


@cache
def _presses() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        os.cpu_count() or 1, mp_context=get_context("spawn"), initializer=_end_with_parent
    )


def _end_with_parent() -> None:
    """A worker that was killed cannot end its children: they look after it themselves."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(0)

    Thread(target=watch, daemon=True).start()
