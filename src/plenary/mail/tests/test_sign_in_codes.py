"""The code of a sign-in goes by private mail."""

import pytest

from plenary.accounts.events import SignInCodeRequested
from plenary.lib.clock import now
from plenary.mail.handlers import mail_sign_in_code
from plenary.mail.models import Message
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_code_is_queued_once_privately_and_in_the_persons_language():
    user = make_user(language="en")
    event = SignInCodeRequested(user_id=user.pk, code="012345", asked_at=now().isoformat())
    mail_sign_in_code(event)
    mail_sign_in_code(event)
    assert [(m.subject, m.to_address, m.is_private) for m in Message.objects.all()] == [
        ("Your sign-in code: 012345", user.email, True)
    ]
