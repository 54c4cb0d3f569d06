"""Messages owed to staff."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from plenary.accounts.events import SignInCodeRequested
from plenary.accounts.models import User
from plenary.lib.bilingual import django_code
from plenary.mail.actions import queue_message
from plenary.outbox.events import handles


@handles(SignInCodeRequested)
def mail_sign_in_code(event: SignInCodeRequested) -> None:
    """The code in a private message: the outbox page never shows it."""
    user = User.objects.filter(pk=event.user_id, is_active=True).first()
    if user is None:
        return
    with translation.override(django_code(user.language)):
        queue_message(
            edition=None,
            kind="sign_in_code",
            key=f"sign-in code {user.pk} {datetime.fromisoformat(event.asked_at).timestamp():.6f}",
            to_name=user.name,
            to_address=user.email,
            subject=_("Your sign-in code: %(code)s") % {"code": event.code},
            body=_(
                "Your code is %(code)s. It works once, for ten minutes, in the browser that asked for it.\n\n"
                "If that was not you, somebody typed your e-mail by mistake: nothing has happened, and you need do nothing."
            )
            % {"code": event.code},
            language=user.language,
            is_private=True,
        )
