"""The public programme page against a bare ASGI application that answers the same bytes under the same server.

Paired: the two are asked in turns, so that a noisy machine is noisy for both. Rates are compared as ratios; CPU is the
server's own, from the kernel's count.
"""

import json
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, report
from benchmarks.load import hammer
from benchmarks.servers import Summit, cpu_seconds, fetch, free_port, process, summit

ROUNDS = 7
SECONDS = 2
PAGE = "/bench/zh/programme/"


def main() -> None:
    figures, costs = [], {}
    for talks in (45, 500):
        with summit(talks) as served:
            ratio, cost, bare, size = compare(served)
        costs[talks] = cost
        print(
            f"{talks} talks: {size / 1000:.1f} kB packed; CPU a visit {cost:.4f} ms, bare {bare:.4f} ms",
            flush=True,
        )
        figures.append(
            Figure(f"rate against a bare application, {talks} talks", ratio, "×", 0.8, at_most=False)
        )
        figures.append(Figure(f"server CPU a visit, {talks} talks", cost, "ms", 0.2))
    # The page of 500 talks is some ten times as many bytes for the kernel to copy; nothing else may grow.
    figures.append(Figure("CPU a visit, 500 talks against 45", costs[500] / costs[45], "×", 2))
    report(figures)


def compare(served: Summit) -> tuple[float, float, float, int]:
    """Ratio of rates, CPU milliseconds a visit of ours and of the bare one (medians), bytes of the page."""
    headers, body = fetch(served.address + PAGE, **{"Accept-Encoding": "br"})
    constant = Path(served.data) / "constant"
    same = [(name, value) for name, value in headers if name not in ("date", "connection")]
    constant.write_bytes(json.dumps(same).encode() + b"\n" + body)
    port = free_port()
    with process(served.data, "benchmarks.bare", str(port), str(constant), port=port) as bare:
        ratios, ours, theirs = [], [], []
        for _ in range(ROUNDS):
            rate, cost = measure(served.web, served.address + PAGE)
            bare_rate, bare_cost = measure(bare, f"http://127.0.0.1:{port}{PAGE}")
            ratios.append(rate / bare_rate)
            ours.append(cost)
            theirs.append(bare_cost)
    return median(ratios), median(ours), median(theirs), len(body)


def measure(server, url: str) -> tuple[float, float]:
    before = cpu_seconds(server)
    answers, seconds = hammer(url, SECONDS)
    return answers / seconds, (cpu_seconds(server) - before) / answers * 1000


if __name__ == "__main__":
    main()
