"""The first view of the programme page in a real Chromium with an empty cache: bytes and requests, pictures left out."""

import os

from playwright.sync_api import sync_playwright

from benchmarks.figures import Figure, report
from benchmarks.servers import summit

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PICTURES = ("Image", "EventSource")


def main() -> None:
    figures = []
    for talks, kilobytes in ((45, 40), (500, 100)):
        with summit(talks) as served:
            loaded, words = first_view(f"{served.address}/bench/zh/programme/")
        for url, size in loaded:
            print(f"  {size:7} bytes  {url.removeprefix(served.address)}", flush=True)
        figures += [
            Figure(f"first view of {talks} talks", sum(size for _, size in loaded) / 1000, "kB", kilobytes),
            Figure(f"requests for {talks} talks", len(loaded), "", 4),
            Figure(f"talks readable without JavaScript, of {talks}", words, "", talks, at_most=False),
        ]
    report(figures)


def first_view(url: str) -> tuple[list[tuple[str, int]], int]:
    """(address, bytes on the wire with headers) of what was loaded, and how many talks stand there without scripts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_context().new_page()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        kinds: dict[str, tuple[str, str]] = {}
        sizes: dict[str, int] = {}
        devtools.on(
            "Network.responseReceived",
            lambda e: kinds.update({e["requestId"]: (e["type"], e["response"]["url"])}),
        )
        devtools.on(
            "Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]})
        )
        page.goto(url)
        page.wait_for_timeout(1500)
        plain = browser.new_context(java_script_enabled=False).new_page()
        plain.goto(url)
        words = plain.locator("main").inner_text().count("实践报告")
        browser.close()
    loaded = [
        (url, int(sizes.get(request, 0)))
        for request, (kind, url) in kinds.items()
        if kind not in PICTURES and not url.endswith((".svg", ".png"))
    ]
    return loaded, words


if __name__ == "__main__":
    main()
