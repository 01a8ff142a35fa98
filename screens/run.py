"""The app from its first frame to what the command line says when it has closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.app import Opening, PlanWizard
from screens.terminal.shutdown import Endings

if TYPE_CHECKING:
    from screens.ending import Ending


def run(opening: Opening | None = None) -> Ending:
    """Run the app until the user leaves, on the start screen or with a draft to open; the draft is closed then.

    WizardError when the draft does not open.
    """
    endings = Endings()
    app = PlanWizard(opening, endings)
    with endings.watched():
        try:
            app.run()
        finally:
            endings.has_left()
            from screens.ending import ended

            ending = ended(app)
    if app.problem is not None:
        raise app.problem
    return ending
