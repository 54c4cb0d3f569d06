"""`make bench`: every benchmark, each in a process of its own; ends with 1 when one missed its bar."""

import subprocess
import sys

from benchmarks.figures import machine

BENCHMARKS = ["public_page", "first_view", "release", "push"]

print(machine(), flush=True)
missed = []
for name in sys.argv[1:] or BENCHMARKS:
    print(f"\n— {name}", flush=True)
    if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"]).returncode:
        missed.append(name)
if missed:
    sys.exit(f"\nMissed: {', '.join(missed)}")
