"""What other template languages call a filter or a kind is told with what to write here."""

from __future__ import annotations

import pytest

from wizard.compiler.loader import check_template

FRONT = """\
---
wizard: 1
name: t
title: T
sections:
  - title: S
    questions:
      - {{id: a, kind: {kind}, label: A?}}
"""


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("zfill(3)", "number | pad(3)"),
        ("strftime('%d')", 'day | date("%d %B %Y")'),
        ("add_days(1)", "day | plus_days(14)"),
        ("sort_by('x')", 'rows | sort("due")'),
        ("selectattr('x')", "{% for item in items if condition %}"),
    ],
)
def test_a_filter_of_another_language_is_told_with_ours(name: str, instead: str) -> None:
    (found,) = check_template(f"{FRONT.format(kind='line')}---\n{{{{ a }}}}{{{{ a | {name} }}}}\n", "t.md")

    assert (found.code, found.message) == (
        "unknown-filter",
        f"'{name.partition('(')[0]}' is not a filter; write {instead}",
    )


@pytest.mark.parametrize(("name", "meant"), [("plus_day(1)", "plus_days"), ("formt(1)", "format"), ("pda(1)", "pad")])
def test_a_misspelt_filter_has_its_nearest_name(name: str, meant: str) -> None:
    (found,) = check_template(f"{FRONT.format(kind='line')}---\n{{{{ a }}}}{{{{ a | {name} }}}}\n", "t.md")

    assert found.message.endswith(f"; did you mean '{meant}'?")


@pytest.mark.parametrize(
    ("kind", "instead"),
    [("integer", "kind: number with step: 1"), ("Boolean", "kind: yesno"), ("select", "kind: choice")],
)
def test_a_kind_of_another_tool_is_told_with_ours(kind: str, instead: str) -> None:
    (found,) = check_template(f"{FRONT.format(kind=kind)}---\n{{{{ a }}}}\n", "t.md")

    assert (found.code, found.message) == ("unknown-kind", f"'{kind}' is not a kind; write {instead}")
