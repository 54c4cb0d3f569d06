"""Wires the modules together once all of them are loaded."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Config(AppConfig):
    name = "plenary.config"

    def ready(self) -> None:
        # Each module's answers to lower modules: events heard, panels shown, public pages, long work.
        autodiscover_modules("handlers", "panels", "faces", "tasks")
