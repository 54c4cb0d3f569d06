"""The outbox: what waits, what left, what failed and why. Texts are never edited here."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.lib.workbooks import workbook_response
from plenary.mail.actions import MessageDecided, mark_sent, send_again, withdraw_message
from plenary.mail.models import STATES, Message

LABELS = {
    "waiting": gettext_lazy("waiting"),
    "copy": gettext_lazy("to copy"),
    "failed": gettext_lazy("failed"),
    "sent": gettext_lazy("sent"),
    "withdrawn": gettext_lazy("withdrawn"),
}


@staff("mail")
@require_safe
def outbox(request: HttpRequest, edition: Edition) -> HttpResponse:
    shown = Message.objects.shown(edition)
    counts = shown.aggregate(**{state: Count("pk", filter=rule) for state, rule in STATES.items()})
    state = request.GET.get("state", "")
    if state not in STATES:
        state = next((one for one in ("copy", "failed", "waiting", "sent") if counts[one]), "waiting")
    found = shown.in_state(state)
    if text := request.GET.get("q", "").strip():
        found = found.filter(
            Q(to_name__icontains=text) | Q(to_address__icontains=text) | Q(subject__icontains=text)
        )
    if request.GET.get("format") == "xlsx":
        return _workbook(edition, found)
    return render(
        request,
        "mail/outbox.html",
        {
            "state": state,
            "tabs": [(one, LABELS[one], counts[one]) for one in STATES],
            "page": Paginator(found, 50).get_page(request.GET.get("page")),
            "text": text,
            "has_server": bool(settings.EMAIL_HOST),
        },
    )


def _workbook(edition: Edition, found) -> HttpResponse:
    zone = edition.zone
    return workbook_response(
        _("Outbox"),
        [
            _("To"),
            pgettext("message", "Address"),
            _("Subject"),
            _("State"),
            _("Queued"),
            _("Sent"),
            _("Reason"),
        ],
        (
            [
                row.to_name,
                row.to_address,
                row.subject,
                LABELS[row.state],
                f"{row.created_at.astimezone(zone):%Y-%m-%d %H:%M}",
                f"{row.sent_at.astimezone(zone):%Y-%m-%d %H:%M}" if row.sent_at else "",
                row.error,
            ]
            for row in found
        ),
    )


@staff("mail")
@require_safe
def message(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    found = get_object_or_404(Message.objects.shown(edition), pk=pk)
    return render(
        request,
        "mail/message.html",
        {"message": found, "label": LABELS[found.state], "has_server": bool(settings.EMAIL_HOST)},
    )


@staff("mail")
@require_POST
def decide(request: HttpRequest, edition: Edition, pk: int, act: str) -> HttpResponse:
    """`sent` by hand, `withdrawal`, or `again`; back to the list it was pressed in."""
    verbs = {"sent": mark_sent, "withdrawal": withdraw_message, "again": send_again}
    done = {
        "sent": _("Noted as sent: %(name)s."),
        "withdrawal": _("Withdrawn: %(name)s gets nothing."),
        "again": _("Queued again for %(name)s."),
    }
    if act not in verbs:
        raise Http404
    found = get_object_or_404(Message.objects.shown(edition), pk=pk)
    try:
        verbs[act](message=found, by=request.user, at=now())
        messages.success(request, done[act] % {"name": found.to_name})
    except MessageDecided:
        messages.error(request, _("Nothing was changed: this message was decided on a moment ago."))
    state = request.POST.get("state", "")
    address = redirect("outbox", edition.slug)
    if state in STATES:
        address["Location"] += f"?state={state}"
    return address
