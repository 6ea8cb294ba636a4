"""The examples are what their answers render."""

from pathlib import Path

import pytest

from scaffold.model.release import PLATFORMS
from tests.examples import EXAMPLES, contents, names, render


@pytest.mark.parametrize("name", names())
def test_an_example_is_what_its_answers_render(name: str, tmp_path: Path) -> None:
    render(name, tmp_path / name)
    assert contents(tmp_path / name) == contents(EXAMPLES / name)


def test_there_is_an_example_of_every_platform() -> None:
    assert set(names()) == {"smallest", "seed-checklist", *PLATFORMS}
