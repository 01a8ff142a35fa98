"""Line by line: what is read out, what a reply makes of the interview, and every command at every prompt."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.prompting import talked, talked_about, template_text
from tests.support.small_plan import put_template
from wizard.compiler.loader import load_template
from wizard.drafts.draft import open_draft, start_draft
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN
from wizard.prompts.terminal.dialogue import ColonCommand, escape_colon, read_lines, read_reply, unfinished_text

NAME = "id: name\nkind: line\nlabel: What is it called?\nhelp: A short name.\nexample: Relay\nrequired: true"
GOAL = "id: goal\nkind: text\nlabel: What is it for?"
IDEAS = "id: ideas\nkind: list\nlabel: Any ideas?\nitem: idea"
TASKS = "id: tasks\nkind: checklist\nlabel: What is to be done?\nitem: task"
BIG = "id: big\nkind: yesno\nlabel: Is it big?"
DUE = "id: due\nkind: date\nlabel: When?\ndefault: '2027-01-31'"
LEVEL = (
    "id: level\nkind: choice\nlabel: How binding?\noptions:\n  - {value: must, label: It must, help: No way around.}\n"
    "  - value: should\nrecommended: must"
)
TAGS = "id: tags\nkind: choices\nlabel: Which tags?\noptions: [red, green, blue]\nother: true"
RISKS = (
    "id: risks\nkind: table\nlabel: Which risks?\nitem: risk\ncolumns:\n"
    "  - {id: what, kind: line, label: What may happen?, help: One thing.}\n"
    "  - {id: odds, kind: choice, label: How likely?, options: [low, high]}\n"
    "  - {id: cost, kind: number, label: What does it cost?}"
)
STEPS = (
    "id: steps\nkind: group\nlabel: Which steps?\nitem: step\nquestions:\n"
    "  - {id: title, kind: line, label: What is the step called?, help: A few words.}\n"
    "  - {id: done, kind: yesno, label: Is it done?}\n"
    "  - {id: why, kind: line, label: Why is it not done?, when: not done}\n"
    "  - id: parts\n    kind: group\n    label: Which parts has it?\n    item: part\n    questions:\n"
    "      - {id: part, kind: line, label: What is the part called?}"
)


pytestmark = pytest.mark.usefixtures("work")


def test_a_question_is_read_as_label_help_example_and_what_is_expected():
    said = talked(template_text(NAME)).said

    assert said == (
        "Small plan. Press Enter to continue; :help for help.\n"
        "\n"
        "Part. 0 of 1 answered.\n"
        "What is it called?\n"
        "A short name.\n"
        "Example: Relay\n"
        "Required. One line.\n"
        "> \n"
    )


def test_a_section_is_said_once_and_a_question_that_is_known_is_read_in_short():
    heard = talked(template_text(f"{NAME}\n{GOAL}"), "Relay", ":back")

    assert "Part." not in heard.after("Relay")
    assert (
        heard.after(":back") == "What is it called?\nRequired. One line.\nCurrent answer, kept by an empty line:\nRelay"
    )


def test_an_empty_line_keeps_what_stands_there_and_goes_on():
    heard = talked(template_text(f"{NAME}\n{GOAL}"), "", answers={"name": "Relay"})

    assert heard.answers == {"name": "Relay"}
    assert heard.interview.current == ("goal",)


def test_a_required_question_is_passed_only_the_second_time():
    heard = talked(template_text(f"{NAME}\n{GOAL}"), "", "")

    assert heard.said.count("This answer is required. Press Enter again to go on without it.") == 1
    assert heard.interview.current == ("goal",)


def test_passing_an_open_question_takes_its_default_which_is_told():
    heard = talked(template_text(f"{DUE}\n{GOAL}"), "")

    assert "An empty line accepts: 2027-01-31" in heard.said
    assert heard.answers == {"due": "2027-01-31"}


def test_a_default_text_is_gone_on_from_and_taken_by_an_empty_line():
    template = template_text(f"{GOAL}\ndefault: One.\n{NAME}")

    assert "An empty line accepts (:more to add to it): One." in talked(template).said
    assert talked(template, "").answers == {"goal": "One."}
    assert talked(template, ":more", "Two.", ":end").answers == {"goal": "One.\nTwo."}
    assert talked(template, "Two.", ":end").answers == {"goal": "Two."}
    assert talked(template).answers == {}


def test_a_default_text_that_is_cleared_does_not_come_back():
    heard = talked(template_text(f"{GOAL}\ndefault: One.\n{NAME}\ndefault: Relay"), ":clear", "", ":clear", "", "")

    assert heard.after(":clear") == "Skipped: this does not appear in the plan. :omit to include it again."
    assert heard.answers == {"goal": None}
    assert heard.said.count("This answer is required. Press Enter again to go on without it") == 1
    assert heard.interview.state(("name",)) == "invalid"


def test_text_that_is_no_answer_is_told_and_kept_and_told_again_before_it_is_passed():
    heard = talked(template_text(f"{DUE}\n{GOAL}"), "30 Aprl 2027", "", "", ":back")

    assert heard.after("30 Aprl 2027").startswith("This is not a date yet. Do you mean")
    assert "Press Enter again to go on without it" in heard.said
    assert "Typed earlier, but not valid yet: 30 Aprl 2027" in heard.after(":back")
    assert heard.interview.unfinished == {("due",): "30 Aprl 2027"}


def test_a_text_goes_on_through_empty_lines_as_far_as_end():
    heard = talked(template_text(f"{GOAL}\n{NAME}"), "One.", "", ":tada: two", "::three", ":end")

    assert heard.answers == {"goal": "One.\n\n:tada: two\n:three"}


def test_two_empty_lines_in_a_text_bring_back_how_it_ends():
    assert "Finish with :end on a line of its own." in talked(template_text(GOAL), "One.", "", "").after("")


def test_a_text_whose_end_never_comes_is_kept():
    assert talked(template_text(GOAL), "One.", "", "Two.").answers == {"goal": "One.\n\nTwo."}


def test_a_command_in_a_text_takes_the_lines_before_it():
    heard = talked(template_text(f"{NAME}\n{GOAL}"), "Relay", "One.", ":back")

    assert heard.answers == {"name": "Relay", "goal": "One."}
    assert heard.interview.current == ("name",)


def test_more_goes_on_writing_a_text():
    heard = talked(template_text(GOAL), ":more", "Two.", ":end", answers={"goal": "One."})

    assert heard.answers == {"goal": "One.\nTwo."}


def test_options_are_chosen_by_number_name_or_value_and_read_with_their_help():
    template = template_text(f"{LEVEL}\n{NAME}")

    assert "  1. It must (recommended): No way around.\n  2. should\nA number or a name." in talked(template).said
    for reply in ("1", "it must", "MUST"):
        assert talked(template, reply).answers == {"level": "must"}


def test_an_option_that_does_not_exist_is_told_with_those_that_do():
    heard = talked(template_text(LEVEL), "shuold")

    assert heard.after("shuold") == "This is not one of the options. Do you mean should? They are: must; should."
    assert heard.interview.unfinished == {("level",): "shuold"}


@pytest.mark.parametrize(
    ("reply", "chosen"),
    [
        ("3, 1", ("red", "blue")),
        ("Green,green", ("green",)),
        ("something, 2", ("green", "something")),
        ("a, b; 1", ("red", "a, b")),
    ],
)
def test_several_options_are_chosen_with_commas_and_stand_in_their_order(reply: str, chosen: tuple[str, ...]):
    assert talked(template_text(f"{TAGS}\n{NAME}"), reply).answers == {"tags": chosen}


def test_items_are_added_line_by_line_and_changed_by_their_numbers():
    lines = ("one", "two", "three", ":remove 1", ":up 2", ":edit 2 2nd", ":copy 2", ":edit 1", "first", "")
    heard = talked(template_text(f"{IDEAS}\n{NAME}"), *lines)

    assert heard.answers == {"ideas": ("first", "2nd", "2nd")}
    assert heard.after(":remove 1") == "Removed: one. Undo with :undo."
    assert heard.after(":up 2") == "It is number 1 now."
    assert heard.after(":edit 1") == "Type it again, or press Enter to keep it: three"
    assert heard.interview.current == ("name",)


@pytest.mark.parametrize("command", [":remove", ":remove 4", ":up x", ":edit 0", ":remove ²"])
def test_a_number_that_is_none_is_asked_for(command: str):
    heard = talked(template_text(IDEAS), command, answers={"ideas": ("a", "b", "c")})

    assert heard.after(command).startswith("Which one? Type ")
    assert heard.after(command).endswith("and a number from 1 to 3.")
    assert heard.answers == {"ideas": ("a", "b", "c")}


def test_a_list_that_is_full_takes_no_more():
    heard = talked(template_text(f"{IDEAS}\nmax: 1"), "one", "two")

    assert heard.after("two") == "At most 1 idea; there are 2."
    assert heard.answers == {"ideas": ("one",)}


def test_a_long_list_reads_its_end_and_all_of_it_on_request():
    heard = talked(template_text(IDEAS), ":items", answers={"ideas": tuple(f"idea {n}" for n in range(20))})

    before, _, after = heard.said.partition(":items\n")
    assert "20 ideas so far; :items lists them all. The last 3:\n  18. idea 17\n" in before
    assert "20 ideas so far:\n  1. idea 0\n" in after


def test_tasks_are_ticked_by_their_box_and_by_number_and_stay_so_when_they_are_edited():
    lines = ("[x] one", "two", "- [ ] three", ":tick 2", ":tick 1", ":edit 2 zwei", ":items")
    heard = talked(template_text(TASKS), *lines)

    assert "  1. [ ] one\n  2. [x] zwei\n  3. [ ] three" in heard.after(":items")
    assert heard.after(":tick 2") == "[x] two"


def test_a_table_is_asked_cell_by_cell_until_a_first_cell_stays_empty():
    heard = talked(template_text(f"{RISKS}\n{NAME}"), "Rain", "2", "3.5", "Snow", "", "4", "")

    assert heard.answers == {"risks": ({"what": "Rain", "odds": "high", "cost": 3.5}, {"what": "Snow", "cost": 4})}
    assert heard.interview.current == ("name",)
    assert heard.after("3.5") == "Risk 2.\nWhat may happen?\nOne line."


def test_a_cell_that_is_no_answer_is_asked_again_and_commands_do_not_lose_the_row():
    heard = talked(template_text(RISKS), "Rain", "medium", ":help", ":preview", "low", "much", "7")

    assert "This is not one of the options." in heard.after("medium")
    assert "Typed earlier, but not valid yet: medium" in heard.after(":help")
    assert heard.after("much").startswith("This is not a number yet.")
    assert heard.answers == {"risks": ({"what": "Rain", "odds": "low", "cost": 7},)}


def test_cells_are_skipped_gone_back_to_edited_and_cleared():
    lines = (":skip", "low", "1", "Rain", ":back", "Snow", ":edit 1", "", ":clear", "high", "2")
    heard = talked(template_text(RISKS), *lines)

    assert heard.answers == {"risks": ({"odds": "high", "cost": 2}, {"what": "Snow"})}


def test_a_row_that_loses_its_only_answer_is_none():
    heard = talked(template_text(RISKS), "Rain", ":back", ":clear")

    assert heard.answers == {}


def test_a_full_table_says_so_and_goes_on():
    heard = talked(template_text(f"{RISKS}\nmax: 1\n{NAME}"), "Rain", "", "", "x", "")

    assert "There is no room for one more risk; an empty line goes on." in heard.said
    assert heard.after("x") == "There are 1 risk already, which is the most."
    assert heard.interview.current == ("name",)


def test_a_group_is_walked_item_by_item_and_its_conditions_hold_for_each():
    lines = ("add", "One", "yes", "", "add", "Two", "no", "Later", "", "")
    heard = talked(template_text(f"{STEPS}\n{NAME}"), *lines)

    assert heard.answers == {"steps": ({"title": "One", "done": True}, {"title": "Two", "done": False, "why": "Later"})}
    assert heard.interview.current == ("name",)
    assert heard.said.count("A few words.") == 1
    assert "Step 2 of 2.\nWhat is the step called?" in heard.said


def test_groups_stand_in_groups():
    lines = ("add", "One", "yes", "add", "Bolt", "add", "Nut", "", ":goto steps[0].parts[1].part", "Screw", "", "", "")
    heard = talked(template_text(f"{STEPS}\n{NAME}"), *lines)

    assert heard.answers == {"steps": ({"title": "One", "done": True, "parts": ({"part": "Bolt"}, {"part": "Screw"})},)}
    assert "Step 1 of 1, part 2 of 2." in heard.said


def test_items_of_a_group_are_edited_moved_copied_and_removed():
    steps = ({"title": "One"}, {"title": "Two"})
    heard = talked(template_text(STEPS), "down 1", ":copy 1", "remove 3", "2", "Second", answers={"steps": steps})

    assert heard.answers == {"steps": ({"title": "Two"}, {"title": "Second"})}
    assert heard.after("remove 3") == "Removed: One. Undo with :undo."


def test_what_a_group_does_not_know_is_told_with_what_it_does():
    assert talked(template_text(STEPS), "Sign-up").after("Sign-up") == "Type add for a step; an empty line continues."


def test_a_question_that_is_left_out_is_taken_in_again_with_its_answer():
    heard = talked(template_text(f"{GOAL}\n{NAME}"), ":omit", ":omit", answers={"goal": "Chat"})

    assert heard.said.count("What is it for?") == 1

    assert "Skipped: this does not appear in the plan. :omit to include it again." in heard.after(":omit")
    assert heard.answers == {"goal": "Chat"}


def test_a_required_question_cannot_be_left_out():
    assert talked(template_text(NAME), ":omit").after(":omit") == "This answer is required."


def test_clear_opens_a_question_again():
    assert talked(template_text(NAME), ":clear", answers={"name": "Relay"}).answers == {}


def test_undo_and_redo_go_through_the_whole_interview():
    heard = talked(template_text(f"{NAME}\n{IDEAS}"), "Relay", "one", ":undo", ":undo", ":redo", ":undo", ":undo")

    assert "Nothing to undo." in heard.said
    assert "Redone." in heard.said
    assert heard.answers == {}
    assert heard.interview.current == ("name",)


def test_goto_finds_a_question_by_its_path_or_tells_the_nearest():
    heard = talked(template_text(f"{NAME}\n{BIG}\n{STEPS}"), ":goto stps", ":goto", ":goto steps[3].title", ":goto big")

    assert heard.after(":goto stps") == ("There is no question 'stps' now; did you mean 'steps'? :outline lists them.")
    assert heard.after(":goto").startswith("Go where?")
    assert heard.after(":goto steps[3].title") == "There is no question 'steps[3].title' now. :outline lists them."
    assert heard.interview.current == ("big",)


def test_the_outline_tells_every_question_and_how_it_stands():
    heard = talked(template_text(f"{NAME}\n{STEPS}"), ":outline", answers={"steps": ({"title": "One"},)})

    assert heard.after(":outline") == (
        "Part\n  name: Name, open, required\n  steps: Steps, answered\n"
        "  steps[0].title: Title, answered\n  steps[0].done: Done, open\n"
        "  steps[0].why: Why, open\n  steps[0].parts: Parts, open"
    )


def test_the_preview_is_the_plan_as_it_stands():
    template = template_text(NAME, body="# {{ name }}\n\nEnd.\n")

    assert talked(template, ":preview", answers={"name": "Relay"}).after(":preview") == "# Relay\n\nEnd."


def test_an_expression_without_a_value_blocks_no_plan_and_can_be_put_right(tmp_path: Path):
    size = "id: size\nkind: number\nlabel: How many?"
    template = template_text(size, body="Each {{ 10 / size }}.\n")

    heard = talked(template, "0", ":preview", "", ":goto size", "5", "", plan_path=tmp_path / "plan.md")

    assert heard.after(":preview").startswith("Each .")
    assert "10 / 0 has no value" in heard.after("")
    assert heard.ending == "saved"
    assert (tmp_path / "plan.md").read_text() == "Each 2.\n"


def test_the_preview_tells_what_was_typed_and_is_no_answer():
    size = "id: size\nkind: number\nlabel: How many?\nmax: 20"
    heard = talked(template_text(size, body="Size {{ size }}.\n"), "12", ":back", "25", ":preview")

    assert heard.after(":preview").startswith(
        "Size 12.\nNot in the plan yet: size, typed as 25. At most 20; this is 25."
    )


def test_an_unknown_command_is_told_with_the_nearest_and_how_to_type_a_colon():
    heard = talked(template_text(NAME), ":bakc", "::Relay")

    assert heard.after(":bakc") == (
        "There is no command :bakc; did you mean 'back'? :help lists them.\nTo start a line with a colon, type two."
    )
    assert heard.answers == {"name": ":Relay"}


def test_help_reads_the_question_in_full_and_the_commands_that_work_there():
    heard = talked(template_text(f"{NAME}\n{TASKS}"), "Relay", ":back", ":help", "", ":help")

    assert heard.after(":help").startswith("What is it called?\nA short name.\nExample: Relay\n")
    assert ":tick" not in heard.after(":help")
    assert ":tick" in heard.said
    for name in ("back", "goto", "outline", "preview", "undo", "redo", "save", "leave", "help"):
        assert f"  :{name} " in heard.after(":help")


def test_leaving_keeps_the_draft_at_the_very_cell(home: Path):
    put_template(home, template_text(f"{NAME}\n{RISKS}"))
    draft = start_draft(Interview.begin(load_template("small")), "relay")
    assert talked_about(draft, draft.interview, "Relay", "Rain", ":leave").ending == "left"
    draft.close()

    again = open_draft("relay")
    heard = talked_about(again, again.interview, "high")
    again.close()

    assert heard.answers == {"name": "Relay", "risks": ({"what": "Rain", "odds": "high"},)}
    assert "What may happen?" not in heard.said


def test_after_the_last_question_comes_the_review_which_saves(tmp_path: Path):
    template = template_text(f"{NAME}\n{GOAL}", body="# {{ name }}\n")
    heard = talked(template, "Relay", "", "", plan_path=tmp_path / "relay.md")

    assert "Almost there. 1 open. You can save anyway.\n  goal: What is it for? (Part; open)" in heard.said
    assert heard.ending == "saved"
    assert (tmp_path / "relay.md").read_text() == "# Relay\n"
    assert (tmp_path / "relay.answers.yaml").exists()


def test_the_review_lists_what_check_would_find_in_the_plan(tmp_path: Path):
    body = "# {{ name }}\n\n{{ goal }}\n\n## Risks\n\n## Later\n\nText.\n"
    template = template_text(f"{NAME}\n{GOAL}", body=body)
    heard = talked(template, "Relay", "TBD", ":end", "", plan_path=tmp_path / "relay.md")

    told = heard.said[heard.said.index("In the plan,") :].splitlines()
    assert told[0] == "In the plan, 2 lines to look at:"
    assert told[1].startswith("  goal, line 3: ")
    assert told[1].endswith("(error)")
    assert told[2].startswith("  line 5: ")
    assert told[2].endswith("(warning)")


def test_commands_work_in_the_review_too(tmp_path: Path):
    looks, goes = (":save", ":help", ":outline", ":preview", ":clear", ":undo", ":save"), (":goto name", "Relay")
    template = template_text(f"{NAME}\n{GOAL}", body="# {{ name }}\n")
    heard = talked(template, "R", *looks, *goes, ":save", ":back", plan_path=tmp_path / "relay.md")

    assert heard.after(":preview") == "# R\nSave as " + str(tmp_path / "relay.md") + (
        ". Press Enter to save, type another name, or :back for the questions."
    )
    assert "That only works at a question." in heard.after(":clear")
    assert "Undone." in heard.after(":undo")
    assert heard.answers == {"name": "Relay"}
    assert heard.interview.current == ("goal",)
    assert heard.review.saved is None


def test_an_existing_file_is_replaced_only_after_its_difference_was_shown(tmp_path: Path):
    path = tmp_path / "relay.md"
    path.write_text("Something else\n")
    template = template_text(NAME, body="# {{ name }}\n")

    heard = talked(template, "Relay", "", "3", "other.md", ":leave", plan_path=path)
    assert path.read_text() == "Something else\n"
    assert "relay.md already exists." in heard.said

    heard = talked(template, "Relay", "", "9", "2", plan_path=path)
    assert heard.ending == "saved"
    assert path.read_text() == "# Relay\n"
    assert (tmp_path / "relay.before.md").read_text() == "Something else\n"


@pytest.mark.parametrize("name", ["no/such/folder/plan.md", "\0.md", "/", "~nobody-of-that-name/x.md", "x" * 400])
def test_a_file_that_cannot_be_written_is_told_and_another_name_asked_for(name: str, tmp_path: Path):
    heard = talked(template_text(NAME), "Relay", name, "no", str(tmp_path / "relay.md"))

    assert heard.ending == "saved"


def test_a_missing_folder_is_made_when_the_user_says_so(tmp_path: Path):
    heard = talked(template_text(NAME), "Relay", str(tmp_path / "new" / "relay.md"), "yes", "")

    assert heard.ending == "saved"
    assert (tmp_path / "new" / "relay.md").exists()


def test_control_characters_are_seen_in_ascii_and_never_obeyed():
    heard = talked(template_text(f"{NAME}\n{GOAL}"), "a\x1b[2Jb\0\x7fc", ":back", ":preview")

    assert "\x1b" not in heard.said
    assert "a^[[2Jb^@^?c" in heard.after(":back")
    assert heard.answers == {"name": "a\x1b[2Jb\0\x7fc"}


def test_a_long_answer_is_kept_whole_and_its_echo_is_short():
    heard = talked(template_text(f"{NAME}\n{GOAL}"), "x" * 1_000_000)

    assert heard.answers == {"name": "x" * 1_000_000}
    assert len(heard.said) < 2_000


@given(st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), min_size=1))
def test_every_line_can_be_typed(text: str):
    assert read_reply(escape_colon(text)) == text


@given(st.text())
@settings(max_examples=50)
def test_whatever_is_typed_is_a_command_or_text(text: str):
    reply = read_reply(text)

    assert isinstance(reply, ColonCommand) == (text[:1] == ":" and text[:2] != "::" and isinstance(reply, ColonCommand))
    assert isinstance(unfinished_text(text), str)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("one\ntwo\n:end", "one\ntwo"),
        ("one\n:back", ColonCommand("back", typed="one")),
        ("one\n:tada", "one\n:tada"),
        (":goto  goal ", ColonCommand("goto", "goal")),
        (": a definition", ": a definition"),
        (":", ":"),
        ("::end", ":end"),
    ],
)
def test_lines_end_in_end_or_in_a_command(text: str, reply: str | ColonCommand):
    assert read_lines(text) == reply


def test_a_question_that_is_not_asked_is_passed_over_in_silence():
    heard = talked(template_text(f"{BIG}\n{NAME}\nwhen: big\n{GOAL}"), "no", answers={"name": "kept"})

    assert heard.interview.current == ("goal",)
    assert heard.interview.answer_at(("big",)) is False
    assert heard.interview.answer_at(("due",)) is OPEN
