"""The press desk in the console."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.lib.workbooks import workbook_response
from plenary.press import actions
from plenary.press.forms import OutletForm, PostForm
from plenary.press.models import Outlet, Post


@staff("see")
@require_GET
def overview(request: HttpRequest, edition: Edition) -> HttpResponse:
    outlets = list(Outlet.objects.filter(edition=edition).select_related("reporter"))
    context = {
        "outlets": outlets,
        "accredited": sum(outlet.state == "accredited" for outlet in outlets),
        "posts": Post.objects.filter(edition=edition).order_by("-created_at", "-pk") if _may(request) else [],
        "may_change": _may(request),
    }
    return render(request, "press/overview.html", context)


@staff("see")
@require_GET
def workbook(request: HttpRequest, edition: Edition) -> HttpResponse:
    def day(at) -> str:
        return f"{at.astimezone(edition.zone):%Y-%m-%d %H:%M}" if at else ""

    header = [
        _("Outlet"), _("Outlet in English"), _("Kind of outlet"), _("Reporter"), _("Applied"), _("Accredited"), _("Refused"),
    ]  # fmt: skip
    rows = (
        [
            outlet.name_zh or outlet.name_en,
            outlet.name_en,
            outlet.get_kind_display(),
            outlet.reporter.name if outlet.reporter else "",
            day(outlet.applied_at),
            day(outlet.accredited_at),
            day(outlet.refused_at),
        ]
        for outlet in Outlet.objects.filter(edition=edition).select_related("reporter")
    )
    return workbook_response(_("Media"), header, rows)


@staff("press")
@require_http_methods(["GET", "POST"])
def new_outlet(request: HttpRequest, edition: Edition) -> HttpResponse:
    form = OutletForm(request.POST or None, instance=Outlet(edition=edition))
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "press/outlet.html", {"form": form}, status=status)
    given = form.cleaned_data
    outlet = actions.add_outlet(
        edition=edition,
        name_zh=given["name_zh"],
        name_en=given["name_en"],
        kind=given["kind"],
        reporter=given["reporter_name"],
        phone=given["phone"],
        by=request.user,
        at=edition.now(),
    )
    messages.success(request, _("%(name)s is on the list.") % {"name": outlet.name})
    return redirect("press", slug=edition.slug)


@staff("press")
@require_POST
def accreditation(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    outlet = _outlet(edition, pk)
    actions.accredit(outlet=outlet, by=request.user, at=edition.now())
    messages.success(request, _("%(name)s is accredited.") % {"name": outlet.name})
    return redirect("press", slug=edition.slug)


@staff("press")
@require_POST
def refusal(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    outlet = _outlet(edition, pk)
    actions.refuse(outlet=outlet, by=request.user, at=edition.now())
    messages.success(request, _("%(name)s is refused.") % {"name": outlet.name})
    return redirect("press", slug=edition.slug)


@staff("press")
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, edition: Edition, pk: int | None = None) -> HttpResponse:
    """Write, look, save. «Preview» shows the text as it will stand and saves nothing."""
    one = _post(edition, pk) if pk else Post(edition=edition)
    form = PostForm(request.POST or None, instance=one)
    if not form.is_valid() or "preview" in request.POST:
        refused = form.is_bound and not form.is_valid()
        context = {"form": form, "post": one, "preview": _preview(request) if form.is_bound else []}
        return render(request, "press/post.html", context, status=422 if refused else 200)
    saved = actions.save_post(post=form.save(commit=False), by=request.user, at=now())
    messages.success(request, _("“%(title)s” is saved.") % {"title": saved.title})
    return redirect("post", slug=edition.slug, pk=saved.pk)


@staff("press")
@require_POST
def publication(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    one = _post(edition, pk)
    try:
        is_public = actions.publish_post(post=one, by=request.user)
    except actions.CannotPublish as problem:
        messages.error(request, str(problem))
    else:
        said = (
            _("The post is public.") if is_public else _("Approved: the post appears when its embargo ends.")
        )
        messages.success(request, said)
    return redirect("post", slug=edition.slug, pk=pk)


@staff("press")
@require_POST
def withdrawal(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    one = _post(edition, pk)
    actions.withdraw_post(post=one, by=request.user, at=now())
    messages.success(request, _("The post is withdrawn: gone from pages and feeds."))
    return redirect("post", slug=edition.slug, pk=pk)


def _preview(request: HttpRequest) -> list[tuple[str, str, str]]:
    """(language, title, Markdown) of what was typed."""
    shown = []
    for language in ("zh", "en"):
        title, body = (request.POST.get(f"{part}_{language}", "")[:50_000] for part in ("title", "body"))
        if title or body:
            shown.append((language, title, body))
    return shown


def _may(request: HttpRequest) -> bool:
    return "press" in request.grants  # type: ignore[attr-defined]


def _outlet(edition: Edition, pk: int) -> Outlet:
    return get_object_or_404(Outlet.objects.select_related("edition", "reporter"), pk=pk, edition=edition)


def _post(edition: Edition, pk: int) -> Post:
    return get_object_or_404(Post.objects.select_related("edition"), pk=pk, edition=edition)
