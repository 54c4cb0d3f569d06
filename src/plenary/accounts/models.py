"""Identity of staff: users, one-time links, and a brake on guessing. Guests have no account (see links.py)."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A member of a committee. The owner runs the installation and may do everything in every edition."""

    name = models.CharField(max_length=100)
    email = models.EmailField(unique=True)
    language = models.CharField(max_length=2, choices=[("zh", "中文"), ("en", "English")], default="zh")
    is_owner = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    # Raised to end every session at once; part of what a session must match.
    sessions_ended = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_owner"], condition=Q(is_owner=True), name="one_owner"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        salt = "plenary.accounts.session"
        value = f"{self.password} {self.sessions_ended}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_new(self) -> bool:
        """Has never said who they are: the owner before the first sign-in."""
        return not self.name or not self.has_usable_password()


class OneTimeLink(models.Model):
    """A secret that works once: owner sign-in, sign-in code. Only its hash is kept."""

    purpose = models.CharField(max_length=20)
    user = models.ForeignKey(User, models.CASCADE)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} for {self.user_id}"


class Attempt(models.Model):
    """One try at guessing something (a code, a link, a password), counted per key in a window."""

    key = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="attempt_key_at")]

    def __str__(self) -> str:
        return self.key
