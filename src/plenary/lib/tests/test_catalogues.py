"""The check of the catalogues sees what it must: contexts, lazy calls, two translations of one message."""

from plenary.lib import catalogues

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def house(folder, monkeypatch, **modules):
    """A house of these modules, each with its catalogue (message or «context|message» → Chinese)."""
    for name, entries in modules.items():
        place = folder / name / "locale/zh_Hans/LC_MESSAGES"
        place.mkdir(parents=True)
        blocks = []
        for key, text in entries.items():
            context, _, message = key.rpartition("|")
            blocks.append(
                (f'msgctxt "{context}"\n' if context else "") + f'msgid "{message}"\nmsgstr "{text}"\n'
            )
        (place / "django.po").write_text(HEAD + "\n".join(blocks))
    monkeypatch.setattr(catalogues, "PACKAGE", folder)


def test_a_message_with_a_context_needs_chinese_of_its_own(tmp_path, monkeypatch):
    house(tmp_path, monkeypatch, people={"Name": "姓名"})
    (tmp_path / "people/forms.py").write_text('pgettext_lazy("unit", "Name")\ngettext_lazy("Name")\n')
    templates = tmp_path / "people/templates"
    templates.mkdir()
    (templates / "one.html").write_text(
        '{% load i18n %}{% translate \'Name\' %}{% translate "Name" context "unit" %}'
    )
    assert catalogues.missing() == [
        "people/forms.py:1: 'Name' (unit)",
        "people/templates/one.html: 'Name' (unit)",
    ]


def test_a_plural_is_found_by_its_first_form(tmp_path, monkeypatch):
    house(tmp_path, monkeypatch, people={})
    templates = tmp_path / "people/templates"
    templates.mkdir()
    (templates / "one.html").write_text(
        "{% load i18n %}{% blocktranslate trimmed count n=n %}{{ n }} guest{% plural %}{{ n }} guests{% endblocktranslate %}"
    )
    assert catalogues.missing() == ["people/templates/one.html: '%(n)s guest'"]


def test_two_modules_may_not_translate_one_message_differently(tmp_path, monkeypatch):
    house(
        tmp_path,
        monkeypatch,
        mail={"Note": "备注", "To": "收件人"},
        programme={"Note": "说明", "time|To": "到"},
    )
    assert catalogues.conflicts() == ["'Note': 备注 (mail), 说明 (programme)"]
