"""`plan-wizard` of today with the built-in templates of version 96be7ad: run this file with its arguments."""

import sys
from pathlib import Path

from wizard.files import directories

_FOLDER = "BUILT_IN_FOLDER"


def main() -> int:
    """Run the program; the folder is put in place before the modules are imported that take it."""
    setattr(directories, _FOLDER, Path(__file__).parents[1] / "data" / "version-96be7ad" / "templates")
    from wizard.cli.main import main as plan_wizard

    return plan_wizard()


if __name__ == "__main__":
    sys.exit(main())
