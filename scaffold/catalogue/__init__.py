"""Reads `blueprints/` into a Catalogue, and judges what it finds there."""

from scaffold.catalogue.load import load
from scaffold.catalogue.rules import check

__all__ = ["check", "load"]
