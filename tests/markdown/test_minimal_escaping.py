"""An answer is escaped only where it would be read as markup that nobody means, and then as little as can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import example, given, settings, strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from tests.support.plain_answers import TECHNICAL_TEXTS
from tests.support.rendering import rendered
from tests.support.slot_examples import FRAGMENTS, PLACES, QUESTIONS
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.template import Template
from wizard.render.plan import Plan, render_plan

GITHUB = MarkdownIt("gfm-like", {"maxNesting": 60, "strikethrough_single_tilde": True})
WITHOUT_BARE_LINKS = MarkdownIt("gfm-like", {"maxNesting": 60, "strikethrough_single_tilde": True, "linkify": False})
TASK = re.compile(r"\[[ xX]\][ \t]+\S")
FOOTNOTE = re.compile(r"^\[\^[^\]\s]+\]:", re.MULTILINE)
BODIES = {
    "heading": "# {} \n\nEnd\n",
    "item": "- {}\n- Two\n",
    "paragraph line": "Said: {} here\n",
    "own block": "## One\n\n{}\n\nTwo\n",
    "line of its own": "One\n\n{} \n\nTwo\n",
    "cell": "| A | B |\n| --- | --- |\n| {} | b |\n",
    "label": "- **Goal:** {}\n- Two\n",
    "quote": "> {}\n\nTwo\n",
    "link": "See [{}](x) here\n",
    "task": "- [ ] {}\n",
}


def tree(text: str, parser: MarkdownIt = GITHUB) -> list[object]:
    """What a reader sees: blocks, and in their lines texts and marks."""
    tokens = parser.parse(text)
    return [entry for index, token in enumerate(tokens) for entry in entries(tokens, index, token)]


def entries(tokens: list[Token], index: int, token: Token) -> Iterator[object]:
    if token.type != "inline":
        yield (token.type, token.tag, token.markup, token.content, token.hidden, tuple(token.attrs.items()))
        return
    is_item = index > 1 and tokens[index - 2].type == "list_item_open"
    yield len(FOOTNOTE.findall(token.content))
    yield from ("task",) if is_item and TASK.match(token.content) else ()
    words = ""
    for child in token.children or []:
        if child.type == "text":
            words += child.content
            continue
        yield words
        words = ""
        yield (child.type, child.markup, child.content, tuple(child.attrs.items()), str(child.children))
    yield words


def words_only(seen: list[object], typed: str) -> list[object]:
    """What is seen, with `word` for the typed text where it stands as text."""
    return [entry.replace(typed, "word") if isinstance(entry, str) else entry for entry in seen]


@pytest.mark.parametrize("place", BODIES)
def test_technical_text_comes_out_as_it_was_typed(place: str) -> None:
    body = BODIES[place]
    id = "goal" if place in ("own block", "label") else "name"
    plain = tree(body.format("word"))
    escaped: list[str] = []
    for typed in filter(None, map(str.strip, TECHNICAL_TEXTS)):
        shown = rendered(body.replace("{}", f"{{{{ {id} }}}}"), **{id: typed})
        in_a_cell = typed.replace("|", "\\|") if place == "cell" else typed
        as_typed = body.replace("{}", in_a_cell)
        if shown != as_typed and words_only(tree(as_typed), typed) == plain:
            escaped.append(shown)

    assert escaped == []


def test_nine_of_ten_technical_texts_hold_no_backslash_that_was_not_typed() -> None:
    shown = {text: rendered("- {{ name }}\n", name=text) for text in TECHNICAL_TEXTS if text.strip()}

    assert sum(plan == f"- {text.strip()}\n" for text, plan in shown.items()) >= 0.9 * len(shown)


@pytest.mark.parametrize(
    "typed",
    [
        "press <kbd>Ctrl</kbd>+<kbd>C</kbd> twice",
        "one<br>two<br/>three",
        "H<sub>2</sub>O and x<sup>2</sup>",
        "see [the file](<my file.md>) first",
        "as in ![a plan](<a b.png>) here",
        "see [a [b] c](d.md) and [`x`](y.md)",
        "by [*them*](x) or <https://example.org/~a/~b> or <me@example.org>",
        "at https://example.org/*/a*b*c?x=~1&y=~2",
        "is **bold**, *so*, __so too__, ~~gone~~, ***both*** and `code *x*`",
        "これは**重要**です、**本当**に",
        "这是*强调*和~~删除~~的",
        "한국어**강조**입니다",
    ],
)
@pytest.mark.parametrize("place", [place for place in BODIES if place != "link"])
def test_markup_that_its_author_means_stays_as_it_was_typed(place: str, typed: str) -> None:
    assert rendered(BODIES[place].replace("{}", "{{ name }}"), name=typed) == BODIES[place].format(typed)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a*b*c", "a\\*b*c"),
        ("__init__.py", "__init\\__.py"),
        ("2*3*4", "2\\*3*4"),
        ("HEAD~1..HEAD~3", "HEAD\\~1..HEAD~3"),
        ("List<int>", "List\\<int>"),
        ("Map<str:int>", "Map\\<str:int>"),
        ("handlers[0](event)", "handlers\\[0](event)"),
        ("(.*?)_(.*?)", "(.\\*?)_(.*?)"),
        ("*.py/*.md", "\\*.py/*.md"),
        ("a <b> and </b> c", "a <b> and </b> c"),
        ("a <b> and c", "a \\<b> and c"),
        ("<div>x</div>", "\\<div>x\\</div>"),
        ("<!-- x -->", "\\<!-- x -->"),
    ],
)
def test_markup_that_nobody_means_has_the_fewest_backslashes_that_make_it_text(typed: str, shown: str) -> None:
    assert rendered("Said: {{ name }} here\n", name=typed) == f"Said: {shown} here\n"


def test_code_may_touch_the_next_slot() -> None:
    assert rendered("- {{ name }}{{ size }}{{ goal }}\n", name="`x`", size=3, goal="y") == "- `x`3y\n"


@pytest.mark.parametrize("body", ["<{}>\n", "- See <{}>.\n", "| A |\n| - |\n| <{}> |\n"])
def test_a_url_between_angle_brackets_of_the_template_stays_a_link(body: str) -> None:
    url = "https://example.org/a_b/*c?x=1&y=%20#top"

    assert rendered(body.replace("{}", "{{ name }}"), name=url) == body.format(url)
    assert rendered(body.replace("{}", "{{ name }}"), name="https://x.y/a b>c") == body.format("https://x.y/a%20b%3Ec")
    assert "javascript:" not in rendered(body.replace("{}", "{{ name }}"), name="javascript:alert(1)")


@pytest.mark.parametrize("note", ["https://x.y/z", "word", "A note with [a link](x), 100 % and (more).", "a b"])
def test_a_footnote_of_the_templates_is_text(note: str) -> None:
    body = "A claim.[^1]\n\n[^1]: {}\n[^2]: {}\n"

    assert rendered(body.replace("{}", "{{ name }}"), name=note) == body.format(note, note)


@cache
def template(place: str, kind: str) -> Template:
    return read_template(QUESTIONS.replace("KIND", kind) + PLACES[place], place)


def needless(plan: Plan, typed: str) -> list[str]:
    """The plans that are the same without one of the backslashes that were not typed.

    They are the same for GitHub and for CommonMark, where the `*` of a bare link may pair with one before it.
    """
    if "\\" in typed:
        return []
    text = plan.text
    seen = tree(text)
    starts = [0]
    for segment in plan.segments:
        starts.append(starts[-1] + len(segment.text))
    found: list[str] = []
    for start, segment in zip(starts, plan.segments, strict=False):
        for span in (span for span in segment.spans if not span.is_placeholder):
            for slash in re.finditer(r"\\", text[start + span.start : start + span.end]):
                at = start + span.start + slash.start()
                without = text[:at] + text[at + 1 :]
                if tree(without) == seen and tree(without, WITHOUT_BARE_LINKS) == tree(text, WITHOUT_BARE_LINKS):
                    found.append(without)
    return found


PLAIN_PLACES = [
    place
    for place, body in PLACES.items()
    if not re.search(r"```|~~~|    \{\{|<|`\{\{|\]\(.*\{\{|\]: ?\{\{|- \||--- \||^#.*\n===", body)
]
marked = st.one_of(
    st.sampled_from(TECHNICAL_TEXTS).filter(str.strip),
    st.lists(st.sampled_from((*FRAGMENTS, *TECHNICAL_TEXTS)), min_size=1, max_size=4).map(" ".join).filter(str.strip),
    st.text("ab1 *_`[]()<>|~#-+=.:!&\\", min_size=1, max_size=14).filter(str.strip),
)


def check_that_none_is_needless(place: str, typed: str) -> None:
    answers = {"a": typed, "on": True, "items": (typed,), "rows": ({"x": typed, "y": "word"},)}
    plan = render_plan(Interview.begin(template(place, "line"), answers))

    assert needless(plan, typed) == []


@example("later line of an item", "+")
@example("later line of an item", "2. b")
@example("own block", "src/**/*.ts https://example.org/*/y")
@given(st.sampled_from(PLAIN_PLACES), marked)
def test_no_backslash_can_be_taken_away_without_changing_what_is_read(place: str, typed: str) -> None:
    check_that_none_is_needless(place, typed)


@pytest.mark.soak
@settings(max_examples=5000, deadline=None)
@given(st.sampled_from(PLAIN_PLACES), marked)
def test_no_backslash_can_be_taken_away_in_thousands_of_places(place: str, typed: str) -> None:
    check_that_none_is_needless(place, typed)


WITH_FOOTNOTES = MarkdownIt("gfm-like", {"maxNesting": 60}).use(footnote_plugin)
OPENS_A_BLOCK = (
    "# big",
    "- dash",
    "1. one",
    "1) one",
    "+ x",
    "* x",
    "> q",
    "---",
    "***",
    "```",
    "~~~",
    "#",
    "-",
    "<div>",
)


@pytest.mark.parametrize(
    "place",
    [
        *("[^1]: {}", "[^1]: {} now", "[^1]: a\n[^2]: {}", "> [^1]: {}", "- [^1]: {}", "[^1]:  {}"),
        *("[^1]: a\n\n    {}", "[^1]: a\n\n    {} now", "[^1]: a\n    b\n\n    c\n\n    {}\n", "[^1]:\n\n\t{}"),
    ],
)
@pytest.mark.parametrize("typed", [*OPENS_A_BLOCK, "[foo]: http://example.org", "[^9]: mine"])
def test_nothing_begins_behind_the_label_of_a_footnote(place: str, typed: str) -> None:
    def blocks(text: str) -> list[tuple[str, str]]:
        environment: dict[str, dict[str, object]] = {}
        seen = [(token.type, token.tag) for token in WITH_FOOTNOTES.parse(f"See[^1] and[^2].\n\n{text}", environment)]
        return [*seen, (str(environment.get("references")), str(environment.get("footnotes", {}).keys()))]

    shown = rendered(place.replace("{}", "{{ name }}"), name=typed)

    assert blocks(shown) == blocks(place.replace("{}", "word"))
    without = [shown[:at] + shown[at + 1 :] for at, mark in enumerate(shown) if mark == "\\"]
    assert blocks(place.replace("{}", "word")) not in map(blocks, without)


@pytest.mark.parametrize("typed", ["-x", "#tag", "[ ] open", "2026 was", "src/**/*.ts", "**bold** word"])
def test_text_behind_the_label_of_a_footnote_comes_out_as_it_was_typed(typed: str) -> None:
    assert rendered("[^1]: {{ name }}\n", name=typed) == f"[^1]: {typed}\n"


CODE_IN_ANSWERS = (
    "Run\n\n    git diff <old>..<new>\n    # done\n    [l]: http://x\n\nand go",
    "Run\n\n    <div>\n\n    # done\n\nand <go>",
    "Run:\n\n- Run\n\n      git diff <old>..<new>\n      # done",
    "Run `git diff <old>..\n<new> -- <path>` now",
    "Run\n`git diff <old>..\n<new> -- <path>` now",
    "Run ``git `<old>`\n<new>\n<path>`` now",
    "Run `<a>` and `git diff <old>..\n<new>` now\n\n    <x>",
)


@pytest.mark.parametrize("before", ["", "# H\n\n", "- ", "> ", "- **Goal:** ", "Goal: ", "1. > "])
@pytest.mark.parametrize("typed", CODE_IN_ANSWERS)
def test_code_in_an_answer_holds_no_backslash(before: str, typed: str) -> None:
    text = rendered(f"{before}{{{{ goal }}}}\n", goal=typed)

    seen = [child for token in GITHUB.parse(text) for child in (token, *(token.children or ()))]
    code = [token.content for token in seen if token.type in ("code_block", "code_inline")]
    assert code
    assert "\\" not in "".join(code)
    assert text.count("\\") == typed.count("<go>")


@pytest.mark.parametrize(
    "typed", ["a `b\n- c` d", "a `b\n\nc` d", "a `b\n# c` d", "a `b\n```\nc` d\n```", "a \\`b\nc` d"]
)
def test_ticks_of_different_blocks_are_no_code(typed: str) -> None:
    text = rendered("- **Goal:** {{ goal }}\n", goal=typed)

    assert len(text.splitlines()) == len(typed.splitlines())
    assert "code_inline" not in [child.type for token in GITHUB.parse(text) for child in token.children or ()]


def test_a_tag_in_indented_code_says_nothing_about_the_others() -> None:
    answer = "Press <kbd>x</kbd>\n\n    if (a <b> c)\n    <div>\n\nand <b>go</b> on"

    assert rendered("# H\n\n{{ goal }}\n\nEnd\n", goal=answer) == f"# H\n\n{answer}\n\nEnd\n"


def test_a_tag_below_an_item_is_no_code() -> None:
    text = rendered("# H\n\n{{ goal }}\n\nEnd\n", goal="- one\n\n    <div>\n\n    two")

    assert "\\<div>" in text


@pytest.mark.parametrize("code", ["    make <run>\n    # now", "\tmake\n\n\tmake run", "    - no item"])
def test_code_with_which_an_answer_begins_stays_indented(code: str) -> None:
    answer = f"{code}\n\nand go"

    assert rendered("# H\n\n{{ goal }}\n\nEnd\n", goal=answer) == f"# H\n\n{answer}\n\nEnd\n"


def test_an_answer_that_is_indented_as_a_whole_is_not_code() -> None:
    assert rendered("# H\n\n{{ goal }}\n\nEnd\n", goal="    one\n    two") == "# H\n\none\ntwo\n\nEnd\n"


LONG = "Words of a paragraph.\n\n" * 600


@pytest.mark.parametrize(
    "typed",
    ["Use `a\n<foo> b` c", "- a\n\n      List<int> c", "Use `x\nList<int> y` and List<int>", "Hi <kbd>x\n\n[a]: b <x>"],
)
def test_a_paragraph_of_a_long_answer_is_escaped_as_it_is_by_itself(typed: str) -> None:
    alone, among = (
        rendered("# One\n\n{{ goal }}\n\n# Two\n", goal=text) for text in (typed, f"{LONG}{typed}\n\n{LONG}")
    )

    assert among.replace("Words of a paragraph.\n\n", "") == alone


@pytest.mark.parametrize("opening", ["<!-- open", "<pre>", "```"])
def test_a_long_answer_is_not_parted_within_what_goes_on_behind_a_blank_line(opening: str) -> None:
    text = f"{opening}\n\n{LONG}# Mine\n\nList<int>"

    shown = rendered("# One\n\n{{ goal }}\n\n# Two\n", goal=text)

    headings = [token.map for token in GITHUB.parse(shown) if token.type == "heading_open" and token.tag == "h1"]
    assert len(headings) == 2
