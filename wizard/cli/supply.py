"""The answers that a command line brings."""

from __future__ import annotations

from wizard.cli.parser import Arguments
from wizard.model.answers import Answers
from wizard.model.template import Template


def supplied_answers(arguments: Arguments, template: Template) -> Answers:
    """Those of `--answers`, with those of `--set` put over them; WizardError with every problem."""
    if arguments.answers is None and not arguments.set:
        return {}
    from wizard.cli.streams import read_text
    from wizard.plans.answers_reader import read_answers, with_settings

    answers: Answers = {}
    if arguments.answers is not None:
        answers = read_answers(*read_text(arguments.answers), template)
    return with_settings(answers, arguments.set, template)
