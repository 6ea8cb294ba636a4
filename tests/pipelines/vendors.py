"""How each vendor runs the image job of a repository: which commands, in which shell, with what.

Where a job runs in an image of Alpine, only what that image has and `apk add` brings is found.
"""

import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.pipelines.machine import COMMIT, STAND_IN, Machine

BRINGS = {
    "aws-cli": "aws",
    "bash": "bash",
    "cosign": "cosign",
    "curl": "curl",
    "git": "git",
    "openjdk21-jre-headless": "java",
    "python3": "python3",
}
"""Package of Alpine -> the program in it."""
REAL = {"bash": shutil.which("bash"), "python3": sys.executable}
"""Programs that are no stand-ins, and where they are here."""
APPLETS = (
    "sh", "cat", "mktemp", "tr", "basename", "dirname", "rm", "mkdir", "chmod", "cut", "env",
    "head", "tee", "cp", "find", "sort", "uname", "install", "awk",
)  # fmt: skip
"""Of busybox, as far as the scripts use them."""
SHORT = ("grep", "sha256sum")
"""Those of busybox know no long options."""
APPLET = """#!/bin/bash
for word; do
  if [[ "$word" == --?* ]]; then printf 'unrecognized option: %s\\n' "$word" >&2; exit 2; fi
done
exec {program} "$@"
"""
APK = """#!/bin/bash
shift 2
for package; do "$BRING" "$package" || exit 1; done
"""
GIVEN = {"github.sha": COMMIT, "github.ref_name": "main", "github.run_number": "7",
         "github.actor": "value", "github.token": "value"}  # fmt: skip
GOES_ON = ("travis",)
"""Vendors that run the next line after one that failed."""


@dataclass(frozen=True)
class Line:
    """One command of a job; `env` is what it alone sees."""

    script: str
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """The lines of a job, the shell that each of them gets, and where they run."""

    lines: tuple[Line, ...]
    shell: tuple[str, ...] = ("bash", "-e", "-c")
    alpine: bool = False
    env: Mapping[str, str] = field(default_factory=dict)

    def run(self, there: Machine, goes_on: bool = False, **more: str) -> tuple[int, str]:
        """Whether the job is green, and everything that it said."""
        there = alpine(there) if self.alpine else there
        said, worst = "", 0
        for line in self.lines:
            done = there.run(*self.shell, line.script, **{**self.env, **line.env, **more})
            said += done.stdout + done.stderr
            worst = worst or done.returncode
            if worst and not goes_on:
                break
        return worst, said


def alpine(there: Machine) -> Machine:
    """The same repository in a container that has docker, git and busybox."""
    home = there.bin.with_name("alpine")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    for program in APPLETS:
        found = shutil.which(program)
        assert found, program
        (home / program).symlink_to(found)
    for program in SHORT:
        written(home / program, APPLET.format(program=shutil.which(program)))
    written(home / "apk", APK)
    for program in ("docker", "git"):
        written(home / program, STAND_IN)
    written(home / "bring", bring(home))
    env = {
        **there.env,
        "PATH": str(home),
        "BRING": str(home / "bring"),
        "RECORD": str(there.record),
    }
    return Machine(there.place, home, env, there.depot)


def bring(home: Path) -> str:
    """The script that puts a package's program on PATH, and fails for one that is not known."""
    cases = [
        f'"{package}") ln -sf {REAL[name]} "{home}/{name}" ;;'
        if name in REAL
        else f'"{package}") cp "{home}/docker" "{home}/{name}" ;;'
        for package, name in BRINGS.items()
    ]
    text = "\n".join(cases)
    return f'#!/bin/bash\nPATH=/usr/bin:/bin\ncase "$1" in\n{text}\n*) exit 1 ;;\nesac\n'


def written(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def github(there: Machine, name: str) -> Job:
    """Only what the workflow hands on is seen; `run` steps in `bash -e`."""
    document = yaml.safe_load((there.place / ".github/workflows/images.yml").read_text())
    job = document["jobs"][name]

    def value(text: Any) -> str:
        inner = str(text).removeprefix("${{ ").removesuffix(" }}").split(" || ")[0]
        return GIVEN.get(inner, there.env.get(inner.split(".")[-1], ""))

    def variables(env: Mapping[str, Any]) -> dict[str, str]:
        return {key: value(text) for key, text in env.items()}

    hidden = dict.fromkeys((k for k in there.env if k != "OIDC_TOKEN"), "")
    lines = [
        Line(step["run"], {**hidden, **variables(job["env"]), **variables(step.get("env", {}))})
        for step in job["steps"]
        if "run" in step
    ]
    return Job(tuple(lines))


def gitlab(there: Machine, name: str) -> Job:
    """All lines in one shell that ends at the first fault; variables come from the project."""
    document = yaml.safe_load((there.place / ".gitlab-ci.yml").read_text())
    job = document[name]
    before = {**document["default"], **document[".docker"]}["before_script"]
    lines = [*before, *job["script"]]
    given = {"$CI_COMMIT_SHA": COMMIT, "$CI_COMMIT_REF_SLUG": "main", "$CI_PIPELINE_IID": "7"}
    own = {k: given.get(v, v) for k, v in document[".docker"]["variables"].items()}
    tokens = {"OIDC_TOKEN": "token"} if "OIDC_TOKEN" in job.get("id_tokens", {}) else {}
    env = {**own, "OIDC_TOKEN": "", **tokens}
    return Job((Line("\n".join(lines)),), ("sh", "-e", "-c"), True, env)


def circleci(there: Machine, name: str) -> Job:
    """Steps of the job `image` with the parameter that the workflow gives it."""
    document = yaml.safe_load((there.place / ".circleci/config.yml").read_text())
    listed = [job["image"] for job in document["workflows"]["images"]["jobs"]]
    stages = next(job["stages"] for job in listed if job["name"] == name)
    lines = []
    for step in document["jobs"]["image"]["steps"]:
        if isinstance(step, dict) and "when" in step:
            found = step["when"]["steps"] if "push" in stages else []
            lines += [Line(one["run"]) for one in found]
        elif isinstance(step, dict) and "run" in step and step["run"].get("when") != "always":
            lines.append(Line(step["run"]["command"].replace("<< parameters.stages >>", stages)))
    env = {"CIRCLE_SHA1": COMMIT, "CIRCLE_BRANCH": "main", "CIRCLE_BUILD_NUM": "7"}
    return Job(tuple(lines), ("bash", "-eo", "pipefail", "-c"), env=env)


def travis(there: Machine, name: str) -> Job:
    """The lines of `script`; there is no identity token, so the keys that it keeps are given."""
    document = yaml.safe_load((there.place / ".travis.yml").read_text())
    job = next(job for job in document["jobs"]["include"] if job.get("name") == name)
    script = job["script"] if isinstance(job["script"], list) else [job["script"]]
    env = {"TRAVIS_COMMIT": COMMIT, "TRAVIS_BRANCH": "main", "TRAVIS_BUILD_NUMBER": "7"}
    return Job(tuple(map(Line, script)), ("bash", "-c"), env=env)


def jenkins(there: Machine, name: str) -> Job:
    """The `sh` steps of the stage Image; a pull request takes those of no branch `main`."""
    text = (there.place / "Jenkinsfile").read_text()
    image = text.split("stage('Image')")[1].split("post {")[0]
    stages = image.split("stage('")[1:]
    if name == "try":
        stages = [stage for stage in stages if "branch 'main'" not in stage]
    scripts = [script for stage in stages for script in re.findall(r"sh '([^']+)'", stage)]
    env = {"COMMIT": COMMIT, "BRANCH": "main", "BUILD_NUMBER": "7", "WORKSPACE": str(there.place)}
    return Job(tuple(map(Line, scripts)), ("sh", "-xe", "-c"), True, env)


def tekton(there: Machine, name: str) -> Job:
    """The steps of the Task, each in a container and a home of its own."""
    documents = yaml.safe_load_all((there.place / "tekton/pipelines.yaml").read_text())
    spec = next(one["spec"] for one in documents if one["metadata"]["name"] == "images")
    given = {"$(params.url)": "", "$(params.revision)": COMMIT, "$(params.number)": "7"}
    given["/workspace/docker"] = str(there.bin / "docker-config")
    template = spec["stepTemplate"]["env"]
    env = {one["name"]: given.get(one["value"], one["value"]) for one in template}
    lines = [
        Line(step["script"], {**env, "HOME": str(there.bin / step["name"]), "BRANCH": "main"})
        for step in spec["steps"]
    ]
    return Job(tuple(lines), ("sh", "-e", "-c"), True)


VENDORS: Mapping[str, Callable[[Machine, str], Job]] = {
    "circleci": circleci,
    "github-actions": github,
    "gitlab-ci": gitlab,
    "jenkins": jenkins,
    "tekton": tekton,
    "travis": travis,
}
