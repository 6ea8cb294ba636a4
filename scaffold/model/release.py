"""What an option brings to a cluster: releases, CRDs, settings, credentials."""

from collections.abc import Container, Iterable, Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
"""Lower-case words joined by hyphens: rows, options, capabilities, facts, releases."""
Sum = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
"""A sha256, in hexadecimal digits."""
Platform = Literal["eks", "gke", "aks", "bare-metal", "kind"]
PodSecurity = Literal["restricted", "baseline", "privileged"]

PLATFORMS: tuple[Platform, ...] = ("eks", "gke", "aks", "bare-metal", "kind")
CRD_NAMESPACE = "platform-crds"
"""The one namespace of all releases that hold nothing but CRDs."""


class Release(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One Helm release: which chart, from where, and how it is installed."""

    name: Slug
    """The release's name, unique across all rows; `values/<name>.yaml` are its values."""
    chart: str
    repo: str
    """The chart repository, as a person would add it."""
    version: str
    """Exact, as in Chart.yaml."""
    archive: str
    """The archive's https address, or an oci reference without tag."""
    sha256: Sum | None = None
    """Of the archive; None where upstream's sum is not known."""
    namespace: Slug
    pod_security: PodSecurity = "restricted"
    wait_seconds: int = 300
    first: bool = False
    """True where the chart installs nothing but CRDs: it goes before every row."""
    waits_for: tuple[Slug, ...] = ()
    """Releases of this option that must be ready first."""
    keeps_data: bool = False
    """True where the namespace, hence every volume, survives when the option is dropped."""
    cluster_name: tuple[tuple[str, ...], ...] = ()
    """Places where its values name the cluster: the stack is added there, `PROJECT-STACK`."""
    formerly: tuple[Slug, ...] = ()
    """Earlier names of the release: aliases, kept for ever."""


class ChartSource(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A chart that is not installed, only read for its CRDs."""

    chart: str
    archive: str
    version: str
    sha256: Sum | None = None


class FileSource(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A YAML file that upstream publishes."""

    url: str
    sha256: Sum | None = None


class CrdSource(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """CRDs that are packed into releases of their own, one for each part."""

    name: Slug
    """The release's name; with several parts, `<name>-1`, `<name>-2`, …"""
    origin: Any = msgspec.field(name="from")
    """The name of a release of this option, or a ChartSource, or a FileSource."""
    version: str = ""
    """Of a FileSource; a chart's own version otherwise."""
    parts: int = 1
    policies: bool = False
    """True where the file also holds other objects: they become `<name>-policies`, which waits."""

    def names(self) -> tuple[str, ...]:
        """The releases that come of it, in installation order."""
        parts = range(1, self.parts + 1)
        named = (self.name,) if self.parts == 1 else tuple(f"{self.name}-{n}" for n in parts)
        return (*named, f"{self.name}-policies") if self.policies else named


def given(when: Iterable[str], there: Container[str]) -> bool:
    """Whether chosen options provide all that a part of an option depends on."""
    return all(capability in there for capability in when)


class Sets(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The place in a release's values that a setting fills."""

    release: Slug
    path: tuple[str | int, ...]
    format: str = "{}"
    """Text around the value: `grafana.{}` makes a host of a domain."""


class Setting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key of the stack's configuration."""

    key: str
    type: Literal["string", "integer", "boolean", "array", "object"]
    description: str
    """With the unit, where there is one."""
    default: Any = None
    """None: the user must set it."""
    secret: bool = False
    example: Any = None
    """A value for rehearsals and tests, where there is no default."""
    sets: tuple[Sets, ...] = ()
    when: tuple[Slug, ...] = ()
    """The key is there only where chosen options provide these."""
    platforms: tuple[Platform | Literal["any"], ...] = ("any",)
    """The key is there only on these."""

    def applies(self, platform: str, there: Container[str]) -> bool:
        """Whether the key is there, on a platform and beside the capabilities `there`."""
        here = "any" in self.platforms or platform in self.platforms
        return here and given(self.when, there)


class Credential(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Kubernetes Secret made of secret configuration."""

    name: Slug
    release: Slug
    """The release whose namespace the Secret goes to, and which waits for it."""
    keys: Mapping[str, str]
    """Data key -> configuration key."""
    when: tuple[Slug, ...] = ()
    """The Secret is made only where chosen options provide these."""
