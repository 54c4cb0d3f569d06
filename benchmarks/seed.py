"""`python -m benchmarks.seed TALKS [LISTENERS]`: a synthetic summit «bench» with a released programme, in $PLENARY_DATA."""

import os
import sys
from datetime import UTC, datetime, timedelta

ABSTRACT_ZH = "面向智能时代的课程、师资与评价需要重新设计，本报告结合三年教学实践，讨论知识图谱与大模型如何进入课堂，以及由此带来的公平与质量问题。"
ABSTRACT_EN = (
    "Curricula, teachers and assessment need another design. From three years of practice this talk "
    "discusses how knowledge graphs and large models enter the classroom, and what that does to fairness. "
)
SUBJECTS = ["大模型", "知识图谱", "机器视觉", "教育评价", "人机协同", "数据治理", "智能体", "脑科学"]
ASPECTS = ["教学改革", "课程体系", "实验平台", "产教融合", "师资培养", "伦理规范", "质量保障"]


def main(talks: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
    from plenary.config.processes import _collect_static, prepare

    prepare()
    _collect_static()
    from plenary.accounts.actions import ensure_owner
    from plenary.lib.clock import now
    from plenary.outbox.worker import deliver_all
    from plenary.programme.actions.release import release

    edition = make_summit(talks)
    release(edition=edition, by=ensure_owner(at=now()), at=edition.now())
    deliver_all()


def make_summit(talks: int):
    """Two days, twelve rooms, slots of 20 minutes; a speaker and an abstract in both languages each."""
    from plenary.editions.models import Edition, Room
    from plenary.lib.clock import now
    from plenary.people.models import Organisation, Person
    from plenary.programme.models import Slot, Speaker, Talk, Track

    begins = datetime(2027, 11, 13, 0, 30, tzinfo=UTC)
    edition = Edition.objects.create(
        slug="bench",
        title_zh="智能科学教育峰会",
        title_en="Summit on Intelligent Science Education",
        theme_zh="智启未来",
        theme_en="Intelligence for learning",
        starts_on=begins.date(),
        ends_on=begins.date() + timedelta(days=1),
        city_zh="苏州",
        city_en="Suzhou",
        created_at=now(),
        confirmed_at=now(),
    )
    count = min(12, max(2, talks // 20))
    rooms = [
        Room.objects.create(edition=edition, position=n, name_zh=f"第{n + 1}会议厅", name_en=f"Hall {n + 1}")
        for n in range(count)
    ]
    tracks = [
        Track.objects.create(edition=edition, position=n, name_zh=f"分论坛{n + 1}", name_en=f"Track {n + 1}")
        for n in range(5)
    ]
    schools = Organisation.objects.bulk_create(
        Organisation(edition=edition, name_zh=f"示例大学{n}", name_en=f"Example University {n}")
        for n in range(40)
    )
    people = Person.objects.bulk_create(
        Person(
            edition=edition,
            name=f"讲者{n}",
            name_latin=f"Speaker {n}",
            organisation=schools[n % 40],
            position="院长",
            email=f"speaker{n}@example.org",
            created_at=now(),
        )
        for n in range(talks)
    )
    a_day = -(-talks // 2)
    for day in range(2):
        for row in range(-(-a_day // count)):
            starts = begins + timedelta(days=day, minutes=20 * row)
            Slot.objects.create(edition=edition, starts_at=starts, ends_at=starts + timedelta(minutes=20))
    made = Talk.objects.bulk_create(
        Talk(
            edition=edition,
            number=n + 1,
            title_zh=f"{SUBJECTS[n % 8]}与{ASPECTS[n % 7]}：第{n + 1}号实践报告",
            title_en=f"{n + 1} lessons from practice in the teaching of intelligent science",
            abstract_zh=ABSTRACT_ZH * (1 + n % 3),
            abstract_en=ABSTRACT_EN * (1 + n % 3),
            track=tracks[n % 5],
            minutes=20,
            room=rooms[n % count],
            starts_at=begins + timedelta(days=n // a_day, minutes=20 * ((n % a_day) // count)),
            created_at=now(),
        )
        for n in range(talks)
    )
    Speaker.objects.bulk_create(
        Speaker(edition=edition, talk=talk, person=person) for talk, person in zip(made, people, strict=True)
    )
    return edition


if __name__ == "__main__":
    main(int(sys.argv[1]))
