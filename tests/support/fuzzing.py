"""Thousands of hostile files, answers and names through the commands: `python tests/support/fuzzing.py CASES [SEED]`.

A case is well when the program takes it or refuses it with words, in time, and changes nothing outside its folders.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

import yaml

from tests.support.broken_files import mutated
from tests.support.hostile_text import BODY, FRONT, NAMES, TEXTS, VALUES, as_bytes, as_json, hostile_data, with_hostile
from wizard.cli.main import main
from wizard.message_text import sanitize

ROOT = Path(__file__).parents[2]
BUILT_IN = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "templates").glob("*.md"))}
EXAMPLES = {
    path.name.removesuffix(".answers.yaml"): path.read_text("utf-8")
    for path in sorted((ROOT / "docs" / "examples").glob("*.answers.yaml"))
}
MOST_SECONDS = 15.0
MOST_MEMORY = 3_000_000_000

SMALL = """\
---
wizard: 1
name: small
title: Small plan
version: 1
save_as: "{{ name | slug }}.md"
sections:
  - title: Part
    questions:
      - {id: name, kind: line, label: Name, required: true}
      - {id: goal, kind: text, label: Goal, help: Why, placeholder: "[Goal]"}
      - {id: big, kind: yesno, label: Big}
      - {id: due, kind: date, label: Due, when: big}
      - {id: count, kind: number, label: Count, min: 1, max: 50}
      - {id: place, kind: choice, label: Where, options: [Here, There], other: true}
      - {id: checks, kind: choices, label: Checks, options: [One, Two]}
      - {id: ideas, kind: list, label: Ideas, item: idea}
      - {id: tasks, kind: checklist, label: Tasks, item: task}
      - {id: risks, kind: table, label: Risks, item: risk, columns: [{id: what, kind: line, label: What}]}
      - id: steps
        kind: group
        label: Steps
        item: step
        questions:
          - {id: title, kind: line, label: Title}
          - {id: notes, kind: text, label: Notes}
---
# {{ name }}

{{ goal }}

{% if big %}
Due {{ due }} after {{ count }} in {{ place }}: {{ checks | join(", ") }}
{% endif %}

{% for idea in ideas %}
- {{ idea }}
{% endfor %}

| What |
| --- |
{% for risk in risks %}
| {{ risk.what }} |
{% endfor %}

{% for step in steps %}
## {{ loop.index }} {{ step.title }}

{{ step.notes }}

{% endfor %}
{% for task in tasks %}
- [{{ 'x' if task.done else ' ' }}] {{ task.text }}
{% endfor %}
"""
SMALL_ANSWERS: dict[str, Any] = {
    "name": "Relay",
    "goal": "Go\n\n- far",
    "big": True,
    "due": "2027-04-30",
    "count": 3,
    "place": "There",
    "checks": ["One"],
    "ideas": ["a", "b", "c"],
    "tasks": [{"text": "dig", "done": True}, {"text": "fill", "done": False}],
    "risks": [{"what": "rain"}],
    "steps": [{"title": "one", "notes": "n"}, {"title": "two"}],
}


_ERRORS = ("strict", "strict", "backslashreplace")


class Ran(NamedTuple):
    """What a run of the program came to."""

    code: int | None
    """None when it was too long, or raised."""
    out: str
    err: str
    seconds: float
    fault: str = ""


@dataclass(slots=True)
class Tally:
    """What came of the cases of one kind."""

    cases: int = 0
    accepted: int = 0
    refused: int = 0
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list[str])


class TooLongError(BaseException):
    """A case takes more time than it may; no `except Exception` is to catch it."""


class Fuzz:
    """A folder with a home, a place to work in, and the model of a draft and of a saved plan."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home, self.work, self.model = folder / "home", folder / "work", folder / "model"
        self.home.mkdir()
        self.work.mkdir()
        (folder / "canary").write_text("untouched")
        os.environ["PLAN_WIZARD_HOME"] = str(self.home)
        os.chdir(self.work)
        (self.home / "templates").mkdir()
        (self.home / "templates" / "small.md").write_text(SMALL)
        (self.work / "in.yaml").write_text(
            yaml.safe_dump({"template": "small", "version": 1, "answers": SMALL_ANSWERS})
        )
        self.run("list")  # reads the built-in templates once for all
        made = self.run("new", "small", "--answers", "in.yaml", "--draft", "model", "--json")
        saved = self.run("save", "model", "-o", "plan.md")
        assert saved.code == 0, (made, saved)
        self.run("answer", "model", stdin=b'{"name": "Relay 2"}')
        shutil.copytree(self.home, self.model / "home")
        shutil.copytree(self.work, self.model / "work")

    def afresh(self) -> None:
        """Put the model in place again."""
        os.chdir(self.folder)
        for part in ("home", "work"):
            shutil.rmtree(self.folder / part, ignore_errors=True)
            shutil.copytree(self.model / part, self.folder / part, symlinks=True)
        os.chdir(self.work)

    def draft_file(self, name: str) -> Path:
        """A file of the draft."""
        folders = [self.home / part / "model" for part in ("drafts", "done")]
        return next(folder for folder in folders if folder.is_dir()) / name

    def run(self, *arguments: str, stdin: bytes = b"") -> Ran:
        """Run a command in this process."""
        streams = sys.stdin, sys.stdout, sys.stderr
        given, out, err = (tempfile.TemporaryFile() for _ in range(3))  # noqa: SIM115  # `_written` closes them
        given.write(stdin)
        given.seek(0)
        ours = [
            io.TextIOWrapper(file, "utf-8", errors) for file, errors in zip((given, out, err), _ERRORS, strict=True)
        ]
        sys.stdin, sys.stdout, sys.stderr = ours
        began, code, fault = time.process_time(), None, ""
        try:
            with limited(MOST_SECONDS):
                code = main(list(arguments))
        except TooLongError:
            fault = "too long"
        except BaseException as error:  # noqa: BLE001  # whatever comes out here is what is looked for
            fault = f"{type(error).__name__}: {error}"[:200]
        finally:
            sys.stdin, sys.stdout, sys.stderr = streams
        seconds = time.process_time() - began
        ours[0].close()
        return Ran(code, _written(ours[1], out), _written(ours[2], err), seconds, fault)

    def wrong_with(self, ran: Ran) -> str:
        """What is wrong with a run, or nothing."""
        if ran.fault or ran.code is None:
            return ran.fault or "no code"
        if "internal error" in ran.err or "Traceback" in ran.err:
            return ran.err[:300]
        if ran.code not in (0, 1, 2, 3):
            return f"exit code {ran.code}: {ran.err[:200]}"
        if ran.code == 2 and not ran.err.strip():
            return "refused without a word"
        if ran.err != sanitize(ran.err):
            return f"control characters: {ran.err[:200]!r}"
        if (self.folder / "canary").read_text() != "untouched":
            return "wrote outside"
        there = {path.name for path in self.folder.iterdir()} - {"home", "work", "model", "canary"}
        return f"left {there} outside" if there else ""


def _written(stream: io.TextIOWrapper, file: IO[bytes]) -> str:
    stream.flush()
    file.seek(0)
    written = file.read().decode("utf-8", "replace")
    stream.close()
    return written


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop what works longer, or waits ten times as long: the machine may be busy with something else."""

    def stop(*_: object) -> None:
        raise TooLongError

    timers = {signal.ITIMER_PROF: (signal.SIGPROF, seconds), signal.ITIMER_REAL: (signal.SIGALRM, 10 * seconds)}
    before = {number: signal.signal(number, stop) for number, _ in timers.values()}
    for timer, (_, limit) in timers.items():
        signal.setitimer(timer, limit)
    try:
        yield
    finally:
        for timer, (number, _) in timers.items():
            signal.setitimer(timer, 0)
            signal.signal(number, before[number])


_PRINTED = {"ideas": "", "steps": ".title", "tasks": ".text"}


def a_template(fuzz: Fuzz, chance: random.Random) -> Iterator[Sequence[str] | Ran]:
    """A template with pieces put in and bytes broken, checked, rendered and said as a schema."""
    text = BUILT_IN[chance.choice(list(BUILT_IN))] if chance.random() < 0.12 else SMALL
    front, mark, body = text.partition("\n---\n")
    if chance.random() < 0.6:
        front = with_hostile(front, FRONT, chance)
    if chance.random() < 0.6:
        body = with_hostile(body, BODY, chance)
    Path("t.md").write_bytes(as_bytes(front + mark + body, chance))
    checked = fuzz.run("check", "t.md")
    yield checked
    if checked.code == 0:
        answers = {key: answer for key, answer in SMALL_ANSWERS.items() if chance.random() < 0.7}
        Path("a.yaml").write_text(yaml.safe_dump(answers))
        yield fuzz.run("render", "t.md")
        yield fuzz.run("render", "t.md", "--answers", "a.yaml")
        yield fuzz.run("schema", "t.md")


def many_loops(fuzz: Fuzz, chance: random.Random) -> Iterator[Ran]:
    """A template whose loops over loops make much of a few answers."""
    depth, count = chance.randrange(1, 9), chance.choice((2, 30, 1000))
    lists = [chance.choice(("ideas", "steps", "tasks")) for _ in range(depth)]
    inner = "".join(f"{{{{ a{n}{_PRINTED[name]} }}}}" for n, name in enumerate(lists))
    loops = "".join(f"{{% for a{n} in {name} %}}" for n, name in enumerate(lists))
    text = "" if chance.random() < 0.7 else chance.choice(TEXTS)
    body = f"{loops}{text}{inner}{'{% endfor %}' * depth}"
    Path("t.md").write_bytes(f"{SMALL.partition('# {{')[0]}{body}".encode("utf-8", "surrogatepass"))
    Path("a.json").write_text(
        as_json({"ideas": ["x"] * count, "tasks": ["y"] * count, "steps": [{"title": "z"}] * count})
    )
    yield fuzz.run("render", "t.md", "--answers", "a.json")


def an_answers_file(fuzz: Fuzz, chance: random.Random) -> Iterator[Ran]:
    """Answers with parts replaced, pieces put in and bytes broken."""
    name = chance.choice(["small", "small", *EXAMPLES])
    data = {"template": name, "answers": SMALL_ANSWERS} if name == "small" else yaml.safe_load(EXAMPLES[name])
    data = hostile_data(data, chance) if chance.random() < 0.5 else data
    kind = chance.choice(("yaml", "json"))
    text = as_json(data) if kind == "json" else _as_yaml(data)
    text = with_hostile(text, FRONT, chance) if chance.random() < 0.4 else text
    Path(f"a.{kind}").write_bytes(as_bytes(text, chance))
    yield fuzz.run("render", name, "--answers", f"a.{kind}")
    yield fuzz.run("check", f"a.{kind}")
    if chance.random() < 0.2:
        path = chance.choice(
            ("name", "steps[0].title", "steps[", "[0]", "a.b", "ideas[99999999999]", "tasks[0].done", "x" * 500)
        )
        yield fuzz.run("render", name, "--set", f"{path}={chance.choice(TEXTS).replace(chr(0), '')}")


def a_draft(fuzz: Fuzz, chance: random.Random) -> Iterator[Ran]:
    """A draft whose snapshot, journal, template or earlier states are broken, and everything that reads it."""
    files = ["draft.yaml", "journal.jsonl", "template.md", "lock"]
    for name in chance.sample(files, chance.randrange(1, 3)):
        file = fuzz.draft_file(name)
        content = file.read_bytes() if file.exists() else b""
        text = content.decode("utf-8", "replace")
        file.write_bytes(
            as_bytes(with_hostile(text, (*FRONT, *TEXTS), chance), chance)
            if chance.random() < 0.5
            else mutated(content, chance)
        )
    for state in (fuzz.draft_file("draft.yaml").parent / "earlier").glob("*"):
        state.write_bytes(mutated(state.read_bytes(), chance))
    yield fuzz.run("list", *chance.choice(((), ("--json",))))
    yield fuzz.run("next", "model")
    yield fuzz.run("resume", "model", "--earlier")
    yield fuzz.run("resume", "model", "--prompts", stdin=b":undo\n:undo\n:redo\n:outline\n:preview\n:leave\n")
    yield fuzz.run("save", "model", "-o", "other.md")
    yield fuzz.run("drop", "model")


def an_answer(fuzz: Fuzz, chance: random.Random) -> Iterator[Ran]:
    """JSON given to `answer`."""
    paths = [
        *SMALL_ANSWERS,
        "steps[0].title",
        "steps[9].title",
        "tasks[0].done",
        "ideas[0]",
        "risks[0].what",
        "gone",
        "",
        "a b",
        "[",
        "name.x",
        "steps[-1]",
    ]
    data: Any = {chance.choice(paths): chance.choice(VALUES) for _ in range(chance.randrange(0, 4))}
    data = hostile_data(data, chance)
    text = as_json(data)
    text = (
        with_hostile(
            text, (*TEXTS, "{", "}", "[" * 2000, '{"a":' * 2000, ",", "NaN", "Infinity", '"\\ud800"', "1e999"), chance
        )
        if chance.random() < 0.4
        else text
    )
    yield fuzz.run("answer", "model", stdin=as_bytes(text, chance))
    yield fuzz.run("next", "model")


def a_plan(fuzz: Fuzz, chance: random.Random) -> Iterator[Ran]:
    """A saved plan and its answers file after someone was at them; opened again, and saved over."""
    for name in chance.choice((("plan.md",), ("plan.answers.yaml",), ("plan.md", "plan.answers.yaml"))):
        file = Path(name)
        text = with_hostile(file.read_text("utf-8"), (*FRONT, *TEXTS), chance)
        file.write_bytes(as_bytes(text, chance))
    yield fuzz.run("check", "plan.md", "plan.answers.yaml")
    yield fuzz.run("save", "model")
    yield fuzz.run("open", "plan.md", "--prompts", stdin=b":preview\n:save\n\n\n:leave\n")


def a_name(fuzz: Fuzz, chance: random.Random) -> Iterator[Ran]:
    """Names of drafts, files and templates that lead elsewhere."""
    (fuzz.home / "drafts" / "link").symlink_to(fuzz.folder)
    Path("link").symlink_to(fuzz.folder / "canary")
    name = chance.choice(NAMES)
    match chance.randrange(7):
        case 0:
            yield fuzz.run("new", "small", "--draft", name, "--json")
        case 1:
            yield fuzz.run(chance.choice(("next", "answer", "drop")), name, stdin=b"{}")
        case 2:
            yield fuzz.run("resume", name, "--prompts", *chance.choice(((), ("--earlier",), ("--earlier", "3"))))
        case 3:
            yield fuzz.run(chance.choice(("render", "schema", "new", "check")), name)
        case 4:
            text = SMALL.replace(
                "{{ name | slug }}.md", chance.choice(("{{ name }}", "{{ name }}.md", "{{ goal }}/{{ name }}"))
            )
            (fuzz.home / "templates" / "small.md").write_text(text)
            yield fuzz.run("answer", "model", stdin=as_json({"name": name or "x", "goal": name or "x"}).encode())
            yield fuzz.run("new", "small", "--set", f"name={name.replace(chr(0), '')}", "--draft", "n", "--json")
            yield fuzz.run("save", "n")
        case 5:
            yield fuzz.run("save", name)
        case _:
            yield fuzz.run("open", name, "--prompts")


def a_huge_line(fuzz: Fuzz, chance: random.Random) -> Iterator[Ran]:
    """Ten million characters without a line end, in each of the files."""
    piece = chance.choice(
        (
            "x",
            "x ",
            "[",
            "{",
            "- ",
            "> ",
            "a: ",
            "{{",
            "{% if a %}",
            '"',
            "'",
            "`",
            "<",
            "*a ",
            "é",
            "\t",
            "(",
            "|",
            "# ",
        )
    )
    line = piece * (10_000_000 // len(piece))
    match chance.randrange(6):
        case 0:
            Path("t.md").write_text(line)
            yield fuzz.run("check", "t.md")
        case 1:
            Path("t.md").write_text(f"{SMALL}\n{line}"[:2_000_000])
            yield fuzz.run("render", "t.md")
        case 2:
            Path("a.yaml").write_text(f"goal: {line}")
            yield fuzz.run("render", "small", "--answers", "a.yaml", "-o", "out.md")
        case 3:
            yield fuzz.run("answer", "model", stdin=as_json({"goal": line}).encode())
            yield fuzz.run("save", "model")
        case 4:
            fuzz.draft_file(chance.choice(("draft.yaml", "journal.jsonl"))).write_text(line)
            yield fuzz.run("list")
            yield fuzz.run("next", "model")
        case _:
            Path("plan.md").write_text(line)
            yield fuzz.run("save", "model")


def _as_yaml(data: Any) -> str:
    try:
        return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    except (yaml.YAMLError, UnicodeError):
        return as_json(data)


KINDS: dict[str, tuple[Callable[[Fuzz, random.Random], Iterator[Any]], int]] = {
    "template": (a_template, 32),
    "loops over loops": (many_loops, 1),
    "answers file": (an_answers_file, 22),
    "draft": (a_draft, 14),
    "answer in JSON": (an_answer, 14),
    "plan": (a_plan, 8),
    "name": (a_name, 8),
    "10 MB line": (a_huge_line, 1),
}
"""What is tried, and how often in a hundred cases."""


def try_case(fuzz: Fuzz, kind: str, seed: str, tally: Tally) -> None:
    """One case, with all the runs that belong to it."""
    fuzz.afresh()
    tally.cases += 1
    made, codes = KINDS[kind][0], Counter[int | None]()
    for ran in made(fuzz, random.Random(seed)):
        tally.slowest = max(tally.slowest, ran.seconds)
        codes[ran.code] += 1
        if wrong := fuzz.wrong_with(ran):
            tally.faults.append(f"{kind}, seed {seed}: {wrong}")
    is_refused = bool(codes[2] or (kind == "template" and codes[1]))
    tally.refused += is_refused
    tally.accepted += not is_refused


def fuzzed(folder: Path, cases: int, seed: int) -> dict[str, Tally]:
    """So many cases of all kinds."""
    fuzz = Fuzz(folder)
    tallies = {kind: Tally() for kind in KINDS}
    kinds = [kind for kind, (_, share) in KINDS.items() for _ in range(share)]
    for number in range(cases):
        kind = kinds[number * 37 % len(kinds)]
        try_case(fuzz, kind, f"{seed}-{number}", tallies[kind])
    return tallies


def table(tallies: dict[str, Tally]) -> str:
    """The figures."""
    lines = [f"{'kind':18}{'cases':>8}{'accepted':>10}{'refused':>9}{'faults':>8}{'slowest':>10}"]
    for kind, tally in tallies.items():
        counts = f"{tally.cases:8}{tally.accepted:10}{tally.refused:9}{len(tally.faults):8}{tally.slowest:8.2f} s"
        lines.append(f"{kind:18}{counts}")
    return "\n".join(lines)


def _main(cases: int, seed: int) -> int:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        tallies = fuzzed(Path(folder), cases, seed)
        os.chdir("/")
    faults = [fault for tally in tallies.values() for fault in tally.faults]
    sys.stdout.write(f"{table(tallies)}\n{''.join(f'{fault!r}' + chr(10) for fault in faults[:200])}seed {seed}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(_main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else int.from_bytes(os.urandom(4))))
