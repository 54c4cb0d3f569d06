"""The living style page: every component in both languages, for whoever changes the stylesheet."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plenary.web.permissions import owner


class SampleForm(forms.Form):
    """One control of each kind, one of them wrong."""

    name = forms.CharField(label="Name · 姓名", help_text="As it stands on the badge. 与席卡一致。")
    email = forms.EmailField(label="E-mail · 邮箱")
    category = forms.ChoiceField(
        label="Category · 类别", choices=[("dean", "院长 · Deans"), ("media", "媒体 · Media")]
    )
    answer = forms.ChoiceField(
        label="Answer · 答复",
        choices=[("yes", "参加 · I come"), ("no", "不能参加 · I cannot come")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Note · 备注", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="I agree to be named on the public page · 同意在公开页面列名")


@owner
def style(request: HttpRequest) -> HttpResponse:
    sample = SampleForm(
        {"name": "欧阳 明德", "email": "nobody", "category": "dean", "answer": "yes", "agree": "on"}
    )
    return render(request, "editions/style.html", {"form": sample})
