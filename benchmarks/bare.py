"""The measure of all things: an ASGI application that answers one page from a constant, under the same server.

`python -m benchmarks.bare PORT FILE`; FILE holds the headers as JSON on the first line, then the body.
"""

import json
import sys
from pathlib import Path

import uvicorn

head, _, body = Path(sys.argv[2]).read_bytes().partition(b"\n")
START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(name.encode(), value.encode()) for name, value in json.loads(head)],
}
BODY = {"type": "http.response.body", "body": body}


async def application(scope, receive, send):
    await send(START)
    await send(BODY)


if __name__ == "__main__":
    uvicorn.run(
        application,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        proxy_headers=False,
    )
