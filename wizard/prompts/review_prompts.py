"""The review line by line: what is missing, the file name, and the difference before an existing file is replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from wizard.answers.orphans import Orphan
from wizard.drafts.last_save import LastSave
from wizard.errors import OverwriteRefusedError
from wizard.evaluation.evaluator import EvaluationError
from wizard.interview.interview import Interview
from wizard.interview.navigation import split_path
from wizard.message_text import end_sentence, pluralize, sanitize_line
from wizard.model.answers import AnswerPath, format_path
from wizard.plans.comparison.clashes import Clash
from wizard.plans.comparison.diff import Diff, Hunk, UnchangedLines, describe_conflict
from wizard.plans.merge.merge import ConflictChoice, Resolution
from wizard.plans.saving.dry_run import DryRun, dry_run
from wizard.plans.saving.merged_plan import merger_for
from wizard.plans.saving.naming import file_name, require_other_file
from wizard.plans.saving.save import SaveResult
from wizard.plans.saving.saved_files import SavedFiles, SavingError, read_saved_files
from wizard.prompts.terminal.dialogue import ColonCommand, Dialogue, named_prompt
from wizard.prompts.wording import STATE_WORDS, location_text, switch_lines
from wizard.render.budget import RenderError
from wizard.render.plan import Plan, render_plan

_SIGNS = {
    "new": "added:",
    "gone": "removed:",
    "hand": "hand edit:",
    "hand gone": "removed by hand:",
    "left out": "left out:",
}
_MOST_MISSING = 40


class _CommandInsteadError(Exception):
    """Raised when the user gives a command instead of a reply."""

    def __init__(self, command: ColonCommand) -> None:
        self.command = command
        super().__init__()


class SavingReviewPrompt:
    """The review of a draft, and the saving of its plan; `saved` has the result."""

    def __init__(
        self,
        plan_path: Path | None = None,
        orphans: Sequence[Orphan] = (),
        last_save: Callable[[], LastSave | None] = lambda: None,
    ) -> None:
        """`last_save` gives what the draft remembers of its files, also after an undo."""
        self.saved: SaveResult | None = None
        self._plan_path = plan_path
        self._orphans = orphans
        self._last_save = last_save

    def plan_text(self, interview: Interview) -> str:
        """Return the plan as it would be saved, with the edits made by hand in the file that it was saved to."""
        return self._plan_to_save(interview).text

    def _plan_to_save(self, interview: Interview) -> Plan:
        plan = render_plan(interview)
        last_save = self._last_save()
        if last_save is None or self._plan_path is None:
            return plan
        merger = merger_for(self._plan_path, interview, last_save)
        return plan if merger is None else merger.merge(plan)

    def read_out(self, interview: Interview, dialogue: Dialogue) -> None:
        """Say which answers are missing, what is wrong in the plan, and how the switches stand."""
        dialogue.say()
        dialogue.say("\n".join((*missing_lines(interview), *self._finding_lines(interview), *switch_lines(interview))))

    def _finding_lines(self, interview: Interview) -> Iterator[str]:
        """Yield the lines that list what `check` would find in the plan, if there is one."""
        try:
            plan = self._plan_to_save(interview)
        except (RenderError, EvaluationError):
            return  # saving says why
        name = (self._plan_path or Path(file_name(interview))).name
        yield from finding_lines(interview, plan, name)

    def save(self, interview: Interview, dialogue: Dialogue) -> ColonCommand | None:
        """Ask for a file name and save; return None when saved, or the command that the user gave instead."""
        while self.saved is None:
            path = self._plan_path or Path(file_name(interview))
            dialogue.say(f"Save as {path}. Press Enter to save, type another name, or :back for the questions.")
            with named_prompt("Save as"):
                reply = dialogue.ask_file_name(str(path))
            if isinstance(reply, ColonCommand):
                return reply
            try:
                self._save_at(_parse_file_name(reply) if reply.strip() else path, interview, dialogue)
            except _CommandInsteadError as instead:
                return instead.command
        return None

    def _save_at(self, path: Path, interview: Interview, dialogue: Dialogue) -> None:
        try:
            require_other_file(path, interview.template)
            existing = read_saved_files(path)
            self._plan_path = path
            self.saved = self._write(interview, existing, dialogue)
        except (RenderError, EvaluationError) as problem:
            dialogue.say(f"These answers do not make a plan: {problem}")
        except SavingError as problem:
            dialogue.say(str(problem))
            if _offer_folder(problem, dialogue):
                self._plan_path = path
        except OverwriteRefusedError as refused:
            dialogue.say(str(refused))

    def _write(self, interview: Interview, existing: SavedFiles, dialogue: Dialogue) -> SaveResult | None:
        would = dry_run(interview, existing, orphans=self._orphans, last_save=self._last_save())
        if not would.is_asked_first:
            return would.save()
        if would.matter:
            dialogue.say(f"{would.matter}.")
        dialogue.show("\n".join(difference_lines(would.difference(), existing)))
        with named_prompt("the choice of what to save"):
            choice = _choose_saving(would, dialogue)
        match choice:
            case "1":
                choices = _resolve_clashes(would, dialogue)
                if would.is_own and would.copied_files(choices):
                    copy = would.copy_name()
                    dialogue.say(f"The current file, with its hand edits, is kept as {copy}.")
                return would.save(choices)
            case "2":
                dialogue.show("\n".join(difference_lines(would.difference_of_answers(), existing)))
                return would.save_answers_alone()
            case _:
                return None


def _parse_file_name(reply: str) -> Path:
    """Return the path that was named; `~` is the user's home, where there is one."""
    try:
        return Path(reply.strip()).expanduser()
    except RuntimeError:
        return Path(reply.strip())


def missing_lines(interview: Interview) -> Iterator[str]:
    """Yield the lines that list what is open, required questions first."""
    missing = interview.missing_parts()
    if not missing:
        yield "All answered. Read it once more with :preview, then save."
        return
    required = [path for path, state in missing.items() if state != "open"]
    count = f"{len(missing)} open" + (f", {len(required)} of them required" if required else "")
    yield f"Almost there. {count}. You can save anyway."
    for path, state in islice(missing.items(), _MOST_MISSING):
        label, place = interview.question(path).label, location_text(interview, path)
        line = f"  {format_path(path)}: {label} ({place}; {STATE_WORDS[state]})"
        yield " ".join((line, *_reasons(interview, path))) if state == "invalid" else line
    if len(missing) > _MOST_MISSING:
        yield f"  and {len(missing) - _MOST_MISSING} more; :outline lists them."


def finding_lines(interview: Interview, plan: Plan, name: str) -> Iterator[str]:
    """Yield the lines that list what is to be looked at in a plan, each with its question or its line."""
    from wizard.plans.gate.review_findings import find_for_review  # the rules are many patterns

    found = find_for_review(interview, plan, name)
    if found:
        yield f"In the plan, {_count(len(found), 'line')} to look at:"
    for each in found[:_MOST_MISSING]:
        problem = each.finding.problem
        place = f"line {problem.line}" if each.path is None else f"{format_path(each.path)}, line {problem.line}"
        said = end_sentence(sanitize_line(problem.message))
        yield f"  {place}: {said} {each.finding.remedy} ({each.finding.severity})"
    if len(found) > _MOST_MISSING:
        yield f"  and {len(found) - _MOST_MISSING} more; plan-wizard check lists them."


def _reasons(interview: Interview, path: AnswerPath) -> Iterator[str]:
    """Yield why the answer at a path, that of a question or of a part of it, is invalid."""
    place, _ = split_path(interview.template, path)
    yield from (each.message for each in interview.problems(place) if each.path == format_path(path))


def _count(count: int, noun: str) -> str:
    return f"{count} {pluralize(noun, count)}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def difference_lines(changed: Diff, existing: SavedFiles) -> Iterator[str]:
    """Yield the lines that show the changes in the file on disk, each hunk under its heading."""
    there = existing.plan_path if existing.plan is not None else existing.answers_path
    yield f"{there.name} already exists."
    conflicts = changed.conflicts
    counts = [f"Your answers change {_count(changed.new_hunks, 'place')}"]
    if existing.plan is not None and existing.base() is None and existing.answers is not None:
        if existing.record() is not None:
            counts.append(existing.base_problem())
        counts.append("the whole plan counts as edited by hand")
    elif changed.by_hand.words() or not conflicts:
        counts.append(f"edited by hand: {changed.by_hand.words() or 'nothing'}")
    if conflicts:
        counts.append(f"{_count(conflicts, 'place')} {_were(conflicts)} changed by both")
    yield f"{'; '.join(counts)}."
    for part in changed.parts:
        match part:
            case UnchangedLines(count):
                yield f"  ({_count(count, 'line')} as {'it was' if count == 1 else 'they were'})"
            case Hunk(heading, lines):
                yield f"  {heading}" if heading else "  At the top"
                yield from (f"    {_SIGNS[line.sign]} {line.text}" for line in lines)


def _choose_saving(would: DryRun, dialogue: Dialogue) -> str:
    """Return `1` to save, `2` to save what the answers make alone, or `3` for another name."""
    if would.is_own and not would.has_edits_of_its_own:
        dialogue.say("  1. Save the new answers. (recommended)")
        dialogue.say("  2. Save under another name: the existing file stays as it is.")
        return "1" if _choose_word(("1", "2"), dialogue, also=("3",)) == "1" else "3"  # 3 is its number elsewhere
    if would.is_own:
        dialogue.say("  1. Keep both: your new answers and the hand edits. (recommended)")
        dialogue.say("  2. Discard hand edits: a copy of the file is saved as NAME.before.md.")
        dialogue.say("  3. Save under another name: the existing file stays as it is.")
    else:
        dialogue.say("  1. Keep both: your answers and the hand edits. Copies of both files are kept.")
        dialogue.say("  2. Discard hand edits. Copies of both files are kept.")
        dialogue.say("  3. Save under another name: the existing files stay as they are. (recommended)")
    return _choose_word(("1", "2", "3"), dialogue)


def _resolve_clashes(would: DryRun, dialogue: Dialogue) -> dict[int, Resolution]:
    """Ask what becomes of each clash: `{index of the clash: resolution}`."""
    words: dict[str, ConflictChoice] = {"1": "yours", "2": "file", "3": "both"}
    chosen: dict[int, Resolution] = {}
    clashes = would.clashes
    for index, clash in enumerate(clashes):
        mine, theirs = (sum(map(bool, map(str.strip, side))) for side in (clash.mine, clash.theirs))
        head = f"Conflict {clash.number} of {len(clashes)}. " if len(clashes) > 1 else ""
        dialogue.say(f"{head}{describe_conflict(mine, theirs)}")
        for path in clash.questions:
            dialogue.say(f"It is about {format_path(path)}: {would.interview.question(path).label}")
        dialogue.show("\n".join(f"    yours: {line}" for line in clash.mine or ("(taken out)",)))
        dialogue.show("\n".join(f"    the file's: {line}" for line in clash.theirs or ("(taken out)",)))
        dialogue.say("  1. yours\n  2. the file's\n  3. both\n  4. edit")
        with named_prompt("the choice between your lines and the file's"):
            word = _choose_word((*words, "4"), dialogue)
        chosen[index] = words[word] if word in words else _write_lines(clash, dialogue)
    return chosen


def _write_lines(clash: Clash, dialogue: Dialogue) -> tuple[str, ...]:
    """Ask for the lines that are to stand in the place of a clash; they begin as those of both sides."""
    if not dialogue.can_edit:
        dialogue.say("Type the lines to use; finish with :end on a line of its own.")
    with named_prompt("the lines to use"):
        reply = dialogue.ask_lines("\n".join((*clash.mine, *clash.theirs)))
    if isinstance(reply, ColonCommand):
        raise _CommandInsteadError(reply)
    return tuple(reply.split("\n")) if reply else (*clash.mine, *clash.theirs)


def _choose_word(known: tuple[str, ...], dialogue: Dialogue, also: tuple[str, ...] = ()) -> str:
    """Return the word that was typed: a known one, or one that is taken `also`."""
    while True:
        reply = dialogue.ask_line(words=known)
        if isinstance(reply, ColonCommand):
            raise _CommandInsteadError(reply)
        if reply.strip() in (*known, *also):
            return reply.strip()
        dialogue.say(f"Type {', '.join(known)} or :back.")


def _offer_folder(problem: SavingError, dialogue: Dialogue) -> bool:
    """Offer to create the folder that is missing; return whether it was created."""
    folder = problem.missing_folder
    if folder is None:
        return False
    dialogue.say("Type yes to create the folder.")
    with named_prompt("Write yes to make the folder"):
        reply = dialogue.ask_line(words=("yes", "no"))
    if isinstance(reply, ColonCommand):
        raise _CommandInsteadError(reply)
    if reply.strip().lower() not in ("yes", "y"):
        return False
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        dialogue.say(f"The folder was not created: {error.strerror}.")
        return False
    return True
