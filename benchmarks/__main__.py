"""`python -m benchmarks [PART...]`: measure, and print one table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, table
from benchmarks.parts.compiling import compiling
from benchmarks.parts.key_to_plan import key_to_plan
from benchmarks.parts.large_answers import large_answers
from benchmarks.parts.merging import merging
from benchmarks.parts.rendering import rendering
from benchmarks.parts.start_up import start_up
from benchmarks.parts.task_lists import task_lists

PARTS: dict[str, Callable[[Path], Iterator[Figure]]] = {
    "start-up": start_up,
    "keys": key_to_plan,
    "large-answers": large_answers,
    "compiling": compiling,
    "rendering": rendering,
    "tasks": task_lists,
    "merging": merging,
}


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
