"""Private and undocumented parts of libraries that the program uses, each named and tried here.

A new version that changes one fails here first, and the message says who uses it.
"""

from __future__ import annotations

import ast
import asyncio
import importlib
import inspect
import os
import pkgutil
import re
import signal
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from jinja2 import TemplateSyntaxError, nodes
from jinja2.lexer import TokenStream
from jinja2.parser import Parser
from markdown_it import MarkdownIt
from markdown_it.rules_block.html_block import HTML_SEQUENCES
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from prompt_toolkit.application import Application
from prompt_toolkit.application.current import create_app_session
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.output import DummyOutput
from questionary import select, text as text_prompt
from rich.cells import chop_cells, split_graphemes, split_text
from textual import events
from textual.app import App, ComposeResult
from textual.command import CommandPalette
from textual.content import Content, Span
from textual.driver import Driver
from textual.geometry import Size
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Button, Input

import screens
import wizard
from tests.support.drawn_on_sight import draw_every_frame
from wizard.compiler.body.lexer import ENVIRONMENT

LIBRARIES = ("textual", "rich", "jinja2", "markdown_it", "prompt_toolkit", "questionary")

PRIVATE_ATTRIBUTES = {
    # The app: an exception ends it without a traceback that shows what the user wrote.
    ("App", "_driver"),
    # While the launch image is on the terminal, nothing else is drawn (docs/decisions/0024).
    ("App", "_display"),
    ("App", "_exit"),
    ("App", "_fatal_error"),
    ("App", "_filters"),
    ("App", "_handle_exception"),
    # NO_COLOR keeps the colours of the terminal.
    ("App", "_filters"),
    # A screen is not removed before it is composed.
    ("App", "_replace_screen"),
    ("MessagePump", "_close_messages_no_wait"),
    # The palette: a page down before its list is laid out.
    ("CommandPalette", "_action_command_list"),
    # The sheet: drawn in the layout that gives it its size.
    ("Widget", "_size_updated"),
    # The driver: a terminal that is stopped, goes on, or goes away (docs/decisions/0004).
    ("Driver", "_app"),
    ("Driver", "_auto_restart"),
    ("Driver", "_loop"),
    ("LinuxDriver", "_file"),
    ("LinuxDriver", "_get_terminal_size"),
    ("LinuxDriver", "_key_thread"),
    ("LinuxDriver", "_must_signal_resume"),
    ("LinuxDriver", "_sigcont_application"),
    ("LinuxDriver", "_sigtstp_application"),
    ("LinuxDriver", "_writer_thread"),
    # What a sequence of the terminal stands for; where it ends is said by us.
    ("XTermParser", "_sequence_to_key_events"),
}
"""Every attribute with a leading underscore that a class of ours has from a library and uses or replaces."""

PRIVATE_MODULES = {
    "first_frame.py: textual._compositor.LayoutUpdate",
    "input_parser.py: textual._ansi_sequences.ANSI_SEQUENCES_KEYS",
    "input_parser.py: textual._keyboard_protocol.FUNCTIONAL_KEYS",
    "input_parser.py: textual._xterm_parser.IS_ITERM",
    "input_parser.py: textual._xterm_parser.XTermParser",
}
"""What is imported from a module with a leading underscore, and where."""

_OF_THE_LANGUAGE = {"_abc_impl"}
_OF_EVERY_NODE = {
    "_computes",
    "_css_type_name",
    "_css_type_names",
    "_decorated_handlers",
    "_inherit_bindings",
    "_inherit_component_classes",
    "_inherit_css",
    "_merged_bindings",
    "_reactives",
}
"""What Textual itself puts into each class that derives from its own."""


# Which private attributes are used


@pytest.mark.skipif(sys.platform == "win32", reason="the driver is for POSIX")
def test_every_private_attribute_of_a_library_that_is_used_is_named_here():
    assert set(_private_uses()) == PRIVATE_ATTRIBUTES


def test_every_import_from_a_private_module_of_a_library_is_named_here():
    private = {
        f"{path.name}: {module}"
        for package in (screens, wizard)
        for path in Path(str(package.__file__)).parent.rglob("*.py")
        for module in _imports(path)
        if module.split(".")[0] in LIBRARIES and any(part.startswith("_") for part in module.split("."))
    }

    assert private == PRIVATE_MODULES


def _private_uses() -> Iterator[tuple[str, str]]:
    for cls in _classes():
        bases = [base for base in cls.__mro__ if base.__module__.split(".")[0] in LIBRARIES]
        for name in _names_in(cls) - _OF_THE_LANGUAGE - _OF_EVERY_NODE if bases else ():
            if name.startswith("_") and not name.startswith("__"):
                owners = [base.__name__ for base in bases if name in _names_in(base, only_set=True)]
                if owners:
                    yield owners[-1], name


def _classes() -> Iterator[type]:
    """Every class of the program."""
    for package in (screens, wizard):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not found.name.endswith("__main__"):
                module = importlib.import_module(found.name)
                things = vars(module).values()
                yield from (thing for thing in things if isinstance(thing, type) and thing.__module__ == found.name)


@cache
def _names_in(cls: type, *, only_set: bool = False) -> set[str]:
    """The attributes that a class defines, and those of `self` that its methods set, or use at all."""
    node = _written_in(cls.__module__).get(cls.__name__)
    return set(vars(cls)) | {
        found.attr
        for found in (ast.walk(node) if node is not None else ())
        if isinstance(found, ast.Attribute)
        and isinstance(found.value, ast.Name)
        and found.value.id == "self"
        and (isinstance(found.ctx, ast.Store) or not only_set)
    }


@cache
def _written_in(module: str) -> dict[str, ast.ClassDef]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


# Textual: the app


class _Recorder(App[None]):
    """Remembers what Textual calls, and leaves as soon as it has."""

    def __init__(self, *faults: Exception) -> None:
        super().__init__()
        self.faults = faults
        self.calls: list[object] = []

    def on_mount(self) -> None:
        for fault in self.faults:
            raise fault


async def _ended(app: App[None]) -> None:
    await asyncio.wait_for(app.run_async(headless=True), 20)


async def test_an_exception_in_a_handler_comes_to_handle_exception():
    class Handling(_Recorder):
        def _handle_exception(self, error: Exception) -> None:
            self.calls.append(error)
            self.exit()

    fault = ValueError()
    app = Handling(fault)
    await _ended(app)

    assert app.calls == [fault], "App._handle_exception: PlanWizard keeps the fault for the crash report"


async def test_handle_exception_leaves_printing_to_fatal_error():
    class Quiet(_Recorder):
        def _fatal_error(self) -> None:
            self.calls.append("_fatal_error")
            self._close_messages_no_wait()

    app = Quiet(ValueError("what the user wrote"))
    await _ended(app)

    assert app.calls == ["_fatal_error"], "App._fatal_error: PlanWizard keeps Textual from printing all locals"
    assert app.return_code == 1, "App._handle_exception: sets the return code"


async def test_an_app_knows_that_it_leaves_and_which_driver_it_has():
    app = App[None]()
    async with app.run_test():
        assert app._exit is False, "App._exit: PlanWizard drops the messages of a screen that no longer exists"
        assert isinstance(app._driver, Driver), "App._driver: PlanWizard gives the terminal back through it"
        app.exit()

    assert app._exit is True, "App._exit: set by App.exit"


async def test_a_popped_screen_is_removed_by_replace_screen_which_can_wait_until_it_is_composed():
    class Waiting(_Recorder):
        async def _replace_screen(self, screen: Screen[Any]) -> Screen[Any]:
            await screen._mounted_event.wait()
            self.calls.append([type(child) for child in screen.children if isinstance(child, Input)])
            return await super()._replace_screen(screen)

    class WithInput(Screen[None]):
        def compose(self) -> ComposeResult:
            yield Input()

    app = Waiting()
    async with app.run_test():
        app.push_screen(WithInput())
        await app.pop_screen()

    assert app.calls == [[Input]], "App._replace_screen, MessagePump._mounted_event: a screen that is left at once"


async def test_a_key_comes_to_on_event_of_the_app_before_any_screen():
    class Gate(_Recorder):
        async def on_event(self, event: events.Event) -> None:
            if isinstance(event, events.Key):
                self.calls.append(event.key)
            else:
                await super().on_event(event)

        def on_key(self) -> None:
            self.calls.append("on_key")

    app = Gate()
    async with app.run_test() as pilot:
        await pilot.press("a")

    assert app.calls == ["a"], "App.on_event: PlanWizard holds keys that are typed before a screen is there"


async def test_a_copy_of_the_style_sheet_is_read_beside_the_one_in_use(tmp_path: Path):
    more = tmp_path / "more.tcss"
    more.write_text("Button { width: 7; }", encoding="utf-8")
    app = App[None]()
    async with app.run_test():
        before = len(app.stylesheet.rules)
        copy = app.stylesheet.copy()
        copy.read_all([more])
        copy.parse()

        assert len(copy.rules) == before + 1, "Stylesheet.copy, read_all, parse: SplashScreen reads all sheets"
        assert len(app.stylesheet.rules) == before, "Stylesheet.copy: the one in use stays as it is"
        app.stylesheet = copy
        button = Button()
        await app.mount(button)
        assert button.styles.width is not None, "App.stylesheet: PlanWizard puts the copy in its place"
        assert button.styles.width.value == 7


async def test_the_command_palette_is_made_of_what_its_style_sheet_names():
    class Palette(App[None]):
        def compose(self) -> ComposeResult:
            yield Input()

    app = Palette()
    async with app.run_test() as pilot:
        app.action_command_palette()
        await pilot.pause()
        palette = app.screen
        assert isinstance(palette, CommandPalette)
        for selector in ("Vertical", "#--input", "SearchIcon", "CommandInput", "CommandList"):
            assert palette.query(selector), f"CommandPalette {selector}: app.tcss gives it its look"


def test_a_span_of_content_is_its_start_its_end_and_its_style():
    spans = Content.styled("word", "bold").spans

    assert [tuple(span) for span in spans] == [(0, 4, "bold")], "Content.spans: rows make the help of a row brighter"
    assert Content("word", [Span(0, 4, "bold")]).markup == "[bold]word[/bold]"


async def test_a_button_that_inherits_no_css_has_no_look_of_textuals():
    class Bare(Button, inherit_css=False):
        pass

    class Buttons(App[None]):
        def compose(self) -> ComposeResult:
            yield Bare("a")

    app = Buttons()
    async with app.run_test():
        styles = app.query_one(Bare).styles
        assert not styles.has_rule("min_width"), "inherit_css: PushButton has a look of its own"
        assert not styles.has_rule("border_top")


async def test_a_layout_tells_a_scroll_view_its_size_before_it_is_painted(monkeypatch: pytest.MonkeyPatch):
    draw_every_frame(monkeypatch)

    class Lines(ScrollView):
        calls: list[object] = []

        def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
            result = super()._size_updated(size, virtual_size, container_size, layout)
            self.calls.append(self.scrollable_size)
            return result

        def render_line(self, y: int) -> Strip:
            self.calls.append("painted")
            return Strip([])

    class Shown(App[None]):
        def compose(self) -> ComposeResult:
            yield Lines()

    app = Shown()
    async with app.run_test(size=(40, 10)):
        calls = app.query_one(Lines).calls
        assert calls.index(Size(40, 10)) < calls.index("painted"), "Widget._size_updated: the sheet is drawn there"


# Textual: the driver


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A terminal for a driver, and the signals as they were when it is done; gives the other end of it."""
    if sys.platform == "win32":
        pytest.skip("the driver is for POSIX")
    numbers = (signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH, signal.SIGTTOU, signal.SIGTTIN)
    before = [signal.getsignal(number) for number in numbers]
    outer, inner = os.openpty()
    with os.fdopen(inner, "r", closefd=False) as stdin, os.fdopen(inner, "w", closefd=False) as stderr:
        monkeypatch.setattr(sys, "__stdin__", stdin)
        monkeypatch.setattr(sys, "__stderr__", stderr)
        yield outer
    os.close(inner)
    os.close(outer)
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


async def test_the_driver_has_what_ours_reads_and_replaces(terminal: int):
    from textual.drivers.linux_driver import LinuxDriver

    class Stopped(LinuxDriver):
        calls: list[str] = []

        def _sigtstp_application(self, *_: object) -> None:
            self.calls.append("_sigtstp_application")

        def _sigcont_application(self, *_: object) -> None:
            self.calls.append("_sigcont_application")

    app = App[None]()
    driver: Any = Stopped(app)

    who = "TerminalDriver uses it"
    assert driver._app is app, f"Driver._app: {who}"
    assert driver._loop is asyncio.get_running_loop(), f"Driver._loop: {who}"
    assert driver._auto_restart is True, f"Driver._auto_restart: {who} to know whether the editor has the terminal"
    assert driver._file is sys.__stderr__, f"LinuxDriver._file: {who}, in place of standard error"
    assert driver._writer_thread is None, f"LinuxDriver._writer_thread: {who} to know whether the terminal is ours"
    assert driver._must_signal_resume is False, f"LinuxDriver._must_signal_resume: {who}"
    assert driver._debug is False, f"Driver._debug: {who} for the parser of keys"
    assert driver._key_thread is None, f"LinuxDriver._key_thread: {who} to know whether it is to be woken"
    assert driver.attrs_before is None, f"LinuxDriver.attrs_before: {who} to give the terminal back"
    assert os.isatty(driver.fileno), f"LinuxDriver.fileno: {who} to ask whether the terminal is there"
    for number, name in ((signal.SIGTSTP, "_sigtstp_application"), (signal.SIGCONT, "_sigcont_application")):
        os.kill(os.getpid(), number)
        assert driver.calls[-1:] == [name], f"LinuxDriver.{name}: TerminalDriver replaces it"


async def test_whatever_the_driver_turns_on_is_turned_off_when_the_terminal_is_given_back(terminal: int):
    from textual.drivers.linux_driver import LinuxDriver

    from screens.terminal.driver import _GIVE_BACK

    driver: Any = LinuxDriver(App[None]())
    driver.start_application_mode()
    try:
        assert driver._writer_thread.is_alive(), "LinuxDriver._writer_thread: a thread while the terminal is taken"
        assert driver.attrs_before is not None, "LinuxDriver.attrs_before: how the terminal was"
    finally:
        driver.stop_application_mode()
        driver.close()
    written = os.read(terminal, 100_000)

    changed, restored = (set(re.findall(rb"\x1b\[\?(\d+)[hl]", text)) for text in (written, _GIVE_BACK))
    assert {b"1049", b"25", b"2004"} <= changed, "LinuxDriver.start_application_mode: writes through _file"
    assert changed <= restored, f"{changed - restored}: TerminalDriver.give_back does not turn it off"


@pytest.mark.skipif(sys.platform == "win32", reason="the driver is for POSIX")
def test_the_parser_of_keys_says_what_one_sequence_stands_for():
    from textual._xterm_parser import XTermParser

    parser = XTermParser()
    keys = list(parser._sequence_to_key_events("\x1b[A"))
    alt = list(parser._sequence_to_key_events("a", alt=True))
    event = parser.parse_mouse_code("\x1b[<0;3;4M")

    assert [key.key for key in keys] == ["up"], "XTermParser._sequence_to_key_events: _SequenceParser.keys"
    assert [key.key for key in alt] == ["alt+a"]
    assert isinstance(event, events.MouseDown), "XTermParser.parse_mouse_code: _SequenceParser.mouse"
    assert (event.x, event.y) == (2, 3)

    parser.mouse_pixels, parser.terminal_size, parser.terminal_pixel_size = True, (10, 10), Size(100, 200)
    event = parser.parse_mouse_code("\x1b[<0;31;41M")
    assert isinstance(event, events.MouseDown)
    assert (event.x, event.y) == (3, 2), "XTermParser.mouse_pixels: _SequenceParser.resize sets it"


# Rich


def test_text_is_split_by_what_a_reader_takes_for_a_letter():
    spans, width = split_graphemes("e\u0301日")

    assert [tuple(span) for span in spans] == [(0, 2, 1), (2, 3, 2)], "rich.cells.split_graphemes: fields, the plan"
    assert width == 3
    assert split_text("日本語", 4) == ("日本", "語"), "rich.cells.split_text: a field that is cut"
    assert chop_cells("日本語", 4) == ["日本", "語"], "rich.cells.chop_cells: words that are wrapped"


# Jinja


def test_the_lexer_of_jinja_gives_every_token_with_its_text():
    tokens = [(kind, text) for _, kind, text in ENVIRONMENT.lexer.tokeniter("a {{ b }}", None, None, None)]
    bare = [(kind, text) for _, kind, text in ENVIRONMENT.lexer.tokeniter("b", None, None, "variable")]

    says = "Lexer.tokeniter: places in a template are counted from it"
    assert "".join(text for _, text in tokens) == "a {{ b }}", says
    assert [kind for kind, _ in tokens] == [
        "data",
        "variable_begin",
        "whitespace",
        "name",
        "whitespace",
        "variable_end",
    ]
    assert bare == [("name", "b")], "Lexer.tokeniter: its state 'variable' reads a bare expression"


def test_the_number_of_a_token_goes_through_the_parser_of_jinja_in_place_of_its_line():
    parser = _parser_of("variable_begin {{", "name b", "variable_end }}")
    body = parser.parse().body[0]
    assert isinstance(body, nodes.Output)
    assert body.nodes[0].lineno == 1, "Parser.stream, Lexer.wrap: a node's line is the number of its token"

    with pytest.raises(TemplateSyntaxError) as raised:
        _parser_of("variable_begin {{", "name b", "name c", "variable_end }}").parse()
    assert raised.value.lineno == 2, "TemplateSyntaxError.lineno: the number of the token that is wrong"
    assert raised.value.message == "expected token 'end of print statement', got 'c'", (
        "TemplateSyntaxError.message: a mistake in a template is told in other words"
    )


def test_the_parser_of_jinja_reads_one_expression_and_says_what_is_left():
    parser = _parser_of("name a", "name b")
    expression = parser.parse_expression()

    assert isinstance(expression, nodes.Name), "Parser.parse_expression: conditions"
    assert not parser.stream.eos
    assert parser.stream.current.value == "b", "TokenStream.current: a condition is one expression"


def _parser_of(*tokens: str) -> Parser:
    parser = Parser(ENVIRONMENT, "")
    numbered = ((number, *token.split(" ", 1)) for number, token in enumerate(tokens))
    parser.stream = TokenStream(ENVIRONMENT.lexer.wrap(numbered), None, None)  # type: ignore[arg-type]  # pairs
    return parser


# markdown-it


def test_the_inline_parser_of_markdown_it_adds_tokens_only_by_push_and_push_pending():
    class Traced(StateInline):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self.added = 0

        def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
            self.added += 1
            return super().pushPending()

        def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
            if self.pending:
                self.pushPending()
            self.added += 1
            return super().push(ttype, tag, nesting)

    parser = MarkdownIt("commonmark", {"html": True}).enable("strikethrough").disable("fragments_join")
    text = r"a *b* `c` ~~d~~ \* <i> [e](f) ![g](h) <http://i>  " + "\nj"
    state = Traced(text, parser, {}, [])
    parser.inline.tokenize(state)
    for rule in parser.inline.ruler2.getRules(""):
        rule(state)

    assert state.added == len(state.tokens), "StateInline.push, pushPending: the place of each token in the plan"
    kinds = {token.type for token in state.tokens}
    assert {"em_open", "code_inline", "s_open", "text_special", "html_inline", "link_open", "image"} <= kinds
    assert next(token for token in state.tokens if token.type == "text_special").markup == r"\*", "Token.markup"


def test_a_markdown_it_that_reads_only_blocks_leaves_the_lines_in_them_alone():
    parser = MarkdownIt("commonmark")
    parser.core.ruler.enableOnly(["normalize", "block"])
    tokens = parser.parse("a *b*\n\n> c")

    inline = next(token for token in tokens if token.type == "inline")
    assert inline.content == "a *b*"
    assert not inline.children, "MarkdownIt.core.ruler: blocks alone, in half the time"
    assert tokens[0].map == [0, 1], "Token.map: the lines of a block"


def test_definitions_of_links_go_through_the_environment_of_markdown_it():
    environment: dict[str, Any] = {}
    MarkdownIt("commonmark").parse("[Name]: /there 'title'", environment)

    references = environment["references"]
    assert set(references) == {"NAME"}, "env['references']: definitions of one section are used in another"
    assert (references["NAME"]["href"], references["NAME"]["title"]) == ("/there", "title")
    html = MarkdownIt("commonmark").render("[name]", {"references": references})
    assert html == '<p><a href="/there" title="title">name</a></p>\n'


def test_each_kind_of_html_block_of_markdown_it_has_its_start_its_end_and_whether_it_ends_a_paragraph():
    found = {
        line: next((at, ends) for at, (starts, _, ends) in enumerate(HTML_SEQUENCES) if starts.search(line))
        for line in ("<pre>", "<!-- a", "<div>", "<b>")
    }

    assert found == {"<pre>": (0, True), "<!-- a": (1, True), "<div>": (5, True), "<b>": (6, False)}, (
        "HTML_SEQUENCES: the seven kinds of CommonMark, in its order"
    )
    assert HTML_SEQUENCES[1][1].search("b -->")


# prompt_toolkit and questionary


def test_a_prompt_of_questionary_is_an_application_that_takes_more_keys():
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        for prompt in (text_prompt(""), select("", ["a", "b"])):
            application = prompt.application
            assert isinstance(application, Application), "questionary.Question.application: keys of our own"
            keys = KeyBindings()
            keys.add(":", eager=True)(lambda event: event.app.exit(result="command"))
            application.key_bindings = merge_key_bindings([application.key_bindings or KeyBindings(), keys])
            keyboard.send_text(":")

            assert prompt.unsafe_ask() == "command", "Application.key_bindings: replaced before it runs"


async def test_a_prompt_of_questionary_is_ended_from_within_its_own_loop():
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        prompt = text_prompt("", "half typed")
        application = prompt.application
        assert isinstance(application.current_buffer, Buffer)
        assert application.current_buffer.text == "half typed", "Application.current_buffer: what is typed is kept"
        assert application.loop is None, "Application.loop: none before it runs"

        def stop() -> None:
            assert application.is_running
            assert application.loop is asyncio.get_running_loop(), "Application.loop: where a signal ends it"
            assert application.future is not None, "Application.future: whether it is over already"
            assert not application.future.done()
            application.exit(exception=KeyboardInterrupt)

        with pytest.raises(KeyboardInterrupt):
            await application.run_async(pre_run=lambda: asyncio.get_running_loop().call_soon(stop) and None)
