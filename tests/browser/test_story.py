"""The whole story in real browsers, on an empty data folder: from a pasted announcement to a counted summit."""

import json
import re
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from plenary_reader.schedules import read_schedule
from tests.browser.conftest import Reader
from tests.served import ROOT, Served, plenary, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANNOUNCEMENT = ROOT / "tests" / "journeys" / "material" / "announcement.md"
SLUG = "story-2026"
PASSWORD = "jinjiang river at night"
GUESTS = [
    # number, organisation (merged below), name, position, phone, e-mail, identity card
    # and the category last
    (
        1,
        "蜀川材料大学",
        "欧阳明德",
        "院长",
        "13800000001",
        "ouyang@example.org",
        "510100197001010010",
        "院长",
    ),
    (2, None, "李静", "教授", "13800000002", "", "", "专家"),
    (3, None, "王小川", "副教授", "13800000003", "wang@example.org", "", "专家"),
    (4, "锦江新材料研究院", "赵磊", "主任", "13800000004", "zhao@example.org", "", "院长"),
    (5, None, "", "研究员", "13800000005", "", "", "专家"),  # nobody's name
    (6, "西岭材料学会", "李静", "教授", "13800000002", "", "", "专家"),  # the same phone once more
    (7, "North Lake University", "Maria Okonkwo", "Dean", "", "maria@example.org", "", "院长"),
]
TALKS = [
    ("高熵合金的设计", "欧阳明德", "蜀川材料大学"),
    ("钙钛矿电池的寿命", "赵磊", "锦江新材料研究院"),
    ("A grammar of crystals", "Maria Okonkwo", "North Lake University"),
    ("生物医用凝胶", "钱学敏", "西岭材料学会"),
    ("材料数据库", "孙立", "蜀川材料大学"),
]


# ---- hands and eyes


def press(page: Page, selector: str) -> None:
    """Presses what leads to another page, and waits until that page stands."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as response:
        return response.read()


def guest_workbook(path: Path) -> Path:
    """As committees write them: a title over the table, headings in row 3, one cell for several rows of a unit."""
    book = Workbook()
    sheet = book.active
    sheet.append(["第三届西部先进材料科学论坛拟邀请嘉宾名单"])
    sheet.append(["填表：会务组"])
    sheet.append(["序号", "单位", "姓名", "职务", "手机", "邮箱", "身份证号", "类别"])
    for guest in GUESTS:
        sheet.append(guest)
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("B4:B6")
    sheet.merge_cells("B7:B8")
    book.save(path)
    return path


def talk_workbook(path: Path) -> Path:
    book = Workbook()
    book.active.append(["报告题目", "报告人", "单位", "时长（分钟）"])
    for title, speaker, organisation in TALKS:
        book.active.append([title, speaker, organisation, 30])
    book.save(path)
    return path


class Story:
    """The people of the story, each with a browser of their own, and what one tells the other."""

    def __init__(self, browser, server: Served, folder: Path) -> None:
        self.browser, self.server, self.folder = browser, server, folder
        self.owner = Reader(browser, server)
        self.readers = [self.owner]

    def somebody(self, **options) -> Reader:
        self.readers.append(Reader(self.browser, self.server, **options))
        return self.readers[-1]

    def console(self, path: str = "") -> Page:
        return self.owner.open(f"/console/{SLUG}/{path}")

    def counted(self, label: str) -> int:
        """What the ledger counts beside a promise."""
        page = self.console("ledger/")
        entry = page.locator(".ledger__entry").filter(has_text=label)
        return int(entry.locator(".ledger__counted").inner_text())

    def messages(self, state: str) -> int:
        page = self.console(f"outbox/?state={state}")
        return int(page.locator(".tabs [aria-current=page] .num").inner_text())


@pytest.fixture
def story(chromium, tmp_path):
    with served(tmp_path / "data") as server:
        told = Story(chromium, server, tmp_path)
        yield told
        for reader in told.readers:
            reader.context.close()


def test_from_an_announcement_to_a_counted_summit(story):
    the_owner_signs_in_by_the_printed_link(story)
    the_announcement_becomes_a_draft_beside_its_text_and_is_confirmed(story)
    the_guest_list_is_looked_at_and_taken_in(story)
    a_wave_is_read_tried_and_sent(story)
    a_guest_answers_on_a_phone(story)
    the_liaison_records_an_answer_given_by_phone(story)
    a_colleague_joins_and_a_volunteer_sees_the_door_only(story)
    talks_come_by_spreadsheet_and_by_form_and_get_their_places(story)
    release_1_is_public_in_every_format(story)
    release_2_reaches_an_open_phone_and_exactly_those_it_concerns(story)
    badges_and_the_sign_in_sheet_are_printed(story)
    the_door_admits_once(story)
    booths_media_and_news_are_public_and_counted(story)
    the_archive_comes_back_equal(story)


# ---- 1. announce


def the_owner_signs_in_by_the_printed_link(story):
    owner = story.owner
    page = owner.open(story.server.owner_link)
    owner.judge("story-01-welcome")
    page.fill("[name=name]", "陈会务")
    page.fill("[name=email]", "chen@example.org")
    page.fill("[name=password]", PASSWORD)
    press(page, "main form button")
    assert page.locator("main").is_visible() and "/signin/" not in page.url

    stranger = story.somebody(language="en", size="phone")
    assert stranger.page.goto(story.server.owner_link).status == 410  # a link signs in once
    stranger.judge("story-01-spent-link")


def the_announcement_becomes_a_draft_beside_its_text_and_is_confirmed(story):
    owner = story.owner
    page = owner.open("/console/new/")
    owner.judge("story-02-paste")
    page.fill("[name=text]", ANNOUNCEMENT.read_text())
    press(page, "form[data-paste] button")
    assert page.title() != "被粘贴进来的脚本"
    owner.judge("story-02-draft")

    expect(page.locator("[name=title_zh]")).to_have_value("第三届西部先进材料科学论坛")
    expect(page.locator("[name=starts_on]")).to_have_value("2026-12-12")
    for key in ("title", "start_date", "city", "theme", "promises.1"):
        assert page.locator(f".reading__source mark[data-keys~='{key}']").count() >= 1, key
    expect(page.locator(".reading__source script")).to_have_count(0)

    # Corrected: the English the text lacks, the address, and what the invited are called.
    page.fill("[name=title_en]", "Third Western Forum on Advanced Materials")
    page.fill("[name=city_en]", "Chengdu")
    page.fill("[name=slug]", SLUG)
    for place in range(page.locator(".reading__promise").count()):
        promise = page.locator(".reading__promise").nth(place)
        count = promise.locator("[name$=-count]").input_value()
        if count == "400":
            promise.locator("[name$=-label_zh]").fill("受邀嘉宾")
            promise.locator("[name$=-kind]").select_option("invited")
            promise.locator("[name$=-measure]").select_option("invited")
        elif count == "120":
            promise.locator("[name$=-measure]").select_option("arrived")
    press(page, "button[name=do][value=confirm]")
    owner.judge("story-02-overview")

    page = story.console("ledger/")
    owner.judge("story-02-ledger")
    labels = page.locator(".ledger__label").all_inner_texts()
    promised = [re.sub(r"\D", "", one) for one in page.locator(".ledger__numbers .soft").all_inner_texts()]
    assert (len(labels), sorted(promised, key=int)) == (5, ["6", "10", "30", "120", "400"])


# ---- 2. invite


def the_guest_list_is_looked_at_and_taken_in(story):
    owner = story.owner
    page = story.console("guest-lists/")
    owner.judge("story-03-drop-a-list")
    page.set_input_files("#file", guest_workbook(story.folder / "嘉宾名单.xlsx"))
    press(page, "form[data-drop] button")
    owner.judge("story-03-preview")
    problems = page.locator(".problems").inner_text()
    assert re.search(r"8", problems) and re.search(r"9", problems), (
        problems
    )  # the rows the sentences speak of
    body = page.locator("main").inner_text()
    assert "510100197001010010" not in page.content()  # an identity number is left out, and said so
    assert "身份证号" in body
    # 王小川's unit stands in a merged cell two rows above.
    assert "蜀川材料大学" in page.locator("tbody tr").filter(has_text="王小川").inner_text()

    assert story.console("guests/").locator("tbody a.name").count() == 0  # nothing before the confirmation
    page.go_back()
    press(page, "form[action$='/confirmation/'] button")
    page = story.console("guests/")
    owner.judge("story-03-guests")
    assert page.locator("tbody a.name").count() == 5

    page = story.console("people/new/")
    page.fill("[name=name]", "周远航")
    page.fill("[name=organisation]", "西岭材料学会")
    page.fill("[name=phone]", "13800000009")
    press(page, "main form button")
    expect(page.locator("h1")).to_have_text("周远航")


def a_wave_is_read_tried_and_sent(story):
    owner = story.owner
    page = story.console("waves/new/")
    page.fill("[name=closes_on]", "")
    press(page, "main form.stack button")
    owner.judge("story-04-wave")
    seen = set()
    for _ in range(6):
        seen.add(page.locator(".letter .meta").inner_text().split()[1])
        if page.locator(".pager a[rel=next]").count():
            press(page, ".pager a[rel=next]")
    assert {"欧阳明德", "周远航", "Maria"} <= seen and len(seen) == 6
    press(page, "form[action$='/trial/'] button")
    expect(page.locator(".notices")).to_contain_text("chen@example.org")
    press(page, "a[href$='/sending/']")
    press(page, "main form:not([action]) button")
    expect(page.locator("main")).to_contain_text("6")
    page = story.console("outbox/")
    owner.judge("story-04-outbox")
    assert (story.messages("waiting"), story.messages("copy")) == (5, 2)  # the trial is an e-mail too
    assert story.counted("受邀嘉宾") == 6


def link_in_the_outbox(story, name: str) -> str:
    """The link as it stands in the text to copy."""
    for state in ("copy", "waiting"):
        page = story.console(f"outbox/?state={state}")
        row = page.locator("tbody tr").filter(has_text=name)
        for text in row.locator("textarea").evaluate_all("all => all.map(one => one.value)"):
            if found := re.search(r"http://\S+/i/\S+/", text):
                return found.group()
    raise AssertionError(f"No letter to {name}.")


def a_guest_answers_on_a_phone(story):
    story.link = link_in_the_outbox(story, "Maria")
    phone = story.somebody(language="en", size="phone")
    for _ in range(2):
        page = phone.open(story.link)
        expect(page.locator("button[value=yes]")).to_be_visible()
    phone.judge("story-05-invitation")
    assert phone.page.request.get(story.link + "answer/").status == 405  # a GET never answers
    page = story.console("waves/")
    press(page, "main tbody a")
    assert re.findall(r"\d+", page.locator("dl.facts").inner_text())[-3:-1] != ["1", "0"]

    press(phone.page, "button[value=yes]")
    expect(phone.page.locator("main img")).to_be_visible(timeout=10_000)
    phone.judge("story-05-accepted")
    badge = phone.page.locator("main").inner_text()
    story.maria_code = re.search(r"\b([0-9A-Z]{4}) ([0-9A-Z]{4})\b", badge).group().replace(" ", "")

    chinese = story.somebody(size="phone")
    chinese.open(link_in_the_outbox(story, "欧阳明德"))
    chinese.judge("story-05-invitation")
    press(chinese.page, "button[value=yes]")
    chinese.judge("story-05-accepted")


def the_liaison_records_an_answer_given_by_phone(story):
    page = story.console("guests/?q=lj")
    press(page, "tbody a.name")
    expect(page.locator("h1")).to_have_text("李静")
    page.check("[name=answer][value=yes]")
    press(page, "form[action$='/answer/'] button")
    story.owner.judge("story-06-person")
    expect(page.locator("main")).to_contain_text("陈会务")
    page = story.console("guests/?state=accepted")
    assert page.locator("tbody a.name").count() == 3


def a_colleague_joins_and_a_volunteer_sees_the_door_only(story):
    page = story.console("team/")
    page.locator("form:has(button[value=invite]) [name=role]").select_option("programme")
    press(page, "button[value=invite]")
    join = page.locator(".copy input").first.input_value()
    press(page, "button[value=door]")
    story.owner.judge("story-07-team")
    links = page.locator(".copy input").evaluate_all("all => all.map(one => one.value)")
    story.door_link = next(link for link in links if "/door/" in link)

    colleague = story.somebody(language="en")
    page = colleague.open(join)
    colleague.judge("story-07-join")
    page.fill("[name=name]", "Lin Programme")
    page.fill("[name=email]", "lin@example.org")
    page.fill("[name=password]", "a board full of cards")
    press(page, "main form.form button")
    story.colleague = colleague
    assert colleague.page.goto(f"{story.server.address}/console/{SLUG}/programme/").status == 200
    assert colleague.page.goto(f"{story.server.address}/console/{SLUG}/team/").status == 404
    assert story.somebody().page.goto(join).status == 410

    volunteer = story.somebody(language="en", size="phone")
    volunteer.open(story.door_link)
    volunteer.judge("story-07-door")
    assert volunteer.page.request.get(f"{story.server.address}/console/{SLUG}/").url.find("/signin/") > 0
    story.volunteer = volunteer


# ---- 3. programme


def talks_come_by_spreadsheet_and_by_form_and_get_their_places(story):
    colleague, base = story.colleague, f"/console/{SLUG}"
    page = colleague.open(f"{base}/programme/files/")
    colleague.judge("story-08-files")
    page.set_input_files("#talk-list", talk_workbook(story.folder / "报告.xlsx"))
    press(page, "form:has(#talk-list) button")
    colleague.judge("story-08-preview")
    press(page, "form[action*='confirm'] button, form[action$='/confirmation/'] button")

    page = colleague.open(f"{base}/programme/talks/new/")
    page.fill("[name=title_zh]", "圆桌：西部的材料产业")
    page.fill("[name=title_en]", "Round table: the industry of materials")
    press(page, "form.talk-form > p button")

    page = colleague.open(f"{base}/programme/rooms/")
    for number in (1, 2):
        page = colleague.open(page.url)
        page.locator("form:has(button[value=add_room])").evaluate(
            "form => form.closest('details').open = true"
        )
        form = page.locator("form:has(button[value=add_room])")
        form.locator("[name=room-name_zh]").fill(f"第{number}会场")
        form.locator("[name=room-name_en]").fill(f"Hall {number}")
        press(page, "button[value=add_room]")
    page.locator("form:has(button[value=make_slots])").evaluate("form => form.closest('details').open = true")
    page.fill("[name=day]", "2026-12-12")
    press(page, "button[value=make_slots]")
    colleague.judge("story-08-grid")

    page = colleague.open(f"{base}/programme/board/?day=2026-12-12")
    colleague.judge("story-08-board-empty")
    titles = [title for title, *_ in TALKS] + ["Round table: the industry of materials"]
    for place, title in enumerate(titles[:-1]):
        on_the_board_by_keyboard(page, title, downs=place)
    on_the_board_by_drag(page, "圆桌")
    colleague.judge("story-08-board")
    assert page.locator("#tray-cards .card").count() == 0


def card(page: Page, title: str):
    return page.locator(f"#board .card[data-title*='{title[:8]}']")


def on_the_board_by_keyboard(page: Page, title: str, *, downs: int) -> None:
    card(page, title).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")  # from the tray to the first cell
    for _ in range(downs):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(
        page.locator(".grid-table").locator(f".card[data-title*='{title[:8]}']:not(.card--waiting)")
    ).to_be_visible()


def on_the_board_by_drag(page: Page, title: str) -> None:
    target = page.locator(".grid-table tbody tr").first.locator("td").nth(1)
    target.scroll_into_view_if_needed()
    one = page.locator("#tray-cards .card").first
    from_, to = one.bounding_box(), target.bounding_box()
    page.mouse.move(from_["x"] + 20, from_["y"] + 10)
    page.mouse.down()
    page.mouse.move(from_["x"] + 60, from_["y"] + 30, steps=4)
    page.mouse.move(to["x"] + to["width"] / 2, to["y"] + to["height"] / 2, steps=8)
    page.mouse.up()
    expect(target.locator(".card:not(.card--waiting)")).to_be_visible()


def release(story, *, shot: str) -> None:
    page = story.console("programme/releases/")
    story.owner.judge(f"{shot}-before")
    for box in page.locator("[name=despite]").all():
        box.check()
    press(page, "form:has([name=seen]) button")
    story.owner.judge(f"{shot}-after")


def release_1_is_public_in_every_format(story):
    release(story, shot="story-09-release-1")
    base = f"{story.server.address}/{SLUG}"
    for language, size in (("zh", "desktop"), ("en", "phone"), ("zh", "phone")):
        visitor = story.somebody(language=language, size=size)
        page = visitor.open(f"/{SLUG}/{language}/programme/")
        for title in ("高熵合金的设计", "A grammar of crystals"):
            expect(page.get_by_text(title).first).to_be_visible()
        visitor.judge("story-09-programme")
        visitor.open(f"/{SLUG}/{language}/")
        visitor.judge("story-09-home")
    for name in ("schedule.ics", "schedule.xml", "schedule.json"):
        kept = story.folder / name
        kept.write_bytes(fetched(f"{base}/{name}"))
        assert len(read_schedule(kept).talks) == 6, name
    story.calendar = (story.folder / "schedule.ics").read_text()
    json.loads((story.folder / "schedule.json").read_text())
    for language in ("zh", "en"):
        assert fetched(f"{base}/agenda-{language}-1.png").startswith(b"\x89PNG")
    visitor.open(f"/{SLUG}/zh/r/1/")
    visitor.judge("story-09-still-current")
    expect(visitor.page.locator(".still--yes")).to_be_visible()
    assert story.counted("报告") == 6


def release_2_reaches_an_open_phone_and_exactly_those_it_concerns(story):
    phone = story.somebody(language="en", size="phone")
    page = phone.open(f"/{SLUG}/en/programme/")
    page.evaluate("window.stayed = true")
    before = {state: story.messages(state) for state in ("waiting", "copy")}
    before_zhao = written_to(story, "赵磊")

    board = story.colleague.open(f"/console/{SLUG}/programme/board/?day=2026-12-12")
    target = board.locator(".grid-table tbody tr").nth(7).locator("td").nth(1)
    card(board, "钙钛矿").click()
    target.click(position={"x": 5, "y": 5})
    expect(target.locator(".card:not(.card--waiting)")).to_be_visible()

    page = story.console("programme/releases/")
    with page.expect_navigation():
        page.locator("form:has([name=seen]) button").click()
        started = time.monotonic()
    expect(phone.page.locator("#live")).to_contain_text("1 talk moved", timeout=3_000)
    assert time.monotonic() - started < 3
    expect(phone.page.locator(".agenda__changes")).to_contain_text("钙钛矿")
    expect(phone.page.locator(".changed").first).to_be_attached()
    assert phone.page.evaluate("window.stayed") is True
    phone.judge("story-10-changed")

    phone.open(f"/{SLUG}/en/r/1/")
    expect(phone.page.locator(".still--no")).to_be_visible()
    phone.judge("story-10-outdated")
    calendar = fetched(f"{story.server.address}/{SLUG}/schedule.ics").decode()
    uids = [sorted(re.findall(r"^UID:(\S+)", text, re.M)) for text in (story.calendar, calendar)]
    assert uids[0] == uids[1]
    assert "SEQUENCE:0" in story.calendar and re.search(r"SEQUENCE:[1-9]", calendar)

    expect_within(lambda: story.messages("waiting") == before["waiting"] + 1)
    assert story.messages("copy") == before["copy"]
    assert written_to(story, "赵磊") == before_zhao + 1


def written_to(story, name: str) -> int:
    return story.console(f"outbox/?state=waiting&q={name}").locator("tbody tr").count()


def expect_within(true, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


# ---- 5. the day


def badges_and_the_sign_in_sheet_are_printed(story):
    for kind in ("badges", "sign-in-sheet"):
        page = story.console("checkin/")
        press(page, f"form[action$='/print/{kind}/'] button")
        ready = page.locator("#job a[download]")
        expect(ready).to_be_visible(timeout=30_000)
        with page.expect_download() as download:
            ready.click()
        paper = story.folder / f"{kind}.pdf"
        download.value.save_as(paper)
        assert paper.read_bytes().startswith(b"%PDF")
        if shutil.which("pdftotext"):
            said = subprocess.run(
                ["pdftotext", paper, "-"], capture_output=True, text=True, check=True
            ).stdout
            # By letters: a name of two is spaced to the width of three, and comes out apart.
            assert set("欧阳明德李静MariaOkonkwo") <= set(said)
    story.console("checkin/")
    story.owner.judge("story-11-check-in")


def the_door_admits_once(story):
    before = story.counted("院长")
    door = story.volunteer
    page = door.open(story.door_link)
    page.fill("[name=door]", "北门")
    page.fill("[name=name]", "志愿者小吴")
    press(page, "main form button")
    for verdict in ("admitted", "again"):
        page.fill("#code", story.maria_code)
        page.press("#code", "Enter")
        expect(page.locator(f"#verdict[data-verdict={verdict}]")).to_contain_text("Maria Okonkwo")
        door.judge(f"story-12-{verdict}")
    expect(page.locator("#verdict")).to_contain_text("北门")
    page.fill("#q", "oymd")
    found = page.locator("#found li").filter(has_text="欧阳明德")
    found.locator("button").click()
    expect(page.locator("#verdict[data-verdict=admitted]")).to_contain_text("欧阳明德")
    assert story.counted("院长") == before + 2


# ---- 6 and 7. exhibition, press, archive


def booths_media_and_news_are_public_and_counted(story):
    page = story.console("exhibition/exhibitors/new/")
    page.fill("[name=name_zh]", "天府电池")
    press(page, "main form button")
    page = story.console("exhibition/")
    page.fill("[name=row]", "A")
    press(page, "form[action$='/booths/'] button")
    page.fill("form.allocate [name=number]", "A01")
    press(page, "form.allocate button")
    story.owner.judge("story-13-exhibition")
    page = story.console("press/outlets/new/")
    page.fill("[name=name_zh]", "锦城日报")
    press(page, "main form button")
    page = story.console("press/")
    press(page, "form[action$='/accreditation/'] button")
    story.owner.judge("story-13-press")
    page = story.console("press/posts/new/")
    page.fill("[name=title_zh]", "论坛开放报名")
    page.fill("[name=body_zh]", "欢迎各位同仁。")
    press(page, "main form.form button")
    press(page, "form[action$='/publication/'] button")
    assert (story.counted("展位"), story.counted("媒体")) == (1, 1)
    visitor = story.somebody(language="en", size="phone")
    for part in ("exhibition", "news"):
        visitor.open(f"/{SLUG}/zh/{part}/")
        visitor.judge(f"story-13-public-{part}")
    for feed in ("feed.atom", "feed.rss", "feed.json"):
        assert "论坛开放报名" in json_or_text(fetched(f"{story.server.address}/{SLUG}/zh/news/{feed}"))


def json_or_text(content: bytes) -> str:
    text = content.decode()
    return json.dumps(json.loads(text), ensure_ascii=False) if text.startswith("{") else text


def the_archive_comes_back_equal(story):
    first, second, other = (story.folder / name for name in ("first.zip", "second.zip", "other"))
    for data, what, *rest in (
        (story.server.data, "export", "archive", "--edition", SLUG, "-o", str(first)),
        (other, "import", "archive", str(first)),
        (other, "export", "archive", "--edition", SLUG, "-o", str(second)),
    ):
        done = plenary(data, what, *rest)
        assert (done.returncode, done.stderr) == (0, "")
    assert first.read_bytes() == second.read_bytes()
