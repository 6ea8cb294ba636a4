"""The engine's events, told as the state of each release."""

import time
from collections.abc import Callable
from typing import Any

from scaffold.rehearse.graph import Waits
from scaffold.rehearse.report import Installed, Progress, State
from scaffold.rehearse.stack import Event

RELEASE = "kubernetes:helm.sh/v3:Release"
UNCHANGED = ("same", "read", "refresh")
Tell = Callable[[Progress], None]


class Watch:
    """Listens to one `up`, and tells every change of a release."""

    def __init__(self, graph: Waits, tell: Tell) -> None:
        self.graph = graph
        self.tell = tell
        self.start = time.monotonic()
        self.states: dict[str, State] = dict.fromkeys(graph, "waiting")
        self.began: dict[str, float] = {}
        self.ended: dict[str, float] = {}
        self.changed: list[str] = []
        """Operation and resource of whatever was not left as it was."""
        self.moved: list[tuple[str, str]] = []
        """Operation and name of the releases among them."""
        self.errors: list[tuple[str, str]] = []
        """Name of the resource, or empty, and the engine's message."""

    def __call__(self, event: Event) -> None:
        """Take one event."""
        if found := event.get("resourcePreEvent"):
            self._begins(found["metadata"], event["at"])
        elif found := event.get("resOutputsEvent"):
            self._ends(found["metadata"], "ready", event["at"])
        elif found := event.get("resOpFailedEvent"):
            self._ends(found["metadata"], "failed", event["at"])
        elif found := event.get("diagnosticEvent"):
            self._said(found)
        elif len(event) == 1:
            self._goes_on()

    def announce(self) -> None:
        """Tell the state of every release, before anything begins."""
        for name in self.graph:
            self._told(name)

    def _goes_on(self) -> None:
        """Time goes by: what is installing has taken longer."""
        for name, state in self.states.items():
            if state == "installing":
                self._told(name)

    def _begins(self, about: Any, at: float) -> None:
        name = _name(about["urn"])
        if about["op"] not in UNCHANGED:
            self.changed.append(f"{about['op']} {name}")
            self.moved += [(about["op"], name)] if about["type"] == RELEASE else []
        if about["type"] == RELEASE and name in self.states:
            self.began[name] = at
            self._becomes(name, "installing")

    def _ends(self, about: Any, state: State, at: float) -> None:
        name = _name(about["urn"])
        if about["type"] == RELEASE and name in self.states:
            self.began.setdefault(name, at)
            self.ended[name] = at
            self._becomes(name, state)

    def _becomes(self, name: str, state: State) -> None:
        self.states[name] = state
        self._told(name)
        if state == "ready":
            for other in self.graph:
                if self.states[other] == "waiting" and name in self.graph[other]:
                    self._told(other)

    def _told(self, name: str) -> None:
        open_ = [w for w in self.graph[name] if self.states[w] != "ready"]
        waiting = ", ".join(open_) if self.states[name] == "waiting" else ""
        self.tell(Progress(name, waiting, self.states[name], self._seconds(name)))

    def _seconds(self, name: str) -> float:
        if name not in self.began:
            return 0.0
        return self.ended.get(name, time.monotonic()) - self.began[name]

    def _said(self, about: Any) -> None:
        if about.get("severity") == "error" and about.get("message", "").strip():
            self.errors.append((_name(about.get("urn", "")), about["message"].strip()))

    def installed(self) -> tuple[Installed, ...]:
        """What became of each release, the first that was ready first."""
        order = sorted(self.graph, key=lambda name: self.ended.get(name, float("inf")))
        return tuple(
            Installed(
                release=name,
                waits_for=self.graph[name],
                state=self.states[name],
                began=round(self.began.get(name, self.start) - self.start, 2),
                seconds=round(self._seconds(name), 2),
            )
            for name in order
        )


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]
