"""Executes notebooks headless, checks their figures, and writes each as a page.

execute.py OUTPUT-FOLDER NOTEBOOK...

Fails, in a line that says which notebook and which cell, on an error, on a cell that does not end,
on a cell tagged "figure" that draws nothing, and on a notebook that was committed with outputs.
"""

import re
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

CELL_SECONDS = 90
START_SECONDS = 60

# A series of fewer values is no picture.
FEWEST_VALUES = 5

SVG = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL)

# In which axes, their labels and frames are drawn.
BACKGROUND = {"none", "white", "black", "rgb(51,51,51)", "rgb(228,228,228)"}


class Failed(Exception):
    """Says in one line what is wrong."""


def values_drawn(svg):
    """Counts what is drawn beside axes: bars, dots, and the points of lines."""

    def count(element, fill, stroke):
        fill = element.get("fill", fill)
        stroke = element.get("stroke", stroke)
        name = element.tag.rpartition("}")[2]
        if name in ("defs", "text"):
            return 0
        drawn = 0
        if {fill, stroke} - BACKGROUND:
            if name in ("rect", "circle", "ellipse", "line", "polygon"):
                drawn = 1
            elif name == "path":
                drawn = len(re.findall("[LC]", element.get("d", "")))
            elif name == "polyline":
                drawn = len(element.get("points", "").split())
        return drawn + sum(count(child, fill, stroke) for child in element)

    return count(ElementTree.fromstring(svg), "black", "none")


def check_figures(path, notebook):
    figures = 0
    for place, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code":
            continue
        html = "".join(
            output.get("data", {}).get("text/html", "") for output in cell.outputs
        )
        svgs = SVG.findall(html)
        for svg in svgs:
            drawn = values_drawn(svg)
            if drawn < FEWEST_VALUES:
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
