import pytest
from django.db import transaction

from plenary.live.actions import append_change
from plenary.live.hub import REMEMBERED, find_edition, read_changes
from tests.factories import make_edition

pytestmark = pytest.mark.django_db


def test_changes_are_read_in_order_after_a_number():
    edition, other = make_edition(), make_edition()
    first = append_change(
        edition=edition, kind="release", data={"number": 1, "zh": "第 1 版", "en": "Release 1"}
    )
    append_change(edition=other, kind="news", data={})
    second = append_change(edition=edition, kind="news", data={"zh": "新闻"})
    assert [message.number for message in read_changes(edition.pk, 0)] == [first.pk, second.pk]
    assert [message.data for message in read_changes(edition.pk, first.pk)] == ['{"kind":"news","zh":"新闻"}']


def test_only_public_editions_are_found_with_their_last_changes():
    edition = make_edition(slug="cails")
    for number in range(REMEMBERED + 3):
        append_change(edition=edition, kind="release", data={"number": number})
    make_edition(slug="draft", confirmed_at=None)
    pk, recent = find_edition("cails")
    assert (pk, len(recent), recent[-1].data) == (
        edition.pk,
        REMEMBERED,
        f'{{"kind":"release","number":{REMEMBERED + 2}}}',
    )
    assert (find_edition("draft"), find_edition("nowhere")) == (None, None)


def test_a_line_of_data_never_breaks_the_stream():
    change = append_change(edition=make_edition(), kind="news", data={"zh": "一\n\nid: 999\nevent: change"})
    assert "\n" not in read_changes(change.edition_id, 0)[0].data


def test_an_edition_withdrawn_from_the_public_tells_nothing_more():
    edition = make_edition(confirmed_at=None)
    append_change(edition=edition, kind="release", data={})
    assert read_changes(edition.pk, 0) == []


@pytest.mark.django_db(transaction=True)
def test_a_change_is_rolled_back_with_what_it_reports():
    edition = make_edition()
    with pytest.raises(RuntimeError), transaction.atomic():
        append_change(edition=edition, kind="release", data={})
        raise RuntimeError
    assert read_changes(edition.pk, 0) == []
