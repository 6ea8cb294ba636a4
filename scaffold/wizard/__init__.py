"""Catalogue to Answers: the only stage that asks. Nothing but a draft is written.

questionary is loaded when the first question is drawn, and not before.
"""

from scaffold.wizard import draft
from scaffold.wizard.question import Io
from scaffold.wizard.reproduce import reproduction
from scaffold.wizard.run import run
from scaffold.wizard.start import Result, Start, Stopped
from scaffold.wizard.terminal import terminal

__all__ = ["Io", "Result", "Start", "Stopped", "draft", "reproduction", "run", "terminal"]
