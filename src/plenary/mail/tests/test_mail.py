import socketserver
import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from plenary.lib.clock import now
from plenary.mail import smtp, tasks
from plenary.mail.actions import MessageDecided, mark_sent, queue_message, send_again, withdraw_message
from plenary.mail.letters import UnknownPlaceholder, fill, inert, unknown_placeholders
from plenary.mail.models import Message
from plenary.mail.smtp import message_id
from plenary.mail.tasks import send_due
from tests.factories import make_edition, make_member

pytestmark = pytest.mark.django_db


class Sink(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is given. `replies` maps a command or an address to another answer."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: list[bytes] = []
        self.replies: dict[str, str] = {}


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 sink")
        for line in self.rfile:
            command = line.decode().strip()
            word = command.split(" ")[0].upper().split(":")[0]
            own = next(
                (reply for key, reply in self.server.replies.items() if key.lower() in command.lower()), None
            )
            if own == "drop":
                return
            if own:
                self.say(own)
            elif word == "DATA":
                self.say("354 go on")
                self.server.mails.append(self.body())
                self.say("250 kept")
            else:
                self.say("221 bye" if word == "QUIT" else "250 ok")

    def body(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b""

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def sink(settings):
    server = Sink()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_SSL = "", False
    settings.DEFAULT_FROM_EMAIL = "summit@example.org"
    tasks._rest_until = 0.0
    yield server
    server.shutdown()
    server.server_close()
    tasks._rest_until = 0.0


def queue(**changes) -> Message:
    facts = {
        "edition": changes.pop("edition", None) or make_edition(contact_email="info@example.org"),
        "kind": "invitation",
        "key": "k1",
        "to_name": "张伟",
        "to_address": "wei@example.org",
        "subject": "诚邀您出席",
        "body": "尊敬的张伟：\n\n.\nhttp://127.0.0.1:8000/i/x/\n",
    }
    return queue_message(**(facts | changes))


def only(sink: Sink):
    (raw,) = sink.mails
    return message_from_bytes(raw, policy=policy.default)


def test_a_message_is_queued_once_a_key():
    assert queue() == queue(subject="other")
    assert Message.objects.get().subject == "诚邀您出席"


def test_a_due_message_leaves_once_as_plain_text_with_proper_heads(sink):
    edition = make_edition(title_zh="示例峰会", contact_email="info@example.org")
    message = queue(edition=edition)
    assert (send_due(), send_due()) == (1, 0)
    mail = only(sink)
    assert mail["To"].addresses[0].display_name == "张伟"
    assert mail["From"].addresses[0].addr_spec == "summit@example.org"
    assert mail["From"].addresses[0].display_name == "示例峰会"
    assert (mail["Subject"], mail["Reply-To"]) == ("诚邀您出席", "info@example.org")
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == (message_id(message), "auto-generated")
    assert mail["Date"].datetime is not None
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == message.body
    message.refresh_from_db()
    assert (message.state, message.tries, message.error) == ("sent", 1, "")


def test_nothing_leaves_without_a_mail_server(settings):
    settings.EMAIL_HOST = ""
    message = queue()
    assert (send_due(), message.state) == (0, "waiting")


@pytest.mark.parametrize("changes", [{"channel": "copy"}, {"due_at": now() + timedelta(days=9999)}])
def test_what_is_not_due_or_not_mail_waits(sink, changes):
    queue(**changes)
    assert (send_due(), sink.mails) == (0, [])


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "x\r\nBcc: evil@example.net"},
        {"to_name": "x\r\nBcc: evil@example.net\r\n\r\n<script>"},
        {"to_name": '"><evil@example.net>, x'},
        {"subject": "x\nContent-Type: text/html"},
        {"to_name": "x\x00\x0b\x85\u2028Bcc: evil@example.net"},
    ],
)
def test_no_header_can_be_smuggled_in(sink, changes):
    queue(**changes)
    assert send_due() == 1
    mail = only(sink)
    assert (mail["Bcc"], mail["Cc"], mail.get_content_type()) == (None, None, "text/plain")
    assert [one.addr_spec for one in mail["To"].addresses] == ["wei@example.org"]


@pytest.mark.parametrize(
    "address", ["a@example.org\r\nRCPT TO:<evil@example.net>", "a@b@c", "<x>", "a b@example.org"]
)
def test_an_address_that_is_none_is_given_up_with_the_reason_and_holds_up_nobody(sink, address):
    edition = make_edition()
    wrong = queue(edition=edition, to_address=address)
    queue(edition=edition, key="k2")
    assert (send_due(), len(sink.mails)) == (1, 1)
    wrong.refresh_from_db()
    assert (wrong.state, bool(wrong.error)) == ("failed", True)


def test_a_refused_recipient_is_given_up_with_the_servers_reason(sink):
    edition = make_edition()
    sink.replies["wei@example.org"] = "550 5.1.1 no such user"
    message = queue(edition=edition)
    queue(edition=edition, key="k2", to_address="li@example.org")
    assert send_due() == 1
    message.refresh_from_db()
    assert (message.state, message.error) == ("failed", "550 5.1.1 no such user")


def test_a_busy_server_is_tried_again_later_with_the_same_message_id(sink):
    sink.replies["wei@example.org"] = "451 greylisted"
    message = queue()
    assert (send_due(), send_due()) == (0, 0)
    message.refresh_from_db()
    assert (message.state, message.tries, message.error) == ("waiting", 1, "451 greylisted")
    assert message.due_at > now() + timedelta(seconds=30)
    sink.replies.clear()
    Message.objects.update(due_at=now())
    assert send_due() == 1
    assert only(sink)["Message-ID"] == message_id(message)


def test_a_lost_connection_costs_one_try_of_one_message(sink):
    edition = make_edition()
    sink.replies["DATA"] = "drop"
    for key in ("k1", "k2"):
        queue(edition=edition, key=key)
    assert send_due() == 0
    assert list(Message.objects.order_by("pk").values_list("tries", flat=True)) == [1, 0]


def test_after_many_tries_a_message_is_given_up(sink):
    sink.replies["wei@example.org"] = "451 greylisted"
    message = queue()
    Message.objects.update(tries=tasks.MOST_TRIES - 1)
    send_due()
    message.refresh_from_db()
    assert message.state == "failed"


def test_a_server_that_is_away_leaves_everything_waiting_and_says_why(sink, settings):
    sink.shutdown()
    sink.server_close()
    message = queue()
    assert send_due() == 0
    message.refresh_from_db()
    assert (message.state, message.tries) == ("waiting", 0)
    assert "ConnectionRefusedError" in message.error


def test_a_password_that_is_refused_leaves_everything_waiting(sink, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "user", "secret"
    message = queue()
    assert send_due() == 0
    message.refresh_from_db()
    assert (message.state, "AUTH" in message.error) == ("waiting", True)


def test_a_password_is_not_sent_over_a_bare_connection_to_another_host(sink, settings, monkeypatch):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "user", "secret"
    monkeypatch.setattr(smtp, "THIS_MACHINE", ())
    message = queue()
    assert send_due() == 0
    message.refresh_from_db()
    assert message.error.startswith("The mail server offers no encryption")


def test_a_message_another_worker_took_is_left_alone(sink):
    message = queue()
    stale = Message.objects.get()
    Message.objects.update(due_at=now() + timedelta(minutes=10))
    assert tasks._send(None, stale) is False
    message.refresh_from_db()
    assert message.state == "waiting"


def test_one_round_sends_no_more_than_the_limit(sink, monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 2)
    edition = make_edition()
    for key in "abc":
        queue(edition=edition, key=key)
    assert (send_due(), send_due()) == (2, 1)


def test_a_message_is_withdrawn_or_sent_by_hand_once():
    user = make_member(make_edition())
    message = queue()
    withdraw_message(message=message, by=user, at=now())
    with pytest.raises(MessageDecided):
        mark_sent(message=message, by=user, at=now())
    again = send_again(message=message, by=user, at=now())
    again.refresh_from_db()
    assert (again.pk, again.state) == (message.pk, "waiting")


def test_sending_a_sent_message_again_is_a_second_message():
    user = make_member(make_edition())
    message = queue()
    mark_sent(message=message, by=user, at=now())
    again = send_again(message=message, by=user, at=now())
    assert (again.key, again.state) == ("k1:again:1", "waiting")
    assert message_id(again) != message_id(message)


def test_the_outbox_is_for_those_who_send(client):
    edition = make_edition()
    message = queue(edition=edition, channel="copy", to_address="+8613812345678")
    ada, bob, charlie = (
        make_member(edition, "liaison"),
        make_member(edition, "auditor"),
        make_member(make_edition()),
    )
    path = f"/console/{edition.slug}/outbox/"
    for user, code in ((ada, 200), (bob, 404), (charlie, 404)):
        client.force_login(user)
        assert [client.get(path).status_code, client.get(f"{path}{message.pk}/").status_code] == [code, code]
    assert client.post(f"{path}{message.pk}/sent/").status_code == 404
    client.force_login(ada)
    assert client.get(f"{path}{message.pk}/sent/").status_code == 405
    client.post(f"{path}{message.pk}/sent/")
    client.post(f"{path}{message.pk}/withdrawal/")
    message.refresh_from_db()
    assert message.state == "sent"


def test_a_private_message_and_those_of_another_summit_are_not_shown(client):
    edition = make_edition()
    secret = queue(edition=edition, is_private=True)
    other = queue(key="k2")
    client.force_login(make_member(edition))
    path = f"/console/{edition.slug}/outbox/"
    assert [client.get(f"{path}{one.pk}/").status_code for one in (secret, other)] == [404, 404]
    assert "wei@example.org" not in client.get(path + "?state=waiting").content.decode()


def test_a_message_is_text_in_the_outbox(client):
    edition = make_edition()
    canary = "<script>alert(1)</script>"
    message = queue(edition=edition, to_name=canary, subject=canary, body=canary, channel="copy")
    client.force_login(make_member(edition))
    for path in ("", f"{message.pk}/"):
        assert canary not in client.get(f"/console/{edition.slug}/outbox/{path}").content.decode()


def test_a_letter_is_filled_from_a_flat_dictionary():
    assert fill("{name}: {link} {{", {"name": "{link}", "link": "x"}) == "{link}: x {{"
    assert unknown_placeholders("{a}{b.c}{a}{name}{0[x]}", {"name"}) == ["a", "b.c", "0[x]"]
    with pytest.raises(UnknownPlaceholder, match=r"^name\.__class__$"):
        fill("{name.__class__}", {"name": "x"})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张伟", "张伟"),
        ("买买提·艾力", "买买提·艾力"),
        ("J. R. Smith", "J. R. Smith"),
        ("Mary Anne O'Neil", "Mary Anne O'Neil"),
        ("http://evil.example", "http:∕∕evil․example"),
        ("evil.example/login", "evil․example/login"),
        ("a\u202e\r\nb\u200b", "a b"),
        ("mailto:a@evil.example", "mailto：a＠evil․example"),
    ],
)
def test_a_strangers_words_become_no_link(text, shown):
    assert inert(text) == shown
