"""What the pages tell people to type, held against what the repository knows."""

import re
from collections.abc import Iterator

from scaffold.data import folder
from scaffold.model.plan import Plan
from scaffold.render import render
from tests.pages import joined, plans

SET = re.compile(
    r"pulumi config set(?P<flags>(?: --(?:secret|path|stack \S+))*) '?(?P<key>[\w:$]+)"
)
OWN = {"kubernetesContext", "clusterIdentifier", "adopt"}
"""Keys of the program itself."""
OTHERS = {"docs/authorization/eks-access.md: adminGroups": "of another option, which it names"}
"""Page and key -> why the plan need not have it."""


def told(plan: Plan) -> Iterator[tuple[str, str, bool]]:
    """Page, key, and whether it is set as a secret; KEY and `$key` stand for any."""
    for path, file in render(plan, folder("templates"), whole=False).items():
        if path.suffix == ".md":
            for found in SET.finditer(joined(file.content.decode())):
                key = found["key"].rpartition(":")[2]
                if key != "KEY" and not key.startswith("$"):
                    yield str(path), key, "--secret" in found["flags"]


def test_every_key_that_a_page_sets_is_one_of_the_stack_and_secret_where_it_is() -> None:
    wrong, right = set(), 0
    for _, plan in plans():
        secret = {s.key: s.secret for s in plan.config} | dict.fromkeys(OWN, False)
        for page, key, hidden in told(plan):
            ok = secret.get(key) == hidden or f"{page}: {key}" in OTHERS
            right += ok
            wrong |= set() if ok else {f"{page}: {key}, secret: {hidden}"}
    assert wrong == set()
    assert right > 1000
