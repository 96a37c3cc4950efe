"""``python -m toancanh`` is the command line (used by the supervisor to start its children)."""

from toancanh.cli import main

raise SystemExit(main())
