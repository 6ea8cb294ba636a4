"""Yours: the scaffold wrote this file once and never opens it again, nor anything else in custom/."""

from collections.abc import Sequence

from components.helm import Row


def before() -> None:
    """Runs before anything is registered.

    The place for pulumi.runtime.register_resource_transform(): it can change the options and the
    values of every resource that comes afterwards.
    """


def after(rows: Sequence[Row]) -> None:
    """Runs when every row is registered: add resources of your own.

    `rows` are the rows in installation order; row.parts[name] is a release to depend on.
    """
