"""A second rendering meets a repository that people have edited.

Nothing of the user's is lost silently: what can be merged is merged, what cannot is shown.
"""

from scaffold.regenerate.back import recover
from scaffold.regenerate.compare import decide
from scaffold.regenerate.create import create
from scaffold.regenerate.outcome import Options, Outcome
from scaffold.regenerate.read import exists
from scaffold.regenerate.run import save as write
from scaffold.regenerate.show import diff
from scaffold.regenerate.status import Status, status
from scaffold.regenerate.undo import undo

__all__ = [
    "Options",
    "Outcome",
    "Status",
    "create",
    "decide",
    "diff",
    "exists",
    "recover",
    "status",
    "undo",
    "write",
]
