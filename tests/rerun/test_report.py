"""A report is written whole or not at all, whatever happens to it."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import psutil
import pytest
from conftest import PLAIN_LOCALE, MakeNotebook, exhibit_cell, write_notebook
from nbformat.v4 import new_output

from jilin_analysis.reporting.execution import NotebookError, read, run_notebook
from jilin_analysis.reporting.memory import Memory, cache_folder, fingerprint
from jilin_analysis.reporting.progress import Progress
from jilin_analysis.reporting.surroundings import surroundings

# A report of the notebooks in argv[1] into argv[2], as the command line would do it, with a site
# of one page: Sphinx has tests of its own and takes seconds.
PROGRAM = """
    import sys, types
    from pathlib import Path

    def build_site(executed, out, data):
        out.mkdir()
        (out / "index.html").write_text("".join(p.read_text() for p in executed.glob("*.ipynb")))

    sys.modules["jilin_analysis.site.build"] = types.SimpleNamespace(build_site=build_site)
    from jilin_analysis.reporting import report, running
    from jilin_analysis.errors import AnalysisError
    running.notebooks_folder = lambda: Path(sys.argv[1])
    {before}
    try:
        report.run_report(out=Path(sys.argv[2]), fresh="--fresh" in sys.argv)
    except AnalysisError as problem:
        print(problem, file=sys.stderr)
        sys.exit(problem.exit_code)
"""


def command(notebooks: Path, out: Path, *more: str, before: str = "") -> list[str]:
    program = textwrap.dedent(PROGRAM).format(before=before)
    return [sys.executable, "-c", program, str(notebooks), str(out), *more]


def run(
    notebooks: Path, out: Path, *more: str, before: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(notebooks, out, *more, before=before), capture_output=True, text=True, check=False
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def first_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("first")
    write_notebook(place / "notebooks", "01-first", exhibit_cell("first-answer"), "1 + 1")
    write_notebook(place / "notebooks", "02-second", exhibit_cell("second-answer"), "assert True")
    # The same cache as the tests', which a module's fixture comes too early to be given.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
        done = run(place / "notebooks", place / "build")
    assert done.returncode == 0, done.stderr
    return place


@pytest.fixture
def reported(first_report: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two notebooks and a report of them."""
    shutil.copytree(first_report, tmp_path, dirs_exist_ok=True)
    return tmp_path / "notebooks", tmp_path / "build"


def test_it_writes_notebooks_exhibits_and_site(
    reported: tuple[Path, Path],
) -> None:
    _, out = reported
    assert sorted(contents(out)) == [
        ".jilin-analysis-report",
        "exhibits/exhibits.json",
        "exhibits/first-answer.csv",
        "exhibits/first-answer.md",
        "exhibits/second-answer.csv",
        "exhibits/second-answer.md",
        "notebooks/01-first.ipynb",
        "notebooks/02-second.ipynb",
        "site/index.html",
    ]
    listed = json.loads((out / "exhibits/exhibits.json").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in listed] == ["first-answer", "second-answer"]
    assert "png" not in listed[0]
    # For people too, one field on a line.
    assert (out / "exhibits/exhibits.json").read_text("utf-8").startswith('[\n {\n  "id": ')
    assert (out / "exhibits/first-answer.md").read_bytes() == b"It **grew**.\n"
    executed = nbformat.read(out / "notebooks/01-first.ipynb", as_version=4)
    assert [cell.execution_count for cell in executed.cells] == [1, 2]
    assert executed.cells[1].outputs[0].data["text/plain"] == "2"
    assert "version" not in executed.metadata.language_info


def test_it_leaves_nothing_beside_and_touches_no_notebook(reported: tuple[Path, Path]) -> None:
    notebooks, out = reported
    assert sorted(path.name for path in out.parent.iterdir()) == ["build", "notebooks"]
    first = nbformat.read(notebooks / "01-first.ipynb", as_version=4)
    assert first.cells[0].outputs == []
    assert len(list(notebooks.iterdir())) == 2


def test_it_says_what_it_wrote_and_where_to_open_it(reported: tuple[Path, Path]) -> None:
    notebooks, out = reported
    said = run(notebooks, out).stdout
    assert "2 notebooks" in said
    assert "2 exhibits" in said
    assert (out / "site" / "index.html").as_uri() in said


def test_an_unchanged_notebook_is_not_run_again(reported: tuple[Path, Path]) -> None:
    notebooks, out = reported
    before = contents(out)
    again = run(notebooks, out)
    assert again.stderr.count("unchanged, not run again") == 2
    assert contents(out) == before
    fresh = run(notebooks, out, "--fresh")
    assert fresh.returncode == 0
    assert "unchanged" not in fresh.stderr


def test_a_changed_notebook_is_run_again_and_the_other_is_not(
    reported: tuple[Path, Path], make_notebook: MakeNotebook
) -> None:
    notebooks, out = reported
    make_notebook("01-first", exhibit_cell("first-answer"), "1 + 2")
    said = run(notebooks, out).stderr
    assert "01-first: done" in said
    assert "02-second: unchanged" in said
    executed = nbformat.read(out / "notebooks/01-first.ipynb", as_version=4)
    assert executed.cells[1].outputs[0].data["text/plain"] == "3"


def test_changed_data_run_every_notebook_again(
    make_notebook: MakeNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = Path(__file__).parent / "data" / "next-quarter"
    data = Path(shutil.copytree(example, tmp_path / "my data"))
    (data / "value.txt").write_text("7")
    monkeypatch.setenv("JILIN_ANALYSIS_DATA", str(data))
    cell = "import os; open(os.environ['JILIN_ANALYSIS_DATA'] + '/value.txt').read()"
    notebooks = make_notebook("01-reads", exhibit_cell("an-answer"), cell).parent
    run(notebooks, tmp_path / "build")
    (data / "value.txt").write_text("8")
    said = run(notebooks, tmp_path / "build").stderr
    assert "unchanged" not in said
    assert "'8'" in (tmp_path / "build/notebooks/01-reads.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize("harm", [b"", b"junk", None])
def test_a_broken_memory_is_made_anew(reported: tuple[Path, Path], harm: bytes | None) -> None:
    notebooks, out = reported
    before = contents(out)
    entries = list(Path(os.environ["XDG_CACHE_HOME"]).rglob("output.pkl"))
    assert entries
    for entry in entries:
        whole = entry.read_bytes()
        entry.write_bytes(whole.replace(b"grew", b"fell") if harm is None else harm)
    again = run(notebooks, out)
    assert again.returncode == 0
    assert "unchanged" not in again.stderr
    assert contents(out) == before


def test_it_works_where_no_cache_can_be_written(
    make_notebook: MakeNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "a file"
    blocked.touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setenv("HOME", str(blocked))
    notebooks = make_notebook("01-first", exhibit_cell("first-answer")).parent
    for _ in range(2):
        done = run(notebooks, tmp_path / "build")
        assert done.returncode == 0, done.stderr
        assert "01-first: done" in done.stderr


def test_what_is_remembered_is_kept_in_a_folder_of_our_own() -> None:
    folder = cache_folder()
    assert folder is not None
    assert folder.is_dir()
    assert "jilin-analysis" in folder.parts


def test_what_is_made_afresh_is_what_is_remembered(tmp_path: Path) -> None:
    async def made(text: str) -> str:
        return text

    async def got(text: str, fresh: bool) -> tuple[str, bool]:
        return await Memory(tmp_path).get("one key", lambda: made(text), fresh)

    assert asyncio.run(got("old", fresh=False)) == ("old", False)
    assert asyncio.run(got("newer", fresh=False)) == ("old", True)
    assert asyncio.run(got("newer", fresh=True)) == ("newer", False)
    assert asyncio.run(got("newest", fresh=False)) == ("newer", True)


@pytest.mark.usefixtures("reported")
def test_the_list_of_fonts_is_kept_for_the_next_report() -> None:
    assert list(Path(os.environ["XDG_CACHE_HOME"]).rglob("fontlist-*.json"))


def test_old_outputs_are_no_change_of_a_notebook(make_notebook: MakeNotebook) -> None:
    path = make_notebook("01-first", "1")
    bare = read(path)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].outputs.append(new_output("stream", text="old"))
    notebook.cells[0].execution_count = 7
    nbformat.write(notebook, path)
    assert read(path) == bare


def test_the_hash_of_all_that_notebooks_read_sees_every_file(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.csv").write_text("1")
    (tmp_path / "deep" / "b.csv").write_text("2")
    seen = [fingerprint(tmp_path)]
    (tmp_path / "a.csv").write_text("3")
    seen.append(fingerprint(tmp_path))
    (tmp_path / "deep" / "b.csv").write_text("4")
    seen.append(fingerprint(tmp_path))
    (tmp_path / "deep" / "b.csv").rename(tmp_path / "b.csv")
    seen.append(fingerprint(tmp_path))
    assert len(set(seen)) == len(seen)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").touch()
    assert fingerprint(tmp_path) == seen[-1]


def refreshed(notebooks: Path) -> str:
    """Refresh them in a locale that knows no Chinese; return what is said."""
    program = (
        "import sys; from pathlib import Path; from jilin_analysis.reporting import running\n"
        "running.notebooks_folder = lambda: Path(sys.argv[1])\n"
        "running.refresh_notebooks()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(notebooks)],
        env=os.environ | PLAIN_LOCALE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_refreshing_writes_what_has_changed_and_names_it(make_notebook: MakeNotebook) -> None:
    kernel = "import json; from ipykernel.connect import get_connection_info as info"
    notebooks = make_notebook(
        "01-first", "'吉林'", f"{kernel}\njson.loads(info())['transport']"
    ).parent
    assert refreshed(notebooks) == "01-first.ipynb: changed\n"
    raw = (notebooks / "01-first.ipynb").read_bytes()
    assert raw.endswith(b"}\n")
    assert b"\r" not in raw
    first, second = nbformat.reads(raw.decode(), as_version=4).cells
    assert first.outputs[0].data["text/plain"] == "'吉林'"
    # A kernel that listens on a port could be reached from outside.
    assert second.outputs[0].data["text/plain"] == ("'tcp'" if os.name == "nt" else "'ipc'")
    assert refreshed(notebooks) == ""
    assert [path.name for path in notebooks.iterdir()] == ["01-first.ipynb"]


FAULTS = {
    "fails": ("1 / 0", "ZeroDivisionError: division by zero"),
    "hangs": ("import time; time.sleep(60)", "still running after 2 seconds"),
    "dies": (
        r"import os; os.write(2, b'first\nlast \xff\n'); os._exit(1)",
        "the kernel died. Its last words: last \ufffd\n",
    ),
    "is killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "the kernel died"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_notebook_that_does_not_end_is_named_and_the_last_report_stays(
    reported: tuple[Path, Path], make_notebook: MakeNotebook, fault: str
) -> None:
    notebooks, out = reported
    before = contents(out)
    cell, said = FAULTS[fault]
    make_notebook("02-second", "1", cell)
    quick = (
        "import functools as f; running.run_notebook = f.partial(running.run_notebook, timeout=2)"
    )
    done = run(notebooks, out, before=quick)
    assert done.returncode == 1
    assert f"02-second, cell 2 of 2 ({cell!r}): {said}" in done.stderr
    assert "make lab" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(out) == before
    assert sorted(path.name for path in out.parent.iterdir()) == ["build", "notebooks"]


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_two_at_once(reported: tuple[Path, Path], make_notebook: MakeNotebook) -> None:
    notebooks, out = reported
    make_notebook("01-first", exhibit_cell("first-answer"), "import time; time.sleep(4)")
    first = subprocess.Popen(command(notebooks, out), stdout=subprocess.DEVNULL)
    lock = out.with_name(".build.unfinished") / "lock"
    wait_for(lock.exists)
    second = run(notebooks, out)
    assert second.returncode == 1
    assert "Another report is being written" in second.stderr
    assert first.wait() == 0
    assert not lock.parent.exists()


def test_a_full_disk(reported: tuple[Path, Path]) -> None:
    # A limit on the size of any one file stands for the disk: the system refuses the same way.
    notebooks, out = reported
    before = contents(out)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))"
    done = run(notebooks, out, before=limit)
    assert done.returncode == 1
    assert "The report could not be written: File too large" in done.stderr
    assert "is untouched" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(out) == before
    assert sorted(path.name for path in out.parent.iterdir()) == ["build", "notebooks"]


def test_a_place_where_nothing_can_be_written(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    notebooks = make_notebook("01-first", exhibit_cell("first-answer")).parent
    # Root may write anywhere on a disk, but not in the folder of processes.
    place = Path("/proc/self/build") if os.geteuid() == 0 else tmp_path / "shut" / "build"
    if os.geteuid():
        place.parent.mkdir(mode=0o500)
    done = run(notebooks, place)
    assert done.returncode == 1
    assert "The report could not be written" in done.stderr
    assert ".build.unfinished).\n" in done.stderr
    assert "--out" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_of_someone_else_is_left_alone(make_notebook: MakeNotebook) -> None:
    notebooks = make_notebook("01-first", exhibit_cell("first-answer")).parent
    before = contents(notebooks)
    done = run(notebooks, notebooks)
    assert done.returncode == 1
    assert "was not written by a report" in done.stderr
    # It is said before any notebook is run.
    assert "started" not in done.stderr
    assert contents(notebooks) == before


def test_no_notebook_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run(tmp_path / "empty", tmp_path / "build")
    assert done.returncode == 1
    assert "There is no notebook in" in done.stderr
    assert not (tmp_path / "build").exists()


def test_what_is_not_a_notebook_is_named(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    path = make_notebook("01-first", "1")
    path.write_text("not JSON")
    done = run(path.parent, tmp_path / "build")
    assert done.returncode == 1
    assert f"{path} cannot be read as a notebook" in done.stderr


def test_a_notebook_runs_in_its_folder_and_each_of_its_cells_is_told(
    make_notebook: MakeNotebook,
) -> None:
    path = make_notebook("01-first", "import os; os.getcwd()", "1 / 0", "2")
    notebook, done = read(path), []
    with surroundings() as around, pytest.raises(NotebookError) as caught:
        asyncio.run(run_notebook(notebook, path, around, 60, lambda: done.append("a cell")))
    assert str(caught.value).startswith("01-first, cell 2 of 3 ('1 / 0'): ZeroDivisionError")
    assert notebook.cells[0].outputs[0].data["text/plain"] == repr(str(path.parent))
    assert done


def test_a_kernel_that_never_starts_is_told_with_its_last_words(
    make_notebook: MakeNotebook, tmp_path: Path
) -> None:
    path = make_notebook("01-first", "1 + 1", "2")
    (tmp_path / "ipykernel_launcher.py").write_text(
        "import sys\n"
        "sys.stderr.buffer.write('warned\\nno 吉 '.encode() + b'\\xff kernel\\n')\n"
        "sys.exit(1)\n",
        encoding="utf-8",
    )
    program = """
        import asyncio, sys
        from pathlib import Path
        from jilin_analysis.reporting.execution import NotebookError, read, run_notebook
        from jilin_analysis.reporting.surroundings import surroundings

        path = Path(sys.argv[1])
        with surroundings() as around:
            around.environment["PYTHONPATH"] = sys.argv[2]
            try:
                asyncio.run(run_notebook(read(path), path, around))
            except NotebookError as problem:
                print(problem)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(path), str(tmp_path)],
        env=os.environ | PLAIN_LOCALE | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.startswith(
        "01-first, cell 1 of 2 ('1 + 1'): the kernel died. Its last words: no 吉 \ufffd kernel\n"
    )
    assert "Traceback" not in done.stderr


TOKEN = "token-{number:04d}"


def killed(notebooks: Path, out: Path, number: int, after: float) -> int:
    """Kill a report after so many seconds, see that nothing of it goes on, return its exit code."""
    environment = {**os.environ, "TOKEN": TOKEN.format(number=number)}
    process = subprocess.Popen(
        command(notebooks, out, "--fresh"),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(after)
    family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive, "a kernel outlived its report"
    return process.returncode


def check_whole(out: Path) -> str:
    """See that every file of a report is there and of one run; return that run's token."""
    files = contents(out)
    assert sorted(files) == [
        ".jilin-analysis-report",
        "exhibits/an-answer.csv",
        "exhibits/an-answer.md",
        "exhibits/exhibits.json",
        "notebooks/01-first.ipynb",
        "notebooks/02-second.ipynb",
        "site/index.html",
    ]
    tokens = {
        token
        for name in ("notebooks/01-first.ipynb", "notebooks/02-second.ipynb", "site/index.html")
        for token in re.findall(rb"token-[0-9]{4}", files[name])
    }
    assert len(tokens) == 1, tokens
    return tokens.pop().decode()


@pytest.mark.parametrize("times", [4, pytest.param(60, marks=pytest.mark.many)])
def test_killed_at_a_random_moment(make_notebook: MakeNotebook, tmp_path: Path, times: int) -> None:
    show = "import os; os.environ['TOKEN']"
    make_notebook("02-second", show)
    notebooks = make_notebook("01-first", exhibit_cell("an-answer"), show).parent
    out = tmp_path / "build"
    # The first run also builds matplotlib's list of fonts; the second tells how long one takes.
    assert killed(notebooks, out, 0, after=60) == 0
    begun = time.monotonic()
    assert killed(notebooks, out, 0, after=60) == 0
    whole = time.monotonic() - begun
    chance = random.Random(times)
    ended = []
    for number in range(1, times + 1):
        # Half of the moments lie where the report is written rather than where notebooks run.
        after = whole * chance.choice([chance.uniform(0, 1.1), chance.uniform(0.8, 1.1)])
        ended.append(killed(notebooks, out, number, after))
        assert check_whole(out) <= TOKEN.format(number=number)
    assert -signal.SIGKILL in ended
    assert killed(notebooks, out, 9999, after=60) == 0
    assert check_whole(out) == TOKEN.format(number=9999)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "notebooks"]


def test_control_c_ends_it_and_its_kernels(
    reported: tuple[Path, Path], make_notebook: MakeNotebook
) -> None:
    notebooks, out = reported
    before = contents(out)
    for name in ("01-first", "02-second"):
        make_notebook(name, "import time; time.sleep(60)")
    # A job in the background is born deaf to Control-C, and so are its children.
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    process = subprocess.Popen(
        command(notebooks, out, before=heard), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    parent = psutil.Process(process.pid)
    wait_for(lambda: len(parent.children()) == 2)
    time.sleep(1)
    family = parent.children(recursive=True)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) != 0
    assert not psutil.wait_procs(family, timeout=5)[1]
    assert contents(out) == before
    assert not out.with_name(".build.unfinished").exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_tells_share_time_and_what_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    progress = Progress(4)
    for name in ("01-first", "02-second"):
        progress.start(name)
    progress.step(2)
    progress.end("01-first", "done")
    progress.close()
    shown = [line.rstrip() for line in re.split(r"[\r\n]", screen.getvalue())]
    shown = [re.sub(r"\d\d:\d\d", "TIME", line) for line in shown]
    assert f"  0% {' ' * 20} TIME 01-first, 02-second" in shown
    assert f" 50% {'#' * 10:20} TIME 02-second" in shown
    assert "01-first: done" in shown
    assert not any("started" in line for line in shown)
    assert shown[-1] == ""


def test_without_a_terminal_each_event_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(4)
    progress.start("01-first")
    progress.step(4)
    progress.end("01-first", "done")
    progress.note("02-second", "unchanged, not run again")
    progress.close()
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "01-first: started",
        "01-first: done",
        "02-second: unchanged, not run again",
    ]


def test_a_terminal_sees_a_bar_with_the_running_notebooks(
    make_notebook: MakeNotebook, tmp_path: Path
) -> None:
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    slow = "import time; time.sleep(0.5)"
    make_notebook("02-second", exhibit_cell("second-answer"), slow)
    notebooks = make_notebook("01-first", exhibit_cell("first-answer"), slow).parent
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    process = subprocess.Popen(
        command(notebooks, tmp_path / "build"), stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):
        while piece := os.read(ours, 4096):
            seen += piece
    os.close(ours)
    assert process.wait() == 0
    shown = seen.decode()
    assert "01-first, 02-second" in shown
    assert "%" in shown
    assert "01-first: done" in shown
