"""Executes notebooks headless, checks their figures, and writes each as a page.

execute.py OUTPUT-FOLDER NOTEBOOK...

Fails, in a line that says which notebook and which cell, on an error, on a cell that does not end,
on a cell tagged "figure" that draws nothing, and on a notebook that was committed with outputs.
"""

import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

CELL_SECONDS = 90
START_SECONDS = 60

# What an axis, its labels or a frame consist of is not a drawn value.
FEWEST_MARKS = 5
FIGURE = re.compile(r"<svg.*?</svg>", re.DOTALL)
VALUE = re.compile(
    r"<(?:rect|circle|ellipse|path|polyline|polygon|line)\b[^>]*"
    r"(?:fill|stroke|style)=\"[^\"]*(?:rgb\((?!(?:228,228,228|255,255,255|51,51,51)\b)|#(?!e4e4e4|fff|333))",
)


class Failed(Exception):
    """Says in one line what is wrong."""


def values_drawn(svg):
    """Counts what is drawn beside axes: bars, dots, and the points of lines."""
    count = 0
    # A group sets the colour of what is in it.
    for colour, body in re.findall(r'<g\b([^>]*)>(.*?)(?=<g\b|</g>)', svg, re.DOTALL):
        if any(f"rgb({rgb})" in colour or name in colour for rgb, name in COLOURS):
            count += len(re.findall(r"<(?:rect|circle|ellipse|line|polygon)\b", body))
            for line in re.findall(r'<(?:path|polyline)\b[^>]*?(?:\bd|points)="([^"]*)"', body):
                count += len(re.findall(r"[LC]|,", line)) or 1
    return count


COLOURS = [
    ("0,114,178", "#0072B2"), ("0,158,115", "#009E73"), ("204,121,167", "#CC79A7"),
    ("86,180,233", "#56B4E9"), ("213,94,0", "#D55E00"), ("230,159,0", "#E69F00"),
]


def check_figures(path, notebook):
    figures = 0
    for place, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code":
            continue
        html = "".join(
            output.get("data", {}).get("text/html", "") for output in cell.outputs
        )
        svgs = FIGURE.findall(html)
        for svg in svgs:
            drawn = values_drawn(svg)
            if drawn < FEWEST_MARKS:
                raise Failed(f"{path.name}, cell {place}: the figure is empty, {drawn} values are drawn")
        if "figure" in cell.metadata.get("tags", []) and not svgs:
            raise Failed(f"{path.name}, cell {place}: there is no figure")
        figures += len(svgs)
    return figures


def execute(path, folder):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    if any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells):
        raise Failed(f"{path.name} has outputs; clear them before it is committed")
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        startup_timeout=START_SECONDS,
        resources={"metadata": {"path": str(path.parent)}},
    )
    begun = time.monotonic()
    try:
        client.execute()
    except CellExecutionError as e:
        raise Failed(f"{path.name}: a cell fails: {e}") from None
    except CellTimeoutError as e:
        raise Failed(f"{path.name} hangs: {str(e).splitlines()[0]}") from None
    except (DeadKernelError, RuntimeError) as e:
        raise Failed(f"{path.name}: the kernel does not start, or died: {e}") from None
    finally:
        page, _ = HTMLExporter().from_notebook_node(notebook)
        (folder / f"{path.stem}.html").write_text(page, encoding="utf-8")
    figures = check_figures(path, notebook)
    print(f"{path.name}: {figures} figures, {time.monotonic() - begun:.0f} s", flush=True)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for name in sys.argv[2:]:
            execute(Path(name), folder)
    except Failed as e:
        raise SystemExit(f"execute.py: {e}")


if __name__ == "__main__":
    main()
