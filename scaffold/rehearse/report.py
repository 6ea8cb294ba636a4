"""What a rehearsal has found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scaffold.rehearse.standin import Origin

State = Literal["waiting", "installing", "ready", "failed"]


@dataclass(frozen=True, slots=True)
class Progress:
    """One release at one moment: a line of the live table."""

    release: str
    waiting_for: str
    """The releases that are not ready yet, joined by commas; empty where nothing holds it."""
    state: State
    seconds: float
    """Since it began to install; 0 where it has not."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What became of one release."""

    release: str
    waits_for: tuple[str, ...]
    state: State
    began: float
    """Seconds after the beginning of the first `up`."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that the API server did not accept, or that never became ready."""

    release: str
    """Empty where it belongs to none."""
    object: str
    """`PrometheusRule/monitoring/node`; empty where the message names none."""
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole rehearsal."""

    ok: bool
    kubernetes: str
    """Of the API server: `v1.37.1`."""
    releases: tuple[Installed, ...]
    """In the order in which they became ready."""
    longest_chain: tuple[str, ...]
    """The releases that, one after the other, took longest."""
    longest_seconds: float
    """Of that chain: no `up` can be quicker."""
    start_seconds: float
    """From nothing to a ready API server."""
    up_seconds: float
    again_seconds: float
    """Of the second `up`."""
    changed: tuple[str, ...]
    """What the second `up` has changed: it must be nothing."""
    destroy_seconds: float
    """0 where the cluster was kept."""
    refreshed: bool
    """True where `destroy` ended only with `--refresh`: see the README's clean-up."""
    kept: tuple[str, ...]
    """What `destroy` has left on purpose: namespaces with data; CRDs are not listed."""
    leftovers: tuple[str, ...]
    """What else it has left: it must be nothing."""
    refusals: tuple[Refusal, ...]
    archives: Mapping[str, Origin]
    """Archive -> what was installed: the archive itself, or a stand-in."""
    left_out: Mapping[str, tuple[str, ...]]
    """Release -> objects that its stand-in lacks: `ServiceMonitor/web`. No release that it waits
    for defines their kind, or the program makes them itself."""
    hooks: tuple[str, ...] = ()
    """Objects of Helm hooks that `destroy` has left: Helm never deletes them unless told to."""
    remedies: tuple[str, ...] = ()
    """Commands that the end of `destroy` needed: Helm and a controller of the cluster can race for
    an aggregated ClusterRole, on real clusters too. `scaffold doctor` prints them there."""
    look: tuple[str, ...] = ()
    """Commands that look at the kept cluster and end it; empty where it is gone."""
