"""What can go wrong, said once and said so that the reader knows what to do next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

_ROWS_NAMED, _ALL_NAMED = 6, 12


class AnalysisError(Exception):
    """A failure whose message is meant for the person at the keyboard.

    The command line prints the message without a traceback and exits with `exit_code`.
    """

    exit_code = 1


class UnknownExhibitError(AnalysisError):
    """No exhibit has this id; the message names the nearest ids."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in the data, with its place, what was expected, and how to mend it.

    `also` are the other rows that have it too.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    expected: str
    mend: str = ""
    also: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Return one line for the person who mends it."""
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        found = "" if self.value is None else f": found {shown(self.value)!r}"
        also = ", ".join(map(str, self.also[:_ROWS_NAMED]))
        if len(self.also) > _ROWS_NAMED:
            also += f" and {len(self.also) - _ROWS_NAMED} more"
        also = f" (also in row{'s' * (len(self.also) > 1)} {also})" if also else ""
        mend = f" Mend: {self.mend}" if self.mend else ""
        return f"{place}{found}; expected {self.expected}{also}.{mend}"

    def each(self) -> Iterator[Problem]:
        """Yield the fault of each row by itself."""
        for row in (self.row, *self.also):
            yield replace(self, row=row, also=())


class DataError(AnalysisError):
    """The data folder does not hold what its contract asks for.

    Attributes
    ----------
    problems : tuple of Problem
        Every fault found, not only the first.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the data"
        super().__init__("\n".join([f"{head}:", *(f"  {p}" for p in self.problems)]))

    def __reduce__(self) -> tuple[object, ...]:
        """Travel whole between processes, as errors of parallel runs do."""
        return type(self), (self.problems,)


def nearest(asked: object, known: Iterable[object]) -> str:
    """Return a hint of the nearest of what is known; nothing where nothing is near."""
    from difflib import get_close_matches

    names = {str(name).casefold(): str(name) for name in known}
    told = str(asked).casefold()
    near = get_close_matches(told, names, 3, 0.4) or [one for one in names if told in one][:3]
    return f" Nearest: {', '.join(names[one] for one in near)}." if told and near else ""


def check_known(what: str, asked: object, known: Collection[object], listed: str = "") -> None:
    """Raise an error that names the nearest of what is known, where it is not one of them.

    `listed` says where all are to be seen; a few are named.
    """
    if isinstance(asked, str) and asked in known:
        return
    every = f"Known: {', '.join(map(repr, known))}."
    if listed and len(known) > _ALL_NAMED:
        every = f"{listed} all {len(known)}."
    raise AnalysisError(f"There is no {what} {asked!r}.{nearest(asked, known)} {every}")


def shown(value: str, most: int = 80) -> str:
    """Return the beginning of a text, as much as a line has room for."""
    return value if len(value) <= most else value[: most - 1] + "…"
