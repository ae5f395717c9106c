"""Change every thing once, see what notices, and write the count to RESULTS.md.

    python tests/trust/mutants.py              code, data and notebooks
    python tests/trust/mutants.py data         one of them

A mutant of the data is judged by `frictionless validate` (hash and schema) and by `jilin-analysis
check`, then by the seal of the release (tests/test_release.py), and only when all are content by a
rerun of the notebooks. Where a hash in the package notices, `check` is asked again with that hash
renewed, and named when it notices too.

A mutant of a notebook is judged by the integrity rules, by the comparison of a rerun with the
stored outputs, and where that is the same, by a rerun on other data (tests/other_data.py). It is
the same comparison that `make test` does, in a process that need not start a kernel each time.

A mutant of the code is one that mutmut makes. It is judged by mypy, then by the tests; what
survives has its reason in explained.csv, or the run fails.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from trust import code, data, notebooks
from trust.results import Mutant, write_results

KINDS: dict[str, Callable[[Path], Iterable[Mutant]]] = {
    "code": code.mutants,
    "data": data.mutants,
    "notebooks": notebooks.mutants,
}


def main() -> int:
    chosen = sys.argv[1:] or list(KINDS)
    unexplained = 0
    for kind in chosen:
        with tempfile.TemporaryDirectory() as place:
            found: list[Mutant] = []
            for mutant in KINDS[kind](Path(place)):
                found.append(mutant)
                if mutant.seen_by is None and not mutant.why:
                    print(f"survived: {mutant.group}: {mutant.what}", file=sys.stderr)
                    unexplained += 1
        write_results(kind, found, code.about() if kind == "code" else "")
        counts = Counter(mutant.seen_by or "survived" for mutant in found)
        print(f"{kind}: {len(found)} mutants; " + ", ".join(f"{n} {k}" for k, n in counts.items()))
    return 1 if unexplained else 0


if __name__ == "__main__":
    raise SystemExit(main())
