"""The part `compiling`: a template's text, read, checked and prepared, without the imports that this takes.

`python -m benchmarks.parts.compiling [--parse] FILE` compiles a file once, or parses it as Markdown, and prints the
seconds, of the wall and the processor.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.figures import Figure, Times
from benchmarks.programs import module
from wizard.compiler.loader import read_template, template_path

RUNS = 7
_GROWTH_RUNS = 3
_SMALL, _LARGE = 2_000, 20_000
"""Lines."""
_MOST = {900: 150.0, _SMALL: 300.0}
"""`{lines: milliseconds of processor time}`."""
_MOST_GROWTH = 1.3
"""What a line of the larger template may cost, by what one of the smaller costs."""
_MOST_PATHOLOGICAL = 2_000.0
"""Milliseconds of processor time."""
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
_NATIVE: dict[str, str] = {
    "headings and slots": "\n## Part {0}\n\nWhat {{{{ name }}}} does in part {0}.\n\n- One\n- {{{{ name }}}}\n",
    "loops": "\n{{% for goal in goals %}}\n- {{{{ goal }}}} {0}\n{{% endfor %}}\n",
    "headings in conditions": "\n{{% if name %}}\n## Part {0}\n\nIt is {{{{ name }}}}.\n{{% endif %}}\n",
    "conditions without headings": (
        "\n{{% if name is open %}}\nPart {0}\n{{% else %}}\n- {{{{ name }}}}\n{{% endif %}}\n"
    ),
}
_MARKDOWN: dict[str, str] = {
    "sections with comments": (
        "## Part {0}\n\n<!-- Say what part {0} is about. -->\n\nWhat [name of part {0}] does, and for whom.\n\n"
        "- **Owner:** [owner {0}]\n- A fixed point\n\n```\n# code\n```\n\n"
        "| What | When |\n| --- | --- |\n| [task] | |\n\n"
    ),
    "prose": "Paragraph {0} of a long text in which nothing is to be filled in,\nand which goes on.\n\n",
}
_PATHOLOGICAL: dict[str, str] = {
    "10,000 brackets": "[" * 10_000 + "\n",
    "quotes 10,000 deep": ">" * 10_000 + " x\n",
    "a line of 2 MB": "some **words _of ` text " * 82_000 + "\n",
    "10,000 slots in a paragraph": "{{ name }} x " * 10_000 + "\n",
    "2,000 loops": "\n{% for goal in goals %}\n- {{ goal }}\n{% endfor %}\n" * 2_000,
    "headings in ifs in ifs": ("{% if name %}\n# A\n\n{{ name }}\n" * 18 + "{% endif %}\n" * 18) * 50,
    "a fence of 20,000 lines": "```\n" + "# x\n\ny {{ name }}\n" * 6_666,
    "2,000 link definitions": "".join(f"# H {n}\n\n[l{n}]: /{n}\n\n[a][l{n}] {{{{ name }}}}\n\n" for n in range(2_000)),
}


def compiling(folder: Path) -> Iterator[Figure]:
    """Measure native and imported templates of some lengths, how the time grows, and what is made to take long."""
    yield _against_parsing("the roadmap", template_path("roadmap"), 900)
    for kinds, head in ((_NATIVE, _HEAD), (_MARKDOWN, "# A plan\n\n")):
        for lines in _MOST:
            what = next(iter(kinds))
            yield _against_parsing(what, _written(folder, what, _grown(head, kinds[what], lines)), lines)
        for what, block in kinds.items():
            yield _growth(folder, what, head, block)
    yield from _pathological(folder, _PATHOLOGICAL)


def _against_parsing(what: str, path: Path, lines: int) -> Figure:
    """Return the figure of a template, with one parse of its text by markdown-it as the floor."""
    ours, floor = _compiled(path, RUNS), _compiled(path, RUNS, "--parse")
    ratios = (ours.wall.median / floor.wall.median, ours.processor.median / floor.processor.median)
    count, most = len(path.read_text(encoding="utf-8").splitlines()), _MOST[lines]
    is_met = ours.processor.median <= most
    budget = f"processor ≤ {most:g} ms"
    return Figure(
        f"compiling {what}, {count:,} lines", str(ours), f"markdown-it, once: {floor}", *ratios, budget, is_met
    )


def _growth(folder: Path, what: str, head: str, block: str) -> Figure:
    small, large = (
        _compiled(_written(folder, f"{what} {lines}", _grown(head, block, lines)), _GROWTH_RUNS)
        for lines in (_SMALL, _LARGE)
    )
    times_larger = _LARGE / _SMALL
    ratio = large.wall.median / small.wall.median / times_larger
    processor_ratio = large.processor.median / small.processor.median / times_larger
    return Figure(
        f"compiling {_LARGE:,} lines of {what}",
        str(large),
        f"{_SMALL:,} lines: {small}",
        ratio,
        processor_ratio,
        f"≤ {_MOST_GROWTH:g} × a line",
        processor_ratio <= _MOST_GROWTH,
    )


def _pathological(folder: Path, bodies: Mapping[str, str]) -> Iterator[Figure]:
    for what, body in bodies.items():
        times = _compiled(_written(folder, what, _HEAD + body), _GROWTH_RUNS)
        is_met = times.processor.median <= _MOST_PATHOLOGICAL
        budget = f"processor ≤ {_MOST_PATHOLOGICAL / 1000:g} s"
        yield Figure(f"compiling {what}", str(times), budget=budget, is_met=is_met)


def _grown(head: str, block: str, lines: int) -> str:
    """Return a text of about so many lines."""
    count = (lines - head.count("\n")) // block.count("\n")
    return head + "".join(block.format(index) for index in range(count))


def _written(folder: Path, what: str, text: str) -> Path:
    path = folder / f"{what.replace(' ', '-').replace(',', '')}.md"
    path.write_text(text[:2_000_000], encoding="utf-8")
    return path


def _compiled(path: Path, runs: int, *options: str) -> Times:
    command = [*module("benchmarks.parts.compiling"), *options, str(path)]
    done = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(runs)]
    pairs = [each.stdout.split() for each in done]
    return Times.of([(float(wall), float(processor)) for wall, processor in pairs])


def _main(path: Path, *, only_parse: bool) -> None:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    read_template(_HEAD, "")  # which imports everything
    read_template("# A\n\n[name]\n", "a.md")
    text = path.read_text(encoding="utf-8")
    wall, processor = perf_counter(), process_time()
    if only_parse:
        parser.parse(text)
    else:
        read_template(text, str(path))
    print(perf_counter() - wall, process_time() - processor)


if __name__ == "__main__":
    _main(Path(sys.argv[-1]), only_parse="--parse" in sys.argv)
