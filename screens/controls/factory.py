"""Which control asks which question."""

from __future__ import annotations

from screens.controls.control import Control
from screens.controls.group import GroupControl
from screens.controls.line import AreaControl, LineControl
from screens.controls.list import ListControl
from screens.controls.multiple_choice import MultipleChoice
from screens.controls.single_choice import SingleChoice
from screens.controls.table import TableControl
from wizard.answers.kinds import KINDS
from wizard.interview.interview import Interview


def control_for(interview: Interview) -> Control:
    """Return a control for the interview's current question, its cursor where the interview's is."""
    path = interview.current
    match KINDS[interview.question(path).kind].control:
        case "line":
            return LineControl(interview, path)
        case "area":
            return AreaControl(interview, path)
        case "choice":
            return SingleChoice(interview, path)
        case "choices":
            return MultipleChoice(interview, path)
        case "list":
            return ListControl(interview, path)
        case "table":
            return TableControl(interview, path)
        case "group":
            return GroupControl(interview, path)
