"""Edits made by hand in a plan, as commands take and tell them."""

from __future__ import annotations

from wizard.cli.parser import Arguments
from wizard.plans.read_back.plan_edits import Refusal


def refusal_of(arguments: Arguments) -> Refusal:
    """Return which edits the command line refuses."""
    return Refusal(refuses_all=arguments.no_read_back, paths=frozenset(arguments.refuse))
