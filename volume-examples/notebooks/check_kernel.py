"""Starts an installed kernel, has it compute and draw, and says how long that took.

check_kernel.py NAME [STARTS]
"""

import sys
import time
from queue import Empty

from jupyter_client.manager import start_new_kernel

CELL = """
var days = BarsStage.from(SyntheticMarket.standard().withTickers(2))
    .between(LocalDate.parse("2020-03-02"), LocalDate.parse("2020-03-31"))
    .market(total(VOLUME)).collect(LocalRunner.create());
days
"""


def check(name):
    """Returns the seconds to the first reply and to the first chart."""
    begun = time.monotonic()
    manager, client = start_new_kernel(startup_timeout=60, kernel_name=name)
    started = time.monotonic()
    try:
        shown = []

        def on_output(message):
            if message["msg_type"] in ("execute_result", "error"):
                shown.append(message["content"])

        reply = client.execute_interactive(CELL, timeout=60, output_hook=on_output)
        if reply["content"]["status"] != "ok":
            raise SystemExit("\n".join(reply["content"]["traceback"]))
        html = shown[0]["data"]["text/html"]
        if "<svg" not in html:
            raise SystemExit(f"{name} draws no chart: {html[:300]}")
        return started - begun, time.monotonic() - begun
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=False)


def main():
    name = sys.argv[1]
    starts = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    for start in range(1, starts + 1):
        try:
            ready, drawn = check(name)
        except (RuntimeError, TimeoutError, Empty) as e:
            raise SystemExit(f"{name} hangs at start {start} of {starts}: {e or type(e).__name__}")
        print(f"{name}: start {start} of {starts}: ready in {ready:.1f} s, first chart after {drawn:.1f} s")


if __name__ == "__main__":
    main()
