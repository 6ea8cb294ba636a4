"""The machinery: rows, and what they install. One Helm release per chart, and few edges.

A release waits for its namespace, its Secrets, the CRDs of its own option and the gates of the
capabilities that it uses, and for nothing else: everything that can be installed at once is.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pulumi
from pulumi_kubernetes.core.v1 import Namespace, Secret
from pulumi_kubernetes.helm.v3 import Release, ReleaseArgs
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from components import archive
from components.settings import Setting, nested, placed

COMPONENT = "scaffold:platform:Row"  # part of every URN: never change it
SYSTEM = frozenset({"default", "kube-system"})  # these namespaces are the cluster's own
FORCE = {"pulumi.com/patchForce": "true"}  # of a namespace whose first owner is gone
LEVELS = ("restricted", "baseline", "privileged")  # of Pod Security, the strictest first


@dataclass(frozen=True)
class Chart:
    """One Helm release."""

    name: str
    """Of the release; a new name goes with the old one in `formerly`."""
    chart: str
    version: str
    """Exact: charts/<chart>-<version>.tgz is installed."""
    namespace: str
    pod_security: str = "restricted"
    """The Pod Security level that its pods need: restricted, baseline or privileged."""
    wait_seconds: int = 300
    """How long its workloads may take to become ready."""
    keeps_data: bool = False
    """True where the namespace, hence every volume, outlives the release."""
    waits_for: tuple[str, ...] = ()
    """Releases that must be ready first."""
    settings: tuple[Setting, ...] = ()
    """What the stack's configuration sets in its values."""
    cluster_name: tuple[tuple[str, ...], ...] = ()
    """Places in its values that name the cluster: the stack is added, PROJECT-STACK."""
    formerly: tuple[str, ...] = ()
    """Earlier names of the release."""
    packed: bool = False
    """True where the archive holds CRDs that were packed when vendoring: it takes no values."""

    @property
    def place(self) -> str:
        """The vendored archive."""
        return f"./{archive.place(self.chart, self.version)}"

    @property
    def values(self) -> list[pulumi.Asset | pulumi.Archive]:
        """values/<name>.yaml, then values/<name>.<stack>.yaml if it exists: the later one wins."""
        if self.packed:
            return []
        found: list[pulumi.Asset | pulumi.Archive] = [pulumi.FileAsset(f"values/{self.name}.yaml")]
        if self.cluster_name:
            name = f"{pulumi.get_project()}-{pulumi.get_stack()}"
            text = json.dumps(placed((path, name) for path in self.cluster_name))
            found.append(pulumi.StringAsset(text))  # JSON is YAML as well
        overlay = f"values/{self.name}.{pulumi.get_stack()}.yaml"
        return [*found, *([pulumi.FileAsset(overlay)] if Path(overlay).exists() else [])]


@dataclass(frozen=True)
class Credential:
    """A Kubernetes Secret made of the stack's encrypted configuration."""

    name: str
    namespace: str
    keys: Mapping[str, str]
    """Key of the Secret -> key of the configuration."""


class Row(pulumi.ComponentResource):
    """One row of the checklist: what the chosen options install."""

    charts: ClassVar[tuple[Chart, ...]] = ()
    credentials: ClassVar[tuple[Credential, ...]] = ()
    gates: ClassVar[Mapping[str, str]] = {}
    """Capability -> the part that must be ready before others may use it."""
    releases: ClassVar[dict[str, pulumi.Resource]] = {}
    """Every release of the program so far, whichever row it belongs to."""

    def __init__(
        self,
        name: str,
        opts: pulumi.ResourceOptions,
        kinds: Sequence[pulumi.Resource] = (),
        after: Sequence[pulumi.Resource] = (),
    ) -> None:
        super().__init__(COMPONENT, name, None, opts)
        self.kinds = list(kinds)
        self.after = [*kinds, *after]
        self.parts: dict[str, pulumi.Resource] = {}
        self.namespaces = dict(self._namespaces())
        self.secrets = dict(self._secrets())
        for chart in self.charts:
            self.parts[chart.name] = self.releases[chart.name] = self._release(chart)
        self.extras()
        self.register_outputs({})

    def extras(self) -> None:
        """Custom resources of the row; a row whose options bring some overrides this."""

    def gate(self, capability: str) -> pulumi.Resource:
        """One release or custom resource, not the whole row: the graph stays shallow."""
        return self.parts[self.gates[capability]]

    def child(self, *after: pulumi.Resource, **more: Any) -> pulumi.ResourceOptions:
        """Options of a custom resource of this row, which comes after what is named."""
        return self._child(*self.after, *after, **more)

    def note(self, namespace: str, *after: pulumi.Resource) -> pulumi.ResourceOptions:
        """Options of an object that only says something: it waits for its kind and namespace."""
        return self._child(*self.kinds, *self.inside(namespace), *after)

    def _child(self, *after: pulumi.Resource, **more: Any) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, depends_on=list(after), **more)

    def _namespaces(self) -> Iterator[tuple[str, pulumi.Resource]]:
        """Each namespace once, with the level that its most demanding release needs."""
        for name in dict.fromkeys(chart.namespace for chart in self.charts):
            inside = [chart for chart in self.charts if chart.namespace == name]
            level = max((chart.pod_security for chart in inside), key=LEVELS.index)
            labels = {f"pod-security.kubernetes.io/{mode}": level for mode in ("enforce", "warn")}
            kept = any(chart.keeps_data for chart in inside)
            if name not in SYSTEM:
                notes = FORCE if kept else None
                metadata = ObjectMetaArgs(name=name, labels=labels, annotations=notes)
                opts = self._child(retain_on_delete=kept)
                yield name, Namespace(name, metadata=metadata, opts=opts)

    def _secrets(self) -> Iterator[tuple[str, pulumi.Resource]]:
        config = pulumi.Config()
        for credential in self.credentials:
            keys = {data: config.require_secret(key) for data, key in credential.keys.items()}
            yield (
                credential.name,
                Secret(
                    credential.name,
                    metadata={"name": credential.name, "namespace": credential.namespace},
                    string_data=keys,
                    opts=self._child(*self.inside(credential.namespace)),
                ),
            )

    def inside(self, namespace: str) -> list[pulumi.Resource]:
        """The namespace, if it is not the cluster's own."""
        return [self.namespaces[namespace]] if namespace in self.namespaces else []

    def _release(self, chart: Chart) -> Release:
        secrets = [self.secrets[c.name] for c in self.credentials if c.namespace == chart.namespace]
        before = [self.releases[name] for name in chart.waits_for]
        return Release(
            chart.name,
            ReleaseArgs(
                name=chart.name,
                namespace=chart.namespace,
                chart=chart.place,
                version=chart.version,
                value_yaml_files=chart.values,
                values=nested(chart.settings),
                timeout=chart.wait_seconds,
                skip_crds=True,  # CRDs are releases of their own: components/crds.py
                max_history=5,
                take_ownership=pulumi.Config().get_bool("adopt") or None,
            ),
            self._child(
                *self.after,
                *self.inside(chart.namespace),
                *secrets,
                *before,
                delete_before_replace=True,  # a second release of the same name is refused
                aliases=[pulumi.Alias(name=name) for name in chart.formerly],
            ),
        )
