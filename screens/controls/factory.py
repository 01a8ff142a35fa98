"""Which control asks which question."""

from __future__ import annotations

from screens.controls.control import Control
from screens.controls.group import Group
from screens.controls.line import Area, Line
from screens.controls.list import ListRows
from screens.controls.multiple_choice import Choices
from screens.controls.single_choice import Choice
from screens.controls.table import Table
from wizard.answers.kinds import KINDS
from wizard.interview.interview import Interview


def control_for(interview: Interview) -> Control:
    """A control for the question that the interview has come to, its cursor where the interview's is."""
    path = interview.place
    match KINDS[interview.question(path).kind].control:
        case "line":
            return Line(interview, path)
        case "area":
            return Area(interview, path)
        case "choice":
            return Choice(interview, path)
        case "choices":
            return Choices(interview, path)
        case "list":
            return ListRows(interview, path)
        case "table":
            return Table(interview, path)
        case "group":
            return Group(interview, path)
