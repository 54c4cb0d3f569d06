"""One synthetic summit, brought to a moment of its life. Same seed, same summit.

The clock of the edition is moved along with the story, so that every row carries the time it would have had.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from random import Random
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from plenary.accounts.models import User
from plenary.announcements.actions import confirm_draft, create_draft
from plenary.checkin.models import Badge, Scan
from plenary.editions.models import Category, Edition, Promise, Room
from plenary.exhibition.models import Booth, Exhibitor
from plenary.invitations.actions.waves import send_wave
from plenary.invitations.letters import default_letter
from plenary.invitations.models import Answer, Invitation, Wave
from plenary.lib.clock import now
from plenary.mail.models import Message
from plenary.outbox.worker import deliver_all
from plenary.people.actions import new_person, organisation_name
from plenary.people.models import Organisation, Person
from plenary.press.models import Outlet, Post
from plenary.programme.actions.release import release
from plenary.programme.models import Slot, Speaker, Talk, Track
from plenary.registration.models import Participant
from plenary.rehearsal import people, talks

SEED = 2021
SIZES = {"deans": 340, "experts": 120, "speakers": 52}
MEDIA, BOOTHS = 76, 30


@dataclass(frozen=True)
class Stage:
    """A moment of the summit's life: what the clock shows and how far things are."""

    clock: datetime
    answered: float = 0.0  # of those invited
    releases: int = 0
    arrived: float = 0.0  # of those who accepted
    media: int = 0
    booths: int = 0
    posts: int = 0


def stages(zone) -> dict[str, Stage]:
    def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2021, month, day, hour, minute, tzinfo=zone)

    return {
        "invited": Stage(at(10, 15, 10), answered=0.48, media=41, booths=17, posts=1),
        "released": Stage(at(11, 8, 9), answered=0.86, releases=1, media=68, booths=25, posts=2),
        "day1": Stage(
            at(11, 13, 9, 25), answered=0.97, releases=2, arrived=0.58, media=74, booths=27, posts=2
        ),
        "after": Stage(at(11, 15, 10), answered=0.98, releases=2, arrived=0.93, media=76, booths=27, posts=3),
    }


def build(*, by: User, at: str) -> Edition:
    """The demo summit at the moment `at` (invited, released, day1, after). Its clock shows that moment."""
    random = Random(SEED)
    edition = _announce(by)
    stage = stages(edition.zone)[at]
    _move_clock(edition, datetime(2021, 9, 6, 9, tzinfo=edition.zone))
    _guests(edition, random)
    _programme(edition, random)
    _invite(edition, by)
    _move_clock(edition, min(stage.clock, datetime(2021, 11, 5, 16, tzinfo=edition.zone)))
    _answers(edition, random, stage.answered)
    deliver_all()
    _exhibition(edition, random, stage.booths)
    _accredit(edition, stage.media)
    _posts(edition, stage.posts)
    if stage.releases >= 1:
        release(edition=edition, by=by, at=edition.now(), note_zh="首版日程", note_en="First programme")
        deliver_all()
    if stage.releases >= 2:
        _move_clock(edition, datetime(2021, 11, 12, 18, 20, tzinfo=edition.zone))
        _change_programme(edition)
        release(edition=edition, by=by, at=edition.now(), note_zh="两场报告调整", note_en="Two talks moved")
        deliver_all()
    _move_clock(edition, min(stage.clock, datetime(2021, 11, 13, 8, tzinfo=edition.zone)))
    _arrivals(edition, random, stage)
    _move_clock(edition, stage.clock)
    deliver_all()
    _empty_outbox(edition)
    return edition


def _empty_outbox(edition: Edition) -> None:
    """Nothing leaves a demo: its letters count as sent, but for a handful somebody still has to copy."""
    waiting = Message.objects.filter(edition=edition, sent_at=None, withdrawn_at=None)
    kept = waiting.filter(channel="copy").order_by("-pk").values_list("pk", flat=True)[:6]
    waiting.exclude(pk__in=list(kept)).update(sent_at=now())


def _move_clock(edition: Edition, to: datetime) -> None:
    edition.clock_offset = to - now()
    edition.save(update_fields=["clock_offset"])


def _announce(by: User) -> Edition:
    text = files("plenary.rehearsal").joinpath("cails_2021.txt").read_bytes()
    edition = create_draft(data=text, filename="cails-2021.txt", by=by)
    edition.is_demo = True
    edition.title_en = "CAILS 2021 China AI Leaders Summit"
    edition.theme_en = "A new ecosystem for the discipline, an intelligent future for industry"
    edition.city_en = "Suzhou"
    edition.country = "China"
    edition.venue_zh, edition.venue_en = (
        "太湖国际会议中心（虚构）",
        "Taihu International Conference Centre (fictional)",
    )
    edition.accent = "#a3312a"
    edition.save()
    for topic, (zh, en) in zip(edition.topics.all(), talks.TOPICS, strict=False):
        topic.name_zh, topic.name_en = topic.name_zh or zh, en
        topic.save()
    for party in edition.parties.all():
        party.name_en = "Organising Committee of the China AI Leaders Summit"
        party.save()
    confirm_draft(edition=edition, by=by)
    edition.refresh_from_db()
    _promises(edition)
    return edition


def _promises(edition: Edition) -> None:
    """What a person would do in the ledger: English labels, and the categories each promise counts."""
    codes = {"invited": ["dean", "expert", "speaker"], "leader": ["dean"], "speaker": ["speaker"]}
    labels = {"invited": "experts from universities and industry", "leader": "deans", "media": "media",
              "talk": "frontier talks", "exhibitor": "booths"}  # fmt: skip
    for promise in Promise.objects.filter(edition=edition):
        promise.label_en = promise.label_en or labels.get(promise.kind, "")
        promise.save(update_fields=["label_en"])
        if promise.kind in codes:
            promise.categories.set(Category.objects.filter(edition=edition, code__in=codes[promise.kind]))


@transaction.atomic
def _guests(edition: Edition, random: Random) -> None:
    categories = {category.code: category for category in edition.categories.all()}
    for code, quota in {"dean": 360, "expert": 130, "speaker": 60, "media": 90}.items():
        Category.objects.filter(pk=categories[code].pk).update(quota=quota)
    guests = people.guests(random, **SIZES)
    outlets = people.outlets(random, MEDIA)
    guests += people.reporters(random, outlets)
    names = dict.fromkeys(guest.organisation for guest in guests)
    organisations = {name: Organisation(edition=edition, **organisation_name(name)) for name in names}
    Organisation.objects.bulk_create(organisations.values())
    made = [
        new_person(
            edition=edition,
            at=edition.now(),
            name=guest.name,
            category=categories[guest.category],
            organisation=organisations[guest.organisation],
            position=guest.position,
            phone=guest.phone,
            email=guest.email,
            language=guest.language,
        )
        for guest in guests
    ]
    Person.objects.bulk_create(made)
    Outlet.objects.bulk_create(
        Outlet(edition=edition, name_zh=name, kind="online", reporter=reporter, applied_at=edition.now())
        for name, reporter in zip(outlets, made[-MEDIA:], strict=True)
    )


def _invite(edition: Edition, by: User) -> None:
    wave = Wave.objects.create(
        edition=edition,
        name="第一批邀请",
        created_at=edition.now(),
        closes_on=date(2021, 11, 10),
        **default_letter("invitation"),
    )
    send_wave(wave=wave, by=by, at=edition.now())


@transaction.atomic
def _answers(edition: Edition, random: Random, share: float) -> None:
    """What answering leaves behind, in bulk: hundreds of guests in a second, as the verb would have left each."""
    speaking = set(Speaker.objects.filter(edition=edition).values_list("person_id", flat=True))
    since, until = datetime(2021, 9, 7, 8, tzinfo=edition.zone), edition.now()
    answered, answers, coming = [], [], []
    for invitation in Invitation.objects.filter(edition=edition).order_by("pk"):
        chance, moment, mood, how = (random.random() for _ in range(4))
        speaks = invitation.person_id in speaking
        if chance >= share and not speaks:
            continue
        at = since + (until - since) * moment**1.6
        accepts = mood < 0.93 or speaks
        invitation.accepted_at, invitation.declined_at = (at, None) if accepts else (None, at)
        answered.append(invitation)
        channel = "phone" if how < 0.12 else "link"
        answers.append(
            Answer(edition=edition, invitation=invitation, accepts=accepts, at=at, channel=channel)
        )
        if accepts:
            coming.append(Participant(edition=edition, person_id=invitation.person_id, since=at))
    Invitation.objects.bulk_update(answered, ["accepted_at", "declined_at"], batch_size=200)
    Answer.objects.bulk_create(answers)
    Participant.objects.bulk_create(coming)
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    Badge.objects.bulk_create(
        Badge(
            edition=edition,
            person_id=one.person_id,
            code="".join(random.choices(signs, k=8)),
            issued_at=one.since,
        )
        for one in coming
    )


SLOTS = {
    date(2021, 11, 13): "08:30-09:00 09:00-09:40 09:40-10:20 10:20-10:40 10:40-11:20 11:20-12:00 "
    "13:30-14:00 14:00-14:30 14:30-15:00 15:00-15:20 15:20-15:50 15:50-16:20 16:20-16:50",
    date(2021, 11, 14): "09:00-09:40 09:40-10:20 10:20-10:40 10:40-11:10 11:10-11:40 11:40-12:10 "
    "13:30-14:00 14:10-15:00 15:00-15:50 16:00-16:40",
}


@transaction.atomic
def _programme(edition: Edition, random: Random) -> None:
    rooms = [
        Room.objects.create(edition=edition, position=n, name_zh=zh, name_en=en, seats=seats, floor=floor)
        for n, (zh, en, seats, floor) in enumerate(talks.ROOMS)
    ]
    tracks = [
        Track.objects.create(edition=edition, position=n, name_zh=zh, name_en=en)
        for n, (zh, en) in enumerate(talks.TRACKS)
    ]
    slots = [slot for day, times in SLOTS.items() for slot in _slots(edition, day, times)]
    first, second = slots[:13], slots[13:]
    speakers = list(
        Person.objects.filter(edition=edition, category__code="speaker")
        .order_by("pk")
        .select_related("organisation")
    )
    random.shuffle(speakers)
    placed = _Placing(edition, speakers)
    placed.add("ceremony", talks.OPENING, first[0], rooms[0])
    for title, slot in zip(talks.KEYNOTES, [*first[1:3], *first[4:6], *second[:2]], strict=True):
        placed.add("keynote", title, slot, rooms[0], speakers=1)
    for slot in (first[3], first[9], second[2]):
        placed.add("break", talks.BREAK, slot, rooms[0])
    afternoon = [*first[6:9], *first[10:]]
    for n, track in enumerate(tracks[:4]):
        for title, slot in zip(talks.TALKS[n][:6], afternoon, strict=True):
            placed.add("talk", title, slot, rooms[n], track=track, speakers=1)
    rest = [(tracks[n], title) for n in range(4) for title in talks.TALKS[n][6:]]
    rest += [(tracks[4], title) for title in talks.TALKS[4]]
    places = [(slot, room) for slot in second[3:7] for room in rooms]
    for (track, title), (slot, room) in zip(rest, places, strict=True):
        placed.add("talk", title, slot, room, track=track, speakers=1)
    for title, slot in zip(talks.PANELS, second[7:9], strict=True):
        placed.add("panel", title, slot, rooms[0], speakers=3)
    placed.add("ceremony", talks.CLOSING, second[9], rooms[0])


def _slots(edition: Edition, day: date, times: str) -> list[Slot]:
    def moment(text: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(text), tzinfo=edition.zone)

    pairs = (pair.split("-") for pair in times.split())
    return [
        Slot.objects.create(edition=edition, starts_at=moment(start), ends_at=moment(end))
        for start, end in pairs
    ]


class _Placing:
    """Hands out numbers and speakers while the programme is laid out."""

    def __init__(self, edition: Edition, speakers: list[Person]) -> None:
        self.edition, self.speakers, self.number, self.turn = edition, speakers, 0, 0

    def add(
        self, kind: str, title: tuple[str, str], slot: Slot, room: Room, *, track=None, speakers: int = 0
    ) -> None:
        self.number += 1
        chosen = [self.speakers[(self.turn + n) % len(self.speakers)] for n in range(speakers)]
        self.turn += speakers
        zh, en = title
        talk = Talk.objects.create(
            edition=self.edition,
            number=self.number,
            guid=uuid5(NAMESPACE_URL, f"plenary demo {self.number} {en}"),
            kind=kind,
            title_zh=zh,
            title_en=en,
            abstract_zh=f"本场围绕“{zh}”展开，结合近三年的实践，谈做法、谈数据，也谈教训，并留出时间与听众讨论。" if speakers else "",
            abstract_en=f"“{en}”: what was done in the past three years, what the figures say, what went wrong; "
            "with time for questions." if speakers else "",
            language="en" if chosen and chosen[0].language == "en" else "zh",
            track=track,
            room=room,
            starts_at=slot.starts_at,
            minutes=int((slot.ends_at - slot.starts_at) / timedelta(minutes=1)),
            created_at=self.edition.now(),
        )  # fmt: skip
        for position, person in enumerate(chosen):
            Speaker.objects.create(edition=self.edition, talk=talk, person=person, position=position)


def _change_programme(edition: Edition) -> None:
    """Two talks of the first afternoon swap rooms: what a late train does to a programme."""
    at = datetime(2021, 11, 13, 14, tzinfo=edition.zone)
    first, second = Talk.objects.filter(edition=edition, starts_at=at).order_by("number")[:2]
    first.room, second.room = second.room, first.room
    first.save(update_fields=["room"])
    second.save(update_fields=["room"])


@transaction.atomic
def _exhibition(edition: Edition, random: Random, allocated: int) -> None:
    names = people.firms(random, BOOTHS)
    for n in range(BOOTHS):
        exhibitor = None
        if n < allocated:
            exhibitor = Exhibitor.objects.create(
                edition=edition,
                name_zh=names[n],
                about_zh="教学平台、实验设备与合作方案。",
                contact_phone=f"1710000{n:04d}",
            )
        Booth.objects.create(
            edition=edition,
            number=f"{'AB'[n // 15]}{n % 15 + 1:02d}",
            area="二层序厅",
            exhibitor=exhibitor,
            allocated_at=edition.now() if exhibitor else None,
        )


def _accredit(edition: Edition, count: int) -> None:
    first = Outlet.objects.filter(edition=edition).order_by("pk").values_list("pk", flat=True)[:count]
    Outlet.objects.filter(pk__in=list(first)).update(accredited_at=edition.now())


POSTS = [
    ("save-the-date", "峰会定于11月13日至14日在苏州举行", "The summit takes place in Suzhou on 13 and 14 November",
     "邀请函已陆续发出，收到的老师请点开链接**回执**。", "Invitations are on their way. Please **answer by the link** in yours."),
    ("programme", "首版日程发布", "The first programme is out",
     "两天、四个会场、四十余场报告。日程如有调整，以网页为准，打开的页面会自动更新。",
     "Two days, four rooms, more than forty talks. Changes reach every open page by themselves."),
    ("closing", "峰会闭幕：共建学科新生态", "The summit closes",
     "感谢每一位报告人、嘉宾与志愿者。资料将陆续归档。", "Thanks to every speaker, guest and volunteer. Slides follow in the archive."),
]  # fmt: skip


POSTED = [datetime(2021, 9, 6, 10), datetime(2021, 11, 5, 16, 30), datetime(2021, 11, 14, 17, 30)]


def _posts(edition: Edition, count: int) -> None:
    for n, (slug, title_zh, title_en, body_zh, body_en) in enumerate(POSTS[:count]):
        published = POSTED[n].replace(tzinfo=edition.zone)
        Post.objects.create(
            edition=edition, slug=slug, title_zh=title_zh, title_en=title_en, body_zh=body_zh, body_en=body_en,
            created_at=published, changed_at=published, published_at=published,
        )  # fmt: skip


@transaction.atomic
def _arrivals(edition: Edition, random: Random, stage: Stage) -> None:
    doors = ("东门", "西门", "主入口")
    opened = datetime(2021, 11, 13, 7, 40, tzinfo=edition.zone)
    last = min(stage.clock, datetime(2021, 11, 14, 11, tzinfo=edition.zone))
    scans = []
    for badge in Badge.objects.filter(edition=edition).order_by("person_id"):
        chance, moment, door, again = (random.random() for _ in range(4))
        if chance >= stage.arrived:
            continue
        at = opened + (last - opened) * moment**2
        verdicts = ["admitted", "again"] if again < 0.02 else ["admitted"]
        scans += [
            Scan(
                edition=edition,
                nonce=f"demo-{badge.pk}-{verdict}",
                person_id=badge.person_id,
                badge=badge,
                verdict=verdict,
                door=doors[int(door * 3)],
                how="camera",
                volunteer="志愿者",
                at=at + delay,
                received_at=now(),
            )
            for verdict, delay in zip(verdicts, (timedelta(0), timedelta(minutes=7)), strict=False)
        ]
    Scan.objects.bulk_create(sorted(scans, key=lambda scan: scan.at))
