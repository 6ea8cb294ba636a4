"""The whole program of a generated repository, run on a throwaway control plane on loopback."""

from scaffold.rehearse.report import Installed, Progress, Refusal, Report
from scaffold.rehearse.run import Options, rehearse

__all__ = ["Installed", "Options", "Progress", "Refusal", "Report", "rehearse"]
