"""A spreadsheet is dropped, looked at, and taken in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from plenary.editions.access import staff
from plenary.editions.models import Edition
from plenary.invitations.actions.guest_lists import (
    AlreadyDecided,
    CannotUndo,
    choose,
    confirm_guest_list,
    discard,
    take_in,
    undo_guest_list,
    why_not_undone,
)
from plenary.invitations.intake import MOST_BYTES, NotAGuestList
from plenary.invitations.models import GuestListFile
from plenary.invitations.planning import FROM_COLUMN, NEW, Choices, Plan, make_plan
from plenary.lib.clock import now
from plenary.people.forms import LABELS as PERSON_LABELS

# What a person may say a column holds; the rest of the reader's fields are its own findings.
FIELDS = {
    "name": PERSON_LABELS["name"],
    "organisation": gettext_lazy("Organisation"),
    "department": PERSON_LABELS["department"],
    "title": PERSON_LABELS["position"],
    "academic_title": PERSON_LABELS["academic_title"],
    "organisation_title": gettext_lazy("Organisation and position"),
    "phone": PERSON_LABELS["phone"],
    "email": PERSON_LABELS["email"],
    "reach": gettext_lazy("Phone or e-mail"),
    "category": PERSON_LABELS["category"],
    "salutation": PERSON_LABELS["salutation"],
    "family_name": gettext_lazy("Family name"),
    "given_name": gettext_lazy("Given name"),
    "contact": gettext_lazy("Contact (name and phone)"),
    "contact_name": PERSON_LABELS["contact_name"],
    "contact_phone": PERSON_LABELS["contact_phone"],
    "contact_email": PERSON_LABELS["contact_email"],
    "gender": gettext_lazy("Gender"),
    "diet": gettext_lazy("Diet"),
    "arrival": gettext_lazy("Arrival"),
    "departure": gettext_lazy("Departure"),
    "lodging": gettext_lazy("Lodging"),
    "note": gettext_lazy("Note"),
    "number": gettext_lazy("Running number (not kept)"),
    "extra": gettext_lazy("Kept under its own heading"),
}


@staff("guests")
@require_http_methods(["GET", "HEAD", "POST"])
def guest_lists(request: HttpRequest, edition: Edition) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            problem = _("Choose a file first.")
        elif upload.size > MOST_BYTES:
            problem = _("The file is larger than 10 MB. Split it into smaller files.")
        else:
            try:
                taken = take_in(
                    edition=edition,
                    filename=upload.name or "",
                    content=upload.read(),
                    by=request.user,
                    at=now(),
                )
                return redirect("guest_list", edition.slug, taken.pk)
            except NotAGuestList as refusal:
                problem = str(refusal)
    lists = edition.guest_lists.defer("reading", "outcome").select_related("by")[:50]
    return render(
        request,
        "invitations/guest_lists.html",
        {"lists": lists, "problem": problem},
        status=422 if problem else 200,
    )


@staff("guests")
@require_http_methods(["GET", "HEAD", "POST"])
def guest_list(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """The preview while nothing was decided, then the result. A POST keeps the choices of the preview."""
    found = _list(edition, pk)
    if found.confirmed_at or found.discarded_at:
        return render(request, "invitations/guest_list_result.html", {"guest_list": found})
    if request.method == "POST":
        try:
            choose(guest_list=found, choices=_choices(request, found))
        except NotAGuestList as refusal:
            messages.error(request, str(refusal))
        except AlreadyDecided:
            messages.error(request, _("This list was decided on a moment ago."))
        return redirect("guest_list", edition.slug, pk)
    plan = make_plan(edition, found.reading, Choices(**found.choices))
    return render(request, "invitations/guest_list.html", _preview(request, found, plan))


def _preview(request: HttpRequest, found: GuestListFile, plan: Plan) -> dict:
    chosen = found.choices.get("columns", {})
    return {
        "guest_list": found,
        "plan": plan,
        "counts": {kind: plan.counts[kind] for kind in ("add", "update", "same", "repeat")},
        "kept": plan.counts["add"] + plan.counts["update"],
        "page": Paginator(plan.rows, 100).get_page(request.GET.get("page")),
        "problems": plan.problems[:300],
        "problems_left": max(0, len(plan.problems) - 300),
        "columns": [
            column | {"key": f"{column['sheet']}|{column['letter']}", "field_now": column["field"]}
            for column in found.reading["columns"]
        ],
        "columns_chosen": chosen,
        "fields": FIELDS.items(),
        "categories": [(str(one.pk), one.name) for one in found.edition.categories.all()],
        "from_column": FROM_COLUMN,
        "new": NEW,
        "has_labels": any(chosen == FROM_COLUMN for chosen in plan.sheets.values()),
    }


def _choices(request: HttpRequest, found: GuestListFile) -> Choices:
    """From the form: column:<sheet|letter>, sheet:<n>, label:<n> and same:<row>, each by its position."""
    posted = request.POST
    now_so = {f"{one['sheet']}|{one['letter']}": one["field"] for one in found.reading["columns"]}
    columns = dict(found.choices.get("columns", {}))
    for key, field in now_so.items():
        wanted = posted.get(f"column:{key}", field)
        if wanted != field and wanted in FIELDS and field != "left_out":
            columns[key] = wanted
    rows = found.reading["rows"]
    sheets = list(dict.fromkeys(row["sheet"] for row in rows))
    labels = list(dict.fromkeys(row["category"] for row in rows if row["category"]))
    return Choices(
        columns=columns,
        sheets={sheet: posted[f"sheet:{at}"] for at, sheet in enumerate(sheets) if f"sheet:{at}" in posted},
        labels={label: posted[f"label:{label}"] for label in labels if f"label:{label}" in posted},
        same={
            key.removeprefix("same:"): int(value)
            for key, value in posted.items()
            if key.startswith("same:") and value.isdecimal()
        },
    )


@staff("guests")
@require_POST
def decide(request: HttpRequest, edition: Edition, pk: int, act: str) -> HttpResponse:
    """`confirmation`, `removal` of an undecided list, or `undo` of a confirmed one."""
    found = _list(edition, pk)
    try:
        if act == "confirmation":
            confirm_guest_list(guest_list=found, by=request.user, at=now())
        elif act == "removal":
            discard(guest_list=found, by=request.user, at=now())
            messages.success(request, _("The list was thrown away. Nothing of it was taken in."))
            return redirect("guest_lists", edition.slug)
        elif act == "undo":
            undo_guest_list(guest_list=found, by=request.user, at=now())
            count = found.added
            messages.success(
                request,
                ngettext("%(count)d guest was taken back.", "%(count)d guests were taken back.", count)
                % {"count": count},
            )
        else:
            raise Http404
    except AlreadyDecided:
        messages.error(request, _("This list was decided on before. Nothing was done twice."))
    except CannotUndo:
        messages.error(request, why_not_undone())
    return redirect("guest_list", edition.slug, pk)


def _list(edition: Edition, pk: int) -> GuestListFile:
    return get_object_or_404(GuestListFile.objects.select_related("edition", "by"), pk=pk, edition=edition)
