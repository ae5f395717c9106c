"""A folder changes places with its successor in one step, or stays."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
import textwrap
import types
from pathlib import Path

import pytest

from jilin_analysis.errors import AnalysisError
from jilin_analysis.reporting import replacing as module
from jilin_analysis.reporting.replacing import MARK, replacing


def write(out: Path, text: str) -> None:
    with replacing(out) as new:
        (new / "text").write_text(text)


def fail(out: Path) -> None:
    with pytest.raises(KeyError), replacing(out) as new:
        (new / "text").write_text(str({}["nothing"]))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=["one step", "two renames"])
def _every_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "two renames":
        monkeypatch.setattr(module, "_exchange", lambda *_: False)


@pytest.mark.usefixtures("_every_system")
def test_the_second_replaces_the_first_and_leaves_nothing_beside(tmp_path: Path) -> None:
    out = tmp_path / "a folder 文件夹"
    write(out, "first")
    (out / "left from the first").touch()
    write(out, "second")
    assert names(out) == [MARK, "text"]
    assert (out / "text").read_text() == "second"
    assert names(tmp_path) == [out.name]


@pytest.mark.usefixtures("_every_system")
def test_a_failure_leaves_the_first(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "first")
    fail(out)
    assert (out / "text").read_text() == "first"
    assert names(tmp_path) == ["out"]


def test_this_system_has_the_one_step(tmp_path: Path) -> None:
    if sys.platform not in ("linux", "darwin"):
        pytest.skip("no such step on this system")
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert module._exchange(tmp_path / "one", tmp_path / "other")
    assert names(tmp_path / "one") == ["other"]


@pytest.mark.parametrize("known", ["renameat2", "renamex_np", "neither"])
def test_a_system_that_exchanges_nothing_gets_two_renames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: str
) -> None:
    asked: list[tuple[object, ...]] = []

    def refuses(*arguments: object) -> int:
        asked.append(arguments)
        ctypes.set_errno(errno.ENOSYS)
        return -1

    if sys.platform == "win32":
        pytest.skip("no such call on this system")
    system = types.SimpleNamespace(**{known: refuses})
    monkeypatch.setattr(module.ctypes, "CDLL", lambda *_, **__: system)
    out = tmp_path / "out"
    write(out, "first")
    write(out, "second")
    assert (out / "text").read_text() == "second"
    assert names(tmp_path) == ["out"]
    new, old = os.fsencode(tmp_path / ".out.unfinished" / "new"), os.fsencode(out)
    assert (
        asked
        == {
            "renameat2": [(-100, new, -100, old, 2)],
            "renamex_np": [(new, old, 2)],
            "neither": [],
        }[known]
    )


def test_a_folder_that_the_system_holds_is_named_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("no such call on this system")

    def busy(*_: object) -> int:
        ctypes.set_errno(errno.EBUSY)
        return -1

    out = tmp_path / "out"
    write(out, "first")
    system = types.SimpleNamespace(renameat2=busy)
    monkeypatch.setattr(module.ctypes, "CDLL", lambda *_, **__: system)
    with pytest.raises(OSError, match="busy") as caught:
        write(out, "second")
    problem = caught.value
    assert (problem.errno, problem.filename) == (errno.EBUSY, str(out))
    assert problem.strerror == os.strerror(errno.EBUSY)
    assert (out / "text").read_text() == "first"
    assert names(tmp_path) == ["out"]


def test_a_run_killed_between_two_renames_is_mended_by_the_next(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "first")
    program = f"""
        import os
        from pathlib import Path
        from jilin_analysis.reporting import replacing as module
        module._exchange = lambda *_: False
        rename = Path.rename
        def killed(self, target):
            if self.name == "new":
                os._exit(9)
            return rename(self, target)
        Path.rename = killed
        with module.replacing({str(out)!r}) as new:
            (new / "text").write_text("second")
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False)
    assert done.returncode == 9
    assert not out.exists()
    fail(out)
    assert (out / "text").read_text() == "first"
    assert names(tmp_path) == ["out"]


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    left = tmp_path / ".out.unfinished"
    (left / "new" / "deep").mkdir(parents=True)
    (left / "lock").touch()
    (left / "new" / "deep").chmod(0o500)
    write(tmp_path / "out", "first")
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == [MARK, "text"]


@pytest.mark.parametrize("kind", ["a folder of mine", "a file"])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "home"
    if kind == "a file":
        out.write_text("mine")
    else:
        out.mkdir()
        (out / "thesis.txt").write_text("mine")
    with pytest.raises(AnalysisError, match=r"was not written by a report.*--out"):
        write(out, "first")
    assert out.is_file() or names(out) == ["thesis.txt"]
    assert names(tmp_path) == ["home"]


def test_an_empty_folder_and_deep_new_places_are_fine(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty", "first")
    write(tmp_path / "new" / "deep", "first")
    assert (tmp_path / "empty" / "text").exists()
    assert (tmp_path / "new" / "deep" / "text").exists()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real", "first")
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", "second")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "text").read_text() == "second"


def test_only_one_at_a_time(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with replacing(out), pytest.raises(AnalysisError, match="Another report is being written"):
        write(out, "second")
    write(out, "third")
    assert (out / "text").read_text() == "third"


def test_a_lock_that_was_removed_while_waiting_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("an open file cannot be removed there")
    import fcntl

    lock = tmp_path / "work" / "lock"
    real, tries = fcntl.flock, []

    def slow(handle: int, how: int) -> None:
        # The holder ends, and takes the lock file with it, between our opening and our locking.
        if not tries:
            lock.unlink()
        tries.append(handle)
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", slow)
    handle = module._take(lock)
    assert handle is not None
    assert len(tries) == 2
    assert os.path.samestat(os.fstat(handle), lock.stat())
    os.close(handle)


KILLED_AT_EVERY_STEP = """
    import os, signal, sys
    from pathlib import Path
    from jilin_analysis.reporting import replacing as module

    out, two_renames = Path(sys.argv[1]), sys.argv[2] == "two renames"
    if two_renames:
        module._exchange = lambda *_: False

    def write(text):
        with module.replacing(out) as new:
            for name in ("one", "other"):
                (new / name).write_text(text)

    def killed_at(step):
        # Audit events come before every opening, renaming and removing.
        count = 0
        def watch(event, _):
            nonlocal count
            if event.startswith(("os.", "open", "fcntl", "ctypes", "shutil")):
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(watch)
        write("second")

    step, seen = 0, []
    while True:
        step += 1
        write("first")
        child = os.fork()
        if not child:
            killed_at(step)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if not (two_renames and not out.exists()):
            texts = {(out / name).read_text() for name in ("one", "other")}
            assert len(texts) == 1, (step, texts)
            seen += texts
        if not ended:
            break
        try:
            with module.replacing(out):
                assert (out / "one").read_text() in ("first", "second")
                raise KeyError
        except KeyError:
            pass
        assert [path.name for path in out.parent.iterdir()] == ["out"], step
    print(step, seen.count("first"), seen.count("second"))
"""


@pytest.mark.parametrize("how", ["one step", "two renames"])
def test_killed_at_any_step_it_is_the_old_or_the_new(tmp_path: Path, how: str) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("no fork on this system")
    program = textwrap.dedent(KILLED_AT_EVERY_STEP)
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "place" / "out"), how],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    steps, first, second = map(int, done.stdout.split())
    assert steps > 20
    assert first > 5
    assert second > 5
