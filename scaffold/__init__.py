"""Turns fourteen decisions about a Kubernetes platform into a repository that provisions it."""

__version__ = "0.1.0"
