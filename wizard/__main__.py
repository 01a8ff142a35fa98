"""`python -m wizard` is `plan-wizard`."""

import sys

from wizard.cli import main

sys.exit(main())
