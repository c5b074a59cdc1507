"""A Ray cluster of two machines on loopback, as its users start it, and the sudden death of one of them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_S, ASK_S = 90.0, 30.0


class Loopback:
    """A head and a worker with one core each. Use it in a `with`: its processes end with it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="ray"))  # Ray's sockets stand in it, and their paths must be short
        self.address = f"127.0.0.1:{_free_port()}"
        self._nodes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Loopback":
        port = self.address.rsplit(":", 1)[1]
        try:
            self._start("--head", f"--port={port}", "--include-dashboard=false")
            self._await(1)
            self._start(f"--address={self.address}")
            self._await(2)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        while self._nodes:
            self.kill(len(self._nodes) - 1)
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self, number: int = 1) -> None:
        """The machine goes: all its processes at once, none may say goodbye."""
        node = self._nodes.pop(number)
        for pid in {node.pid, *_below(node.pid)}:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        node.wait()

    def _start(self, *options: str) -> None:
        ray = Path(sys.executable).with_name("ray")
        environment = os.environ | {
            "PYTHONPATH": str(ROOT), "RAY_TMPDIR": str(self._folder), "RAY_USAGE_STATS_ENABLED": "0",
        }  # fmt: skip
        log = (self._folder / f"node{len(self._nodes)}.log").open("wb")
        with log:
            self._nodes.append(
                subprocess.Popen(
                    [ray, "start", *options, "--node-ip-address=127.0.0.1", "--num-cpus=1", "--block"],
                    env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                )
            )  # fmt: skip

    def _await(self, nodes: int) -> None:
        """Waits until so many machines have joined, asking in a process apart, for this one is to join later."""
        asking = f"import ray; ray.init(address={self.address!r}, logging_level='ERROR'); print(len([n for n in ray.nodes() if n['Alive']]))"
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            time.sleep(1.0)
            with suppress(subprocess.TimeoutExpired):
                command = [sys.executable, "-c", asking]
                asked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=ASK_S)
                if asked.stdout.strip().endswith(str(nodes)):
                    return
        raise TimeoutError(f"no cluster of {nodes} after {START_S:g} s: {(self._folder / 'node0.log').read_text()}")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def _below(pid: int) -> list[int]:
    """All processes below one."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, task.read_text().split())
    return found[1:]
