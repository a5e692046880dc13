"""Starts an installed kernel, has it compute, show how far it is, draw, and be interrupted; says how long
that took.

check_kernel.py NAME [STARTS]
"""

import signal
import sys
import time
from queue import Empty

from jupyter_client.manager import start_new_kernel

CELL = """
var days = BarsStage.from(SyntheticMarket.standard().withTickers(2))
    .between(LocalDate.parse("2020-03-02"), LocalDate.parse("2020-03-31"))
    .market(total(VOLUME)).collect(showProgress(LocalRunner.create()::onProgress));
days
"""

# What the line below the cell says, one after the other.
PROGRESS = ["collect: begins", "collect: read and check", "collect: 22 rows collected in"]


def check_progress(name, shown):
    """Fails unless one line, below the cell, said how far the run was, and its end."""
    places = {content.get("transient", {}).get("display_id") for content in shown}
    said = [content["data"]["text/plain"] for content in shown]
    steps = iter(said)
    if len(places) != 1 or None in places or not all(any(line.startswith(step) for line in steps) for step in PROGRESS):
        raise SystemExit(f"{name} shows no progress: {said} in {places}")


def check_interrupt(name, manager, client):
    """Fails unless an interrupt ends a cell, and the next one is computed."""
    running = client.execute("Thread.sleep(60_000)")
    while client.get_iopub_msg(timeout=10)["msg_type"] != "execute_input":
        pass
    time.sleep(0.5)
    manager.interrupt_kernel()
    reply = client.get_shell_msg(timeout=20)
    if reply["parent_header"]["msg_id"] != running or reply["content"]["status"] != "error":
        raise SystemExit(f"{name} does not end an interrupted cell: {reply['content']}")
    said = []
    client.execute_interactive("1 + 1", timeout=20, output_hook=lambda message: said.append(message["content"]))
    if not any(content.get("data", {}).get("text/plain") == "2" for content in said):
        raise SystemExit(f"{name} computes nothing after an interrupt: {said}")


def check(name):
    """Returns the seconds to the first reply and to the first chart."""
    begun = time.monotonic()
    manager, client = start_new_kernel(startup_timeout=60, kernel_name=name)
    started = time.monotonic()
    try:
        shown = []
        progress = []

        def on_output(message):
            if message["msg_type"] in ("execute_result", "error"):
                shown.append(message["content"])
            if message["msg_type"] in ("display_data", "update_display_data"):
                progress.append(message["content"])

        reply = client.execute_interactive(CELL, timeout=60, output_hook=on_output)
        if reply["content"]["status"] != "ok":
            raise SystemExit("\n".join(reply["content"]["traceback"]))
        html = shown[0]["data"]["text/html"]
        if "<svg" not in html:
            raise SystemExit(f"{name} draws no chart: {html[:300]}")
        drawn = time.monotonic()
        check_progress(name, progress)
        check_interrupt(name, manager, client)
        return started - begun, drawn - begun
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=False)


def main():
    # Where this was started with interrupts ignored, as in the background of a script, a kernel would ignore them too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
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
