"""The part `compiling`: a template's text, read, checked and prepared, without the imports that this takes.

`python -m benchmarks.parts.compiling FILE` compiles a file once and prints the seconds, of the wall and the processor.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.figures import Figure, Times
from benchmarks.programs import module
from wizard.compiler.loader import read_template, template_path

RUNS = 7
_MOST = 150.0
"""Milliseconds of processor time."""
_SMALL, _TIMES_LARGER = 20_000, 4
_MOST_GROWTH = 1.3
"""What a byte of the larger template may cost, by what one of the smaller costs."""
_HEAD = """---
wizard: 1
name: grown
title: Grown
version: 1
save_as: grown.md
sections:
  - title: All
    questions:
      - {id: name, kind: line, label: What is it called?, placeholder: "[Name]"}
      - {id: goals, kind: list, label: What is it for?, item: goal, placeholder: ["[Goal]"]}
---
# {{ name }}
"""
_BLOCKS: dict[str, str] = {
    "headings and slots": "\n## Part {0}\n\nWhat {{{{ name }}}} does in part {0}.\n\n- One\n- {{{{ name }}}}\n",
    "loops": "\n{{% for goal in goals %}}\n- {{{{ goal }}}} {0}\n{{% endfor %}}\n",
    "headings in conditions": "\n{{% if name %}}\n## Part {0}\n\nIt is {{{{ name }}}}.\n{{% endif %}}\n",
}


def compiling(folder: Path) -> Iterator[Figure]:
    """Measure the longest built-in template, and how the time grows with what templates are made of."""
    roadmap = _compiled(template_path("roadmap"), RUNS)
    lines = len(template_path("roadmap").read_text(encoding="utf-8").splitlines())
    is_met = roadmap.processor.median <= _MOST
    yield Figure(
        f"compiling the roadmap, {lines} lines", str(roadmap), budget=f"processor ≤ {_MOST:g} ms", is_met=is_met
    )
    for what, block in _BLOCKS.items():
        yield _growth(folder, what, block.format)


def _growth(folder: Path, what: str, block: Callable[[int], str]) -> Figure:
    small, large = (_compiled(_written(folder, what, block, size), 1) for size in (_SMALL, _SMALL * _TIMES_LARGER))
    ratio = large.wall.median / small.wall.median / _TIMES_LARGER
    processor_ratio = large.processor.median / small.processor.median / _TIMES_LARGER
    return Figure(
        f"compiling {_SMALL * _TIMES_LARGER // 1000} kB of {what}",
        str(large),
        f"{_SMALL // 1000} kB: {small}",
        ratio,
        processor_ratio,
        f"≤ {_MOST_GROWTH:g} × a byte",
        processor_ratio <= _MOST_GROWTH,
    )


def _written(folder: Path, what: str, block: Callable[[int], str], size: int) -> Path:
    path = folder / f"{what.replace(' ', '-')}-{size}.md"
    blocks: list[str] = []
    while sum(map(len, blocks)) < size:
        blocks.append(block(len(blocks)))
    path.write_text(_HEAD + "".join(blocks), encoding="utf-8")
    return path


def _compiled(path: Path, runs: int) -> Times:
    command = [*module("benchmarks.parts.compiling"), str(path)]
    done = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(runs)]
    pairs = [each.stdout.split() for each in done]
    return Times.of([(float(wall), float(processor)) for wall, processor in pairs])


def _main(path: Path) -> None:
    read_template(_HEAD, "")  # which imports everything
    text = path.read_text(encoding="utf-8")
    wall, processor = perf_counter(), process_time()
    read_template(text, str(path))
    print(perf_counter() - wall, process_time() - processor)


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
