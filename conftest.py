"""Tests run on a data folder of their own, and never reach another host."""

import os
import tempfile

os.environ["PLENARY_DATA"] = tempfile.mkdtemp(prefix="plenary-test-")
os.environ.pop("PLENARY_ADDRESS", None)
os.environ.pop("EMAIL_URL", None)
