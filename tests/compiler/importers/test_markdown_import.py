"""Any Markdown file is a template: blank it is the file, every blank is asked, nothing else is."""

from __future__ import annotations

import csv
import runpy
from itertools import groupby
from pathlib import Path

import pytest
import yaml
from hypothesis import given, strategies as st

from tests.support.markdown_import import CORPUS, blank, filled, filled_in, imported, in_file, questions_of
from wizard.interview.interview import Interview
from wizard.model.answers import freeze, is_mapping
from wizard.plans.saving.naming import file_name
from wizard.render.plan import render_plan

_PIECES = st.sampled_from(
    [
        *("# A\n", "## [B]\n", "### Step 1: {x}\n", "### Step 2: {x}\n", "**Bold**\n", "Title\n=====\n", "---\n", "\n"),
        *("\n\n", "text", "- Label:\n", "* [a | b]\n", "- …\n", "1.\n", "2. <x>\n", "- [ ] one\n", "- [x] two [t]\n"),
        *("| A | B |\n", "|---|---|\n", "| [x] |  |\n", "| fixed | |\n", "<!-- help -->\n", "<!-- toc -->", "<!--\n"),
        *("```\n", "~~~\n", "{{x}}", "[l](TODO)", "____", "YYYY-MM-DD", "> *hint*\n", "Describe it.\n", "Why?\n"),
        *("\r\n", "\r", "\t", "\x0c", "  \n", "\\", "`[a b]`", "TBD\n", "...\n", "key:\n", "[l]: x\n", "\u2028", "ä"),
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "x",
            "\n",
            "\n\n\n",
            "# A",
            "# A\n\n\n",
            "\ufeff# [A]\n",
            "# A\r\n\r\n- B:\r\n",
            "a\r\nb\n[c]\r",
            "\ttab [x]  \n",
        ),
        *("---\na: [x]\n---\n", "---\na:\n---\n# [b]", "---\n", "<!-- open", "```\n[x y]\n", "| a |\n|---|\n| [x] |"),
        *(
            "- [ ] a",
            "- [x]\n- [ ]\n",
            "## A\n## B\n",
            "## A\n<!-- c -->\n## B",
            "- [a]\n- [b]\n- …",
            "# {{ x }} {% if %}\n",
        ),
    ],
)
def test_a_blank_plan_is_the_file(text: str) -> None:
    assert blank(text) == text


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_a_blank_plan_is_the_file_whatever_is_in_it(text: str) -> None:
    assert blank(text) == text


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_every_answer_can_be_given_whatever_the_file_is(text: str) -> None:
    template = imported(text)

    assert isinstance(filled_in(template), str)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("# [Project name]\n", ("line", "Project name")),
        ("By {{owner_name}}.\n", ("line", "Owner name")),
        ("**Created**: [DATE]\n", ("date", "Created")),
        ("Due: YYYY-MM-DD\n", ("date", "Due")),
        ("Status: [draft | accepted | …]\n", ("choice", "Status")),
        ("Score: {{GREEN|YELLOW|RED}}\n", ("choice", "Score")),
        ("Status: proposed / accepted / rejected\n", ("choice", "Status")),
        ("- OS:\n", ("line", "OS")),
        ("**Owner:**\n\nText that says more.\n\n**Team:**\n", ("text", "Team")),
        ("Signature: ________\n", ("line", "Signature")),
        ("See [the board](TODO).\n", ("line", "Link for “the board”")),
        ("Run by $TEAM_NAME today.\n", ("line", "Team name")),
        ("## Context\n", ("text", "Context")),
        ("## Context\n\n<!-- Why now? -->\n", ("text", "Context")),
        ("## Context\n\n*Say what forces are at play.*\n", ("text", "Context")),
        ("## Context\n\n> Describe the forces.\n", ("text", "Context")),
        ("## Context\n\nDescribe the forces.\n", ("text", "Context")),
        ("## Kontext\n\nBeschreibe die Kräfte.\n", ("text", "Kontext")),
        ("**What happened?**\n\n**Anything else?**\n", ("text", "What happened?")),
        ("1. What did you do?\n2. What happened?\n", ("line", "What did you do?")),
        ("## Checks\n\n- [ ] Tests pass\n- [ ] Docs are there\n", ("choices", "Checks: which apply?")),
        ("## Tasks\n\n- [ ] Make it\n- [ ] Ship it\n", ("checklist", "Tasks: what is to be done?")),
        ("## Risks\n\n| Risk | Owner |\n|---|---|\n| [risk] | |\n", ("table", "Risks")),
        ("## Drivers\n\n* [driver 1]\n* [driver 2]\n* …\n", ("list", "Drivers")),
        ("## Steps\n\n1.\n2.\n3.\n", ("list", "Steps")),
        ("## Rules\n\n- R-01: It must [do this]\n- R-02: It may [do that]\n", ("list", "Rules")),
        ("### Option 1: [name]\n\n### Option 2: [name]\n", ("group", "Options")),
    ],
)
def test_what_marks_a_blank_is_a_question(text: str, expected: tuple[str, str]) -> None:
    assert expected in questions_of(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "See [the docs](docs.md) and [1].\n",
            "[link]: https://example.org\n\nSee [link].\n",
            "All is <b>bold</b>.\n",
        ),
        *("Note: nothing.\n", "The team meets weekly.\n", "`items[index]` and `{a: 1}`\n", "<!-- toc -->\n"),
        *("A footnote[^1].\n\n[^1]: Here.\n", "Mail <me@team.org>.\n", "# Report\n\n## Part\n\nThis part is fixed.\n"),
        *("```python\nitems[0] = {'a': 1}\n```\n", "- [Engineering] Bump it\n", "![logo](logo.png)\n"),
        *("> [!NOTE]\n> This is fixed.\n", "The steps:\n\n- Build\n- Test\n"),
    ],
)
def test_ordinary_text_is_not_asked(text: str) -> None:
    assert questions_of(text) == []


def test_the_same_token_is_asked_once_and_filled_in_everywhere() -> None:
    text = "# {{project}}\n\nAll about {{project}}.\n"

    assert questions_of(text) == [("line", "Project")]
    assert filled(text, project="Relay") == "# Relay\n\nAll about Relay.\n"


def test_a_help_comment_goes_with_its_blank_and_a_machine_s_stays() -> None:
    text = "## Why\n\n<!-- toc -->\n\n<!-- Say why. -->\n\n[reason]\n\n## How\n\n<!-- Say how. -->\n"

    assert filled(text, reason="Because") == "## Why\n\n<!-- toc -->\n\nBecause\n\n## How\n\n<!-- Say how. -->\n"
    assert filled(text, reason="Because", keep_comments=True).count("<!--") == 3
    assert filled(text, how="So") == text.replace("<!-- Say how. -->", "So")


def test_an_empty_section_gets_its_answer_between_blank_lines() -> None:
    assert filled("## Goal\n## Risks\n", goal="One", risks="Two") == "## Goal\n\nOne\n\n## Risks\n\nTwo\n"
    assert filled("## Goal\n\n## Risks\n\n", goal="One", risks="Two") == "## Goal\n\nOne\n\n## Risks\n\nTwo\n"


def test_a_pre_ticked_box_stays_ticked_until_it_is_answered() -> None:
    text = "## Checks\n\n- [x] One\n- [ ] Two\n"

    assert blank(text) == text
    assert filled(text, checks=["Two"]) == "## Checks\n\n- [ ] One\n- [x] Two\n"


def test_a_part_that_repeats_is_rendered_for_each_item_with_its_number() -> None:
    text = "### Option 1: [name]\n\nCost: [cost]\n\n### Option 2: [name]\n\nCost: [cost]\n"

    plan = filled(text, options=[{"name": "Buy", "cost": "9"}, {"name": "Make", "cost": "5"}])

    assert plan == "### Option 1: Buy\n\nCost: 9\n\n### Option 2: Make\n\nCost: 5\n"


def test_github_s_front_matter_is_no_part_of_the_issue() -> None:
    text = "---\nname: Bug\nabout: Tell it\ntitle: '[COMPONENT NAME] '\n---\n\n## What\n"

    assert blank(text) == "\n## What\n"
    assert questions_of(text) == [("line", "The issue's title"), ("text", "What")]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real templates is not at hand")
def test_real_templates_are_the_file_when_blank_and_take_every_answer() -> None:
    for path in sorted(CORPUS.glob("*.md")):
        text = path.read_bytes().decode()
        template = imported(text, path.name)

        plan = in_file(template, render_plan(Interview.begin(template)).text)
        filled_in(template)

        assert text.endswith(plan), path.name
        assert plan == text or text.startswith("---"), path.name


def test_an_optional_section_goes_as_a_whole_when_it_is_left_out() -> None:
    text = "## Goal\n\n[goal]\n\n## Costs (optional)\n\n"
    text += "<!-- Delete this section if there are none. -->\n\n[costs]\n\n## End\n"

    assert blank(text) == text
    assert filled(text, goal="Speed", costs=None, end="So.") == "## Goal\n\nSpeed\n\n## End\n\nSo.\n"
    assert filled(text, goal="Speed", costs="Few", end="So.").count("## Costs (optional)\n\nFew\n") == 1


@pytest.mark.parametrize(
    "text, expected",
    [
        ("# Title <!-- Replace with the title -->\n", [("line", "Title")]),
        ("## Authors\n\n- Author Name <!-- account -->\n", [("line", "Author Name")]),
        ("## Kind\n\n<!-- Pick one below and delete the rest -->\n\n- Bug\n- Idea\n", [("choice", "Kind")]),
        ("## Output\n\n```\n\n```\n", [("text", "Output")]),
        ("## Files\n\n| Path | Change |\n|---|---|\n\n<!-- | a.py | new | -->\n", [("table", "Files")]),
        ("## Steps\n\n1. ...\n2. ...\n", [("list", "Steps")]),
    ],
)
def test_what_a_comment_says_to_fill_in_is_asked(text: str, expected: list[tuple[str, str]]) -> None:
    assert questions_of(text) == expected
    assert blank(text) == text
    assert "<!--" not in filled_in(imported(text))


def test_a_row_is_added_below_a_table_without_rows() -> None:
    text = "## Files\n\n| Path | Change |\n|---|---|\n"

    assert filled(text, files=[{"path": "a.py", "change": "new"}]) == f"{text}| a.py | new |\n"


def test_an_answer_to_an_empty_fence_stands_in_it() -> None:
    assert filled("## Log\n\n```\n```\n", log="a\nb") == "## Log\n\n```\na\nb\n```\n"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real templates is not at hand")
def test_nearly_every_blank_that_a_first_rule_finds_is_asked() -> None:
    classify = runpy.run_path(str(CORPUS.parent / "rule.py"))["classify"]
    found, left = 0, 0
    for path in sorted(CORPUS.glob("*.md")):
        text = path.read_bytes().decode().replace("\r\n", "\n")
        found += sum(1 for *_, is_blank, _ in classify(text.split("\n")) if is_blank)
        left += sum(1 for *_, is_blank, _ in classify(filled_in(imported(text, path.name)).split("\n")) if is_blank)

    assert left <= found * 0.03


def test_a_comment_before_a_blank_is_its_help_but_an_order_about_the_template_is_not() -> None:
    text = "## Why\n\n<!-- Say what hurts today. -->\n\n[reason]\n\n"
    text += "## How\n\n<!-- ACTION REQUIRED: fill in -->\n\n[way]\n"

    why, how = (question for question in imported(text).questions() if not question.at_review)

    assert why.help == "Say what hurts today."
    assert how.help == ""
    assert "<!--" not in filled(text, reason="Pain", way="Fast")


@pytest.mark.parametrize(
    "hint",
    [
        *("Beschreibe das Problem.", "Décrivez le problème.", "Describa el problema.", "Descreva o problema."),
        *(
            "Descrivi il problema.",
            "Beschrijf het probleem.",
            "Sorunu açıklayın.",
            "Opisz problem.",
            "Опишите проблему.",
        ),
        *("请描述问题。", "問題を説明してください。", "문제를 설명하세요.", "¿Cuál es el problema?", "问题是什么？"),
    ],
)
def test_prose_that_instructs_is_a_hint_in_any_of_its_languages(hint: str) -> None:
    text = f"## Problem\n\n{hint}\n"

    assert questions_of(text) == [("text", "Problem")]
    assert filled(text, problem="Slow.") == "## Problem\n\nSlow.\n"


@pytest.mark.parametrize(
    "statement",
    [
        *("Das Problem ist bekannt.", "Le problème est connu.", "El problema es conocido.", "Il problema è noto."),
        *("Sorun biliniyor.", "Проблема известна.", "问题已知。", "問題は知られている。", "문제는 알려져 있다."),
    ],
)
def test_prose_that_states_is_kept_in_any_language(statement: str) -> None:
    assert questions_of(f"## Problem\n\n{statement}\n") == []


@pytest.mark.parametrize("pattern", ["YYYY-MM-DD", "AAAA-MM-DD", "JJJJ-MM-TT", "AAAA-MM-JJ", "ГГГГ-ММ-ДД"])
def test_a_date_s_pattern_asks_for_a_date(pattern: str) -> None:
    assert questions_of(f"Due: {pattern}\n") == [("date", "Due")]


def test_the_formats_of_spec_tools_are_understood() -> None:
    text = "### Requirement: <!-- requirement name -->\n\n- **WHEN** <!-- condition -->\n- **THEN** <!-- outcome -->\n"
    text += "\n## 1. <!-- Task Group Name -->\n\n- [ ] 1.1 <!-- Task description -->\n"

    assert questions_of(text)[:3] == [("line", "Requirement"), ("line", "WHEN"), ("line", "THEN")]
    assert ("line", "Task Group Name") in questions_of(text)
    assert blank(text) == text
    assert "<!--" not in filled_in(imported(text))


def test_an_answer_stands_between_the_marks_of_a_machine() -> None:
    text = "## Notes\n\n<!-- SECTION:NOTES:BEGIN -->\n<!-- SECTION:NOTES:END -->\n"

    assert questions_of(text) == [("text", "Notes")]
    assert filled(text, notes="It works.") == text.replace("BEGIN -->\n", "BEGIN -->\nIt works.\n")


def test_a_template_in_a_fence_of_markdown_is_asked_in_its_fence() -> None:
    text = "# How to plan\n\nEvery plan looks so.\n\n```markdown\n# [Name]\n\n## Goal\n\n```\n"

    assert questions_of(text) == [("line", "Name"), ("text", "Goal")]
    assert blank(text) == text
    assert filled(text, name="Relay", goal="Speed") == (
        "# How to plan\n\nEvery plan looks so.\n\n```markdown\n# Relay\n\n## Goal\n\nSpeed\n```\n"
    )


def test_front_matter_of_the_document_stays_yaml_with_its_types() -> None:
    text = "---\ntitle: '{title}'\ndeciders: [who decided]\ndate: [DATE]\nowner:\ndraft: false\n---\n# {title}\n"

    plan = filled(text, title="It's on: now", deciders="Ann", date="2026-05-04", owner="Team: A")

    front = yaml.safe_load(plan.split("---\n")[1])
    assert front["title"] == "It's on: now"
    assert front["deciders"] == ["Ann"]
    assert str(front["date"]) == "2026-05-04"
    assert front["owner"] == "Team: A"
    assert front["draft"] is False


def test_sample_tasks_are_thrown_away_when_they_are_said_to_be_samples() -> None:
    text = "<!-- These are SAMPLE TASKS. -->\n\n## Phase 1: Setup\n\n- [ ] T001 Create it\n- [ ] T002 Lint it\n"

    (question,) = (question for question in imported(text).questions() if not question.at_review)

    assert question.kind == "checklist"
    assert question.default is None
    assert blank(text) == text


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real templates is not at hand")
def test_few_questions_stand_on_ordinary_text() -> None:
    with (Path(__file__).parents[2] / "data" / "markdown_sample.csv").open(encoding="utf-8", newline="") as file:
        sample = list(csv.DictReader(file))
    asked: dict[str, int] = {"yes": 0, "no": 0}
    for name, rows in groupby(sample, lambda row: row["file"]):
        template = imported((CORPUS / name).read_bytes().decode(), name)
        lines = {each.line for question in template.questions() for each in question.with_inner()}
        for row in rows:
            asked[row["is_blank"]] += int(row["line"]) in lines

    assert asked["no"] <= 0.05 * sum(asked.values())
    assert asked["yes"] >= 0.9 * sum(row["is_blank"] == "yes" for row in sample)


def test_a_file_of_nothing_but_a_comment_asks_for_a_description() -> None:
    text = "<!--\nSay what the change does.\n-->\n"

    assert questions_of(text) == [("text", "Description")]
    assert blank(text) == text
    assert filled(text, description="It is faster.") == "It is faster.\n"


@pytest.mark.parametrize(
    "text",
    [
        "## Phase 1: [goal]\n\nBudget: 100 EUR\n\n## Phase 2: [goal]\n\nBudget: 250 EUR\n",
        "- Milestone 1 (Q1 2026): [goal]\n- Milestone 2 (Q3 2027): [goal]\n",
        "1. Day 1 (60 min): [what]\n2. Day 2 (90 min): [what]\n",
    ],
)
def test_fixed_numbers_are_no_counters(text: str) -> None:
    plan = filled_in(imported(text))

    assert [kind for kind, _ in questions_of(text)] == ["line", "line"]
    for fixed in ("100 EUR", "250 EUR", "Q1 2026", "Q3 2027", "60 min", "90 min"):
        assert (fixed in plan) == (fixed in text)


def test_every_number_in_a_heading_that_counts_goes_on_counting() -> None:
    text = "### Story 1 - [Title] (Priority: P1)\n\n[Text]\n\n### Story 2 - [Title] (Priority: P2)\n\n[Text]\n"

    plan = filled(text, stories=[{"title": "A", "text": "a"}, {"title": "B", "text": "b"}])

    assert plan == "### Story 1 - A (Priority: P1)\n\na\n\n### Story 2 - B (Priority: P2)\n\nb\n"


def test_a_counter_in_braces_is_the_item_s_number_at_every_depth() -> None:
    text = "<!-- Repeat for each -->\n\n## Epic {{N}}: {{title}}\n\n"
    text += "<!-- Repeat for each story -->\n\n### Story {{N}}.{{M}}: {{story}}\n\nEnd\n"
    items = [{"title": "A", "stories": [{"story": "a"}, {"story": "b"}]}, {"title": "B", "stories": [{"story": "c"}]}]

    plan = filled(text, epics=items)

    assert [line for line in plan.split("\n") if line.startswith("#")] == [
        *("## Epic 1: A", "### Story 1.1: a", "### Story 1.2: b", "## Epic 2: B", "### Story 2.1: c"),
    ]


@pytest.mark.parametrize(
    "text, answers, expected",
    [
        ("1. First: x\n2. Second: y\n3.\n4.\n", {"items": ["a", "b"]}, "1. First: x\n2. Second: y\n3. a\n4. b\n"),
        ("> _Describe this_\n", {"description": "Hi"}, "> Hi\n"),
        ("| # | What |\n|---|---|\n| 1 | [x y] |\n| 2 | [x y] |\n", {"note": [{"what": "a"}]}, "| 1 | a |\n"),
        ("Report\n======\n\nGoals\n---\n\nRisks\n---\n", {"goals": "Fast"}, "Goals\n---\n\nFast\n"),
        ("## Wins\n\n- \n", {"wins": ["a", "b"]}, "- a\n- b\n"),
    ],
)
def test_what_stands_around_a_blank_stays(text: str, answers: dict[str, object], expected: str) -> None:
    names = [question.id for question in imported(text).questions()]
    given = dict(zip(names, answers.values(), strict=False))

    assert blank(text) == text
    assert expected in filled(text, **given)


@pytest.mark.parametrize("text", ["- [] x\n", "> - [] x\n", "* [] task [name]\n", "1. [] x\n", "- []\n"])
def test_a_box_without_a_blank_in_it_is_text(text: str) -> None:
    assert blank(text) == text
    assert filled_in(imported(text)).startswith(text.split("[]", maxsplit=1)[0])


def test_a_comment_above_a_heading_belongs_to_that_heading() -> None:
    text = "## Context\n\n{Say it.}\n\n<!-- This is optional. Feel free to remove. -->\n"
    text += "## Drivers\n\n* {a b 1}\n* {a b 2}\n"

    context, drivers = (question for question in imported(text).questions() if not question.at_review)

    assert context.help == ""
    assert "optional" in drivers.help
    assert "<!--" in filled(text, **{context.id: "So."})
    assert filled(text, **{context.id: "So.", drivers.id: None}) == "## Context\n\nSo.\n\n"


def test_a_comment_above_labels_asks_for_a_text_of_its_own() -> None:
    text = "## How tested\n\n<!-- Describe the tests. -->\n\n**Environment:** \n"

    assert questions_of(text) == [("text", "How tested"), ("text", "Environment")]
    assert filled(text, how_tested="By hand.", environment="CI") == "## How tested\n\nBy hand.\n\n**Environment:** CI\n"


def test_a_plan_is_named_after_what_its_title_says_and_never_after_the_template() -> None:
    text = "---\ndecision-makers: {list everyone involved}\n---\n\n# {short title}\n\n## Context\n"
    template = imported(text, "adr-template.md")
    both = freeze({"decision_makers": "Ann", "short_title": "Use SQLite"})
    assert is_mapping(both)

    assert file_name(Interview.begin(template, both)) == "use-sqlite-adr.md"
    assert file_name(Interview.begin(template)) == "adr.md"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("**The fault**\nA short and plain description of what the fault is.\n", [("text", "The fault")]),
        ("**Pictures**\nIf applicable, add pictures of it.\n", [("text", "Pictures")]),
        ("**Wish**\nA clear description of what is wanted. I would like [...]\n", [("text", "Wish")]),
        ("How to see it:\n1. Open '...'\n2. Press '....'\n3. It breaks\n", [("list", "How to see it")]),
        ("## Where\n\n- Browser [e.g. Firefox]\n- Version [e.g. 120]\n", [("line", "Browser"), ("line", "Version")]),
        (
            "## Tests\n\nPlease describe how it was tried.\n\n- [ ] A\n- [ ] B\n",
            [("text", "Tests"), ("choices", "Tests: which apply?")],
        ),
        ("## Kind\n\nPlease check the options that apply.\n\n- [ ] A\n- [ ] B\n", [("choices", "Kind: which apply?")]),
        ("# 1. Title\n\n## Why\n", [("line", "Title"), ("text", "Why")]),
        ("# RFC: Your short title\n\n## Why\n", [("line", "Your short title"), ("text", "Why")]),
        ("## Goals\n\n<!-- List the goals. -->\n\n### Later\n", [("text", "Goals"), ("text", "Later")]),
        ("# A\n\nPlease say what changes.\n\n## B\n\n# C\n", [("text", "A"), ("text", "B"), ("text", "C")]),
        ("# RFC-NNNN: A fixed name\n", [("number", "Number")]),
        (
            "## A\n\nPlease say what changes. List what it needs.\n\nFixes # (issue)\n",
            [("text", "A"), ("number", "Fixes which issue?")],
        ),
        ("- `<part>`: `<how much>`\n", [("line", "Part"), ("line", "How much")]),
    ],
)
def test_the_commonest_templates_of_all_are_understood(text: str, expected: list[tuple[str, str]]) -> None:
    assert questions_of(text) == expected
    assert blank(text) == text


def test_a_heading_inside_a_repeated_part_asks_nothing_beside_it() -> None:
    text = "## Stories\n\n<!-- Say what people can do. -->\n\n#### Story 1\n\n#### Story 2\n\n## End\n\n[end]\n"

    assert [kind for kind, _ in questions_of(text)] == ["group", "text"]
    assert blank(text) == text


def test_a_heading_that_stands_several_times_is_told_by_the_one_above_it() -> None:
    text = "# All\n\n## Safety\n\n### Required\n\n## Speed\n\n### Required\n\n### Cost\n"

    assert questions_of(text) == [("text", "Safety: Required"), ("text", "Speed: Required"), ("text", "Cost")]


@pytest.mark.parametrize(
    "text, count",
    [
        *(("From ____ to ____\n", 2), ("Between ____ and ____ on ____\n", 3)),
        *(("Fecha: __/__/____\n", 1), ("Hora: __:__\n", 1)),
        ("**Desktop:**\n - Version [e.g. 22]\n\n**Phone:**\n - Version [e.g. 22]\n", 2),
        ("- **[P]**: Can run in parallel\n- **[Story]**: Which story it is of\n", 0),
        ("- Feature Name: (fill me in with a unique name)\n", 1),
        ("**\\<Diagram or Table\\>**\n\n**\\<Explanation of it\\>**\n", 4),
    ],
)
def test_gaps_samples_and_legends_are_told_apart(text: str, count: int) -> None:
    assert len(questions_of(text)) == count
    assert blank(text) == text


def test_a_name_is_a_line_in_spanish_too() -> None:
    assert questions_of("Proyecto: [nombre del proyecto]\n") == [("line", "Proyecto")]


def test_what_is_mandatory_is_asked_below_and_not_above_the_headings_inside() -> None:
    text = "## Requirements *(mandatory)*\n\n<!-- ACTION REQUIRED: fill in -->\n\n### Functional\n\n- [what]\n"

    assert [question.required for question in imported(text).questions() if not question.at_review] == [False]


def test_a_hint_may_go_on_in_a_list_and_a_token_on_the_next_line() -> None:
    text = "## Guide\n\nExplain the change as if it was there. That means:\n\n- Naming the words.\n- Giving examples.\n"

    assert questions_of(text) == [("text", "Guide")]
    assert filled(text, guide="So.") == "## Guide\n\nSo.\n"
    assert "insert" not in filled_in(imported("- *\\<insert one\\>*\n- x *\\<insert two\n  more\\>*\n"))
