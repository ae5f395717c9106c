"""A report is written whole or not at all, whatever happens to it, and not twice for nothing."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import psutil
import pytest
from conftest import PLAIN_LOCALE, MakeNotebook, exhibit_cell, write_notebook
from folders import sound
from nbformat.v4 import new_output
from reports import apart, command, here

from jilin_analysis.reporting import run
from jilin_analysis.reporting.report import fingerprint

Reported = tuple[Path, Path]


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
        done = here(place / "notebooks", place / "build")
    assert done.returncode == 0, done.stderr
    return place


@pytest.fixture
def reported(first_report: Path, tmp_path: Path) -> Reported:
    """Two notebooks and a report of them."""
    shutil.copytree(first_report, tmp_path, dirs_exist_ok=True)
    return tmp_path / "notebooks", tmp_path / "build"


def test_it_writes_notebooks_exhibits_and_site_and_nothing_beside(reported: Reported) -> None:
    notebooks, out = reported
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
    assert (out / "exhibits/first-answer.md").read_bytes() == b"It **grew**.\n"
    executed = nbformat.read(out / "notebooks/01-first.ipynb", as_version=4)
    assert executed.cells[1].outputs[0].data["text/plain"] == "2"
    assert "version" not in executed.metadata.language_info
    assert sorted(path.name for path in out.parent.iterdir()) == ["build", "notebooks"]
    assert nbformat.read(notebooks / "01-first.ipynb", as_version=4).cells[0].outputs == []


def test_with_nothing_changed_nothing_is_done(reported: Reported) -> None:
    _, out = reported
    notebooks = out.parent / "notebooks"
    before = (out / "site").stat().st_ino
    again = here(notebooks, out)
    assert again.stderr.strip() == "Nothing has changed since this report was written."
    assert (out / "site").stat().st_ino == before
    assert "2 notebooks" in again.stdout
    assert "2 exhibits" in again.stdout
    assert (out / "site" / "index.html").as_uri() in again.stdout


def test_a_report_that_was_changed_is_written_again(reported: Reported) -> None:
    notebooks, out = reported
    before = contents(out)
    harms = (
        (out / "exhibits/first-answer.csv").unlink,
        lambda: (out / "site/index.html").write_text("other"),
        lambda: (out / "site/more.html").write_text("more"),
        lambda: (out / "notebooks/01-first.ipynb").write_text("{}"),
    )
    for harm in harms:
        harm()
        assert here(notebooks, out).stderr.count(": done") == 2
        assert contents(out) == before


def test_a_notebook_that_has_changed_is_run_again(
    reported: Reported, make_notebook: MakeNotebook
) -> None:
    notebooks, out = reported
    make_notebook("01-first", exhibit_cell("first-answer"), "1 + 2")
    assert here(notebooks, out).stderr.count(": done") == 2
    executed = nbformat.read(out / "notebooks/01-first.ipynb", as_version=4)
    assert executed.cells[1].outputs[0].data["text/plain"] == "3"
    assert here(notebooks, out, "--fresh").stderr.count(": done") == 2


def test_a_data_folders_own_notebooks_are_run_on_it(
    make_notebook: MakeNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = sound(tmp_path / "my data")
    (data / "value.txt").write_text("7")
    monkeypatch.setenv("JILIN_ANALYSIS_DATA", str(data))
    cell = "import os; open(os.environ['JILIN_ANALYSIS_DATA'] + '/value.txt').read()"
    ours = make_notebook("01-ours", exhibit_cell("an-answer"))
    write_notebook(data, "mine", cell)
    any_data = write_notebook(tmp_path / "any", "00-any", exhibit_cell("another-answer")).parent
    monkeypatch.setattr(run, "ANALYSES", any_data)
    assert here(ours.parent, tmp_path / "build").stderr.count(": done") == 2
    executed = tmp_path / "build/notebooks"
    assert "'7'" in (executed / "mine.ipynb").read_text(encoding="utf-8")
    assert not (executed / "01-ours.ipynb").exists()


def test_old_outputs_are_no_change_of_a_notebook(make_notebook: MakeNotebook) -> None:
    path = make_notebook("01-first", "1")
    bare = run.read(path)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].outputs.append(new_output("stream", text="old"))
    nbformat.write(notebook, path)
    assert run.read(path) == bare


def test_the_hash_of_all_that_notebooks_read_sees_every_file(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.csv").write_text("1")
    (tmp_path / "deep" / "b.csv").write_text("2")
    seen = [fingerprint(tmp_path)]
    (tmp_path / "deep" / "b.csv").write_text("4")
    seen.append(fingerprint(tmp_path))
    (tmp_path / "deep" / "b.csv").rename(tmp_path / "b.csv")
    seen.append(fingerprint(tmp_path))
    assert len(set(seen)) == len(seen)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").touch()
    os.mkfifo(tmp_path / "pipe")
    assert fingerprint(tmp_path) == seen[-1]


# Faults.

FAULTS = {
    "fails": ("1 / 0", "ZeroDivisionError: division by zero"),
    "hangs": ("import time; time.sleep(60)", "still running after 2 seconds"),
    "dies": (
        r"import os; os.write(2, b'first\nlast \xff\n'); os._exit(1)",
        "the kernel died. Its last words: last \ufffd\n",
    ),
}


@pytest.mark.nightly
def test_notebooks_that_do_not_end_are_all_named_and_the_last_report_stays(
    reported: Reported, make_notebook: MakeNotebook
) -> None:
    notebooks, out = reported
    before = contents(out)
    for name, (cell, _) in FAULTS.items():
        make_notebook(name, "1", cell)
    done = apart(notebooks, out, before="run.CELL_TIMEOUT = 2")
    assert done.returncode == 1
    for name, (cell, said) in FAULTS.items():
        assert f"{name}, cell 2 of 2 ({cell!r}): {said}" in done.stderr
        assert str(notebooks / f"{name}.ipynb") in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(out) == before
    assert sorted(path.name for path in out.parent.iterdir()) == ["build", "notebooks"]


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.mark.nightly
def test_two_at_once(reported: Reported, make_notebook: MakeNotebook) -> None:
    notebooks, out = reported
    end = out.with_name("end")
    wait = f"import os, time\nwhile not os.path.exists({str(end)!r}):\n    time.sleep(0.1)"
    make_notebook("01-first", exhibit_cell("first-answer"), wait)
    first = subprocess.Popen(command(notebooks, out), stdout=subprocess.DEVNULL)
    lock = out.with_name(".build.unfinished") / "lock"
    wait_for(lock.exists)
    second = apart(notebooks, out)
    end.touch()
    assert second.returncode == 1
    assert "Another report is being written" in second.stderr
    assert first.wait() == 0
    assert not lock.parent.exists()


@pytest.mark.nightly
def test_a_full_disk(reported: Reported, make_notebook: MakeNotebook) -> None:
    # A limit on the size of any one file stands for the disk: the system refuses the same way.
    notebooks, out = reported
    before = contents(out)
    shutil.rmtree(out / "site")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))"
    done = apart(notebooks, out, before=limit)
    assert done.returncode == 1
    assert "The report could not be written: File too large" in done.stderr
    assert "is untouched" in done.stderr
    assert "Traceback" not in done.stderr
    assert {name: one for name, one in before.items() if "site" not in name} == contents(out)
    # The kernels' own files are in another place, and it is that one which is named.
    make_notebook("01-first", "'a new one'")
    done = apart(notebooks, out, before=limit.replace("1500", "10"))
    assert done.returncode == 1
    assert "TMPDIR" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_place_where_nothing_can_be_written(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    notebooks = make_notebook("01-first", exhibit_cell("first-answer")).parent
    # Root may write anywhere on a disk, but not in the folder of processes.
    place = Path("/proc/self/build") if os.geteuid() == 0 else tmp_path / "shut" / "build"
    if os.geteuid():
        place.parent.mkdir(mode=0o500)
    done = here(notebooks, place)
    assert done.returncode == 1
    assert "The report could not be written" in done.stderr
    assert "--out" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_no_report_and_what_is_no_notebook_is_told_at_once(
    make_notebook: MakeNotebook, tmp_path: Path
) -> None:
    path = make_notebook("01-first", "1")
    before = contents(path.parent)
    os.mkfifo(path.parent / "02-pipe.ipynb")
    done = here(path.parent, path.parent)
    assert done.returncode == 1
    assert "was not written by a report" in done.stderr
    assert "done" not in done.stderr
    assert contents(path.parent) == before
    path.write_text("not JSON")
    assert f"{path} cannot be read as a notebook" in here(path.parent, tmp_path / "build").stderr
    path.unlink()
    assert "There is no notebook in" in here(path.parent, tmp_path / "build").stderr
    assert not (tmp_path / "build").exists()


@pytest.mark.nightly
def test_nobody_listening_is_no_fault(reported: Reported) -> None:
    notebooks, out = reported
    (out / "site/index.html").unlink()
    closed = ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command(notebooks, out)]
    assert subprocess.run(closed, check=False).returncode == 0
    assert (out / "site/index.html").is_file()


@pytest.mark.parametrize("name", ["SIGTERM", pytest.param("SIGINT", marks=pytest.mark.nightly)])
def test_ended_from_outside_it_leaves_nothing(
    reported: Reported, make_notebook: MakeNotebook, tmp_path: Path, name: str
) -> None:
    notebooks, out = reported
    before = contents(out)
    temporary = tmp_path / "t"
    temporary.mkdir()
    begun = [tmp_path / each for each in ("01-first", "02-second")]
    for each in begun:
        make_notebook(each.name, f"import time; open({str(each)!r}, 'w'); time.sleep(60)")
    # A job in the background is born deaf to Control-C, and so are its children.
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    words = tmp_path / "words.txt"
    with words.open("wb") as said:
        process = subprocess.Popen(
            command(notebooks, out, before=heard),
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=os.environ | {"TMPDIR": str(temporary)},
        )
    parent = psutil.Process(process.pid)
    wait_for(lambda: all(each.exists() for each in begun), 60)
    family = parent.children(recursive=True)
    process.send_signal(getattr(signal, name))
    assert process.wait(20) == 130, words.read_text(encoding="utf-8")
    assert not psutil.wait_procs(family, timeout=5)[1]
    assert contents(out) == before
    assert not out.with_name(".build.unfinished").exists()
    assert not list(temporary.iterdir())


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
    names = ("notebooks/01-first.ipynb", "notebooks/02-second.ipynb", "site/index.html")
    files = contents(out)
    assert {*names, ".jilin-analysis-report", "exhibits/exhibits.json"} <= set(files)
    tokens = {token for name in names for token in re.findall(rb"token-[0-9]{4}", files[name])}
    assert len(tokens) == 1, tokens
    return tokens.pop().decode()


@pytest.mark.nightly
def test_killed_at_a_random_moment(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    show = "import os; os.environ['TOKEN']"
    make_notebook("02-second", show)
    notebooks = make_notebook("01-first", exhibit_cell("an-answer"), show).parent
    out = tmp_path / "build"
    begun = time.monotonic()
    assert killed(notebooks, out, 0, after=60) == 0
    whole = time.monotonic() - begun
    chance = random.Random(1)
    ended = []
    for number in range(1, 61):
        # Half of the moments lie where the report is written rather than where notebooks run.
        after = whole * chance.choice([chance.uniform(0, 0.9), chance.uniform(0.7, 1.0)])
        ended.append(killed(notebooks, out, number, after))
        assert check_whole(out) <= TOKEN.format(number=number)
    assert -signal.SIGKILL in ended
    assert killed(notebooks, out, 9999, after=60) == 0
    assert check_whole(out) == TOKEN.format(number=9999)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "notebooks"]


def test_refreshing_writes_what_has_changed_and_names_it(make_notebook: MakeNotebook) -> None:
    kernel = "import json; from ipykernel.connect import get_connection_info as info"
    cell = f"{kernel}\njson.loads(info())['transport'], __import__('os').getcwd()"
    notebooks = make_notebook("01-first", "'吉林'", cell).parent
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "import refresh; refresh.refresh_notebooks(Path(sys.argv[1]))\n"
        "refresh.refresh_notebooks(Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(notebooks), str(Path(__file__).parent)],
        env=os.environ | PLAIN_LOCALE,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "01-first.ipynb: changed\n"
    raw = (notebooks / "01-first.ipynb").read_bytes()
    assert raw.endswith(b"}\n")
    assert b"\r" not in raw
    first, second = nbformat.reads(raw.decode(), as_version=4).cells
    assert first.outputs[0].data["text/plain"] == "'吉林'"
    # A kernel that listens on a port could be reached from outside.
    transport = "tcp" if os.name == "nt" else "ipc"
    shown = "".join(second.outputs[0].data["text/plain"].split())
    assert shown == f"({transport!r},{str(notebooks)!r})"
    assert [path.name for path in notebooks.iterdir()] == ["01-first.ipynb"]


@pytest.mark.nightly
def test_a_terminal_sees_a_bar(
    make_notebook: MakeNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    # A temporary folder with a long name will do.
    temporary = tmp_path / ("long" * 30)
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    slow = "import time; time.sleep(0.3)"
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
    assert re.search(r"50% \S{10} +00:\d\d", shown)
    assert "01-first: done" in shown
