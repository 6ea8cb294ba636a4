"""Whether a `values.schema.json` has a place for a key."""

import re
from collections.abc import Iterator
from typing import Any

DEEPEST = 30
"""References may lead round in a ring."""


def allowed(schema: Any, path: tuple[str, ...], root: Any, depth: int = 0) -> bool:
    """Whether the schema knows the path; an object that is open to all keys knows every one."""
    if not isinstance(schema, dict) or depth > DEEPEST:
        return False
    if not path:
        return depth > 0
    if any(allowed(other, path, root, depth + 1) for other in _others(schema, root)):
        return True
    if depth and _open(schema):
        return True
    return any(
        inner is True or inner == {} or allowed(inner, path[1:], root, depth + 1)
        for inner in _below(schema, path[0])
    )


def _others(schema: dict[str, Any], root: Any) -> Iterator[Any]:
    """The schemas that hold for the same value."""
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        target = root
        for part in reference[2:].split("/"):
            target = target.get(part) if isinstance(target, dict) else None
        yield target
    for word in ("allOf", "anyOf", "oneOf"):
        branches = schema.get(word)
        yield from branches if isinstance(branches, list) else ()


def _open(schema: dict[str, Any]) -> bool:
    """Whether it says that any key may stand here."""
    extra = schema.get("additionalProperties")
    bare = extra is None and not schema.get("properties")
    return extra is True or (bare and "object" in str(schema.get("type", "")))


def _below(schema: dict[str, Any], key: str) -> Iterator[Any]:
    """What the schema says about one key."""
    properties, patterns = schema.get("properties"), schema.get("patternProperties")
    if isinstance(properties, dict) and key in properties:
        yield properties[key]
    for pattern, inner in patterns.items() if isinstance(patterns, dict) else ():
        try:
            if re.search(pattern, key):
                yield inner
        except re.error:
            continue
    if isinstance(schema.get("additionalProperties"), dict):
        yield schema["additionalProperties"]
