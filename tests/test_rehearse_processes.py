"""What is started is ended: servers, what they have started, and what does not want to end."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from scaffold.errors import ToolError
from scaffold.rehearse.plane import ControlPlane
from scaffold.rehearse.processes import Processes, end, undisturbed
from scaffold.rehearse.toolchain import Toolchain
from tests.test_rehearse_run import program


def test_a_server_that_ends_is_told_with_its_last_words(tmp_path: Path) -> None:
    tools = Toolchain(tmp_path / "bin", tmp_path / "provider", tmp_path / "stages.yaml")
    (tmp_path / "bin").mkdir()
    program(tmp_path / "bin" / "etcd", "echo 'disk is full'; exit 1")
    program(tmp_path / "bin" / "kube-apiserver", "exec sleep 60")
    program(tmp_path / "bin" / "kubectl", "exit 1")
    plane = ControlPlane(tools, tmp_path / "plane")
    (tmp_path / "plane").mkdir()
    with pytest.raises(ToolError) as error, plane:
        pass
    hint = "  hint: Look at the last lines of its log with scaffold rehearse --keep."
    assert str(error.value) == f"SC706 etcd: has ended: disk is full\n{hint}"
    assert plane.processes.ids == ()


def test_processes_are_ended_with_what_they_have_started(tmp_path: Path) -> None:
    script = "import subprocess,sys,time\np=subprocess.Popen(['sleep','60'],process_group=0)\n"
    script += f"open({str(tmp_path / 'pid')!r},'w').write(str(p.pid))\ntime.sleep(60)\n"
    started = Processes(tmp_path)
    started.start([sys.executable, "-c", script])
    until = time.monotonic() + 20
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert time.monotonic() < until
        time.sleep(0.05)
    child = int((tmp_path / "pid").read_text())
    leader = started.ids[0]
    started.stop()
    assert started.ids == ()
    for pid in (leader, child):
        assert not alive(pid)


def test_what_does_not_end_is_killed() -> None:
    script = (
        "import signal,time\nsignal.signal(signal.SIGTERM,signal.SIG_IGN)\nprint(1,flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", f"{script}time.sleep(60)"],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout
    process.stdout.readline()
    end(process, patience=0.2)
    assert process.returncode == -signal.SIGKILL
    end(process)
    process.stdout.close()


def test_a_second_ctrl_c_waits_until_the_first_has_cleaned_up() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt):
        with undisturbed():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("cleaned")
        time.sleep(1)
    assert done == ["cleaned"]


def test_a_second_ctrl_c_waits_in_whichever_thread_it_arrives() -> None:
    done = []
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    try:
        with pytest.raises(KeyboardInterrupt), undisturbed():
            assert other.ident
            signal.pthread_kill(other.ident, signal.SIGINT)
            time.sleep(0.2)
            done.append("cleaned")
    finally:
        over.set()
        other.join()
    assert done == ["cleaned"]


def alive(pid: int) -> bool:
    """Whether a process runs; one that waits to be reaped does not."""
    try:
        return " Z " not in f" {Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2]} "
    except OSError:
        return False
