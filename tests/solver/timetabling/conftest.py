import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def cosplib_folder():
    """The folder with the benchmark's workbooks and vectors, which are no part of the repository."""
    root = Path(os.environ.get("PLENARY_SHARED") or Path(__file__).resolve().parents[3].parent / "shared")
    folder = root / "data" / "timetabling"
    if not folder.is_dir():
        pytest.skip(
            "The benchmark is not beside this checkout; set PLENARY_SHARED to the folder that holds it."
        )
    return folder
