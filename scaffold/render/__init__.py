"""A Plan to a Tree: the whole generated repository as a value. Pure but for reading templates."""

from scaffold.render.check import check
from scaffold.render.render import render

__all__ = ["check", "render"]
