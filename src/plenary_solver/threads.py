"""Jobs in threads of their own, and the thread that waits for them and keeps looking whether all is over."""

import threading
from collections.abc import Callable, Sequence

PATIENCE = 0.05  # seconds between two looks


def run_beside(
    jobs: Sequence[Callable[[], None]], over: Callable[[], bool], *, halt: Callable[[], None], wait: bool
) -> None:
    """Run jobs until all are done, one has failed, or `over` says so. Then `halt` is called, which is to end the others;
    `wait` for that, unless nothing can end them. Raises the first failure."""
    failures: list[BaseException] = []

    def guarded(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    while (running := [thread for thread in threads if thread.is_alive()]) and not failures:
        if over():
            break
        running[0].join(PATIENCE)
    if running:
        halt()
    if wait:
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]
