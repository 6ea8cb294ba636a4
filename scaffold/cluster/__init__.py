"""A read-only look at the stack's cluster: what is wrong, why, and the command that helps."""

from scaffold.cluster.doctor import doctor, smoke
from scaffold.cluster.finding import Finding
from scaffold.cluster.options import Options
from scaffold.cluster.state import context as stack_context

__all__ = ["Finding", "Options", "doctor", "smoke", "stack_context"]
