"""One list of posts in the formats the world reads: Atom 1.0, RSS 2.0, JSON Feed 1.1, and Markdown with front matter.

All of them are made from the same facts as the pages. Entries keep their identifier for ever; links are absolute.
"""

import json
import uuid
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

import yaml
from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
# What an address may hold as it is; a bracket in it would end the Markdown around it.
URL_SIGNS = ":/?#@!$&'*+,;=%~"
XML = "http://www.w3.org/XML/1998/namespace"


def entry_id(post: dict, language: str) -> str:
    return uuid.uuid5(uuid.UUID(post["guid"]), language).urn


def atom(news: dict, language: str) -> bytes:
    feed = etree.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": _tag(language)}, nsmap={None: ATOM})
    _add(feed, "id", uuid.uuid5(uuid.NAMESPACE_URL, f"plenary:{news['site']['slug']}:{language}").urn)
    _add(feed, "title", news["title"])
    _add(feed, "updated", _updated(news))
    _add(feed, "link", rel="self", type="application/atom+xml", href=news["base"] + "feed.atom")
    _add(feed, "link", rel="alternate", type="text/html", href=news["base"])
    _add(_add(feed, "author"), "name", news["site"]["title"])
    for post in news["posts"]:
        entry = _add(feed, "entry")
        _add(entry, "id", entry_id(post, language))
        _add(entry, "title", post["title"])
        _add(entry, "published", post["published"])
        _add(entry, "updated", post["updated"])
        _add(entry, "link", rel="alternate", type="text/html", href=_address(news, post))
        if post["source"]:
            _add(_add(entry, "author"), "name", post["source"])
        _add(entry, "content", post["html"], type="html")
    return _bytes(feed)


def rss(news: dict, language: str) -> bytes:
    root = etree.Element("rss", nsmap={"atom": ATOM, "dc": DC}, version="2.0")
    channel = _add(root, "channel")
    _add(channel, "title", news["title"])
    _add(channel, "link", news["base"])
    _add(channel, "description", news["title"])
    _add(channel, "language", "en" if language == "en" else "zh-cn")
    _add(channel, "lastBuildDate", _rfc822(_updated(news)))
    _add(channel, f"{{{ATOM}}}link", rel="self", type="application/rss+xml", href=news["base"] + "feed.rss")
    for post in news["posts"]:
        item = _add(channel, "item")
        _add(item, "title", post["title"])
        _add(item, "link", _address(news, post))
        _add(item, "guid", entry_id(post, language), isPermaLink="false")
        _add(item, "pubDate", _rfc822(post["published"]))
        if post["source"]:
            _add(item, f"{{{DC}}}creator", post["source"])
        _add(item, "description", post["html"])
    return _bytes(root)


def json_feed(news: dict, language: str) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": news["title"],
        "home_page_url": news["base"],
        "feed_url": news["base"] + "feed.json",
        "language": _tag(language),
        "items": [
            {
                "id": entry_id(post, language),
                "url": _address(news, post),
                "title": post["title"],
                "content_html": post["html"],
                "summary": post["summary"],
                "date_published": post["published"],
                "date_modified": post["updated"],
                **({"authors": [{"name": post["source"]}]} if post["source"] else {}),
                **({"image": post["lead_image"]} if post["lead_image"] else {}),
            }
            for post in news["posts"]
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def front_matter(news: dict, post: dict, language: str) -> bytes:
    """The post as a file that another site, or our own reader of announcements, takes as it is."""
    head = {
        "title": post["title"],
        "date": post["published"],
        "updated": post["updated"],
        "author": post["source"] or news["site"]["title"],
        "lang": _tag(language),
        "original": _address(news, post),
        **({"image": post["lead_image"]} if post["lead_image"] else {}),
    }
    lines = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=1000)
    picture = f"![]({quote(post['lead_image'], safe=URL_SIGNS)})\n\n" if post["lead_image"] else ""
    return f"---\n{lines}---\n\n{picture}{post['body'].strip()}\n".encode()


def _address(news: dict, post: dict) -> str:
    return f"{news['base']}{post['slug']}/"


def _updated(news: dict) -> str:
    return max((post["updated"] for post in news["posts"]), default=news["since"])


def _tag(language: str) -> str:
    return "en" if language == "en" else "zh-Hans"


def _rfc822(moment: str) -> str:
    return format_datetime(datetime.fromisoformat(moment))


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """A child in its parent's namespace, unless the name says another."""
    space = etree.QName(parent).namespace
    child = etree.SubElement(
        parent, name if name[0] == "{" or not space else f"{{{space}}}{name}", attributes
    )
    if text:
        child.text = text
    return child


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")
