"""Tests keep away from the data of whoever runs them."""

from pathlib import Path

import pytest
from django.db import connection

import conftest

ROOT = Path(conftest.__file__).parent


@pytest.mark.django_db
def test_the_database_of_the_tests_is_not_in_the_checkout():
    if connection.vendor == "sqlite":
        assert ROOT not in Path(connection.settings_dict["NAME"]).parents
