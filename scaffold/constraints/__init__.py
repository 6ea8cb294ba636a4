"""Answers to a Plan: what fits together, what is waited for, in which order. Pure."""

from scaffold.constraints.chosen import offered, who_brings
from scaffold.constraints.complete import asked, complete, said, settings
from scaffold.constraints.judge import barred, clashes, footprint, problems
from scaffold.constraints.resolve import resolve

__all__ = [
    "asked",
    "barred",
    "clashes",
    "complete",
    "footprint",
    "offered",
    "problems",
    "resolve",
    "said",
    "settings",
    "who_brings",
]
