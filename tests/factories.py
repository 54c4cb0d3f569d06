"""The smallest valid things. `make_x(**changes)`; every factory makes its own edition when none is given."""

from datetime import date, timedelta
from itertools import count

from plenary.accounts.models import User
from plenary.editions.models import Category, Edition, Membership, Room, TeamLink
from plenary.invitations.models import Invitation, Wave
from plenary.lib.clock import now
from plenary.people.models import Organisation, Person
from plenary.people.names import search_key

_number = count(1)


def make_user(**changes) -> User:
    n = next(_number)
    user = User(**({"name": f"User {n}", "email": f"user{n}@example.org", "joined_at": now()} | changes))
    user.set_unusable_password()
    user.save()
    return user


def make_owner(**changes) -> User:
    return User.objects.filter(is_owner=True).first() or make_user(is_owner=True, name="Owner", **changes)


def make_edition(**changes) -> Edition:
    n = next(_number)
    facts = {
        "slug": f"summit-{n}",
        "title_zh": f"示例峰会{n}",
        "title_en": f"Example Summit {n}",
        "starts_on": date(2021, 11, 13),
        "ends_on": date(2021, 11, 14),
        "city_zh": "苏州",
        "city_en": "Suzhou",
        "created_at": now(),
        "confirmed_at": now(),
    }
    return Edition.objects.create(**(facts | changes))


def make_member(edition: Edition, role: str = "chair", **changes) -> User:
    user = make_user(**changes)
    Membership.objects.create(edition=edition, user=user, role=role, since=now())
    return user


def make_category(edition: Edition | None = None, **changes) -> Category:
    n = next(_number)
    return Category.objects.create(
        **(
            {
                "edition": edition or make_edition(),
                "code": f"kind{n}",
                "name_zh": f"类别{n}",
                "name_en": f"Kind {n}",
            }
            | changes
        )
    )


def make_room(edition: Edition | None = None, **changes) -> Room:
    n = next(_number)
    return Room.objects.create(
        **({"edition": edition or make_edition(), "name_zh": f"会场{n}", "name_en": f"Hall {n}"} | changes)
    )


def make_person(edition: Edition | None = None, **changes) -> Person:
    n = next(_number)
    facts = {"edition": edition or make_edition(), "name": f"张伟{n}", "created_at": now()} | changes
    facts.setdefault("search_key", search_key(facts["name"]))
    return Person.objects.create(**facts)


def make_talk(edition: Edition | None = None, *, speakers: tuple[Person, ...] = (), **changes):
    """A talk in the tray; `room=` and `starts_at=` place it."""
    from plenary.programme.models import Speaker, Talk

    n = next(_number)
    edition = edition or make_edition()
    talk = Talk.objects.create(
        **(
            {
                "edition": edition,
                "number": 1000 + n,  # a test that gives numbers gives lower ones
                "title_zh": f"报告{n}",
                "title_en": f"Talk {n}",
                "created_at": now(),
            }
            | changes
        )
    )
    for position, person in enumerate(speakers):
        Speaker.objects.create(edition=edition, talk=talk, person=person, position=position)
    return talk


def make_organisation(edition: Edition | None = None, **changes) -> Organisation:
    n = next(_number)
    return Organisation.objects.create(
        **({"edition": edition or make_edition(), "name_zh": f"示例大学{n}"} | changes)
    )


def make_invitation(person: Person | None = None, **changes) -> Invitation:
    person = person or make_person()
    return Invitation.objects.create(
        **({"edition": person.edition, "person": person, "invited_at": now()} | changes)
    )


def make_wave(edition: Edition | None = None, **changes) -> Wave:
    facts = {"name": "第一批", "subject_zh": "诚邀{name}", "body_zh": "尊敬的{salutation}：\n{link}"}
    return Wave.objects.create(
        **({"edition": edition or make_edition(), "created_at": now()} | facts | changes)
    )


def make_participant(edition: Edition | None = None, **changes):
    """A person who comes; `changes` are the person's."""
    from plenary.registration.models import Participant

    person = make_person(edition, **changes)
    return Participant.objects.create(edition=person.edition, person=person, since=now())


def make_badge(edition: Edition | None = None, **changes):
    """The badge of somebody who comes; `changes` are the person's."""
    from plenary.checkin.actions import ensure_badge

    return ensure_badge(person=make_participant(edition, **changes).person, at=now())


def make_door_link(edition: Edition | None = None, **changes) -> TeamLink:
    return TeamLink.objects.create(
        **(
            {
                "edition": edition or make_edition(),
                "role": "door",
                "created_by": make_owner(),
                "created_at": now(),
                "expires_at": now() + timedelta(days=1),
            }
            | changes
        )
    )


def make_exhibitor(edition: Edition | None = None, **changes):
    from plenary.exhibition.models import Exhibitor

    n = next(_number)
    return Exhibitor.objects.create(
        **({"edition": edition or make_edition(), "name_zh": f"示例科技{n}"} | changes)
    )


def make_outlet(edition: Edition | None = None, **changes):
    from plenary.press.models import Outlet

    n = next(_number)
    facts = {"edition": edition or make_edition(), "name_zh": f"示例日报{n}", "applied_at": now()}
    return Outlet.objects.create(**(facts | changes))


def make_post(edition: Edition | None = None, **changes):
    """A draft with words in it."""
    from plenary.press.models import Post

    n = next(_number)
    facts = {"slug": f"post-{n}", "title_zh": f"新闻{n}", "body_zh": "正文。"}
    times = {"created_at": now(), "changed_at": now()}
    return Post.objects.create(**({"edition": edition or make_edition()} | facts | times | changes))
