"""The part `rendering`: a filled plan from the command line, the whole process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, against, faster_than
from benchmarks.peers.templates import write_cookiecutter, write_copier
from benchmarks.programs import script, whole_runs
from wizard.files.serialization.document_nodes import plain_data
from wizard.files.serialization.yaml_reader import read_yaml
from wizard.model.answers import Answers, is_mapping

RUNS = 25
PLANS = ("project-plan", "feature-plan", "roadmap")
_EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
_MOST = 1.3
_LEAST_FASTER = {"copier": 4.0, "cookiecutter": 1.0}
_FLOOR = "import yaml, jinja2"


def rendering(folder: Path) -> Iterator[Figure]:
    """The three plans against the imports that such a program needs, and against two peers on an equal template."""
    commands = {
        _FLOOR: [sys.executable, "-c", _FLOOR],
        **{name: [script("plan-wizard"), "render", name, "--answers", _example(name)] for name in PLANS},
        "copier": [script("copier"), *write_copier(folder / "copier", _answers())],
        "cookiecutter": [script("cookiecutter"), *write_cookiecutter(folder / "cookiecutter", _answers())],
    }
    missing = [name for name in _LEAST_FASTER if not Path(commands[name][0]).exists()]
    for name in missing:
        del commands[name]
    times = whole_runs(commands, folder, RUNS)
    for name in PLANS:
        yield against(f"render {name}", times[name], f"`{_FLOOR}`", times[_FLOOR], _MOST)
    for name, least in _LEAST_FASTER.items():
        if name not in missing:
            yield faster_than(f"render {PLANS[0]}", times[PLANS[0]], name, times[name], least)


def _example(name: str) -> str:
    return str(_EXAMPLES / f"{name}.answers.yaml")


def _answers() -> Answers:
    """The answers of the first plan's example."""
    read = plain_data(read_yaml(Path(_example(PLANS[0])).read_text(encoding="utf-8"), PLANS[0]))
    answers = read["answers"] if is_mapping(read) else None
    assert is_mapping(answers)
    return answers
