"""The plan that follows the interview: at once, or after a pause in the typing where it takes long.

Where the plan was saved before, it is shown with the edits that were made by hand, as a save would write it now.
"""

from __future__ import annotations

import asyncio
from time import thread_time
from typing import TYPE_CHECKING

from screens.preview.highlights import question_spans
from screens.preview.preview import Preview
from screens.preview.viewport import TextCursor
from wizard.evaluation.evaluator import EvaluationError
from wizard.interview.interview import Interview
from wizard.render.budget import RenderError
from wizard.render.plan import Plan, render_plan, update_plan, with_unfinished_text

if TYPE_CHECKING:
    from wizard.model.answers import AnswerPath
    from wizard.plans.saving.merged_plan import PlanMerger
    from wizard.render.answer_place import AnswerPlace

_SLOW = 0.06
"""Seconds of work for one key from which the next ones are not to wait for it."""
_LONGEST_PAUSE = 1.5
_COMES_BELOW = "appears below the highlight"
_COMES_NOWHERE = "not in the plan"
"""What stands above the plan while it has no text of the answer."""


class PreviewRefresh:
    """The plan as the sheet shows it; while a key costs too much it is behind the interview."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        """The one that is shown."""
        self.problem = ""
        """Why there is no plan of its answers."""
        self.plan = Plan((), (), {})
        """The last one that there was, as the answers make it."""
        self.shown_plan = self.plan
        """The same with the edits made by hand."""
        self.merger: PlanMerger | None = None
        """What knows the file that the plan is saved to, once it has been read."""
        self._rendered_interview = interview
        """What the plan was rendered from: with typed text in the place of answers."""
        self._place: tuple[Plan, AnswerPath, AnswerPlace | None, str] | None = None
        """Of this plan and this question, where its answer would come, and what the sheet says of that."""
        self._cost = 0.0
        """Seconds that the last change took."""
        self._make(interview)

    def begin(self, preview: Preview) -> None:
        """Show the first plan."""
        self._show(preview)

    def merge_with(self, merger: PlanMerger | None, preview: Preview) -> None:
        """Show the plan with the edits made by hand that `merger` knows."""
        if self.merger is not None or (merger is not None and merger.has_edits):
            self.merger = merger
            self.shown_plan = self._merge()
            self._show(preview)

    async def merge_whole(self, preview: Preview) -> None:
        """Merge the whole plan in a thread, if only what changed in it was merged, and show it."""
        merger, plan = self.merger, self.plan
        if merger is None or merger.is_whole:
            return
        merged = await asyncio.to_thread(merger.merge_whole, plan)
        if self.merger is merger and self.plan is plan and preview.is_attached:
            merger.is_whole = True
            if merged.segments != self.shown_plan.segments:
                self.shown_plan = merger.use(plan, merged)
                self._show(preview)

    def _merge(self) -> Plan:
        return self.plan if self.merger is None else self.merger.merge(self.plan, in_haste=True)

    def _show(self, preview: Preview) -> None:
        interview = self.interview
        is_text = interview.current != () and interview.question().kind in ("text", "diagram")
        cursor = TextCursor.of(interview.field_text(interview.current), interview.cursor) if is_text else None
        place, caption = self._find_place()
        preview.right_caption = self.problem or caption
        preview.show(self.shown_plan, interview.current, interview.within, cursor, place)

    def _find_place(self) -> tuple[AnswerPlace | None, str]:
        """Return where the answer would come that the plan has no text of, and what the sheet says of that."""
        path = self.interview.current
        if not path or self.problem or question_spans(self.shown_plan, path):
            return None, ""
        if self._place is None or self._place[0] is not self.shown_plan or self._place[1] != path:
            from wizard.render.answer_place import find_answer_place, move_to_text

            is_skipped = self.interview.state(path) in ("left_out", "skipped")
            place = None if is_skipped else find_answer_place(self.plan, self._rendered_interview, path)
            caption = _COMES_NOWHERE if place is None else _COMES_BELOW if place.is_empty else ""
            if place is not None and self.shown_plan is not self.plan:
                place = move_to_text(place, self.plan.text, self.shown_plan.text)
                caption = caption if place is not None else ""
            self._place = self.shown_plan, path, place, caption
        return self._place[2:]

    def pause_before(self, interview: Interview) -> float:
        """Return the seconds to wait for another key before the plan follows; 0 to follow at once."""
        is_same_question = interview.current == self.interview.current
        return min(self._cost * 1.5, _LONGEST_PAUSE) if self._cost > _SLOW and is_same_question else 0.0

    def follow(self, interview: Interview, preview: Preview) -> None:
        """Bring the plan up to an interview, and the preview with it."""
        before, self.interview = self.interview, interview
        began = thread_time()
        has_changed = interview.answers is not before.answers or interview.unfinished is not before.unfinished
        if has_changed:
            self._make(interview)
        if interview is not before:
            self._show(preview)
        spent = thread_time() - began
        self._cost = spent if has_changed or interview.current != before.current else max(self._cost, spent)

    def _make(self, interview: Interview) -> None:
        """Render the plan with the typed text; without it, where an expression has no value for it."""
        shown = with_unfinished_text(interview)
        self.problem = self._render(shown)
        if self.problem and shown is not interview:
            self.problem = self._render(interview)

    def _render(self, shown: Interview) -> str:
        """Render a plan; return why there is none, or an empty text."""
        try:
            self.plan = (
                update_plan(self.plan, self._rendered_interview, shown) if self.plan.results else render_plan(shown)
            )
        except (RenderError, EvaluationError) as problem:
            return str(problem)
        self.shown_plan = self._merge()
        self._rendered_interview = shown
        return ""
