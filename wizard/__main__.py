"""`python -m wizard` is `plan-wizard`."""

import sys

from wizard.cli.main import main

sys.exit(main())
