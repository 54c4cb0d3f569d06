"""One edition of the summit. Every table above names its edition by a foreign key called `edition`."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plenary.accounts.models import User
from plenary.lib.bilingual import Bilingual
from plenary.lib.clock import now

# First path segments that belong to the program; an edition may not be called so.
RESERVED_SLUGS = frozenset(
    [
        "account",
        "accounts",
        "address",
        "api",
        "console",
        "d",
        "demo",
        "door",
        "e",
        "events",
        "health",
        "i",
        "join",
        "language",
        "live",
        "media",
        "new",
        "p",
        "robots",
        "s",
        "settings",
        "signin",
        "signout",
        "static",
        "style",
        "v",
    ]
)


class Edition(models.Model):
    """One summit: «CAILS 2021». A draft until a person confirmed what was read from its announcement."""

    slug = models.CharField(
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use lower-case letters, digits and hyphens."))
        ],
    )
    title_zh = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    theme_zh = models.CharField(max_length=200, blank=True)
    theme_en = models.CharField(max_length=200, blank=True)
    summary_zh = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # What the announcement says when it names no day: «2021-11» or «2021»; empty once the days are known.
    date_note = models.CharField(max_length=40, blank=True)
    city_zh = models.CharField(max_length=100, blank=True)
    city_en = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=100, blank=True)
    venue_zh = models.CharField(max_length=200, blank=True)
    venue_en = models.CharField(max_length=200, blank=True)
    mode = models.CharField(
        max_length=6,
        choices=[("onsite", _("on site")), ("online", _("online")), ("hybrid", _("on site and online"))],
        default="onsite",
    )
    status = models.CharField(
        max_length=9,
        choices=[("scheduled", _("scheduled")), ("postponed", _("postponed")), ("cancelled", _("cancelled"))],
        default="scheduled",
    )
    time_zone = models.CharField(max_length=50, default="Asia/Shanghai")
    default_language = models.CharField(
        max_length=2, choices=[("zh", "中文"), ("en", "English")], default="zh"
    )
    accent = models.CharField(
        max_length=7,
        default="#a3312a",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Write a colour as #a3312a."))],
    )
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    # ICP filing number of mainland China, shown in the footer of every public page.
    filing_number = models.CharField(max_length=60, blank=True)
    is_demo = models.BooleanField(default=False)
    # Moves the domain time of demo editions only: links, sign-ins and audit keep real time.
    clock_offset = models.DurationField(default=timedelta)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    title = Bilingual("title")
    theme = Bilingual("theme")
    summary = Bilingual("summary")
    city = Bilingual("city")
    venue = Bilingual("venue")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__lte=models.F("ends_on")),
                name="edition_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(is_demo=True) | Q(clock_offset=timedelta(0)), name="only_demos_have_a_moved_clock"
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)), name="edition_slug_not_reserved"
            ),
            models.CheckConstraint(condition=~Q(title_zh="") | ~Q(title_en=""), name="edition_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def now(self) -> datetime:
        """Domain time: what the clock on the summit's wall shows. Aware, in the edition's zone."""
        return (now() + self.clock_offset).astimezone(self.zone)

    @property
    def languages(self) -> list[str]:
        """The default language first."""
        return [self.default_language, "en" if self.default_language == "zh" else "zh"]


class Party(models.Model):
    """Who stands behind the summit: 主办, 承办, 协办, 支持单位."""

    ROLES = [
        ("organiser", _("organiser")),
        ("co_organiser", _("co-organiser")),
        ("supporter", _("supporter")),
    ]
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=12, choices=ROLES, default="organiser")
    position = models.PositiveSmallIntegerField(default=0)
    name_zh = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    name = Bilingual("name")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField(default=0)
    name_zh = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    name = Bilingual("name")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Picture(models.Model):
    """A picture the announcement shows. Its address is kept for the archive; pages never load it from there."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(default=0)
    address = models.CharField(max_length=1000)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.address


class Category(models.Model):
    """A kind of guest with its own quota: 院长, 专家, 讲者, 媒体, 展商, 工作人员."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="categories")
    code = models.CharField(max_length=20, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")])
    position = models.PositiveSmallIntegerField(default=0)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    quota = models.PositiveIntegerField(null=True, blank=True)
    name = Bilingual("name")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="category_code_once_an_edition")
        ]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="rooms")
    position = models.PositiveSmallIntegerField(default=0)
    name_zh = models.CharField(max_length=100, blank=True)
    name_en = models.CharField(max_length=100, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    floor = models.CharField(max_length=40, blank=True)
    name = Bilingual("name")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="") | ~Q(name_en=""), name="room_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Promise(models.Model):
    """A number the announcement promised, tied by a person to one named count (see reports.measures)."""

    KINDS = [
        ("invited", pgettext_lazy("promise", "invited")),
        ("delegate", _("delegates")),
        ("leader", _("leaders")),
        ("speaker", _("speakers")),
        ("talk", _("talks")),
        ("session", _("sessions")),
        ("media", _("media")),
        ("exhibitor", _("exhibitors")),
        ("attendee", _("attendees")),
        ("paper", _("papers")),
        ("other", _("other")),
    ]
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="promises")
    position = models.PositiveSmallIntegerField(default=0)
    label_zh = models.CharField(max_length=200, blank=True)
    label_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=KINDS, default="other")
    count = models.PositiveIntegerField()
    at_least = models.BooleanField(default=True)
    evidence = models.TextField(blank=True)
    # invited | accepted | arrived | talks_released | media_accredited | booths_allocated; empty until a person ties it.
    measure = models.CharField(max_length=30, blank=True)
    categories = models.ManyToManyField(Category, blank=True)
    label = Bilingual("label")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.count}{'+' if self.at_least else ''} {self.label}"


ROLES = [
    ("chair", _("chair")),
    ("programme", _("programme chair")),
    ("liaison", _("guest liaison")),
    ("press", _("press officer")),
    ("exhibition", _("exhibition manager")),
    ("door", _("door staff")),
    ("auditor", _("auditor")),
]


class Membership(models.Model):
    """A colleague's role in one edition. The owner of the installation needs none."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=ROLES)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "user", "role"],
                condition=Q(ended_at=None),
                name="one_live_membership_per_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class TeamLink(models.Model):
    """By this link a colleague joins with a role (works once), or a volunteer opens the door page (until ended)."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="team_links")
    role = models.CharField(max_length=10, choices=ROLES)
    label = models.CharField(max_length=100, blank=True)
    version = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.role} {self.label}"
