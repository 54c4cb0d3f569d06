import pytest

from plenary.publication import store
from plenary.publication.actions import publish_edition
from tests.factories import make_edition

pytestmark = pytest.mark.django_db


def test_a_confirmed_edition_has_a_home_page_in_both_languages_and_its_colours():
    publish_edition(make_edition(slug="cails"))
    _, pages = store.current()
    assert [path for path in pages if path.count("/") < 3] == [
        "cails/",
        "cails/en/",
        "cails/theme.css",
        "cails/zh/",
    ]
    assert store.read(pages["cails/"].blob) == store.read(pages["cails/zh/"].blob)


@pytest.mark.django_db(transaction=True)
def test_an_edition_that_is_unconfirmed_or_erased_has_no_public_page():
    edition = make_edition()
    publish_edition(edition)
    edition.confirmed_at = None
    edition.save()
    publish_edition(edition)
    assert store.current()[1] == {}

    edition = make_edition()
    publish_edition(edition)
    edition.delete()
    assert store.current()[1] == {}
