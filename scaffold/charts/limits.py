"""How long a download may take and how large it may be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much; tests make it short."""

    silence_seconds: float = 30
    """Without an answer, or between two chunks."""
    whole_seconds: float = 300
    """For one archive."""
    tries: int = 3
    backoff_seconds: float = 1
    """Before the second try; doubled before each further one."""
    mebibytes: float = 50
    at_once: int = 8
