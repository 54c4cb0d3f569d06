"""The guest's own QR as a picture, to be kept on the phone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from plenary.checkin.badges import qr_png
from plenary.checkin.models import Badge
from plenary.invitations.links import invitation_of
from plenary.web.permissions import declares


@declares("guest link")
@require_GET
def badge_picture(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_of(request, token)
    badge = (
        Badge.objects.filter(person=invitation.person_id, revoked_at=None).select_related("person").first()
    )
    if badge is None or not invitation.accepted_at:
        raise Http404
    return HttpResponse(qr_png(badge), content_type="image/png")
