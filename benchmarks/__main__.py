"""`python -m benchmarks [PART...]`: measure, and print one table. The parts: typing, starting, rendering."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, table
from benchmarks.rendering import rendering
from benchmarks.start_up import starting
from benchmarks.typing_figures import typing

PARTS: dict[str, Callable[[Path], Iterator[Figure]]] = {"typing": typing, "starting": starting, "rendering": rendering}


def main() -> None:
    figures: list[Figure] = []
    with TemporaryDirectory() as folder:
        for name in sys.argv[1:] or PARTS:
            for figure in PARTS[name](Path(folder)):
                print(f"{figure.what}: {figure.ours}", file=sys.stderr, flush=True)
                figures.append(figure)
    print(table(figures))


if __name__ == "__main__":
    main()
