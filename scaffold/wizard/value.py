"""A setting's value as text, and back."""

import json
from typing import Any

from scaffold.model.release import Setting

_WORDS = {"yes": True, "true": True, "no": False, "false": False}


def text_of(value: Any) -> str:
    """The value as a person would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple) and all(isinstance(x, str) for x in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def bad_value(setting: Setting, text: str) -> str:
    """What is wrong with a text as the setting's value, as a clause; an empty text is none."""
    try:
        value_of(setting, text)
    except ValueError:
        wanted = {"integer": "a whole number", "boolean": "yes or no", "object": "a JSON object"}
        return f"'{text[:40]}' is not {wanted[setting.type]}"
    return ""


def value_of(setting: Setting, text: str) -> Any:
    """The value in the setting's own type; "" for an empty text. Raises ValueError."""
    text = text.strip()
    if text == "" or setting.type == "string":
        return text
    if setting.type == "integer":
        return int(text)
    if setting.type == "array":
        return [part.strip() for part in text.split(",") if part.strip()]
    if setting.type == "boolean":
        if text.lower() not in _WORDS:
            raise ValueError(text)
        return _WORDS[text.lower()]
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError(text)
    return value
