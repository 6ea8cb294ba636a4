"""`.scaffold/answers.yaml` and `--set`: what a person decided, checked at the door."""

from scaffold.answers.frame import bad_kubernetes, bad_platform, bad_project, bad_stacks, judge
from scaffold.answers.load import load
from scaffold.answers.override import override

__all__ = [
    "bad_kubernetes",
    "bad_platform",
    "bad_project",
    "bad_stacks",
    "judge",
    "load",
    "override",
]
