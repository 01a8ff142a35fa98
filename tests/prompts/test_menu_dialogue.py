"""Line by line in a terminal that can edit: the keys that reach questionary's prompts, and what they give."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from tests.support.prompting import Remembered, template_text
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answers
from wizard.model.template import Option, Question
from wizard.prompts.conversation import Conversation
from wizard.prompts.review_prompts import SavingReviewPrompt
from wizard.prompts.terminal.dialogue import ColonCommand, HungUp, Interrupted
from wizard.prompts.terminal.menu_dialogue import MenuDialogue
from wizard.prompts.terminal.signals import SignalGuard

UP, DOWN, ENTER, ESCAPE_ENTER = "\x1b[A", "\x1b[B", "\r", "\x1b\r"
KILL, HANG_UP, INTERRUPT = "\x15", "\x04", "\x03"
PASTED = "\x1b[200~{}\x1b[201~"
OPTIONS = (Option("must", "It must"), Option("should", "It should"))
LEVEL = Question("level", "choice", "How binding?", "Level", options=OPTIONS, other=True)

Keys = Callable[[str], MenuDialogue]


@pytest.fixture
def typing() -> Generator[Keys]:
    """A talk into which keys are typed."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):

        def typed(keys: str) -> MenuDialogue:
            _send(pipe, keys)
            return MenuDialogue(SignalGuard())

        yield typed


def _send(pipe: PipeInput, keys: str) -> None:
    """Type while the program reads, as more would not fit into the pipe."""
    threading.Thread(target=pipe.send_text, args=(keys,), daemon=True).start()


def test_a_line_is_edited_in_place(typing: Keys):
    assert typing("!\r").ask_line("Relay") == "Relay!"


def test_a_line_that_is_emptied_opens_its_question(typing: Keys):
    assert typing(KILL + ENTER).ask_line("Relay") == ColonCommand("clear")


def test_an_answer_with_a_colon_or_an_escape_in_it_comes_back_as_it_was(typing: Keys):
    assert typing(ENTER).ask_line(":Relay\x1b[2J") == ":Relay\x1b[2J"


def test_a_command_is_typed_with_a_colon(typing: Keys):
    assert typing(":goto goal\r").ask_line() == ColonCommand("goto", "goal")


def test_a_command_may_be_typed_right_behind_what_stands_in_the_prompt(typing: Keys):
    assert typing(":back\r").ask_line("Relay") == ColonCommand("back")
    assert typing(":goto goal\r").ask_file_name("plan.md") == ColonCommand("goto", "goal")
    assert typing(":undo\r").ask_lines("One.\nTwo.") == ColonCommand("undo")
    assert typing(":skip\r").ask_line("3") == ColonCommand("skip")
    assert typing(": a note\r").ask_line("Relay") == "Relay: a note"
    assert typing(":nonsense\r").ask_line("Relay") == "Relay:nonsense"
    assert typing(":bakc\r").ask_line("Relay") == ColonCommand("bakc")  # which the conversation does not know


def test_enter_makes_a_line_in_a_text_and_escape_enter_ends_it(typing: Keys):
    assert typing("One.\r\rTwo." + ESCAPE_ENTER).ask_lines("") == "One.\n\nTwo."


def test_a_line_with_end_ends_a_text_and_a_command_takes_what_was_typed(typing: Keys):
    assert typing("One.\r::Two.\r:end\r").ask_lines("") == "One.\n:Two."
    assert typing("One.\r:back\r").ask_lines("") == ColonCommand("back", typed="One.")
    assert typing(":nonsense\r").ask_lines("") == ColonCommand("nonsense")


def test_enter_in_an_empty_text_goes_on(typing: Keys):
    assert typing(ENTER).ask_lines("") == ""


def test_pasted_lines_are_taken_as_they_are(typing: Keys):
    pasted = PASTED.format("# Title\r\r:::note\r- one\r:end of it\r:::")

    assert typing(pasted + ESCAPE_ENTER).ask_lines("") == "# Title\n\n:::note\n- one\n:end of it\n:::"


def test_a_long_paste_is_not_cut(typing: Keys):
    assert typing(PASTED.format("x" * 100_000) + ENTER).ask_line() == "x" * 100_000


def test_options_are_chosen_with_arrows_or_numbers_and_enter_leaves_them_open(typing: Keys):
    assert typing(ENTER).choose_one(LEVEL, None) == ""
    assert typing(DOWN + DOWN + ENTER).choose_one(LEVEL, None) == "should"
    assert typing("1\r").choose_one(LEVEL, None) == "must"
    assert typing(ENTER).choose_one(LEVEL, "should") == "should"


def test_an_answer_that_is_no_option_any_more_is_there_and_stays_with_enter(typing: Keys):
    level = Question("level", "choice", "How binding?", "Level", options=OPTIONS)

    assert typing(ENTER).choose_one(level, "gone") == "gone"
    assert typing("1\r").choose_one(level, "gone") == "must"
    assert typing(ENTER).choose_several(level, ("must", "gone")) == ("must", "gone")


def test_words_of_the_users_own_are_written_and_edited(typing: Keys):
    assert typing("3\rmay\r").choose_one(LEVEL, None) == "may"
    assert typing(ENTER + "be\r").choose_one(LEVEL, "may") == "maybe"


def test_a_colon_in_a_menu_calls_for_a_command(typing: Keys):
    assert typing(":back\r").choose_one(LEVEL, None) == ColonCommand("back")
    assert typing(":" + KILL + ENTER + "1\r").choose_one(LEVEL, None) == "must"
    assert typing(":undo\r").choose_several(LEVEL, ()) == ColonCommand("undo")
    assert typing(":undo\r").choose_item_change("step", ("One",)) == ColonCommand("undo")


def test_options_are_ticked_with_space(typing: Keys):
    assert typing(" " + DOWN + " " + ENTER).choose_several(LEVEL, ()) == ("must", "should")
    keys = DOWN + DOWN + DOWN + " " + ENTER + "more\r"
    assert typing(keys).choose_several(LEVEL, ("must", "own")) == ("must", "own", "more")


def test_items_are_added_opened_and_changed_from_a_menu(typing: Keys):
    assert typing(ENTER).choose_item_change("step", ()) == "add"
    assert typing(ENTER).choose_item_change("step", ("One",)) == ""
    assert typing("1\r" + ENTER).choose_item_change("step", ("One", "Two")) == "edit 1"
    assert typing("2\r" + DOWN + ENTER).choose_item_change("step", ("One", "Two")) == "up 2"


def test_long_lists_and_many_options_have_menus_too(typing: Keys):
    options = tuple(Option(f"{number}", f"Option {number}") for number in range(50))

    assert typing(UP + ENTER).choose_item_change("step", tuple(f"{number}" for number in range(500))) == "add"
    assert typing(DOWN + ENTER).choose_one(Question("a", "choice", "A?", "A", options=options), None) == "0"


def test_what_was_typed_is_not_lost_when_the_user_leaves(typing: Keys):
    with pytest.raises(Interrupted) as end:
        typing("half a li" + INTERRUPT).ask_line()
    assert end.value.typed == "half a li"
    with pytest.raises(Interrupted) as end:
        typing("One.\rTw" + INTERRUPT).ask_lines("")
    assert end.value.typed == "One.\nTw"
    with pytest.raises(Interrupted) as end:
        typing(":lea" + INTERRUPT).ask_line("Relay")
    assert end.value.typed == "Relay:lea"


def test_ctrl_d_hangs_up_behind_an_answer_and_deletes_within_one(typing: Keys):
    with pytest.raises(HungUp):
        typing(HANG_UP).ask_line("Relay")
    assert typing("\x1b[D" + HANG_UP + ENTER).ask_line("Relay") == "Rela"
    with pytest.raises(HungUp):
        typing(HANG_UP).ask_file_name("plan.md")


@pytest.mark.parametrize("keys", [HANG_UP, INTERRUPT])
def test_nothing_is_lost_where_nothing_was_typed(typing: Keys, keys: str):
    with pytest.raises((HungUp, Interrupted)) as end:
        typing(keys).ask_line(":Relay\x1b" if keys == INTERRUPT else "")
    assert end.value.typed == ""
    with pytest.raises((HungUp, Interrupted)):
        typing(keys).choose_one(LEVEL, None)


def conversation(talk: MenuDialogue, questions: str, answers: Answers | None = None) -> Interview:
    draft = Remembered(Interview.begin(read_template(template_text(questions), "small.md"), answers))
    Conversation(draft.interview, draft, talk, SavingReviewPrompt()).run()
    return draft.interview


def test_what_is_half_typed_is_kept_when_the_conversation_ends(typing: Keys):
    assert conversation(typing("Rel" + INTERRUPT), "id: name\nkind: line\nlabel: Name?").answers == {"name": "Rel"}


def test_several_lines_pasted_into_a_list_become_items(typing: Keys):
    keys = PASTED.format("one\rtwo\r\rthree") + ENTER + HANG_UP

    answers = conversation(typing(keys), "id: ideas\nkind: list\nlabel: Ideas?").answers

    assert answers == {"ideas": ("one", "two", "three")}


def test_several_lines_pasted_into_one_line_become_one(typing: Keys):
    keys = PASTED.format("one\r  two") + ENTER + HANG_UP

    assert conversation(typing(keys), "id: name\nkind: line\nlabel: Name?").answers == {"name": "one two"}


@pytest.mark.parametrize("kind", ["line", "text"])
def test_a_default_stands_in_the_prompt(typing: Keys, kind: str):
    question = f"id: name\nkind: {kind}\nlabel: Name?\ndefault: Relay"
    enter = ENTER if kind == "line" else ESCAPE_ENTER

    assert conversation(typing(" 2" + enter + HANG_UP), question).answers == {"name": "Relay 2"}
    assert conversation(typing(enter + HANG_UP), question).answers == {"name": "Relay"}
    assert conversation(typing(HANG_UP), question).answers == {}
    assert conversation(typing(KILL + enter + HANG_UP), question).answers == {"name": None}


def test_a_default_stands_where_the_menu_begins(typing: Keys):
    question = "id: level\nkind: choice\nlabel: Level?\noptions: [must, should]\ndefault: should"

    assert conversation(typing(ENTER + HANG_UP), question).answers == {"level": "should"}
