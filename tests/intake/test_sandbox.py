"""The sandbox holds when the reader inside it misbehaves. The misbehaving readers stand in this file."""

import os
import time
from pathlib import Path

import pytest

from plenary_reader.limits import Limits
from plenary_reader.refusals import LimitExceeded, NotReadable
from plenary_reader.sandbox import run_limited
from plenary_reader.sheets import GuestList

# A small result: on a slow machine a large one would cost the second of CPU before it is too long.
FEW = Limits(cpu_seconds=1, wall_seconds=30.0, result_bytes=1_000_000)
IMPATIENT = Limits(wall_seconds=1.0)


def spin(path, *, limits):
    while True:
        pass


def sleep(path, *, limits):
    time.sleep(60)


def hoard(path, *, limits):
    return len(bytearray(2 * limits.memory_bytes))


def babble(path, *, limits):
    return "x" * (2 * limits.result_bytes)


def write_a_file(path, *, limits):
    Path(path + ".out").write_text("x")


def open_a_socket(path, *, limits):
    import socket

    socket.create_connection(("127.0.0.1", 9))


def start_a_process(path, *, limits):
    os.system("true")


def look_around(path, *, limits):
    import sys

    return {"env": sorted(os.environ), "input": sys.stdin.read(), "cwd": os.getcwd()}


def fall_over(path, *, limits):
    raise ValueError("the guest's name is 林知远")


def die(path, *, limits):
    os.abort()


def echo(path, *, limits, word):
    return {"word": word, "text": Path(path).read_text()}


@pytest.fixture
def run(csv_file, monkeypatch):
    """Runs a function of this file in the sandbox."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))

    def call(function, limits=FEW, **options):
        path = csv_file("姓名,手机\n林知远,13800000001\n")
        return run_limited(f"{Path(__file__).stem}:{function.__name__}", path, limits=limits, options=options)

    return call


@pytest.mark.parametrize(
    ("function", "what"),
    [
        (spin, "cpu_seconds"),
        (sleep, "wall_seconds"),
        (hoard, "memory_bytes"),
        (babble, "result_bytes"),
        (die, "memory_bytes"),
    ],
)
def test_a_reader_that_wants_too_much_is_stopped(run, function, what):
    with pytest.raises(LimitExceeded) as stopped:
        run(function, IMPATIENT if function is sleep else FEW)
    assert stopped.value.what == what


@pytest.mark.parametrize("function", [write_a_file, open_a_socket, start_a_process])
def test_a_reader_cannot_reach_the_world(run, function):
    with pytest.raises(NotReadable) as refused:
        run(function)
    assert refused.value.code == "reader_failed"
    assert "PermissionError" in refused.value.params["reason"]


def test_a_reader_sees_no_environment_no_input_and_no_folder_of_ours(run, monkeypatch):
    monkeypatch.setenv("PLENARY_SECRET_KEY", "secret")
    assert run(look_around) == {"env": ["LANG"], "input": "", "cwd": "/"}


def test_an_unexpected_failure_quotes_nothing_from_the_file(run):
    with pytest.raises(NotReadable) as refused:
        run(fall_over)
    assert refused.value.code == "reader_failed"
    assert "林知远" not in refused.value.message
    assert "ValueError" in refused.value.message


def test_options_go_in_and_the_answer_comes_out(run):
    assert run(echo, word="群贤") == {"word": "群贤", "text": "姓名,手机\n林知远,13800000001\n"}


def test_a_guest_list_comes_out_as_the_dataclass_it_went_in_as(csv_file):
    path = csv_file("姓名,手机\n林知远,13800000001\n")
    found = run_limited("plenary_reader.sheets:read_guest_list", path, result=GuestList)
    assert [guest.name for guest in found.rows] == ["林知远"]


def test_a_refusal_inside_is_the_same_refusal_outside(csv_file):
    with pytest.raises(NotReadable) as refused:
        run_limited("plenary_reader.sheets:read_guest_list", csv_file("%PDF-1.7 …"))
    assert (refused.value.code, refused.value.params) == ("not_a_table", {"kind": "a PDF document"})


def test_a_file_over_ten_megabytes_is_refused_before_anything_starts(csv_file):
    with pytest.raises(LimitExceeded) as refused:
        run_limited("no.such:function", csv_file(b"x" * (10 * 1024 * 1024 + 1)))
    assert refused.value.what == "file_bytes"


@pytest.mark.parametrize(("content", "code"), [(None, "no_file"), (b"", "empty_file")])
def test_what_is_no_file_is_refused(csv_file, tmp_path, content, code):
    path = tmp_path / "nothing.csv" if content is None else csv_file(content)
    with pytest.raises(NotReadable) as refused:
        run_limited("no.such:function", path)
    assert refused.value.code == code


def test_a_named_pipe_does_not_hold_us_up(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(NotReadable):
        run_limited("no.such:function", tmp_path / "pipe.csv")
