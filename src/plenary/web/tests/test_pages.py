"""Components: the menu's current entry, fields tied to their errors, the language, errors in both languages."""

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from tests.factories import make_edition, make_owner

pytestmark = pytest.mark.django_db


def current(here: str, address: str) -> str:
    context = Context({"request": RequestFactory().get(here), "address": address})
    return Template("{% current address %}").render(context)


def test_the_menu_marks_the_page_and_the_section_above_it():
    assert current("/console/a/guests/", "/console/a/guests/") == ' aria-current="page"'
    assert current("/console/a/guests/7/", "/console/a/guests/") == ' aria-current="true"'
    assert current("/console/a/guest-lists/", "/console/a/guests/") == ""


class Sample(forms.Form):
    name = forms.CharField()
    ways = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)


def test_a_wrong_field_names_its_error_and_the_summary_leads_to_it():
    form = Sample({"name": "", "ways": "a"})
    html = Template("{% errors form %}{% field form.name %}{% field form.ways %}").render(
        Context({"form": form})
    )
    assert 'href="#id_name"' in html
    assert 'aria-describedby="id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert "<legend" in html


def test_the_language_is_kept_and_returns_to_the_page(client):
    response = client.post("/language/", {"language": "en", "next": "/signin/"})
    assert (response.url, response.cookies["language"].value) == ("/signin/", "en")
    assert client.post("/language/", {"language": "en", "next": "https://e.example/"}).url == "/"


def test_console_pages_let_no_inline_script_or_style_through(client):
    edition = make_edition()
    client.force_login(make_owner())
    for path in ("/console/style/", f"/console/{edition.slug}/", f"/console/{edition.slug}/team/"):
        response = client.get(path)
        html = response.content.decode()
        assert "'unsafe-inline'" not in response["Content-Security-Policy"]
        assert (" style=" in html, "<style" in html, " onclick" in html, "<script>" in html) == (False,) * 4
        assert '"includeIndicatorCSS": false' in html


def test_an_unknown_address_is_answered_in_the_readers_language(client):
    pages = [
        client.get("/console/none/x/", headers={"accept-language": code}).content.decode()
        for code in ("zh", "en")
    ]
    assert ["这个地址没有内容" in pages[0], "There is nothing at this address" in pages[1]] == [True, True]


def test_cookies_are_secure_exactly_where_the_configured_address_is_https(client, monkeypatch):
    monkeypatch.setenv("PLENARY_ADDRESS", "https://summit.example.org")
    behind_proxy = client.post("/language/", {"language": "en"}, headers={"host": "summit.example.org"})
    on_the_machine = client.post("/language/", {"language": "en"}, headers={"host": "127.0.0.1:8000"})
    assert [bool(answer.cookies["language"]["secure"]) for answer in (behind_proxy, on_the_machine)] == [
        True,
        False,
    ]
    assert behind_proxy["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in on_the_machine


def test_a_forwarded_header_makes_nothing_secure(client):
    answer = client.post(
        "/language/", {"language": "en"}, headers={"x-forwarded-proto": "https", "forwarded": "proto=https"}
    )
    assert not answer.cookies["language"]["secure"]
