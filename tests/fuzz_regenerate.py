"""The property tests of regenerating, for longer: `python -m tests.fuzz_regenerate 20000`."""

import sys
from collections.abc import Sequence

from hypothesis import given, settings

from tests.regenerate.scenario import plain_pairs, scenarios
from tests.test_regenerate_property import QUICK, check_edits_survive, check_there_and_back


def main(words: Sequence[str]) -> None:
    """Run so many examples: nine in ten of them with edits, one there and back."""
    number = int(words[0]) if words else 20_000
    there_and_back = max(1, number // 10)
    settings(QUICK, max_examples=number - there_and_back)(given(scenarios())(check_edits_survive))()
    settings(QUICK, max_examples=there_and_back)(given(plain_pairs())(check_there_and_back))()
    print(f"{number} examples, no fault")


if __name__ == "__main__":
    main(sys.argv[1:])
