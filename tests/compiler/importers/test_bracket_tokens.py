"""Which brackets, patterns and marks of a Markdown file are blanks."""

from __future__ import annotations

import pytest

from tests.support.markdown_import import blank, filled_in, imported, questions_of
from wizard.compiler.importers.markdown.scanning.bracket_tokens import find_tokens
from wizard.compiler.importers.markdown.scanning.document import read_document


def blanks_of(text: str) -> list[str]:
    """Return the stretches of a file that are blanks by their marks."""
    return [text[token.start : token.end] for token in find_tokens(read_document(text))]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("<your-email@example.com>\n", ["<your-email@example.com>"]),
        ("<name@domain>\n", ["<name@domain>"]),
        ("<https://github.com/your-org/x>\n", ["<https://github.com/your-org/x>"]),
        ("<e-mail address>\n", ["<e-mail address>"]),
        ("[name](mailto:[email])\n", ["[email]"]),
        ("[repo](https://github.com/[owner]/[repo])\n", ["[owner]", "[repo]"]),
        ("![s](https://a.b/{{badge}}.svg)\n", ["{{badge}}"]),
        ('[x](https://a.b/[your repo]/c "title")\n', ["[your repo]"]),
        ("[x]({link})\n", ["{link}"]),
        ("{a reason | which {force} | …}\n", ["{a reason | which {force} | …}"]),
        ("<nested <inner>>\n", ["<nested <inner>>"]),
        ("- [person] - [role]\n", ["[person]", "[role]"]),
        ("- [ ] [name] – [role]\n", ["[name]", "[role]"]),
        ("- [person] - text\n", ["[person]"]),
        ("- [name]: text\n", ["[name]"]),
        ("- [person] [role]\n", ["[person]", "[role]"]),
        ("By \\<name\\> and \\<the team>.\n", ["\\<name\\>", "\\<the team>"]),
        ("姓名：【姓名】\n", ["【姓名】"]),
        ("姓名: ［姓名］\n", ["［姓名］"]),
        ("负责人：（姓名）\n", ["（姓名）"]),
        ("日期：____年__月__日\n", ["____年__月__日"]),
        ("TODO: write this\n", ["TODO: write this"]),
        ("- **TODO: write this**\n", ["TODO: write this"]),
        ("Owner: TODO: ask Ann\n", ["TODO: ask Ann"]),
        ("```python\nkey = 'YOUR' + '<your key>' + '[name of it]' + '{{token}}' + '[API_KEY]'\n```\n", [
            "<your key>",
            "[name of it]",
            "{{token}}",
            "[API_KEY]",
        ]),
        ("```sh\ncurl <url>\n```\n", ["<url>"]),
        ("```yaml\nname: <name>\n```\n", ["<name>"]),
        ("`git checkout -b <branch>`\n", ["<branch>"]),
        ("Run $TEAM_NAME in $PROJECT\n", ["$TEAM_NAME", "$PROJECT"]),
        ("{% if x %}{{ project.name }}{% endif %} {{ title }}\n", ["{{ project.name }}", "{{ title }}"]),
        ("{{#each people}}{{name}}{{/each}} {{owner}}\n", ["{{owner}}"]),
    ],
)  # fmt: skip
def test_what_stands_for_something_is_a_blank_and_the_rest_stays(text: str, expected: list[str]) -> None:
    assert blanks_of(text) == expected
    assert blank(text) == text
    assert blanks_of(filled_in(imported(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        *("<me@example.com>\n", "<jane@example.com>\n", "<tel:123>\n", "<https://example.com/a>\n", "<ssh://a.b>\n"),
        *("```c\n#include <stdio.h>\n```\n", "`#include <stdio.h>`\n", "```\n#include <stdio.h>\n```\n"),
        *("- [Engineering] Bump it\n", "- [ ] T001 [P] [US1] Do it\n", "I like C #\n", "# Title #\n", "【背景】\n"),
        *("备注：（可选）\n", "This has TODO: inside.\n", "See a@b and #\n"[:8] + "\n"),
        *("Let $x_{i}$ be.\n", "$$\nx_{i} = [a b]\n$$\n", "So $\\{a b\\}$, and $f<g h>$.\n"),
        "```mermaid\ngraph TD\n  A[Start here] --> B{Decision}\n  B --> C[[Sub]]\n```\n",
        "```sh\nif [ -f x ]; then [[ -n $A ]] && echo ${B}; fi\n```\n",
        *("`[ -f x ]`\n", "```\nif [ -f x ]; then\n```\n", "```\n[[ -f x ]] && y\n```\n"),
        '```python\nx = f"{name} {a.b}" + items[i]\ny: list[str] = [a for a in b]\nz = a < b and c > d\n```\n',
        "```ts\nconst m: Map<K, V> = new Map<string, number>();\nfunction f<T extends Foo>(a: T[]) {}\n```\n",
        "```jsx\n<Button disabled items={[1, 2]} style={{a: 1}}>{label}</Button>\n```\n",
        "```rust\n#[derive(Debug)]\nfn f<T>(x: &[u8]) -> Vec<T> {}\n```\n",
        "`list[str]` `a[i]` `Map<K, V>` `dict[str, int]` `[a, b]` `{a, b}`\n",
        *("A list[str], Map<K, V> and Option<T>.\n", "{os: [linux]}\n", "[[_TOC_]]\n\n[TOC]\n"),
        *("## [Unreleased]\n\nNone.\n", "## [1.0.0] - 2020-01-01\n\nNone.\n", "As in [RFC 2119] and [RFC8174].\n"),
        *("Press [Enter], [Ctrl+C] or [F5].\n", "x in [0, 1) and (2, 3] and [0, 1].\n", "cost $5 or $6 {% x %}\n"),
        *("<Tabs items={['a', 'b']} />\n", "<Tabs items={['a', 'b']}>\n"),
        "{% for item in items %}{{ item }} {{ item.x }} {{ loop.index }}{% endfor %}\n",
        "{% set a = 1 %}{{ a }} {{ 'text' }} {{ \"text\" }} {{ title | upper }}\n",
        "on: ${{ github.ref }}\n",
    ],
)
def test_code_math_keys_and_addresses_are_no_blanks(text: str) -> None:
    assert blanks_of(text) == []


@pytest.mark.parametrize(
    "text, label, plan",
    [
        ("Fixes #(issue)\n", "Fixes which issue?", "Fixes #7\n"),
        ("Fixes # (issue)\n", "Fixes which issue?", "Fixes #7\n"),
        ("Closes #\n", "Closes which issue?", "Closes #7\n"),
        ("- Related issue: #\n", "Related issue", "- Related issue: #7\n"),
        ("Reviewers: @\n", "Reviewers", "Reviewers: @Words 1\n"),
    ],
)
def test_the_mark_before_a_number_or_a_name_stays(text: str, label: str, plan: str) -> None:
    (question,) = imported(text).questions()

    assert question.label == label
    assert filled_in(imported(text)) == plan


def test_the_number_of_an_issue_leaves_the_text_above_it_to_be_asked() -> None:
    text = "## Description\n\nPlease include a summary.\n\nFixes # (issue)\n"

    assert questions_of(text) == [("text", "Description"), ("number", "Fixes which issue?")]
