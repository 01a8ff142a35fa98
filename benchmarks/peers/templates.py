"""The project plan as a template of copier and of cookiecutter, made from the plan's own file."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from wizard.model.answers import Answers, thaw

BODY = """\
# Project Plan: {{ PREFIXproject_name }}

## 1. Project Goal & Vision

*   **High-Level Goal:** {{ PREFIXgoal }}
*   **Core Problem:** {{ PREFIXproblem }}
*   **Target User:** {{ PREFIXuser }}
*   **Key Features:**
{% for feature in PREFIXfeaturesINNER %}    *   [ ] {{ feature.text }}
{% endfor %}
## 2. Architecture & Tech Stack

*   **Frontend:** {{ PREFIXfrontend }}
*   **Backend:** {{ PREFIXbackend }}
*   **Database:** {{ PREFIXdatabase }}
*   **Deployment:** {{ PREFIXdeployment }}
*   **Testing:** {{ PREFIXtesting }}

## 3. Task Breakdown (Milestones)

{% for milestone in PREFIXmilestonesINNER %}### Milestone {{ loop.index }}: {{ milestone.title }}

{% for task in milestone.tasks %}*   [{{ "x" if task.done else " " }}] {{ task.text }}
{% endfor %}*   [{{ "x" if milestone.tested else " " }}] **Test:** {{ milestone.test }}

{% endfor %}## 4. Future Improvements & Ideas

{% for idea in PREFIXideasINNER %}*   {{ idea }}
{% endfor %}"""


def write_copier(folder: Path, given: Answers) -> list[str]:
    """A template and answers of copier; the command's arguments."""
    answers = {key: thaw(answer) for key, answer in given.items()}
    (folder / "template").mkdir(parents=True)
    (folder / "template" / "plan.md.jinja").write_text(BODY.replace("PREFIX", "").replace("INNER", ""), "utf-8")
    asked = {key: {"type": "str" if isinstance(answer, str) else "yaml"} for key, answer in answers.items()}
    (folder / "template" / "copier.yml").write_text(yaml.safe_dump(asked), "utf-8")
    (folder / "answers.yml").write_text(yaml.safe_dump(answers), "utf-8")
    data = ["--data-file", str(folder / "answers.yml")]
    return ["copy", "--defaults", "--overwrite", "--quiet", *data, str(folder / "template"), str(folder / "out")]


def write_cookiecutter(folder: Path, given: Answers) -> list[str]:
    """The same for cookiecutter."""
    answers = {key: thaw(answer) for key, answer in given.items()}
    inner = folder / "template" / "{{cookiecutter.slug}}"
    inner.mkdir(parents=True)
    # cookiecutter takes a list for a choice, so that lists go into dictionaries.
    asked = {key: {"items": answer} if isinstance(answer, list) else answer for key, answer in answers.items()}
    (folder / "template" / "cookiecutter.json").write_text(json.dumps({"slug": "out", **asked}), "utf-8")
    body = BODY.replace("PREFIX", "cookiecutter.").replace("INNER", "['items']")
    (inner / "plan.md").write_text(body, "utf-8")
    return ["--no-input", "--overwrite-if-exists", "--output-dir", str(folder), str(folder / "template")]
