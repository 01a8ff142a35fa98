"""`python -m wizard` is `plan-wizard`."""

import sys

from wizard.cli.main import run_process

sys.exit(run_process())
