"""The review screen: what is missing, the whole plan, and the file to save it to."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Static

from screens.appearance.breakpoints import apply_breakpoints
from screens.appearance.glyphs import STATE_STYLES, terminal_glyphs
from screens.appearance.safe_text import capitalize_sentence, count_phrase, safe_line
from screens.outline import OutlineScreen
from screens.preview.highlights import question_spans
from screens.preview.plan_screen import PlanScreen
from screens.preview.preview import Preview
from screens.question_pane.restored_step import NOTHING_TO_RESTORE, RestoreKey, is_shown_at_review, restore_step
from screens.saved import SavedScreen
from screens.widgets.background_save import SavingScreen, ShowOutcome
from screens.widgets.button import PushButton
from screens.widgets.draft_status import SAVING, status_of
from screens.widgets.fields.save_as import SaveAs
from screens.widgets.fields.switch_line import SwitchLine
from screens.widgets.footer import KeyFooter, KeyHint
from screens.widgets.header import PlanHeader
from screens.widgets.row_layout import Heading, ListEntry, ListRow
from screens.widgets.row_list import RowList
from wizard.drafts.draft import Draft
from wizard.drafts.last_save import LastSave
from wizard.errors import WizardError
from wizard.files.os_errors import explain_os_error
from wizard.interview.interview import Interview, State
from wizard.interview.navigation import split_path
from wizard.limits import MAX_REVIEW_FINDINGS
from wizard.message_text import pluralize
from wizard.model.answers import AnswerPath, format_path, is_mapping, parse_path
from wizard.model.template import Question
from wizard.plans.saving.dry_run import dry_run
from wizard.plans.saving.naming import file_name, require_other_file
from wizard.plans.saving.save import FileThereError, SaveResult
from wizard.plans.saving.saved_files import SavedFiles, SavingError, read_saved_files
from wizard.render.plan import render_plan, update_plan

if TYPE_CHECKING:
    from screens.hand_edits.difference import SaveDecision
    from screens.saved import NextStep
    from wizard.plans.gate.review_findings import ReviewFinding
    from wizard.plans.lint.finding import Severity
    from wizard.plans.read_back.plan_edits import PlanEdits
    from wizard.plans.saving.merged_plan import PlanMerger
    from wizard.render.answer_place import AnswerPlace
    from wizard.render.plan import Plan


_MIN_BUTTONS_WIDTH = 42
_SEVERITY_STYLES: Mapping[Severity, str] = {"error": "$error bold", "warning": "$warning", "info": "$faint"}
_STATUS_INTERVAL = 0.5
"""Seconds between two checks of whether the draft is saved."""


class ReviewScreen(SavingScreen["AnswerPath | RestoreKey | None"], PlanScreen["AnswerPath | RestoreKey | None"]):
    """Shows what is missing and saves; dismissed with the question to go to, a step to undo there, or None."""

    AUTO_FOCUS = ""
    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", tooltip="Save the plan and the answers"),
        Binding("escape", "back", "Back", tooltip="Back to the questions"),
        Binding("f2", "outline", "Outline", tooltip="Outline: all questions"),
        Binding("f5", "source", "Source", tooltip="Preview: rendered or source"),
        Binding("f6", "switch", "Switch", tooltip="Turn the option on or off"),
        Binding("ctrl+z", "restore_step('ctrl+z')", "Undo", show=False, tooltip="Undo"),
        Binding("ctrl+y", "restore_step('ctrl+y')", "Redo", show=False, tooltip="Redo"),
    ]

    @dataclass
    class Finished(Message):
        """The plan was saved."""

        interview: Interview
        saved: SaveResult

    @dataclass
    class Left(Message):
        """The user has finished with this plan."""

        next_step: NextStep

    def __init__(self, draft: Draft, interview: Interview) -> None:
        super().__init__()
        self._draft = draft
        self._interview = interview
        self._plan = render_plan(interview)
        self._merger: PlanMerger | None = None
        self._states: Mapping[AnswerPath, State] = interview.missing_parts()
        self._findings: tuple[ReviewFinding, ...] = ()
        self._missing_folder: Path | None = None
        """A folder that the user was told does not exist; saving again makes it."""
        self._notice = ""
        """What the footer says until the user goes on."""
        self._read_back = ""
        """What was taken over from the plan's file while the draft was open here."""

    def compose(self) -> ComposeResult:
        apply_breakpoints(self, self.app)
        heading, sentence = summary_of(self._states)
        yield PlanHeader()
        with Horizontal(classes="panes"):
            with VerticalScroll(id="left", classes="pane", can_focus=False):
                yield Static(safe_line(heading, "bold $foreground"), id="heading")
                yield Static(safe_line(sentence, "$soft"), id="sentence")
                with VerticalScroll(id="missing", can_focus=False):
                    yield RowList(folds=True, first_click="marks")
                for index, switch in enumerate(self._interview.switches()):
                    yield SwitchLine(switch, "F6" if index == 0 else "", is_on=self._interview.is_on(switch))
                yield SaveAs(self._draft.plan_path or Path(file_name(self._interview)))
                with Horizontal(id="buttons"):
                    yield PushButton("Save", "^S", id="save", classes="-main")
                    yield PushButton("Back to the questions", id="back")
            yield Preview(id="paper")
        yield KeyFooter()

    def on_mount(self) -> None:
        interview = self._interview
        self.query_one(PlanHeader).show(self._crumbs("Review"), interview)
        self._show_rows()
        # At once, not by Widget.focus(), which comes after the first frame: its footer would name another key.
        self.set_focus(self._rows if self._rows.has_rows else self.query_one("#save"), scroll_visible=False)
        preview = self.query_one(Preview)
        preview.file_name = self._save_as.path.name
        self._show_preview()
        self._show_footer(will_be_on_rows=self._rows.has_rows)
        self._read_saved_plan()
        self.set_interval(_STATUS_INTERVAL, self._show_footer)

    def on_resize(self) -> None:
        self.call_after_refresh(self._limit_missing_height)

    def on_row_list_row_marked(self) -> None:
        self._notice = ""
        self._show_preview()
        self._show_footer()

    def on_row_list_row_chosen(self, event: RowList.RowChosen) -> None:
        found = self._finding_of(event.key)
        path = parse_path(event.key) if found is None else found.path
        if path is None:
            self._show_preview()
        else:
            self.dismiss(path)

    def on_preview_chosen(self, event: Preview.Chosen) -> None:
        self.dismiss(event.path)

    def on_switch_line_toggled(self, event: SwitchLine.Toggled) -> None:
        self._toggle(event.question)

    def on_input_changed(self) -> None:
        self._missing_folder = None
        if name := self._save_as.path.name:
            self.query_one(Preview).file_name = name
            self._read_saved_plan()

    async def on_input_submitted(self) -> None:
        await self.action_save()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            await self.action_save()
        else:
            self.dismiss(None)

    def on_descendant_focus(self, _: events.DescendantFocus) -> None:
        self._notice = ""
        self._show_footer()

    def has_use_for_action(self, action: str) -> bool:
        """Return whether an action does something now."""
        match action:
            case "switch":
                return bool(self._interview.switches())
            case "restore_step('ctrl+z')":
                return self._draft.can_undo
            case "restore_step('ctrl+y')":
                return self._draft.can_redo
            case _:
                return True

    def action_go(self) -> None:
        """Go to the marked question."""
        self._rows.choose()

    def action_back(self) -> None:
        """Go back to the question."""
        self.dismiss(None)

    def action_outline(self) -> None:
        """Choose a question to go to."""
        self.app.push_screen(OutlineScreen(self._interview), self._go_to)

    def action_switch(self) -> None:
        """Turn the switch that has the focus, or else the first one, the other way."""
        lines = list(self.query(SwitchLine))
        focused = [line for line in lines if line is self.focused]
        for line in (focused or lines)[:1]:
            self._toggle(line.question)

    def _toggle(self, question: Question) -> None:
        if self.is_saving:
            return
        self._notice = ""
        after = self._interview.toggle(question)
        self._draft.record(after)
        self._show_interview(after)

    def _show_interview(self, after: Interview) -> None:
        """Show the interview with other switches."""
        self._plan = update_plan(self._plan, self._interview, after)
        self._interview = after
        for line in self.query(SwitchLine):
            line.show(is_on=after.is_on(line.question))
        self._show_preview()
        self._look_for_findings()

    def action_restore_step(self, key: RestoreKey) -> None:
        """Undo or redo a switch here, and an answer on its question, so that the user sees what changes."""
        if self.is_saving or isinstance(self.focused, Input):
            return
        if not (self._draft.paths_of_undo if key == "ctrl+z" else self._draft.paths_of_redo):
            self._say(NOTHING_TO_RESTORE[key])
        elif not is_shown_at_review(self._draft, key):
            self.dismiss(key)
        elif (restored := restore_step(self._draft, key)) is not None:
            self._show_interview(restored[0])
            self._say(restored[1])

    def _say(self, notice: str) -> None:
        """Say something in the footer until the user goes on."""
        self._notice = notice
        self._show_footer()

    def action_source(self) -> None:
        """Show the plan's Markdown, or the rendered plan again."""
        self.query_one(Preview).toggle_source()

    async def action_save(self) -> None:
        """Save the plan; ask first if that would overwrite a file."""
        path = self._save_as.path
        await self.save_in_background(path, partial(self._save_at, path))

    def show_saving(self) -> None:
        self._show_footer()

    async def _save_at(self, path: Path) -> ShowOutcome:
        try:
            require_other_file(path, self._interview.template)
            existing = await asyncio.to_thread(_files_at, path, self._missing_folder)
        except SavingError as problem:
            return partial(self._offer_folder, problem)
        except WizardError as problem:
            return partial(self._show_save_problem, problem)
        edits = await self._find_edits(existing.plan_path)
        if edits is not None and edits.asked:
            return partial(self._ask_about_edits, edits, existing.plan_path)
        if edits is not None:
            self._take_edits(edits)
        return await self._save_over(existing)

    async def _find_edits(self, path: Path, refused: frozenset[str] = frozenset()) -> PlanEdits | None:
        """Return what was edited by hand in the plan while the draft was open here, if it is saved at `path` again."""
        if self._draft.last_save is None:
            return None
        return await asyncio.to_thread(_edits_at, path, self._interview, self._draft.last_save, refused)

    def _take_edits(self, edits: PlanEdits) -> None:
        """Put what was edited by hand into the answers, and show the plan and what is missing with it."""
        from wizard.plans.read_back.plan_edits import take_plan_edits

        take_plan_edits(self._draft, edits)
        if not edits.changes:
            return
        self._plan = update_plan(self._plan, self._interview, edits.interview)
        self._interview = edits.interview
        self._read_back = edits.summary()
        self._states = self._interview.missing_parts()
        for line in self.query(SwitchLine):
            line.show(is_on=self._interview.is_on(line.question))
        self._show_rows()
        self._read_saved_plan()

    def _ask_about_edits(self, edits: PlanEdits, path: Path) -> None:
        """Show what was edited by hand, to be taken over or not, and save then."""
        from screens.hand_edits.read_back import ReadBackScreen

        async def take(refused: frozenset[str]) -> ShowOutcome:
            wanted = await self._find_edits(path, refused) if refused else edits
            if wanted is not None:
                self._take_edits(wanted)
            return await self._save_at(path)

        def go_on(refused: frozenset[str] | None) -> None:
            if refused is not None:  # else nothing is saved, and the review is there again
                self.run_worker(self.save_in_background(path, partial(take, refused)), group="read back")

        self.app.push_screen(ReadBackScreen(edits), go_on)

    async def _save_over(self, existing: SavedFiles) -> ShowOutcome:
        draft = self._draft
        would = dry_run(self._interview, existing, plan=self._plan, orphans=draft.orphans, last_save=draft.last_save)
        if would.is_asked_first:
            return partial(self._ask_before_overwriting, existing)
        try:
            saved = await asyncio.to_thread(would.save)
        except FileThereError as problem:
            return partial(self._ask_before_overwriting, problem.existing)
        except WizardError as problem:
            return partial(self._show_save_problem, problem)
        return partial(self._show_saved, saved)

    def _offer_folder(self, problem: SavingError) -> None:
        """Show why the plan is not saved, and make its missing folder the next time."""
        self._missing_folder = problem.missing_folder
        remedy = "" if problem.missing_folder is None else " ^S creates it."
        self._save_as.show_problem(f"{problem}{remedy}")
        self._show_footer()

    def _show_save_problem(self, problem: WizardError) -> None:
        """Show why the plan is not saved, with the cursor in the field for the file."""
        self._save_as.show_problem(str(problem))
        self._save_as.edit()
        self._show_footer()

    def _ask_before_overwriting(self, existing: SavedFiles) -> None:
        from screens.hand_edits.difference import DifferenceScreen

        screen = DifferenceScreen(
            interview=self._interview,
            plan=self._plan,
            existing=existing,
            orphans=self._draft.orphans,
            last_save=self._draft.last_save,
            crumbs=self._crumbs("Review"),
        )
        self.app.push_screen(screen, self._take_decision)

    def _take_decision(self, decision: SaveDecision | None) -> None:
        if decision is None:
            return
        if decision.saved is None:
            self._save_as.edit()
        else:
            self._show_saved(decision.saved)

    def _show_saved(self, saved: SaveResult) -> None:
        self.post_message(self.Finished(self._interview, saved))
        self.app.push_screen(
            SavedScreen(self._interview, saved, self._crumbs("Saved"), self._read_back), self._take_next_step
        )

    def _take_next_step(self, next_step: NextStep | None) -> None:
        match next_step:
            case "leave" | "another":
                self.post_message(self.Left(next_step))
            case "change" | None:
                self.dismiss(None)

    def _crumbs(self, last: str) -> tuple[str, ...]:
        title, template = self._interview.title(), self._interview.template.title
        return (template, last) if title == template else (title, template, last)

    @property
    def _is_left(self) -> bool:
        """Whether the user has left the screen, whose widgets go one by one."""
        return self not in self.app.screen_stack

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    @property
    def _save_as(self) -> SaveAs:
        return self.query_one(SaveAs)

    def _go_to(self, path: AnswerPath | None) -> None:
        if path is not None:
            self.dismiss(path)

    def _read_saved_plan(self) -> None:
        """Show the plan with what was edited by hand in the file that it would be saved to."""
        self.run_worker(self._merge_with_saved_plan, group="saved plan", exclusive=True)

    async def _merge_with_saved_plan(self) -> None:
        from wizard.plans.saving.merged_plan import merger_for

        self._merger = await asyncio.to_thread(merger_for, self._save_as.path, self._interview, self._draft.last_save)
        if not self._is_left:
            self._show_preview()
            self._look_for_findings()

    def _look_for_findings(self) -> None:
        """List what `check` would find in the plan, as soon as it is known; no key waits for it."""
        self.run_worker(self._find, group="findings", exclusive=True)

    async def _find(self) -> None:
        from wizard.plans.gate.review_findings import find_for_review

        name = self._save_as.path.name
        self._findings = await asyncio.to_thread(find_for_review, self._interview, self._plan_to_save(), name)
        if self._is_left:
            return
        self._show_rows()
        self._show_preview()
        self._show_footer()

    def _show_rows(self) -> None:
        rows: list[ListEntry] = [*missing_rows(self._interview, self._states)]
        listed, count = self._findings[:MAX_REVIEW_FINDINGS], len(self._findings)
        title = "In the plan" if len(listed) == count else f"In the plan, the first {len(listed)} of {count}"
        if listed and (rows or len(listed) < count):
            rows.append(Heading(safe_line(title, "bold")))
        rows += map(finding_row, listed)
        self._rows.show(rows)
        self._rows.display = self._rows.has_rows
        heading, sentence = summary_of(self._states, len(self._findings))
        self.query_one("#heading", Static).update(safe_line(heading, "bold $foreground"))
        self.query_one("#sentence", Static).update(safe_line(sentence, "$soft"))
        self.call_after_refresh(self._limit_missing_height)

    def _finding_of(self, key: str | None) -> ReviewFinding | None:
        return next((each for each in self._findings if key_of(each) == key), None)

    def _plan_to_save(self) -> Plan:
        return self._plan if self._merger is None else self._merger.merge(self._plan)

    def _find_place(self, plan: Plan, path: AnswerPath) -> AnswerPlace | None:
        """Return where the answer to a question would come that the plan has no text of."""
        if question_spans(plan, path):
            return None
        from wizard.render.answer_place import find_answer_place, move_to_text

        place = find_answer_place(self._plan, self._interview, path)
        return place if place is None or plan is self._plan else move_to_text(place, self._plan.text, plan.text)

    def _show_preview(self) -> None:
        key = self._rows.marked_key
        found = self._finding_of(key)
        path = None if found is not None else parse_path(key) if key is not None else None
        plan = self._plan_to_save()
        preview, lines = self.query_one(Preview), len(plan.text.removesuffix("\n").split("\n"))
        preview.right_caption = f"{lines} {pluralize('line', lines)}"
        path = path or (found.path if found is not None else None) or self._interview.current
        place = self._find_place(plan, path) if found is None and path else None
        preview.show(plan, path, place=place)
        preview.point_at(None if found is None else found.offset)

    def _show_footer(self, *, will_be_on_rows: bool = False) -> None:
        """Show the keys for what has the focus; the rows get it in a moment if `will_be_on_rows`."""
        is_on_rows = will_be_on_rows or self.focused is self._rows
        is_on_switch = isinstance(self.focused, SwitchLine)
        is_on_plan = isinstance(self.focused, Preview)
        main = KeyHint("enter", "save", "save")
        if is_on_rows:
            found = self._finding_of(self._rows.marked_key)
            target = "line" if found is not None and found.path is None else "question"
            main = KeyHint("enter", f"go to the {target}", "go")
        elif is_on_switch:
            main = KeyHint("enter", "switch", "switch")
        elif is_on_plan:
            main = KeyHint("enter", "answer this line")
        more = (KeyHint("^S", "save", "save"),) if is_on_rows or is_on_switch or is_on_plan else ()
        others = (
            KeyHint("esc", "back", "back"),
            KeyHint("F2", "outline", "outline"),
            KeyHint("F5", "source", "source"),
            *(KeyHint("F6", each.short.lower(), "switch") for each in self._interview.switches()[:1]),
            KeyHint("PgDn", "scroll the plan"),
            KeyHint("/", "search", "search_plan"),
        )
        status = (SAVING, "") if self.is_saving else status_of(self._draft)
        if self._notice and status[1] == "kept":
            status = (self._notice, "")
        self.query_one(KeyFooter).show((main, *more, *others), *status)

    def _limit_missing_height(self) -> None:
        """Limit the height of the missing questions, which scroll, so that the buttons stay in sight."""
        if not self.is_mounted or self._is_left:
            return
        missing, left = self.query_one("#missing"), self.query_one("#left")
        self.set_class(left.scrollable_content_region.width < _MIN_BUTTONS_WIDTH, "-tight")
        others = [child for child in left.children if child is not missing and child.display]
        taken = sum(child.outer_size.height + child.styles.margin.height for child in others)
        room = left.scrollable_content_region.height - taken - missing.styles.margin.height
        missing.styles.max_height = None if self.has_class("-tiny") else max(room, 3)


def _edits_at(path: Path, interview: Interview, last_save: LastSave, refused: frozenset[str]) -> PlanEdits | None:
    from wizard.plans.read_back.plan_edits import find_plan_edits

    is_own = os.path.realpath(last_save.plan_path) == str(path)
    return find_plan_edits(interview, last_save, refused) if is_own else None


def _files_at(path: Path, missing_folder: Path | None) -> SavedFiles:
    """Make the missing folder, if there is one, and return the files at a path."""
    if missing_folder is not None:
        try:
            missing_folder.mkdir(parents=True)
        except OSError as error:
            raise WizardError(f"The folder could not be created: {explain_os_error(error, missing_folder)}") from error
    return read_saved_files(path)


def summary_of(states: Mapping[AnswerPath, State], finding_count: int = 0) -> tuple[str, str]:
    """Return a heading and a sentence about the missing answers, which `states` holds, and about findings."""
    found = (
        f" {capitalize_sentence(count_phrase(finding_count, 'line'))} to check in the plan." if finding_count else ""
    )
    if not states:
        return "All answered", f"Read it once more, then save.{found}"
    counts = Counter(states.values())
    invalid, required, unanswered = counts["invalid"], counts["required"], counts["open"]
    clauses = [f"{count_phrase(invalid, 'answer')} {_is(invalid)} invalid"] if invalid else []
    if required:
        clauses.append(f"{count_phrase(required, 'required answer')} {_is(required)} open")
    if not clauses:
        clauses = [f"{count_phrase(unanswered, 'answer')} {_is(unanswered)} open; nothing required is missing"]
    return "Almost there", f"{capitalize_sentence(', '.join(clauses))}.{found} You can save anyway."


def finding_row(found: ReviewFinding) -> ListRow:
    """Return the row of a finding: what it is, its line and a way to mend it."""
    finding, line = found.finding, found.finding.problem.line
    style = _SEVERITY_STYLES[finding.severity]
    return ListRow(
        key_of(found),
        safe_line(capitalize_sentence(finding.problem.message)),
        help=safe_line(f"Line {line}. {finding.remedy}".rstrip(), "$faint"),
        sign=Content.styled(terminal_glyphs().for_state("open" if finding.severity == "info" else "invalid"), style),
        right=Content.styled(finding.severity, style),
    )


def key_of(found: ReviewFinding) -> str:
    """Return what identifies a finding among the rows; no answer's path has a colon."""
    problem = found.finding.problem
    return f"{problem.code}:{problem.line}:{problem.column}"


def missing_rows(interview: Interview, states: Mapping[AnswerPath, State]) -> Iterator[ListRow]:
    """Return a row for every question or cell in `states`, but one for an item without any answer."""
    listed: set[AnswerPath] = set()
    for path, state in states.items():
        item = path[:-1]
        if item and _is_blank(interview, item):
            if item not in listed:
                listed.add(item)
                inner = [other for other in states if other[:-1] == item]
                yield _row(interview, path, _enumerate_labels(interview, inner), state)
        else:
            yield _row(interview, path, interview.question(path).label, state)


def location_of(interview: Interview, path: AnswerPath) -> str:
    """Return `Milestone 2` for a question of an item, else the title of its section."""
    if len(path) < 3:
        return interview.section(path).title
    group, index = interview.question(path[:-2]), path[-2]
    assert isinstance(index, int)
    return f"{capitalize_sentence(group.item)} {index + 1}"


def _row(interview: Interview, path: AnswerPath, name: str, state: State) -> ListRow:
    place, problem = location_of(interview, path), _reason(interview, path) if state == "invalid" else ""
    return ListRow(
        format_path(path),
        safe_line(name),
        help=safe_line(f"{place}: {problem}" if problem else place, "$faint"),
        sign=Content.styled(terminal_glyphs().for_state(state), STATE_STYLES[state]),
        right=Content.styled(state, STATE_STYLES[state]),
    )


def _reason(interview: Interview, path: AnswerPath) -> str:
    """Return why the answer at a path, that of a question or of a part of it, is invalid."""
    place, _ = split_path(interview.template, path)
    written = format_path(path)
    return next((each.message for each in interview.problems(place) if each.path == written), "")


def _enumerate_labels(interview: Interview, paths: list[AnswerPath]) -> str:
    """Return `Title, tasks and test`."""
    names = [interview.question(path).short for path in paths]
    names = [names[0], *(name[:1].lower() + name[1:] for name in names[1:])]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _is_blank(interview: Interview, item: AnswerPath) -> bool:
    answer = interview.answer_at(item)
    return is_mapping(answer) and not answer and not any(path[: len(item)] == item for path in interview.unfinished)


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
