"""Persons and organisations of one edition."""

from django.db import models
from django.db.models import Q

from plenary.editions.models import Category, Edition
from plenary.lib.bilingual import Bilingual


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


class Person(models.Model):
    """Somebody this edition deals with: dean, expert, speaker, reporter. One row per edition and person."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="people")
    category = models.ForeignKey(Category, models.PROTECT, related_name="people", null=True, blank=True)
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
    # «zhangwei zw»: full pinyin and initials, for the door's search.
    search_key = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name")]
        indexes = [models.Index(fields=["edition", "category"], name="person_edition_category")]

    def __str__(self) -> str:
        return self.name
