import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plenary.audit.models import Line
from plenary.lib.clock import now
from plenary.people.actions import (
    add_person,
    correct_person,
    find_or_add_organisation,
    remove_person,
    restore_person,
)
from plenary.people.models import Person
from plenary.people.names import initials, search_key
from plenary.people.queries import reach
from plenary.people.rules import masked_email, masked_phone, shown_phone
from tests.factories import make_edition, make_member, make_organisation, make_person

pytestmark = pytest.mark.django_db
CANARY = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("张伟", "zhangwei zw wei"),
        ("单田芳", "shantianfang stf tianfang"),
        ("曾国藩", "zengguofan zgf guofan"),
        ("解晓东", "xiexiaodong xxd xiaodong"),
        ("仇英", "qiuying qy ying"),
        ("查良镛", "zhaliangyong zly liangyong"),
        ("区寄", "ouji oj ji"),
        ("尉迟恭", "yuchigong ycg gong"),
        ("万俟卨", "moqixie mqx xie"),
        ("李　明", "liming lm ming"),
        ("买买提·艾力", "maimaitiaili mmtal"),
        ("吕布", "lvbu lb bu lyubu"),
        ("Mary Anne O'Neil", "maryanneoneil mao mary anne oneil"),
        ("Zoë Müller", "zoemuller zm zoe muller"),
    ],
)
def test_a_name_is_found_by_its_reading(name, key):
    assert search_key(name) == key


def test_initials_are_the_first_letters_of_the_reading():
    assert [initials(name) for name in ("诸葛孔明", "Mary O'Neil", "🙂")] == ["zgkm", "mo", ""]


@pytest.mark.parametrize("typed", ["张伟", "zhangwei", "zw", "wei", "示例", "5678", "zhang 示例", "ZhangW"])
def test_search_finds_by_name_pinyin_initials_organisation_and_end_of_phone(typed):
    edition = make_edition()
    unit = make_organisation(edition, name_zh="示例大学")
    found = make_person(edition, name="张伟", phone="+8613812345678", organisation=unit)
    make_person(edition, name="李娜", phone="+8613800000000")
    assert list(edition.people.search(typed)) == [found]


def test_a_name_with_wild_cards_finds_only_itself():
    edition = make_edition()
    make_person(edition, name="李娜")
    assert list(edition.people.search("%")) == []


def test_people_are_ordered_by_the_reading_of_their_names():
    edition = make_edition()
    for name in ("张伟", "Anna Berg", "曾国藩", "单田芳"):
        make_person(edition, name=name)
    assert [p.name for p in edition.people.by_name()] == ["Anna Berg", "单田芳", "曾国藩", "张伟"]


def test_correcting_a_name_keeps_the_search_in_step_and_is_on_record():
    user = make_member(edition := make_edition())
    person = add_person(edition=edition, by=user, at=now(), name="张伟")
    assert correct_person(person=person, by=user, at=now(), name="李明") == ["name"]
    assert Person.objects.get().search_key == "liming lm ming"
    assert list(Line.objects.order_by("pk").values_list("verb", flat=True)) == ["added", "corrected"]


def test_correcting_nothing_writes_nothing():
    person = make_person(name="张伟")
    assert correct_person(person=person, by="test", at=now(), name="张伟") == []
    assert Line.objects.count() == 0


def test_a_removed_person_comes_back_whole_and_removing_twice_is_once():
    person = make_person()
    assert remove_person(person=person, by="test", at=now())
    assert not remove_person(person=person, by="test", at=now())
    assert list(Person.objects.present()) == []
    assert restore_person(person=person, by="test", at=now())
    assert list(Person.objects.present()) == [person]


def test_an_organisation_is_found_by_either_name_and_made_once():
    edition = make_edition()
    made = find_or_add_organisation(edition=edition, name=" 示例  大学 ")
    assert made.name_zh == "示例 大学"
    assert find_or_add_organisation(edition=edition, name="示例 大学") == made
    english = find_or_add_organisation(edition=edition, name="Example University")
    assert find_or_add_organisation(edition=edition, name="example university") == english
    assert find_or_add_organisation(edition=edition, name="  ") is None


def test_phones_and_addresses_are_masked_for_those_who_do_not_invite():
    assert masked_phone("+86 138 1234 5678") == "•••••5678"
    assert masked_phone("12345") == "•••••"
    assert masked_email("wei@example.org") == "w•••@example.org"
    assert shown_phone("+8613812345678", {"door"}) == "•••••5678"
    assert shown_phone("+8613812345678", {"see", "guests"}) == "+8613812345678"


def test_a_message_reaches_the_guest_first_and_then_whoever_answers_for_them():
    unit = make_organisation(contact_name="李秘书", contact_phone="+8613900000000")
    person = make_person(unit.edition, name="张伟", organisation=unit, contact_email="sec@example.org")
    assert vars(reach(person)) == {"channel": "email", "name": "张伟", "address": "sec@example.org"}
    person.contact_email = ""
    assert vars(reach(person)) == {"channel": "copy", "name": "李秘书", "address": "+8613900000000"}
    person.phone = "+8613812345678"
    assert reach(person).address == "+8613812345678"
    unit.contact_phone = person.phone = ""
    assert not reach(person).is_known


def _page(client, user, edition, path, **data):
    client.force_login(user)
    return client.get(f"/console/{edition.slug}/{path}", data, headers={"accept-language": "en"})


def test_ada_corrects_bob_looks_and_charlie_sees_nothing(client):
    edition = make_edition()
    person = make_person(edition, phone="+8613812345678", email="wei@example.org")
    ada, bob = make_member(edition, "liaison"), make_member(edition, "auditor")
    charlie, door = make_member(make_edition()), make_member(edition, "door")
    path = f"people/{person.pk}/"
    assert "+8613812345678" in _page(client, ada, edition, path).content.decode()
    seen = _page(client, bob, edition, path).content.decode()
    assert ("+8613812345678" in seen, "•••••5678" in seen, "wei@example.org" in seen) == (False, True, False)
    assert [_page(client, one, edition, path).status_code for one in (charlie, door)] == [404, 404]
    assert [_page(client, one, edition, path + "edit/").status_code for one in (ada, bob, charlie)] == [
        200,
        404,
        404,
    ]


def test_a_person_of_another_summit_is_not_found(client):
    ada = make_member(edition := make_edition())
    other = make_person()
    assert _page(client, ada, edition, f"people/{other.pk}/").status_code == 404


def test_a_guest_is_added_by_form_with_a_new_organisation(client):
    ada = make_member(edition := make_edition())
    client.force_login(ada)
    sent = {"name": " 张　伟 ", "organisation": "示例大学", "email": "wei@example.org", "language": ""}
    response = client.post(f"/console/{edition.slug}/people/new/", sent)
    person = Person.objects.get()
    assert response["Location"] == f"/console/{edition.slug}/people/{person.pk}/"
    assert (person.name, str(person.organisation), person.language) == ("张 伟", "示例大学", "zh")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 1234 5678", "+8613812345678"),
        ("010-6234 5678 转 801", "+861062345678;ext=801"),
        ("+861062345678;ext=801", "+861062345678;ext=801"),
        ("+44 20 7946 0958", "+442079460958"),
        ("ask Ada", "ask Ada"),
        ("", ""),
    ],
)
def test_a_phone_typed_by_hand_is_kept_as_an_import_keeps_it(client, typed, kept):
    client.force_login(make_member(edition := make_edition()))
    sent = {"name": "张伟", "phone": typed, "contact_phone": typed}
    client.post(f"/console/{edition.slug}/people/new/", sent)
    person = Person.objects.get()
    assert (person.phone, person.contact_phone) == (kept, kept)


def test_the_phone_of_an_organisations_contact_is_kept_as_an_import_keeps_it(client):
    unit = make_organisation(edition := make_edition(), name_zh="示例大学")
    client.force_login(make_member(edition))
    sent = {"name_zh": "示例大学", "contact_phone": "138-1234-5678"}
    client.post(f"/console/{edition.slug}/organisations/{unit.pk}/", sent)
    unit.refresh_from_db()
    assert unit.contact_phone == "+8613812345678"


def test_a_wrong_form_is_refused_with_the_field_named_and_saves_nothing(client):
    ada = make_member(edition := make_edition())
    client.force_login(ada)
    response = client.post(
        f"/console/{edition.slug}/people/new/",
        {"name": "", "email": "nobody"},
        headers={"accept-language": "en"},
    )
    assert (response.status_code, Person.objects.count()) == (422, 0)
    assert "#id_name" in response.content.decode() and "#id_email" in response.content.decode()


def test_removing_is_a_post(client):
    ada = make_member(edition := make_edition())
    person = make_person(edition)
    client.force_login(ada)
    path = f"/console/{edition.slug}/people/{person.pk}/"
    assert client.get(path + "removal/").status_code == 405
    client.post(path + "removal/")
    assert Person.objects.present().count() == 0
    client.post(path + "restoration/")
    assert Person.objects.present().count() == 1


def test_what_strangers_typed_is_text_on_every_page(client):
    ada = make_member(edition := make_edition())
    unit = make_organisation(edition, name_zh=CANARY, contact_name=CANARY)
    person = make_person(edition, name=CANARY, organisation=unit, note=CANARY, extra={CANARY: CANARY})
    for path in ("guests/", f"people/{person.pk}/", "organisations/", f"organisations/{unit.pk}/"):
        page = _page(client, ada, edition, path)
        assert (page.status_code, CANARY in page.content.decode()) == (200, False)


@pytest.mark.parametrize("path", ["guests/", "organisations/", "participants/"])
def test_a_list_costs_the_same_number_of_queries_with_1_3_and_300_rows(client, path):
    ada = make_member(edition := make_edition())
    costs = []
    for count in (1, 2, 297):
        for _ in range(count):
            make_person(edition, organisation=make_organisation(edition))
        _page(client, ada, edition, path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert _page(client, ada, edition, path).status_code == 200
        costs.append(len(queries))
    assert costs == [costs[0]] * 3
