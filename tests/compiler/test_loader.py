"""Templates by name or path, and the ones that are kept for the next start."""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from msgspec import inspect

from wizard.compiler import cache
from wizard.compiler.loader import (
    compile_built_in,
    decode_utf8,
    load_template,
    read_template,
    template_names,
    template_path,
)
from wizard.errors import NotFoundError, TemplateError
from wizard.files.directories import BUILT_IN_FOLDER
from wizard.limits import MAX_TEMPLATE_BYTES
from wizard.model.template import Template

SMALL = (
    "---\nwizard: 1\nname: small\ntitle: {}\nsections:\n"
    "  - {{title: A, questions: [{{id: name, kind: line, label: N?}}]}}\n---\n# {{{{ name }}}}\n"
)


@pytest.fixture
def own(home: Path) -> Path:
    """The user's folder of templates, with one in it."""
    folder = home / "templates"
    folder.mkdir(parents=True)
    (folder / "small.md").write_text(SMALL.format("Mine"), encoding="utf-8")
    return folder


def entries(home: Path) -> list[Path]:
    return sorted((home / "cache" / "templates").glob("*.msgpack"))


def test_the_three_plans_are_built_in(home: Path) -> None:
    assert template_names() == ("feature-plan", "project-plan", "roadmap")
    assert load_template("project-plan").source == "project-plan"


def test_the_users_own_templates_go_by_their_names(own: Path) -> None:
    (own / "notes.txt").write_text("x", encoding="utf-8")
    (own / ".hidden.md").write_text("x", encoding="utf-8")
    (own / "roadmap.md").write_text("x", encoding="utf-8")

    assert template_names() == ("feature-plan", "project-plan", "roadmap", "small")
    assert (load_template("small").title, load_template("small").source) == ("Mine", "small")
    assert load_template("roadmap").title == "Roadmap"


def test_a_template_by_path_goes_by_its_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.md").write_text(SMALL.format("Here"), encoding="utf-8")
    (tmp_path / "plain").write_text(SMALL.format("There"), encoding="utf-8")

    assert load_template("other.md").source == str(tmp_path / "other.md")
    assert load_template("./other.md").title == "Here"
    assert load_template("plain").source == str(tmp_path / "plain")


def test_a_name_comes_before_a_path(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small").write_text(SMALL.format("Here"), encoding="utf-8")

    assert load_template("small").title == "Mine"
    assert load_template("./small").title == "Here"


@pytest.mark.parametrize(
    "name, words",
    [
        ("projct-plan", "there is no template 'projct-plan'; did you mean 'project-plan'?"),
        ("zzzzz", "there is no template 'zzzzz'; there are: feature-plan, project-plan, roadmap"),
        ("no/such/file.md", "there is no template 'no/such/file.md'"),
        ("../../etc/zzz", "there is no template"),
        ("", "there is no template ''"),
        ("a\0b", "there is no template"),
        ("x" * 5000, "there is no template"),
        ("x" * 5000 + ".md", "there is no template"),
    ],
)
def test_what_does_not_exist_is_not_found(name: str, words: str, home: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        load_template(name)

    assert words in str(caught.value)


def codes_of(path: Path) -> list[str]:
    with pytest.raises(TemplateError) as caught:
        load_template(str(path))
    return [f"{problem.line}:{problem.column} {problem.code}" for problem in caught.value.problems]


def test_a_folder_is_no_template(tmp_path: Path) -> None:
    assert codes_of(tmp_path) == ["1:1 unreadable"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    (tmp_path / "a.md").chmod(0)

    assert codes_of(tmp_path / "a.md") == ["1:1 unreadable"]


def test_bytes_that_are_no_utf8_are_told_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("---\nwizard: é1".encode() + b"\xff\n---\n")

    assert codes_of(tmp_path / "a.md") == ["2:11 not-utf-8"]


def test_a_file_that_is_too_large_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(SMALL.format("T").encode() + b"x" * MAX_TEMPLATE_BYTES)

    assert codes_of(tmp_path / "a.md") == ["1:1 too-much"]


def test_the_largest_template_is_read(tmp_path: Path) -> None:
    text = SMALL.format("T")

    assert read_template(text + "x" * (MAX_TEMPLATE_BYTES - len(text)), "a.md").title == "T"


def test_problems_name_the_file_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(SMALL.format("T") + "{{ nmae }}", encoding="utf-8")

    with pytest.raises(TemplateError) as caught:
        load_template("a.md")

    assert str(caught.value) == "a.md:9:4: unknown-name 'nmae' is not a question; did you mean 'name'?"


def test_the_path_of_a_template_is_found_like_the_template(own: Path) -> None:
    assert template_path("small") == own / "small.md"
    with pytest.raises(NotFoundError):
        template_path("smal")


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert read_template(decode_utf8(b"\xef\xbb\xbf" + SMALL.format("T").encode(), "a.md"), "a.md").title == "T"


def test_a_template_is_kept_for_the_next_start(own: Path, home: Path) -> None:
    first = load_template("small")
    (entry,) = entries(home)
    before = entry.stat().st_mtime_ns

    second = load_template("small")

    assert second == first
    assert second.question(("name",)) == first.question(("name",))
    assert [kept.stat().st_mtime_ns for kept in entries(home)] == [before]


def test_what_is_kept_is_for_its_owner_alone(own: Path, home: Path) -> None:
    load_template("small")

    (entry,) = entries(home)
    assert entry.stat().st_mode & 0o077 == 0
    assert entry.parent.stat().st_mode & 0o077 == 0
    assert [path.name for path in entry.parent.iterdir()] == [entry.name]


def test_a_changed_template_is_read_again(own: Path) -> None:
    load_template("small")
    (own / "small.md").write_text(SMALL.format("Changed"), encoding="utf-8")

    assert load_template("small").title == "Changed"


def test_a_template_with_mistakes_is_not_kept(own: Path, home: Path) -> None:
    (own / "small.md").write_text("---\nwizard: 1\n", encoding="utf-8")

    with pytest.raises(TemplateError):
        load_template("small")

    assert entries(home) == []


QUESTION = {"id": "name", "kind": "line", "label": "N?", "short": "N"}
WHOLE = {"name": "small", "title": "Evil", "description": "", "version": 1, "save_as": [], "sections": [], "body": []}
EVIL = b"cos\nsystem\n(S'touch {}'\ntR."


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b"\x80\x05",
        b"\x80\x05K\x01.",
        b"\x80\x05]q\x00.",
        EVIL,
        b"cwizard.compiler.loader\nload_template\n(S'roadmap'\ntR.",
        msgspec.msgpack.encode(["Template", "small"]),
        msgspec.msgpack.encode({"name": "small", "title": 7}),
        msgspec.msgpack.encode({**WHOLE, "sections": [{"title": "A", "questions": [{**QUESTION, "default": b"x"}]}]}),
        msgspec.msgpack.encode({**WHOLE, "body": [["Slot", ["Question", "x"], 0, 1]]}),
        b"\x91" * 100_000,
        b"\xdd\xff\xff\xff\xff",
    ],
    ids=[
        *("empty", "text", "cut", "a number", "a list", "evil", "a function"),
        *("another shape", "another type", "no answer", "another node", "deep", "a promise of many"),
    ],
)
def test_an_entry_that_is_broken_or_foreign_is_as_good_as_none(
    content: bytes, own: Path, home: Path, tmp_path: Path
) -> None:
    load_template("small")
    (entry,) = entries(home)
    touched = tmp_path / "touched"
    content = content.replace(b"{}", str(touched).encode())

    for planted in (content, b"\x92" + _packed(entry.name) + content):
        entry.write_bytes(planted)
        assert load_template("small").title == "Mine"
    assert not touched.exists()


def test_everything_that_a_template_holds_is_read_back(tmp_path: Path) -> None:
    text = (
        "---\nwizard: 1\nname: rich\ntitle: Rich\nsave_as: '{{ name | slug }}.md'\n"
        "line_ends: crlf\nbyte_order_mark: true\nsections:\n"
        "  - title: A\n    questions:\n"
        "      - {id: name, kind: line, label: N?, pattern: '^[a-z]+$', max: 4}\n"
        "      - {id: also, kind: text, label: N?, default: 'For {{ name }}', when: name is answered}\n"
        "      - {id: tags, kind: list, label: T?, placeholder: [b, a], default: [x]}\n"
        "      - {id: odds, kind: choice, label: O?, options: [{value: l, label: Low}, high], recommended: l}\n"
        "      - {id: comments, kind: yesno, label: C?, at_review: true}\n"
        "      - id: risks\n        kind: table\n        label: R?\n        placeholder: [{what: w, how: h}]\n"
        "        columns: [{id: how, kind: line, label: H?}, {id: what, kind: line, label: W?}]\n---\n"
        "# {{ name }}\n\n{% set far = 3 * 2.5 %}{% if odds == 'l' %}\nLow {{ far }}\n{% else %}\n`{{ also }}`\n"
        "{% endif %}{% if comments %}<!-- -->{% endif %}\n"
        "{% for risk in risks if risk.what != none %}\n- {{ loop.index }} {{ risk.what ~ true }}\n{% endfor %}\n"
    )
    file = tmp_path / "rich.md"
    file.write_text(text, encoding="utf-8")

    first, second = load_template(str(file)), load_template(str(file))

    assert first == second
    assert first is not second
    risks = second.question(("risks",))
    assert risks is not None
    assert risks.placeholder == ({"what": "w", "how": "h"},)
    assert list(second.steps) == list(first.steps) != []


def test_what_cannot_be_cached_is_compiled_every_time(own: Path, home: Path) -> None:
    text = SMALL.format("Mine").replace("kind: line", f"kind: number, default: {2**64}")
    (own / "small.md").write_text(text, encoding="utf-8")

    assert load_template("small").title == load_template("small").title == "Mine"
    assert entries(home) == []


@pytest.mark.parametrize("changed, value", [("wizard.__version__", "0.0.1"), ("wizard.compiler.cache._layout", list)])
def test_an_entry_of_another_program_is_not_read(
    changed: str, value: object, own: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_template("small")
    (entry,) = entries(home)
    entry.write_bytes(entry.read_bytes().replace(b"Mine", b"Evil"))
    assert load_template("small").title == "Evil"

    monkeypatch.setattr(changed, value)

    assert load_template("small").title == "Mine"


def structs_in(type_: object) -> set[type]:
    """The classes that msgspec decodes for a type."""
    found, todo = set[type](), [inspect.type_info(type_)]
    while todo:
        info = todo.pop()
        if isinstance(info, inspect.StructType):
            if info.cls in found:
                continue
            found.add(info.cls)
        for part in msgspec.structs.astuple(info):
            for each in part if isinstance(part, tuple) else (part,):
                inner = each.type if isinstance(each, inspect.Field) else each
                todo += [inner] if isinstance(inner, inspect.Type) else []
    return found


def test_an_entry_is_named_by_every_class_that_it_holds() -> None:
    named = {line.split()[0] for line in cache._layout()}

    assert named == {found.__name__ for found in structs_in(Template)}


def test_built_in_templates_come_compiled(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = load_template("roadmap")
    for entry in entries(home):
        entry.unlink()
    compile_built_in(tmp_path)
    monkeypatch.setattr("wizard.compiler.cache.BUILT_IN_ENTRIES", tmp_path)

    assert load_template("roadmap") == compiled
    assert entries(home) == []
    assert len(list(tmp_path.glob("*.msgpack"))) == 3


def test_a_built_in_template_that_was_changed_is_compiled_again(
    own: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_built_in(tmp_path)
    monkeypatch.setattr("wizard.compiler.cache.BUILT_IN_ENTRIES", tmp_path)
    text = template_path("roadmap").read_text(encoding="utf-8")
    (own / "mine.md").write_text(f"{text}\nMore.\n", encoding="utf-8")

    assert load_template("mine").body != load_template("roadmap").body
    assert len(entries(home)) == 1


def test_an_entry_cut_anywhere_is_as_good_as_none(own: Path, home: Path) -> None:
    load_template("small")
    (entry,) = entries(home)
    whole = entry.read_bytes()

    for length in range(0, len(whole), max(1, len(whole) // 60)):
        entry.write_bytes(whole[:length])
        assert load_template("small").title == "Mine"


def test_an_entry_that_was_copied_over_anothers_is_not_taken_for_it(own: Path, home: Path) -> None:
    (own / "other.md").write_text(SMALL.format("Other"), encoding="utf-8")
    load_template("small")
    (small,) = entries(home)
    load_template("other")
    (other,) = set(entries(home)) - {small}

    small.write_bytes(other.read_bytes())

    assert load_template("small").title == "Mine"


def _packed(value: object) -> bytes:
    return msgspec.msgpack.encode(value)


_HOSTILE: dict[str, Callable[[str], bytes]] = {
    "a list that says it has four billion items": lambda name: b"\x92" + _packed(name) + b"\xdd\xff\xff\xff\xff",
    "a map that says so": lambda name: b"\x92" + _packed(name) + b"\xdf\xff\xff\xff\xff\xa4name",
    "a text that says so": lambda name: b"\x92" + _packed(name) + b"\xdb\xff\xff\xff\xff",
    "lists in lists": lambda name: b"\x92" + _packed(name) + b"\x91" * 1_000_000,
    "maps in maps": lambda name: b"\x92" + _packed(name) + b"\x81\xa4body" * 1_000_000,
    "an extension": lambda name: _packed((name, msgspec.msgpack.Ext(7, b"os.system"))),
    "a timestamp": lambda name: _packed((name, msgspec.msgpack.Ext(-1, b"\0\0\0\0"))),
    "text that is no UTF-8": lambda name: b"\x92" + _packed(name) + b"\x82\xa4name\xa2\xff\xfe",
    "another kind of value": lambda name: _packed((name, {"name": 3, "title": [], "sections": {}})),
    "nothing": lambda name: _packed((name, None)),
    "no name": lambda name: b"\xc4\x02\xff\xff",
    "a pickle": lambda name: pickle.dumps(print),
    "ten million empty texts": lambda name: b"\x92" + _packed(name) + b"\xdd\0\x98\x96\x80" + b"\xa0" * 10_000_000,
}  # fmt: skip


@pytest.mark.parametrize("kind", _HOSTILE)
def test_a_hostile_entry_is_as_good_as_none(kind: str, own: Path, home: Path) -> None:
    load_template("small")
    (entry,) = entries(home)
    entry.write_bytes(_HOSTILE[kind](entry.name))

    tracemalloc.start()
    try:
        assert load_template("small").title == "Mine"
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such files")
@pytest.mark.parametrize("plant", [os.mkfifo, lambda path: os.symlink("/dev/zero", path), os.mkdir])
def test_what_is_no_file_where_an_entry_would_be_is_as_good_as_none(
    plant: Callable[[Path], None], own: Path, home: Path
) -> None:
    load_template("small")
    (entry,) = entries(home)
    entry.unlink()
    plant(entry)

    assert load_template("small").title == "Mine"


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such permissions")
def test_the_cache_is_for_its_owner_alone(own: Path, home: Path) -> None:
    before = os.umask(0)
    try:
        load_template("small")
    finally:
        os.umask(before)
    (entry,) = entries(home)

    assert entry.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in (entry.parent, entry.parent.parent)} == {0o700}


def test_an_entry_that_others_may_write_is_as_good_as_none(own: Path, home: Path) -> None:
    load_template("small")
    (entry,) = entries(home)
    entry.write_bytes(entry.read_bytes().replace(b"Mine", b"Evil"))
    assert load_template("small").title == "Evil"

    entry.chmod(0o622)

    assert load_template("small").title == "Mine"


def test_where_nothing_can_be_kept_templates_are_read_all_the_same(own: Path, home: Path) -> None:
    (home / "cache").write_text("a file where the folder would be", encoding="utf-8")

    assert load_template("small").title == "Mine"


def test_old_entries_go(own: Path, home: Path) -> None:
    for number in range(70):
        (own / "small.md").write_text(SMALL.format(f"Title {number}"), encoding="utf-8")
        load_template("small")

    assert len(entries(home)) == 60


def loaded_modules(home: Path, code: str) -> set[str]:
    environment = {**os.environ, "PLAN_WIZARD_HOME": str(home)}
    printed = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    return {name.split(".")[0] for name in printed.stdout.split()}


def test_a_kept_template_needs_no_parser(home: Path) -> None:
    parsers = {"jinja2", "yaml", "markdown_it", "difflib", "platformdirs", "textual"}
    code = "from wizard.compiler.loader import load_template\nload_template('project-plan')"

    first = loaded_modules(home, code)
    second = loaded_modules(home, code)

    assert {"jinja2", "yaml"} <= first
    assert not second & parsers


def test_what_is_kept_is_a_template(own: Path) -> None:
    load_template("small")

    assert isinstance(load_template("small"), Template)


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_as_it_was_after_a_template_is_read_or_refused(is_on: bool) -> None:
    was_on = gc.isenabled()
    (gc.enable if is_on else gc.disable)()
    try:
        read_template((BUILT_IN_FOLDER / "project-plan.md").read_text(encoding="utf-8"), "project-plan.md")
        assert gc.isenabled() == is_on
        with pytest.raises(TemplateError):
            read_template("---\nwizard: 1\nname: x\n---\n{% if %}\n", "x.md")
        assert gc.isenabled() == is_on
    finally:
        (gc.enable if was_on else gc.disable)()
