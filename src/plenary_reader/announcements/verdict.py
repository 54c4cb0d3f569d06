"""Is it an announcement at all, and does the edition still stand: the verdict, with its reason in plain words."""

import re
from dataclasses import dataclass

from plenary_reader.announcements.kinds import gathering
from plenary_reader.announcements.labels import Value, under
from plenary_reader.announcements.schedule import AT_ON, Schedule, years_in
from plenary_reader.announcements.sentences import clause, sentence
from plenary_reader.announcements.source import Document
from plenary_reader.announcements.titles import ordinal_in

Span = tuple[int, int]

# Why a text is refused: in Chinese and in English. The key is stable, for whoever shows it in another language.
REASONS = {
    "empty": ("文件里没有可读的文字。", "The file holds no readable text."),
    "recap": ("这篇文字是对已经结束的活动的回顾，没有预告新的活动。", "The text looks back on an event that is over; it announces none."),
    "report": ("这是一份财务或工作报告，不是活动通知。", "The text is a report on money or work; it announces no event."),
    "job": ("这是招聘信息，不是活动通知。", "The text offers a job; it announces no event."),
    "volunteers": ("这是招募志愿者的文字，没有说明哪一场活动在何时举办。", "The text calls for volunteers and names no dated event."),
    "product": ("这是产品或软件的消息，不是活动通知。", "The text is news about a product; it announces no event."),
    "course": ("这是课程介绍，不是活动通知。", "The text offers a course; it announces no event."),
    "recording": ("这是录像或资料的发布，活动已经结束。", "The text offers recordings or slides of an event that is over."),
    "nothing": ("文中没有找到将要举办的活动：没有名称、时间或地点。", "No event to come was found: no name, day or place of one."),
}  # fmt: skip

_TITLE_SAYS = (
    ("nothing", r"newsletter|what happened in|维护|停[水电气]|检修|领取|放假|maintenance|outage|new paper|preprint|(?:welcome|meet) our new|月报|周报|简报|会费|印发|关于(?:组织|开展)?(?:申报|推荐|评选)|奖\S{0,6}通知$|code of conduct|行为准则|call for hosts|(?:^|\W)episode \d|podcast|(?:申报|预报|评审|评选|备案|自查|统计|填报)(?:和管理|和申报)?(?:工作)?的?(?:补充)?通知|管理办法|实施细则|暂行规定|名单公示|获奖名单|名单公布|award winners"),
    ("report", r"财报|年报|季报|财务报告|收支|决算|业绩|营收|净利|利润|股价|股东|增持|减持|涨停|市值|工作总结|年度总结|财务公开|financial (?:report|statement|results)|annual report|transparency report|quarterly|earnings|budget|balance sheet|report$|survey results|问卷(?:调查)?(?:结果|报告)|满意度调查|选举结果|理事会名单"),
    ("recording", r"回放|录像|视频合集|资料下载|幻灯片|\bppt\b|课件|replay|on.demand|recordings?|videos? (?:are|now|from|available|online)|videos?$|slides|photos|照片"),
    ("recap", r"回顾|圆满|落幕|闭幕|收官|成功举[办行]|成功召开|顺利举[办行]|顺利召开|在\S{1,12}(?:成功)?(?:召开|举行)$|纪要|纪实|综述|花絮|侧记|总结|小结|盘点|实录|精彩瞬间|感想|有感|^[^关将拟:]{2,12}(?:召开|举[办行])[^知函邀将]{4,40}会议?$|recap|retrospective|wrap-?up|looking back|in review|highlights (?:from|of)|thank you|thanks for|what we learned|lessons|trip report|report from|was a success|reflections"),
    ("job", r"招聘|诚聘|招[收录]|招人|内推|急招|\bjobs?\b|hiring|vacanc|career|we're looking for an?\b|position"),
    ("volunteers", r"志愿者|义工|volunteers?"),
    ("course", r"课程(?!设计)|开课|网课|公开课|训练课|培训班?招生|招生简章|\bcourses?\b|tutorial series|certification"),
    ("product", r"发布(?!会|时间|日程|议程|通知)|上线|推出|开源了|更新日志|新功能|升级|镜像|激活|漏洞|教程|评测|版本|融资|收购|合作协议|\brelease[ds]?\b(?! party)|launch(?:es|ed|ing)?\b|now available|changelog|what's new|(?<!\d)(?!(?:19|20)\d\d\.|\d+\.\d+\s?月)v?\d+\.\d+(?:\.\d+)?\b|introducing|acquire|partnership|raises"),
)  # fmt: skip
# How many signs of an edition outweigh such a headline.
_STRONG = {"report": 99.0, "nothing": 8.0, "job": 8.0, "recording": 8.0, "recap": 8.0, "volunteers": 6.5, "course": 7.0,
           "product": 6.0}  # fmt: skip
_VERSION_OUT = re.compile(
    r"\d\.\d.{0,20}(?:\breleased?\b|发布|\bis out\b|available)|\breleas\w+\b.{0,20}\d\.\d", re.I
)
_TITLE_PATTERNS = tuple((key, re.compile(pattern, re.I)) for key, pattern in _TITLE_SAYS)
_CALL = re.compile(
    r"报名|参会|参加|投稿|征文|征稿|议题征集|注册|购票|门票|欢迎|诚邀|敬请|日程|议程|register|registration|sign up|rsvp|tickets?|call for|cfp|submit|proposals?|save the date|join us|see you|attend",
    re.I,
)
_HEADLINE = re.compile(
    r"通知|邀请函|预告|报名|征文|征稿|启事|announcing|save the date|invitation|welcome|call for|cfp|join us|coming|register",
    re.I,
)
_FUTURE = re.compile(
    r"将[于在].{0,60}?(?:举[办行]|召开|开幕|进行)|(?:定|拟|谨订|订)于|即将|就要(?:开始|来)|终于要来|将[在于]|敬请期待|拉开帷幕|举[办行]时间|will be held|will take place|takes place|will be|is happening|is coming|coming|join us|see you|save the date|to be held|dates? for|next (?:conference|event|meetup)|upcoming|we're excited|(?:excited|happy|thrilled|delighted|proud|pleased) to (?:announce|present|invite)|we will",
    re.I,
)
_OVER = re.compile(
    r"圆满|落幕|闭幕(?!式|与|和|致辞|演讲|及|晚|论坛|典礼)|成功举[办行]|成功召开|顺利举[办行]|顺利召开|已于.{0,30}(?:举[办行]|召开|结束)|(?:\d日|日前|近日|昨日|上周[一二三四五六日末]?|刚刚).{0,40}(?:举[办行]了?|召开了?|结束)[。,]|was held|were held|took place|we had a great|came to an end|wrapped up|thank you (?:all )?(?:for|to everyone)|has (?:come to an end|ended|concluded)|attended by|last (?:week|weekend|month)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    is_event: bool
    reason: str | None  # a key of REASONS
    is_over: bool


def judge(
    document: Document, values: list[Value], title: Span | None, schedule: Schedule, status: str, fresh: bool
) -> Verdict:
    """Weighs what a text says. ``fresh``: the day that was read lies on or after the day of publication, or there is
    nothing to compare."""
    text = document.folded
    if not text.strip():
        return Verdict(False, "empty", False)
    headline = " ".join(
        [b.folded for b in document.meta("title", "name")][:3] or [b.folded for b in document.body()[:1]]
    )
    name = text[slice(*title)] if title else ""
    moved = status in ("postponed", "cancelled")
    ahead = schedule.weight >= 4.5 and schedule.precision in ("day", "month") and fresh
    is_over = len(_OVER.findall(text[:6000])) >= 1 and not ahead and not moved

    signs = 0.0
    signs += (
        3.0
        if schedule.weight >= 6
        else 2.0
        if schedule.weight >= 3.5
        else 1.0
        if schedule.weight >= 1.5
        else 0.0
    )
    signs += 2.0 if gathering().search(name) or ordinal_in(name) else 1.0 if years_in(name) else 0.0
    signs += 1.0 if under(values, "when", "when_where") else 0.0
    signs += 1.0 if under(values, "where", "when_where") else 0.0
    signs += 1.0 if _CALL.search(text) else 0.0
    signs += 1.5 if _announces(text, name) else 0.0
    signs += (
        3.0 if moved and (gathering().search(name) or gathering().search(headline) or years_in(name)) else 0.0
    )
    signs += 1.5 if document.meta("start") else 0.0
    signs += 2.0 if ahead else 0.0
    signs += 1.5 if _HEADLINE.search(headline) else 0.0

    for key, pattern in _TITLE_PATTERNS:
        if not pattern.search(headline) or (key == "product" and gathering().search(headline)):
            continue
        if key in ("recap", "recording") and moved:
            continue
        # A report or a look back stays one whatever dates it mentions; the others may belong to a real event.
        strong = 11.0 if key == "product" and _VERSION_OUT.search(headline) else _STRONG[key]
        if signs < strong or (key in ("recap", "recording") and not ahead):
            return Verdict(False, key, key in ("recap", "recording"))
    if (is_over and not _announces(text)) or (is_over and len(_OVER.findall(text)) >= 2 and signs < 7):
        return Verdict(False, "recap", True)
    at = schedule.span[0] if schedule.span else 0
    stated = AT_ON.search(text[max(0, at - 90) : at])  # at some place on that day
    named = gathering().search(name) or ordinal_in(name) or years_in(name) or document.meta("start")
    placed = under(values, "when", "when_where", "where") or _announces(text, name) or moved or stated
    dated = schedule.start or moved or gathering().search(name) or _announces(text, name)
    if signs < (3.0 if named or placed or schedule.weight >= 5.5 else 6.0) or not dated:
        return Verdict(False, "nothing", False)
    return Verdict(True, None, False)


def _announces(text: str, name: str = "") -> bool:
    """Whether some sentence speaks of a gathering to come: of one by its kind, or of this one by its name."""
    for match in _FUTURE.finditer(text[:20_000]):
        left, right = sentence(text, match.start(), match.end(), 160)
        if gathering().search(text[left:right]) or (len(name) > 5 and name in text[left:right]):
            return True
    return False


# --- status and mode --------------------------------------------------------------------------------------------

_POSTPONED = re.compile(
    r"延期(?!一周内)|推迟|延后|改期|顺延|暂缓举[办行]|暂停举[办行]|时间(?:变更|调整)|日期(?:变更|调整)|postpon\w+|re-?schedul\w+|new (?:\w+ ){0,3}dates?\b|moved to (?:a )?(?:later|new)|changing the (?:\w+ )?dates?|delayed until|date change",
    re.I,
)
_CANCELLED = re.compile(
    r"取消(?:举[办行]|召开|本[届次]|原定|今年)|(?:决定|将|被迫|不得不|予以|宣布|正式|会议|大会|峰会|论坛|活动|年会|研讨会)取消(?!报名|订单|资格|线下)|停办|停止举[办行]|不再举[办行]|不予举[办行]"
    r"|(?:has|have) been (?:cancell?ed|called off)|(?:is|are|be) (?:cancell?ed|called off)|cancell?(?:ing|ed) (?:the|this|our|[A-Z])|to cancel (?:the|this|our|[A-Z])|cancellation of|will not (?:take place|be held|go ahead)|\bcancell?ed$",
    re.I,
)
_NOT_THE_EVENT = re.compile(
    r"截[止稿]|投稿|征[稿文]|报名(?:时间|截止)|缴费|提交|deadline|submission|early.?bird|refund|\bif\b|\bcase\b|如(?:需|遇|果|有)|若|可能|policy|政策|概不|不可|whether|require|might|may be|could be|tickets?|bookings?",
    re.I,
)
_ONLINE = re.compile(
    r"线上(?:举[办行]|召开|会议|大会|论坛|峰会|活动|形式|直播|研讨|沙龙|方式|进行|平台|会场|年会|分享)|在线(?:举[办行]|召开|会议|大会|直播|形式|论坛|峰会)|云(?:端|上)(?:举[办行]|召开|大会|峰会|论坛|会议)|(?:通过|使用|采用|采取|地点:?\s?)(?:线上|在线|网络|腾讯会议|zoom|视频会议)|网(?:上|络)(?:直播|会议|举[办行])|腾讯会议|全程线上|纯线上|视频会议|同步直播|直播(?:间|平台|地址|链接)|改(?:为|到|至)线上|转(?:为|到|至)线上"
    r"|\bvirtual (?:event|conference|edition|format|summit|meet-?up|gathering|workshop|symposium|festival|congress|camp|attend\w+|platform)|(?:held|run|go|goes|going|fully|entirely|completely|happen\w*|meet|gather|take place) virtual(?:ly)?\b|\bonline (?:event|conference|only|edition|format|meetup|summit|workshop|attend\w+|conferences)|(?:held|take place|taking place|happening|going|hosted|fully|entirely|moved?|all|is|be|join us) online\b|via zoom|on zoom|\bwebinar\b|livestream(?:ed)?|live.?stream|remote (?:event|conference|attend\w+)|location: online|where: online",
    re.I,
)
_HYBRID = re.compile(
    r"线[上下]\s?(?:[+、&/]|与|和|及|结合|同步|相结合)+\s?线[上下]|线上线下|线下线上|线[上下](?:同步|结合)|实体(?:与|和|及|、|\+)线上|混合(?:形式|模式|方式)|\bhybrid\b|in.person and (?:online|virtual\w*|remote\w*)|(?:online|virtual\w*|remote\w*) (?:and|or) in.person|both in.person",
    re.I,
)


_MOVED_ONLINE = re.compile(
    r"(?:改|转)(?:为|到|至|成)?(?:全?线上|网络|云端)|全?线上(?:举[办行]|召开)|\b(?:goes|going|moves?|moving|moved|turns?|becomes?|will be) (?:to )?(?:an? )?(?:fully |entirely )?(?:online|virtual)\b",
    re.I,
)


# «We will not run an online edition», 不设线上会场
_DENIED = re.compile(
    r"(?:\b(?:not|no|never|without|instead of|won't)\b[^.,;]{0,24}|不(?:设|提供|安排|进行)?)$", re.I
)


def read_status(document: Document, headline: Span | None) -> tuple[str, Span | None]:
    """scheduled, postponed or cancelled, and the words that say so. The headline outweighs the text."""
    text = document.folded
    name = text[slice(*headline)] if headline else ""
    heads = [(b.start, b.end) for b in document.meta("title", "name", "description")]
    heads += [(b.start, b.end) for b in document.body()[:2] if len(b.text) < 120]
    for status, pattern in (("cancelled", _CANCELLED), ("postponed", _POSTPONED)):
        for start, end in heads:
            for match in pattern.finditer(text, start, end):
                if not _NOT_THE_EVENT.search(text[start:end]):
                    return status, match.span()
    # A headline that moves the edition online says that it stands, whatever else the text calls off.
    if any(_MOVED_ONLINE.search(text, start, end) for start, end in heads):
        return "scheduled", None
    title_cancelled = next(
        (m for a, b in heads for m in re.compile(r"取消|\bcancell?ed\b", re.I).finditer(text, a, b)), None
    )
    if title_cancelled and not re.search(r"线下|报名", text[slice(*sentence(text, *title_cancelled.span()))]):
        return "cancelled", title_cancelled.span()
    for status, pattern in (("postponed", _POSTPONED), ("cancelled", _CANCELLED)):
        for match in pattern.finditer(text):
            left, right = clause(text, match.start(), match.end(), 100)
            whole = text[slice(*sentence(text, match.start(), match.end()))]
            if not _NOT_THE_EVENT.search(text[left:right]) and (
                gathering().search(whole) or (len(name) > 4 and name in whole)
            ):
                return status, (left, right)
    return "scheduled", None


def read_mode(document: Document, has_place: bool, has_city: bool = False) -> tuple[str, Span | None]:
    """onsite, online or hybrid, and the words that say so. What may become of it does not count."""
    text = document.folded
    for match in _HYBRID.finditer(text):
        left, right = sentence(text, *match.span())
        if not re.search(
            r"如有必要|可能|视疫情|视情况|if necessary|whether|might|\bcould\b", text[left:right], re.I
        ):
            return "hybrid", match.span()
    for match in _ONLINE.finditer(text):
        left, right = sentence(text, *match.span())
        if re.search(
            r"如有必要|可能|视疫情|视情况|往届|去年|报名方式|if necessary|whether|might|\bcould\b|last year's virtual|\bno longer\b|after .{0,20} virtual|mailing",
            text[left:right],
            re.I,
        ) or _DENIED.search(text[left : match.start()]):
            continue
        # «Virtual attendance is free», 同步直播: beside a city that is an addition, not the place.
        added = has_city and re.search(r"attend|stream|直播", match[0], re.I)
        return ("hybrid" if has_place or added else "online"), match.span()
    return "onsite", None
