"""`python -m service.cli` is `plansok`."""

import sys

from service.cli import main

sys.exit(main())
