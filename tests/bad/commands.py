"""Command lines that are refused: name -> (words, exit code, what is said)."""

from collections.abc import Mapping, Sequence

COMMANDS: Mapping[str, tuple[Sequence[str], int, str]] = {
    "a-misspelt-command": (
        ["aply", "{tmp}"],
        2,
        "No such command 'aply'. Did you mean 'apply'?",
    ),
    "no-folder": (["new"], 2, "Missing argument 'DIRECTORY'."),
    "an-option-that-is-none": (["apply", "--force-it"], 2, "No such option"),
    "somebody-elses-folder": (
        ["new", "{tmp}/theirs", "--yes", "--no-vendor"],
        6,
        "SC501 {tmp}/theirs: holds files and is no scaffold repository\n"
        "  hint: Name a folder that is empty or not there yet.",
    ),
    "apply-where-nothing-is": (
        ["apply", "{tmp}/theirs"],
        6,
        "SC501 {tmp}/theirs: not a scaffold repository\n"
        "  hint: Name a folder that scaffold new has written.",
    ),
    "status-where-nothing-is": (["status", "{tmp}/nothing"], 6, "not a scaffold repository"),
    "undo-where-nothing-is": (["undo", "{tmp}/theirs"], 6, "not a scaffold repository"),
    "vendor-where-nothing-is": (["vendor", "{tmp}/theirs"], 6, "not a scaffold repository"),
    "an-answers-file-that-is-not-there": (
        ["new", "{tmp}/x", "--yes", "--answers", "{tmp}/none.yaml"],
        6,
        "SC509 {tmp}/none.yaml: cannot be read: no such file or directory",
    ),
    "a-set-without-a-value": (
        ["new", "{tmp}/x", "--yes", "--set", "traefik"],
        3,
        "SC106 --set traefik: has no '='\n"
        "  hint: Write ROW=OPTION, such as --set ingress-controller=traefik.",
    ),
    "a-set-of-a-misspelt-row": (
        ["new", "{tmp}/x", "--yes", "--set", "ingress=traefik"],
        3,
        "SC106 --set ingress: no such row or setting",
    ),
    "a-platform-that-is-none": (
        ["new", "{tmp}/x", "--yes", "--platform", "eeks"],
        3,
        "SC102 platform: 'eeks' is none of eks, gke, aks, bare-metal, kind\n"
        "  hint: Did you mean 'eks'?",
    ),
    "a-folder-whose-name-is-no-project": (
        ["new", "{tmp}/Größe", "--yes", "--no-vendor"],
        3,
        "SC102 project: 'größe' is not lower-case letters, digits and single hyphens,"
        " a letter first\n  hint: Use a name such as 'gr-e'.",
    ),
    "a-row-that-is-none": (
        ["list", "ingres-controller"],
        2,
        "No such row 'ingres-controller'. Did you mean 'ingress-controller'?",
    ),
    "a-code-that-is-none": (["explain", "SC999"], 2, "No such code 'SC999'."),
    "a-shell-that-is-none": (["completion", "tcsh"], 2, "'tcsh' is not one of"),
}
