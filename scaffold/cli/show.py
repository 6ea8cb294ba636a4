"""What a person reads: plans, changes, what comes next. The same as data with `--json`."""

import json
import shlex
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import click

from scaffold.cli.options import Finish
from scaffold.model.plan import Plan
from scaffold.model.tree import Change, Tree
from scaffold.regenerate import Outcome, diff

SIGNS = {
    "create": "+",
    "update": "~",
    "merge": "~",
    "delete": "-",
    "conflict": "!",
    "orphan": "!",
    "keep": "=",
}
SHOWN = 3
"""Charts that are named where many cannot be had: the reason is mostly the same."""
COLOURS = {"+": "green", "~": "yellow", "-": "red", "!": "magenta"}


def choices(plan: Plan) -> str:
    """The chosen options, one line a row."""
    width = max(len(row.title) for row in plan.rows) + 2
    lines = []
    for row in plan.rows:
        chosen = plan.choices.get(row.id, ())
        if chosen:
            titles = [b.title for b in row.options if b.id in chosen]
            lines.append(f"  {row.title:<{width}}{', '.join(titles)}")
    return "\n".join(lines)


def fresh(root: Path, new: Tree, plan: Plan, as_json: bool) -> None:
    """What a new repository would hold."""
    if as_json:
        paths = sorted(map(str, new))
        click.echo(json.dumps({"project": plan.project, "files": paths, "releases": _names(plan)}))
    else:
        click.echo(listed(root, new, plan))


def listed(root: Path, new: Tree, plan: Plan) -> str:
    """The same for a person."""
    lines = [f"{plan.project} on {plan.platform}, Kubernetes {plan.kubernetes}", choices(plan), ""]
    lines.append(f"{len(new)} files would be written to {root}:")
    lines += [f"  + {path}" for path in sorted(map(str, new))]
    lines.append(f"Cluster: {len(plan.releases) + len(plan.packed)} releases.")
    return "\n".join(lines)


def _names(plan: Plan) -> list[str]:
    return [r.name for r in plan.releases] + [p.name for p in plan.packed]


def written(root: Path, new: Tree, plan: Plan, as_json: bool) -> None:
    """That a repository was written, and the way to the cluster."""
    secrets = [s.key for s in plan.config if s.secret]
    unset = [s.key for s in plan.config if not s.secret and s.default is None]
    missing = [key for key in unset if key not in plan.settings]
    if as_json:
        data = {"project": plan.project, "files": len(new), "secrets": secrets, "unset": missing}
        click.echo(json.dumps(data))
        return
    click.echo(f"{plan.project} on {plan.platform}: {len(new)} files in {root}")
    click.echo(choices(plan))
    click.echo("\nNext:")
    where = shlex.quote(str(root))
    for line in (f"cd {where} && git init && git add . && git commit -m 'Platform'",):
        click.echo(f"  {line}")
    stack = plan.stacks[0]
    click.echo(f"  pulumi stack init {stack}")
    for key in missing:
        click.echo(f"  pulumi config set {key} …")
    for key in secrets:
        click.echo(f"  pulumi config set --secret {key}")
    click.echo("  pulumi up --continue-on-error --parallel 64")
    click.echo(f"On this machine first, without a cluster: scaffold rehearse {where}")


def vendored(root: Path, lost: Sequence[str], how: Finish) -> None:
    """Which charts could not be had, and how to get them."""
    if how.no_vendor and not how.as_json:
        click.echo(f"The charts are not here yet: scaffold vendor {shlex.quote(str(root))}")
    if lost:
        for text in lost[:SHOWN]:
            click.echo(text.partition("\n")[0], err=True)
        if len(lost) > SHOWN:
            click.echo(f"… and {len(lost) - SHOWN} more", err=True)
        what = "chart is" if len(lost) == 1 else "charts are"
        again = f"scaffold vendor {shlex.quote(str(root))}"
        click.echo(f"{len(lost)} {what} missing. When there is a network: {again}", err=True)


def changes(
    root: Path,
    plan: Plan,
    outcome: Outcome,
    more: tuple[Sequence[str], Sequence[str], Finish],
) -> None:
    """The plan of a second rendering: one line for each changed path, then the cluster."""
    said, cluster, how = more
    if how.as_json:
        click.echo(json.dumps({**_data(plan, outcome, cluster), "choices": list(said)}))
        return
    if how.shown and not outcome.empty:
        click.echo(f"{plan.project}: written; then: pulumi preview")
        return
    click.echo(told(plan, outcome, (said, cluster)))
    for line in diff(outcome, root) if how.diff else ():
        click.echo(line)


def told(plan: Plan, outcome: Outcome, more: tuple[Sequence[str], Sequence[str]]) -> str:
    """One line for each changed path, then the cluster, for a person."""
    said, cluster = more
    signs = Counter(SIGNS[c.verdict] for c in outcome.changes)
    if outcome.empty:
        return f"{plan.project}: nothing to do, {signs['=']} files are as they should be"
    lines = [f"{plan.project}: {'; '.join(said)}" if said else plan.project]
    lines.append("  " + "   ".join(f"{s} {signs[s]}" for s in "+~-!="))
    worth = [c for c in outcome.changes if SIGNS[c.verdict] != "=" or _worth_telling(c)]
    width = max((len(str(c.path)) for c in worth), default=0)
    for change in worth:
        sign = SIGNS[change.verdict]
        line = f"  {sign} {change.path!s:<{width}}  {change.why}".rstrip()
        lines.append(click.style(line, fg=COLOURS.get(sign)))
    for at, sentence in enumerate(cluster):
        lines.append(f"{'Cluster:' if at == 0 else '        '} {sentence}")
    return "\n".join([*lines, "Then:    pulumi preview"])


def _worth_telling(change: Change) -> bool:
    """A kept file is counted only, unless there is something to say of it."""
    return change.verdict == "keep" and bool(change.why)


def _data(plan: Plan, outcome: Outcome, cluster: Sequence[str]) -> dict[str, Any]:
    listed = [
        {
            "path": str(c.path),
            "verdict": c.verdict,
            "why": c.why,
            "class": c.file.class_ if c.file else None,
            "beside": sorted(str(PurePosixPath(str(c.path) + s)) for s in c.beside),
        }
        for c in outcome.changes
        if c.verdict != "keep" or c.why
    ]
    return {"project": plan.project, "changes": listed, "cluster": list(cluster)}
