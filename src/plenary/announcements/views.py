"""Paste an announcement, look at the draft beside its text, confirm."""

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plenary.accounts.requests import StaffRequest
from plenary.announcements import actions
from plenary.announcements.forms import DraftForm, PasteForm, PromiseFormSet
from plenary.announcements.marks import pieces
from plenary.announcements.models import Announcement
from plenary.announcements.reading import MOST_BYTES, NoAnnouncement, Unreadable
from plenary.editions.access import staff
from plenary.editions.actions import create_edition
from plenary.editions.forms import NewEditionForm
from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.web.permissions import owner

KEPT_IN_SESSION = 100_000


@owner
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """The paste box. A text that announces nothing is refused, saying why, and stays in the box."""
    if request.method != "POST":
        return paste_page(request)
    form = PasteForm(request.POST, request.FILES)
    if not form.is_valid():
        return paste_page(request, form, status=422)
    data, filename = _sent(form)
    try:
        edition = actions.create_draft(data, filename, request.user)
    except actions.AlreadyRead as known:
        messages.info(request, _("This text was read before. Here is what grew from it."))
        return redirect("announcement", known.announcement.edition.slug)
    except (Unreadable, NoAnnouncement) as problem:
        return paste_page(request, form, refusal=str(problem), status=422)
    return redirect("announcement", edition.slug)


def _sent(form: PasteForm) -> tuple[bytes, str]:
    """A dropped file goes before what stands in the box."""
    file = form.cleaned_data["file"]
    if file:
        return file.read(MOST_BYTES + 1), file.name
    return form.cleaned_data["text"].encode("utf-8", "replace"), ""


def paste_page(
    request: HttpRequest, form: PasteForm | None = None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    discarded = request.session.pop("discarded", None) if form is None else None
    context = {
        "form": form or PasteForm(initial={"text": discarded or ""}),
        "refusal": refusal,
        "was_discarded": discarded is not None,
        "bare": NewEditionForm(prefix="bare"),
        "drafts": Edition.objects.filter(confirmed_at=None),
    }
    return render(request, "announcements/new.html", context, status=status)


@owner
@require_POST
def bare(request: StaffRequest) -> HttpResponse:
    """A summit without an announcement."""
    form = NewEditionForm(request.POST, prefix="bare")
    if not form.is_valid():
        context = {"form": PasteForm(), "bare": form, "drafts": Edition.objects.filter(confirmed_at=None)}
        return render(request, "announcements/new.html", context, status=422)
    edition = create_edition(by=request.user, at=now(), **form.cleaned_data)
    return redirect("settings", edition.slug)


@staff("settings")
@require_http_methods(["GET", "HEAD", "POST"])
def announcement(request: StaffRequest, edition: Edition) -> HttpResponse:
    """The draft beside the text it was read from; after the confirmation, what was read."""
    read = get_object_or_404(Announcement.objects.select_related("by"), edition=edition)
    is_draft = edition.confirmed_at is None
    do = request.POST.get("do")
    if request.method == "POST" and not is_draft:
        messages.info(request, _("This announcement is confirmed already. Change facts in the settings."))
        return redirect("announcement", edition.slug)
    if do == "discard":
        source = actions.discard(announcement=read, by=request.user)
        if len(source) <= KEPT_IN_SESSION:
            request.session["discarded"] = source
        messages.success(request, _("The draft is discarded."))
        return redirect("new_edition" if request.user.is_owner else "consoles")
    # A copy: the form writes into its instance, and a refused form must not change the page's heading and links.
    form = DraftForm(request.POST or None, instance=copy(edition))
    promises = PromiseFormSet(request.POST or None, instance=copy(edition), prefix="promises")
    if request.method == "POST" and form.is_valid() and promises.is_valid():
        actions.save_draft(
            edition=form.instance,
            form=form,
            promises=promises,
            by=request.user,
            confirm=do == "confirm",
            at=now(),
        )
        if do == "confirm":
            messages.success(
                request, _("The summit is confirmed. Its promises stand in the ledger from now on.")
            )
            return redirect("console", form.instance.slug)
        messages.success(request, _("The draft is saved."))
        return redirect("announcement", form.instance.slug)
    status = 422 if request.method == "POST" else 200
    context = _page(edition, read, form, promises) | {"is_draft": is_draft}
    return render(request, "announcements/announcement.html", context, status=status)


def _page(edition: Edition, read: Announcement, form: DraftForm, promises) -> dict:
    spans, words = read.reading["spans"], read.reading["evidence"]

    def evidence(key: str) -> list[tuple[str, str]]:
        """(key, words) of a field: of a list, all its items."""
        keys = [k for k in words if k == key or k.startswith(f"{key}.")]
        if key == "city" and not keys:
            keys = [k for k in words if k.startswith("cities.")]
        return [(k, words[k]) for k in keys]

    fields = []
    targets: dict[str, str] = {}  # key of the evidence → id of its field
    for bound in form:
        found = evidence(DraftForm.evidence.get(bound.name, ""))
        empty = not bound.value()
        other = bound.name[:-2] + ("zh" if bound.name.endswith("en") else "en")
        twin = other in form.fields and bool(form[other].value())
        fields.append({"bound": bound, "evidence": [] if empty else found, "empty": empty, "twin": twin})
        for key, _words in [] if empty else found:
            targets.setdefault(key, bound.auto_id)
    rows = []
    for row in promises.forms:
        key = f"promises.{row.instance.position}" if row.instance.pk else ""
        rows.append({"form": row, "key": key, "words": words.get(key, "")})
        if key:
            targets[key] = row["count"].auto_id
    cut = [
        (piece, targets[piece.keys[0]] if piece.keys else "")
        for piece in pieces(read.text, spans, set(targets))
    ]
    return {
        "announcement": read,
        "form": form,
        "fields": fields,
        "promises": promises,
        "promise_rows": rows,
        "pieces": cut,
        "pictures": edition.pictures.all(),
    }
