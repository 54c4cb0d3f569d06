"""Foreign keys point down the house, like imports; string references hide from the import contracts."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def floors() -> dict[str, int]:
    """Module → its floor, ground floor 0, from the import contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {
        module.strip(" ()"): floor
        for floor, layer in enumerate(reversed(layers))
        for module in layer.replace(":", "|").split("|")
    }


def upward(models) -> list[str]:
    floor = floors()
    found = []
    for model in models:
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete and field.related_model):
                continue
            here, there = (m._meta.app_config.name.split(".")[-1] for m in (model, field.related_model))
            if here != there and floor.get(there, -1) >= floor.get(here, 99):
                found.append(f"{model._meta.label}.{field.name} → {field.related_model._meta.label}")
    return found


def ours():
    return [model for model in apps.get_models() if model.__module__.startswith("plenary.")]


def test_foreign_keys_point_down():
    assert upward(ours()) == []


def test_the_check_sees_a_foreign_key_that_points_up(monkeypatch):
    # Turned upside down, the house must show many: the check can fail.
    real = floors()
    monkeypatch.setitem(globals(), "floors", lambda: {module: -floor for module, floor in real.items()})
    assert len(upward(ours())) > 10


def test_every_table_about_a_summit_names_its_edition():
    without = [
        model._meta.label
        for model in ours()
        if model._meta.app_label not in ("outbox", "accounts") and model._meta.label != "editions.Edition"
        if not any(field.name == "edition" for field in model._meta.fields)
    ]
    assert without == []
