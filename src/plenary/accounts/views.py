"""Signing in and out, and one's own account. Answers never tell whether an account exists."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plenary.accounts import actions
from plenary.accounts.forms import AccountForm, CodeForm, PasswordForm, PersonForm, SignInForm
from plenary.accounts.models import User
from plenary.accounts.requests import StaffRequest
from plenary.lib.clock import now
from plenary.web.permissions import public, signed_in
from plenary.web.redirects import keep_language, safe_next

WINDOW = timedelta(minutes=15)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter(request: HttpRequest, user: User, *, how: str) -> None:
    """Begins a session with a new key, so that a key planted before the sign-in is worth nothing (T-24)."""
    request.session.cycle_key()
    login(request, user, backend=BACKEND)
    actions.note_sign_in(user=user, how=how)


def _brake(request: HttpRequest, email: str) -> None:
    """Ten tries an account and thirty an address in a quarter of an hour."""
    actions.count_try(key=f"signin {email.lower()[:100]}", at=now(), most=10, window=WINDOW)
    actions.count_try(key=f"signin from {request.META['REMOTE_ADDR']}", at=now(), most=30, window=WINDOW)


def _too_many() -> str:
    return _("Too many tries. Wait a quarter of an hour, then try again.")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password, or «send me a code»."""
    back = safe_next(request.POST.get("next") or request.GET.get("next"))
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(back)
        return _sign_in_page(request, SignInForm(), back)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, back, status=422)
    email, password = form.cleaned_data["email"], form.cleaned_data["password"]
    try:
        _brake(request, email)
    except actions.TooManyTries:
        form.add_error(None, _too_many())
        return _sign_in_page(request, form, back, status=429)
    if request.POST.get("by") == "code" and settings.EMAIL_HOST:
        nonce = secrets.token_urlsafe(16)
        actions.request_code(email=email, nonce=nonce, at=now())
        request.session["code"] = {"nonce": nonce, "email": email, "next": back}
        return redirect("sign_in_code")
    user = authenticate(request, username=email, password=password)
    if user is None:
        form.add_error(None, _("That e-mail and that password do not belong together. Nobody was signed in."))
        return _sign_in_page(request, form, back, status=422)
    enter(request, user, how="password")
    return keep_language(redirect(back), user.language)


def _sign_in_page(request: HttpRequest, form: SignInForm, back: str, status: int = 200) -> HttpResponse:
    context = {"form": form, "next": back, "has_mail": bool(settings.EMAIL_HOST)}
    return render(request, "accounts/sign_in.html", context, status=status)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code that was mailed: good once, in this browser, for ten minutes and five tries."""
    asked = request.session.get("code")
    if not asked:
        return redirect("sign_in")
    form = CodeForm(request.POST or None)
    context = {"form": form, "email": asked["email"]}
    if not form.is_valid():
        return render(request, "accounts/code.html", context, status=422 if form.is_bound else 200)
    try:
        user = actions.use_code(code=form.cleaned_data["code"], nonce=asked["nonce"], at=now())
    except actions.TooManyTries:
        form.add_error("code", _("That was the fifth try: this code has ended. Ask for a new one."))
        return render(request, "accounts/code.html", context, status=429)
    except actions.LinkSpent:
        form.add_error("code", _("This is not the code we sent last, or it is older than ten minutes."))
        return render(request, "accounts/code.html", context, status=422)
    request.session.pop("code")
    enter(request, user, how="code")
    return keep_language(redirect(safe_next(asked["next"])), user.language)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The one-time link. GET only shows who would sign in: mail and chat programs open links by themselves."""
    try:
        user = actions.whose_link(secret=secret, purpose="signin", at=now())
        form = PersonForm(request.POST or None, user=user) if user.is_new else None
        if request.method != "POST" or (form and not form.is_valid()):
            status = 422 if request.method == "POST" else 200
            return render(request, "accounts/link.html", {"who": user, "form": form}, status=status)
        given = form.cleaned_data if form else {}
        user = actions.sign_in_by_link(secret=secret, at=now(), **given)
    except actions.LinkSpent:
        return render(request, "accounts/link_spent.html", status=410)
    enter(request, user, how="link")
    return redirect("front")


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("front")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: StaffRequest) -> HttpResponse:
    """Name and language, password, other sessions."""
    user, part = request.user, request.POST.get("part")
    details = AccountForm(
        request.POST if part == "details" else None, initial={"name": user.name, "language": user.language}
    )
    password = PasswordForm(request.POST if part == "password" else None, user=user)
    if part == "details" and details.is_valid():
        actions.save_account(user=user, **details.cleaned_data)
        messages.success(request, _("Saved."))
        return keep_language(redirect("account"), user.language)
    if part == "password" and password.is_valid():
        actions.change_password(user=user, password=password.cleaned_data["password"])
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed, and every other session has ended."))
        return redirect("account")
    if part == "sessions":
        actions.end_sessions(user=user)
        update_session_auth_hash(request, user)
        messages.success(request, _("Every other session has ended."))
        return redirect("account")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/account.html", {"details": details, "password": password}, status=status)
