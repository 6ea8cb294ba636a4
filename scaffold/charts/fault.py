"""One archive's fault, on its way to the error that carries them all."""

from scaffold.errors import Problem


class ArchiveError(Exception):
    """Why one archive is not to be had; the stage adds the place and goes on with the others."""

    def __init__(self, code: str, what: str, hint: str = "") -> None:
        self.code = code
        self.what = what
        self.hint = hint
        super().__init__(what)

    def at(self, where: str) -> Problem:
        """The same as a problem of the place."""
        return Problem(self.code, where, self.what, self.hint)
