"""What the sandbox calls: one announcement's file in, plain JSON out, with the text its evidence points into."""

from plenary_reader.announcements.reading import read_announcement
from plenary_reader.limits import Limits
from plenary_reader.refusals import LimitExceeded


def read_file(path: str, *, limits: Limits, name: str = "") -> dict:
    with open(path, "rb") as file:
        data = file.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        most = round(limits.file_bytes / 2**20, 1)
        raise LimitExceeded("file_bytes", megabytes=most, most=most)
    reading = read_announcement(data, name=name)
    return reading.as_json() | {
        "text": reading.text,
        "spans": {key: list(span) for key, span in reading.spans.items()},
        "reason_key": reading.reason_key,
    }
