"""What one stop on a road came to."""

from collections.abc import Mapping
from dataclasses import dataclass

from scaffold.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Stop:
    """What one selection came to."""

    plan: Plan
    took: Mapping[str, float]
    """Release -> seconds, of those that are ready."""
    new: int
    """How many releases were not there before."""
    chain: float
    """Seconds of the longest chain."""
    seconds: float
    refused: tuple[str, ...]
    """`release: object: reason`."""
    changed: tuple[str, ...]
    """What the second `up` did; it should do nothing."""
    touched: tuple[str, ...]
    """Releases that were changed although their values and versions were not."""
    lost: tuple[str, ...]
    """Namespaces with data that went with their option."""
    told: tuple[str, ...]
    """What the plan said of the cluster, where it was not so."""
