"""`python -m generator` is `zwgk`."""

import sys

from generator.cli import main

sys.exit(main())
