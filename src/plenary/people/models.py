"""Persons and organisations of one edition."""

from django.db import models
from django.db.models import Q

from plenary.editions.models import Category, Edition
from plenary.lib.bilingual import Bilingual
from plenary.people.names import plain


class Organisation(models.Model):
    """A 单位: university, company, outlet. Its contact (联络员) may answer for all its people."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="organisations")
    name_zh = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=100, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    # Raised to end the contact's older links.
    link_version = models.PositiveSmallIntegerField(default=0)
    name = Bilingual("name")

    class Meta:
        ordering = ["name_zh", "name_en", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="") | ~Q(name_en=""), name="organisation_has_a_name"),
            models.UniqueConstraint(
                fields=["edition", "name_zh"], condition=~Q(name_zh=""), name="organisation_once_an_edition"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    def present(self):
        """Everyone who was not erased or removed."""
        return self.filter(removed_at=None)

    def search(self, text: str):
        """By name, pinyin, initials, organisation, or the last digits of a phone; every word must be found."""
        found = self
        for word in text.split()[:6]:
            typed = plain(word)
            wanted = (
                Q(name__icontains=word)
                | Q(name_latin__icontains=word)
                | Q(organisation__name_zh__icontains=word)
                | Q(organisation__name_en__icontains=word)
            )
            if typed and typed.isascii():
                wanted |= Q(search_key__startswith=typed) | Q(search_key__contains=f" {typed}")
            if typed.isdecimal() and len(typed) >= 4:
                wanted |= Q(phone__endswith=typed)
            found = found.filter(wanted)
        return found

    def by_name(self):
        """In the order of the reading: 阿 before 张, Anna among them."""
        return self.order_by("search_key", "pk")


class Person(models.Model):
    """Somebody this edition deals with: dean, expert, speaker, reporter. One row per edition and person."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="people")
    category = models.ForeignKey(Category, models.RESTRICT, related_name="people", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, related_name="people", null=True, blank=True
    )
    # The name as its owner writes it, in their own script and order: 张伟, Mary Anne O'Neil, 买买提·艾力.
    name = models.CharField(max_length=100)
    name_latin = models.CharField(max_length=100, blank=True)
    salutation = models.CharField(max_length=60, blank=True)
    position = models.CharField(max_length=200, blank=True)
    academic_title = models.CharField(max_length=100, blank=True)
    department = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    contact_name = models.CharField(max_length=100, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=[("zh", "中文"), ("en", "English")], default="zh")
    note = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)
    # «zhangwei zw wei»: reading, initials, given name; see names.search_key. Kept by the verbs.
    search_key = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name")]
        indexes = [
            models.Index(fields=["edition", "category"], name="person_edition_category"),
            models.Index(fields=["edition", "search_key"], name="person_edition_name"),
        ]

    def __str__(self) -> str:
        return self.name
