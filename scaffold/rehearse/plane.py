"""A Kubernetes control plane on loopback: etcd, three servers, and a simulator for nodes and pods.

Webhooks are switched off: what would answer them are pods, and none runs here. Policies written in
CEL, Pod Security and every schema do hold.
"""

import socket
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from scaffold.errors import Problem, ToolError
from scaffold.rehearse import objects, pki
from scaffold.rehearse.processes import Processes
from scaffold.rehearse.toolchain import Toolchain

READY_SECONDS = 90
"""How long the API server may take: two seconds where nothing else runs."""
WEBHOOKS = "MutatingAdmissionWebhook,ValidatingAdmissionWebhook"
QUICK = ["--kube-api-qps=1000", "--kube-api-burst=2000", "--leader-elect=false"]
HINT = "Look at the last lines of its log with scaffold rehearse --keep."


class ControlPlane:
    """One control plane, from `__enter__` to `__exit__`; `folder` must not be there yet.

    With `keep` it goes on running after a block that ends without an error.
    """

    def __init__(self, tools: Toolchain, folder: Path, keep: bool = False) -> None:
        self.tools = tools
        self.folder = folder
        self.keep = keep
        self.kubeconfig = folder / "kubeconfig"
        self.processes = Processes(folder / "log")
        self.address = "127.0.0.1"
        self.version = ""
        """Of the API server: `v1.37.1`."""

    def __enter__(self) -> "ControlPlane":
        """Start everything. Raises ToolError (SC705-706); nothing runs then."""
        with ExitStack() as undo:
            undo.callback(self.processes.stop)
            self._start()
            undo.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None or not self.keep:
            self.processes.stop()

    def kubectl(self, *arguments: str, given: str = "") -> str:
        """Run kubectl as the administrator; what it printed. Raises ToolError (SC706)."""
        command = [self.tools.program("kubectl"), f"--kubeconfig={self.kubeconfig}", *arguments]
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            last = (done.stderr.strip().splitlines() or ["failed"])[-1]
            raise ToolError([Problem("SC706", f"kubectl {arguments[0]}", last, HINT)])
        return done.stdout

    def _start(self) -> None:
        """The servers in their order; the controllers need the API server's ports only."""
        self.pki = self.folder / "pki"
        pki.write(self.pki)
        (self.folder / "log").mkdir()
        etcd, peer, api, controllers, scheduler, simulator = _free(6)
        self.kubeconfig.write_text(objects.kubeconfig(f"https://127.0.0.1:{api}", self.pki))
        self._etcd(etcd, peer)
        self._api(etcd, api)
        self._await()
        self._controllers(controllers)
        self._program("kube-scheduler", self._secure(scheduler), QUICK)
        self._simulator(simulator)
        self.kubectl("apply", "-f", "-", given=objects.initial())

    def _program(self, name: str, *arguments: list[str]) -> None:
        self.processes.start([self.tools.program(name), *(a for part in arguments for a in part)])

    def _secure(self, port: int) -> list[str]:
        """Of a client of the API server that serves on a port of its own."""
        kubeconfig = f"--kubeconfig={self.kubeconfig}"
        return [kubeconfig, f"--bind-address={self.address}", f"--secure-port={port}"]

    def _file(self, flag: str, name: str) -> str:
        return f"--{flag}={self.pki / name}"

    def _etcd(self, port: int, peer: int) -> None:
        clients, peers = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{peer}"
        self._program(
            "etcd",
            ["--name=one", f"--data-dir={self.folder / 'etcd'}", "--unsafe-no-fsync"],
            [f"--listen-client-urls={clients}", f"--advertise-client-urls={clients}"],
            [f"--listen-peer-urls={peers}", f"--initial-advertise-peer-urls={peers}"],
            [f"--initial-cluster=one={peers}"],
        )

    def _api(self, etcd: int, port: int) -> None:
        self._program(
            "kube-apiserver",
            [f"--etcd-servers=http://127.0.0.1:{etcd}", f"--secure-port={port}"],
            [f"--bind-address={self.address}", f"--advertise-address={self.address}"],
            ["--endpoint-reconciler-type=none", "--service-cluster-ip-range=10.96.0.0/16"],
            ["--allow-privileged=true", "--authorization-mode=Node,RBAC"],
            [f"--disable-admission-plugins={WEBHOOKS}"],
            [self._file("tls-cert-file", "apiserver.crt")],
            [self._file("tls-private-key-file", "apiserver.key")],
            [self._file("client-ca-file", "ca.crt")],
            ["--service-account-issuer=https://kubernetes.default.svc.cluster.local"],
            [self._file("service-account-key-file", "sa.pub")],
            [self._file("service-account-signing-key-file", "sa.key")],
            [self._file("proxy-client-cert-file", "front-proxy.crt")],
            [self._file("proxy-client-key-file", "front-proxy.key")],
            [self._file("requestheader-client-ca-file", "ca.crt")],
            ["--requestheader-allowed-names=front-proxy-client"],
            ["--requestheader-username-headers=X-Remote-User"],
            ["--requestheader-group-headers=X-Remote-Group"],
            ["--requestheader-extra-headers-prefix=X-Remote-Extra-"],
        )

    def _controllers(self, port: int) -> None:
        self._program(
            "kube-controller-manager",
            [*self._secure(port), *QUICK, self._file("root-ca-file", "ca.crt")],
            [self._file("service-account-private-key-file", "sa.key")],
            [self._file("cluster-signing-cert-file", "ca.crt")],
            [self._file("cluster-signing-key-file", "ca.key")],
        )

    def _simulator(self, port: int) -> None:
        self._program(
            "kwok",
            [f"--kubeconfig={self.kubeconfig}", f"--config={self.tools.stages}"],
            ["--manage-all-nodes=true", "--cidr=10.244.0.0/16", f"--node-ip={self.address}"],
            [f"--node-port={port}", f"--server-address={self.address}:{port}"],
            ["--node-lease-duration-seconds=40", self._file("tls-cert-file", "apiserver.crt")],
            [self._file("tls-private-key-file", "apiserver.key")],
        )

    def _await(self) -> None:
        """Until the API server is ready. Raises ToolError (SC706) where a server ends, or never."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            if dead := self.processes.dead():
                what = f"has ended: {self.processes.said(dead)}"
                raise ToolError([Problem("SC706", dead, what, HINT)])
            try:
                self.kubectl("get", "--raw", "/readyz")
            except ToolError:
                time.sleep(0.1)
            else:
                version = self.kubectl("version", "-o", "json")
                self.version = _server(version)
                return
        what = f"is not ready after {READY_SECONDS} s"
        raise ToolError([Problem("SC706", "kube-apiserver", what, HINT)])


def _server(version: str) -> str:
    import json

    return str(json.loads(version)["serverVersion"]["gitVersion"])


def _free(count: int) -> list[int]:
    """Ports of loopback that nobody listens on; all held at once, so all different."""
    with ExitStack() as held:
        ports = []
        for _ in range(count):
            bound = held.enter_context(socket.socket())
            bound.bind(("127.0.0.1", 0))
            ports.append(bound.getsockname()[1])
        return ports
