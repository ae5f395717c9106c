"""Run notebooks beside one another in fresh kernels, each only if something it reads has changed.

The same notebook gives the same bytes anywhere: a kernel finds nothing of the user's own around it.
What a notebook gave is kept as JSON under the hash of everything that it can read.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from ..errors import AnalysisError
from ..folder import REPORTED, SERIES, readable_folder
from ..paths import DATA_VARIABLE, notebooks_folder, shipped_data
from ..periods import in_short, in_words, is_period, span
from ..starter import notebook
from . import memory

ANALYSES = Path(__file__).with_name("analyses")
CELL_TIMEOUT = 120


class NotebookError(AnalysisError):
    """A notebook did not run to its end."""


def notebook_paths(data: Path | None = None) -> list[Path]:
    """Return the notebooks that are run on a data folder, in order.

    The committed ones tell of the shipped release. Other data get those that are true of any data,
    and the notebooks that lie in the data folder itself.
    """
    folder = ANALYSES if is_foreign(data) else notebooks_folder()
    paths = sorted(path for path in folder.glob("*.ipynb") if path.is_file())
    if not paths:
        raise AnalysisError(f"There is no notebook in {folder}. Restore it and try again.")
    own = sorted(data.glob("*.ipynb")) if data and is_foreign(data) else []
    return [*paths, *own]


_AT = """from jilin_analysis import findings, load_dataset, pictures, show

d = load_dataset().at("{period}")
show(findings.reported(d), "{name}-reported")
show(pictures.rates(d), "{name}-rates")"""
_FOLLOWS = """for finding in findings.all_findings(d)[1:]:
    if finding.sentence and finding.title.endswith("{short}"):
        show(finding, f"{name}-{{finding.name}}")"""


def period_notebooks(data: Path, place: Path) -> list[Path]:
    """Write a notebook for each period of the entity but that of the focus; return their places."""
    folder = readable_folder(data)
    focus = folder.package["focus"]
    rows = [row for name in (REPORTED, SERIES) for row in folder.tables.get(name, ())]
    periods = {row["period"] for row in rows if row["entity"] == focus["entity"]}
    paths = []
    for period in sorted(filter(is_period, periods - {focus["period"]}), key=span, reverse=True):
        name = period.lower().replace("/", "-")
        words = in_words(period)
        title = f"# {words[:1].upper()}{words[1:]}"
        told = {"period": period, "name": name, "short": in_short(period)}
        code = [text.format(**told) for text in (_AT, _FOLLOWS)]
        paths.append(place / f"{name}.ipynb")
        paths[-1].write_text(notebook(title, *code), encoding="utf-8", newline="\n")
    return paths


def is_foreign(data: Path | None) -> bool:
    """Tell whether a data folder is another than the shipped one."""
    return data is not None and data.resolve() != shipped_data().resolve()


def refresh_notebooks(jobs: int | None = None) -> None:
    """Run the notebooks on the shipped data and write their new outputs into them."""
    for path, text in run_notebooks(notebook_paths(), shipped_data().resolve(), jobs).items():
        if path.read_text(encoding="utf-8") != text:
            unfinished = path.with_suffix(".unfinished")
            unfinished.write_text(text, encoding="utf-8", newline="\n")
            unfinished.replace(path)
            print(f"{path.name}: changed")


def notebook_format() -> Any:
    """Return nbformat, imported without what takes most of its 1.7 s.

    Its jsonschema compiles a grammar of web addresses, which no notebook's schema asks for, and
    does without where there is none: None in a module's place reads as an ImportError.
    """
    modules = cast("dict[str, Any]", sys.modules)
    grammar = "rfc3987_syntax"
    unasked = "jsonschema" not in modules and modules.setdefault(grammar, None) is None
    try:
        return importlib.import_module("nbformat")
    finally:
        if unasked:
            del modules[grammar]


def read(path: Path) -> Any:
    """Read a notebook without its outputs."""
    try:
        notebook = notebook_format().read(path, as_version=4)
    except Exception as problem:
        raise NotebookError(f"{path} cannot be read as a notebook: {problem}") from None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def run_notebooks(
    paths: Sequence[Path],
    data: Path,
    jobs: int | None = None,
    results: memory.Memory | None = None,
    fresh: bool = False,
    timeout: int = CELL_TIMEOUT,
) -> dict[Path, str]:
    """Run notebooks beside one another and return each as the text of a notebook file.

    Parameters
    ----------
    paths : sequence of pathlib.Path
        The notebooks; the files are not changed.
    data : pathlib.Path
        The data folder that they are to read. Where it is not the shipped one, prose that was
        written about that is left out.
    jobs : int, optional
        How many to run at once; the default is one for each processor.
    results : Memory, optional
        Knows the notebooks that need not be run again.
    fresh : bool
        Run those too, and remember the new result.
    timeout : int
        Seconds that one cell may take.

    Raises
    ------
    NotebookError
        Names every notebook that failed, and where, when all have ended.
    """
    results = results or memory.Memory(None)
    if not data.is_dir():
        raise AnalysisError(f"There is no data folder {data}. Give an existing one with --data.")
    notebooks = {path: read(path) for path in paths}
    common = memory.fingerprint(data)
    keys = {path: memory.digest(f"{common} {path.stem} {_text(notebooks[path])}") for path in paths}
    known = {} if fresh else {path: text for path in paths if (text := results.get(keys[path]))}
    steps = sum(len(notebooks[path].cells) for path in paths if path not in known)
    with _bar(steps) as bar:
        for path in known:
            _tell(bar, f"{path.stem}: unchanged, not run again")
        made = _run(
            [path for path in paths if path not in known],
            notebooks,
            data,
            jobs,
            timeout,
            bar,
            results,
        )
    failures = [one for one in made.values() if isinstance(one, NotebookError)]
    for path, one in made.items():
        if isinstance(one, str):
            results.put(keys[path], one)
    if failures:
        raise NotebookError("\n".join(map(str, failures)))
    return {path: str(known.get(path) or made[path]) for path in paths}


def _run(
    paths: Sequence[Path],
    notebooks: dict[Path, Any],
    data: Path,
    jobs: int | None,
    timeout: int,
    bar: Any,
    results: memory.Memory,
) -> dict[Path, str | BaseException]:
    if not paths:
        return {}

    async def every(runtime: Path) -> list[str | BaseException]:
        turn = asyncio.Semaphore(jobs or _processors())

        async def one(path: Path) -> str | NotebookError:
            async with turn:
                how = "failed"
                try:
                    done = await run_notebook(
                        notebooks[path], path, runtime, environment, timeout, bar.update
                    )
                    how = "done"
                except NotebookError as problem:
                    # Handed on, not raised: asyncio would print it when it is ended from outside.
                    return problem
                finally:
                    _tell(bar, f"{path.stem}: {how}")
                return _text(done)

        return list(await asyncio.gather(*map(one, paths), return_exceptions=True))

    try:
        with _runtime() as runtime:
            environment = _environment(runtime, data, results.folder)
            with asyncio.Runner(loop_factory=_new_loop) as runner:
                made = dict(zip(paths, runner.run(every(runtime)), strict=True))
        for one in made.values():
            if isinstance(one, BaseException) and not isinstance(one, NotebookError):
                raise one
        return made
    except OSError as problem:
        place = f" ({problem.filename})" if problem.filename else ""
        raise AnalysisError(
            f"The notebooks could not be run: {problem.strerror or problem}{place}. Their "
            f"temporary files are in {tempfile.gettempdir()}: make room there, or name another "
            "folder in TMPDIR."
        ) from problem


async def run_notebook(
    notebook: Any,
    path: Path,
    runtime: Path,
    environment: dict[str, str],
    timeout: int = CELL_TIMEOUT,
    on_cell: Callable[[], object] = lambda: None,
) -> Any:
    """Run the cells of `notebook`, as `read` returns it, in the folder of `path`.

    `runtime` is a private folder for connection files and logs; `on_cell` is called after every
    cell.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    at = 0

    def starts(cell_index: int, **_: Any) -> None:
        nonlocal at
        at = cell_index

    def ends(**_: Any) -> None:
        on_cell()

    log = runtime / f"{path.stem}.log"
    socket = runtime / f"{path.stem}-ipc-5"
    manager = AsyncKernelManager(
        # With no folders to look in, only this very Python's kernel is found.
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        kernel_name="python3",
        connection_file=str(runtime / f"{path.stem}.json"),
        # Sockets in a private folder need no network and cannot meet another kernel's port; but
        # systems bound the length of their names.
        transport="tcp" if sys.platform == "win32" or len(os.fsencode(socket)) > 100 else "ipc",
    )
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=timeout,
        record_timing=False,
        coalesce_streams=True,
        shutdown_kernel="immediate",
        on_cell_start=starts,
        on_cell_complete=ends,
        resources={"metadata": {"path": str(path.parent)}},
    )

    def failed(what: str) -> NotebookError:
        first = (notebook.cells[at].source.splitlines() or [""])[0]
        return NotebookError(
            f"{path.stem}, cell {at + 1} of {len(notebook.cells)} ({first!r}): {what}\n"
            f"The notebook is {path}; its data are {environment[DATA_VARIABLE]}."
        )

    with log.open("wb") as words:
        try:
            await client.async_execute(cleanup_kc=True, env=environment, stdout=words, stderr=words)
        except CellTimeoutError:
            raise failed(f"still running after {timeout} seconds and was stopped.") from None
        except CellExecutionError as problem:
            raise failed(f"{problem.ename}: {problem.evalue}") from None
        except (DeadKernelError, RuntimeError) as problem:
            last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            said = f" Its last words: {last[0]}" if last else f" ({problem})"
            # Where a kernel never started, nbclient forgets it and stumbles over that at exit.
            client.km = manager
            raise failed(f"the kernel died.{said}") from None
    # The patch number of Python is the one thing here that differs between machines.
    notebook.metadata.language_info.pop("version", None)
    return notebook


def _new_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.SelectorEventLoop()
    # nbclient would take Ctrl-C for itself, stop one kernel and go on with the others.
    loop.add_signal_handler = _refuse  # type: ignore[method-assign, assignment]
    return loop


def _refuse(*_: Any) -> None:
    raise RuntimeError


@contextlib.contextmanager
def _runtime() -> Iterator[Path]:
    """Lend a private folder with a short name, as sockets need; clear what a killed run left."""
    from filelock import FileLock, Timeout

    for left in Path(tempfile.gettempdir()).glob("jilin-run-*"):
        with contextlib.suppress(OSError, Timeout):
            about = left.lstat()
            ours = not hasattr(os, "getuid") or about.st_uid == os.getuid()
            if ours and left.is_dir() and not left.is_symlink():
                with FileLock(left / "lock", timeout=0):
                    shutil.rmtree(left, ignore_errors=True)
    made = tempfile.TemporaryDirectory(prefix="jilin-run-", ignore_cleanup_errors=True)
    with made as name, FileLock(Path(name, "lock")):
        yield Path(name)


def _environment(runtime: Path, data: Path, cache: Path | None) -> dict[str, str]:
    """Return a kernel's environment variables, the same for every user."""
    fonts = (cache.parent if cache else runtime) / "matplotlib"
    fonts.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        DATA_VARIABLE: str(data),
        "IPYTHONDIR": str(runtime / "ipython"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(fonts),
    }
    # A reader's own settings must not draw other figures or add warnings to an output.
    for variable in ("MATPLOTLIBRC", "PYTHONWARNINGS", "PYTHONSTARTUP"):
        environment.pop(variable, None)
    if not any(fonts.glob("fontlist-*.json")):
        # Once here, or every kernel builds the list and, when slow, warns of it in an output.
        command = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(command, env=environment, check=False, capture_output=True)
    return environment


@contextlib.contextmanager
def _bar(total: int) -> Iterator[Any]:
    from tqdm import tqdm

    form = "{percentage:3.0f}% {bar:20} {elapsed}"
    quiet = not (total and sys.stderr.isatty())
    with tqdm(total=total, file=sys.stderr, disable=quiet, leave=False, bar_format=form) as bar:
        yield bar


def _tell(bar: Any, text: str) -> None:
    # A full disk behind standard error costs the words, not the report.
    with contextlib.suppress(OSError, ValueError):
        bar.write(text, file=sys.stderr)


def _text(notebook: Any) -> str:
    return str(notebook_format().writes(notebook)) + "\n"


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
