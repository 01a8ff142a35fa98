"""A template as the plan that it makes: blank or with examples, and drawn again while it is edited."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from screens.preview.plan_screen import PlanScreen
from screens.preview.preview import Preview
from screens.templates.template_watcher import TemplateWatcher
from screens.widgets.footer import KeyFooter, KeyHint
from screens.widgets.header import PlanHeader
from screens.widgets.problem_lines import ProblemLines
from wizard.compiler.loader import load_template
from wizard.compiler.template_watch import TemplateProblems, TemplateWatch, WatchedTemplate
from wizard.errors import Problem, TemplateError
from wizard.evaluation.evaluator import EvaluationError
from wizard.interview.examples import begin_with_examples, has_examples
from wizard.interview.interview import Interview
from wizard.message_text import pluralize
from wizard.plans.saving.naming import file_name
from wizard.render.budget import RenderError
from wizard.render.plan import render_plan

if TYPE_CHECKING:
    from textual import getters

    from wizard.model.template import Template


class PreviewedTemplate(Struct, frozen=True):
    """What the screen begins with."""

    found: WatchedTemplate
    name: str
    """What to call the template while it cannot be used."""
    watch: TemplateWatch | None
    """Follows the file, if it is to be followed."""
    has_examples: bool = False

    @staticmethod
    def read(source: str, *, watches_template: bool, has_examples: bool) -> PreviewedTemplate:
        """Return the template of a name or path; its mistakes, where it has any."""
        try:
            found: WatchedTemplate = load_template(source)
        except TemplateError as error:
            found = TemplateProblems(error.problems)
        watch = TemplateWatch(source) if watches_template else None
        return PreviewedTemplate(found, PurePath(source).name, watch, has_examples)


class TemplatePreviewScreen(PlanScreen[None]):
    """The plan of a template, alone on the screen."""

    if TYPE_CHECKING:
        app = getters.app(App[None])

    CSS_PATH = "template_preview.tcss"
    AUTO_FOCUS = "Preview"
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "toggle_examples", "Examples", show=False, tooltip="Plan: with examples or blank"),
        Binding("f5", "toggle_source", "Source", show=False, tooltip="Preview: rendered or source"),
        Binding("q,escape", "app.leave", "Quit", show=False),
    ]

    def __init__(self, previewed: PreviewedTemplate) -> None:
        super().__init__()
        self._previewed = previewed
        self._template: Template | None = None
        self._has_examples = previewed.has_examples
        self._says = ""
        self._watcher = None if previewed.watch is None else TemplateWatcher(previewed.watch, self)

    def compose(self) -> ComposeResult:
        yield PlanHeader()
        with Horizontal(id="body"):
            yield Preview(id="sheet")
        yield ProblemLines("Until this is fixed, the plan stays as it was.", id="problems")
        yield KeyFooter()

    def on_mount(self) -> None:
        self._sheet.can_focus = True
        self._sheet.focus()
        self._take(self._previewed.found)
        if self._watcher is not None:
            self._watcher.start()

    def on_unmount(self) -> None:
        if self._watcher is not None:
            self._watcher.stop()

    def on_template_watcher_changed(self, event: TemplateWatcher.Changed) -> None:
        self._take(event.found)

    def on_preview_chosen(self, event: Preview.Chosen) -> None:
        event.stop()
        if self._template is not None and (question := self._template.question(event.path)) is not None:
            self._says = question.label
            self._show_frame()

    def action_toggle_examples(self) -> None:
        self._has_examples = not self._has_examples
        self._show()
        if self._template is not None and not has_examples(self._template):
            self._says = "This template has no examples."
            self._show_frame()

    def action_toggle_source(self) -> None:
        self._sheet.toggle_source()
        self._show_frame()

    @property
    def _sheet(self) -> Preview:
        return self.query_one(Preview)

    def _take(self, found: WatchedTemplate) -> None:
        if isinstance(found, TemplateProblems):
            self._show_problems(found.problems)
        else:
            self._template = found
            self._show_problems(())
        self._show()

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        self.query_one(ProblemLines).show(problems)

    def _show(self) -> None:
        self._says = ""
        if self._template is not None:
            interview = self._interview_of(self._template)
            try:
                self._sheet.show(render_plan(interview), ())
                self._sheet.file_name = file_name(interview)
            except (RenderError, EvaluationError) as problem:
                self._show_problems((Problem(self._template.source, 1, 1, "cannot-be-rendered", str(problem)),))
        self._show_frame()

    def _interview_of(self, template: Template) -> Interview:
        return begin_with_examples(template) if self._shows_examples else Interview.begin(template)

    @property
    def _shows_examples(self) -> bool:
        """Whether the plan has examples in it; never those of a template that has none."""
        return self._has_examples and self._template is not None and has_examples(self._template)

    def _show_frame(self) -> None:
        """Show what stands around the plan."""
        what = "with examples" if self._shows_examples else "blank"
        self._sheet.right_caption = f"{what}, source" if self._sheet.view == "source" else what
        name = self._previewed.name if self._template is None else self._template.title
        self.query_one(PlanHeader).show((name, "Preview"), None)
        self.query_one(KeyFooter).show(self._keys(), self._says or self._status())

    def _keys(self) -> tuple[KeyHint, ...]:
        other = "blank" if self._shows_examples else "with examples"
        source = "rendered" if self._sheet.view == "source" else "source"
        has_both = self._template is None or has_examples(self._template)
        return (
            *((KeyHint("e", other, "toggle_examples"),) if has_both else ()),
            KeyHint("F5", source, "toggle_source"),
            KeyHint("↑↓", "scroll"),
            KeyHint("/", "search", "search_plan"),
            KeyHint("enter", "the question for this line"),
            KeyHint("^Q", "quit", "app.leave"),
        )

    def _status(self) -> str:
        if self._template is None:
            return ""
        count = sum(not question.at_review for question in self._template.questions())
        questions = f"{count} {pluralize('question', count)}"
        return questions if self._watcher is None else f"{questions}, watching"
