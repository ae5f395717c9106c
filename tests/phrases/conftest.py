"""The tests of this folder share the reading of stored records with `changes.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
