"""A forward proxy in a process of its own: plain requests and CONNECT, with a password and names that it alone knows.

    python tests/e2e/proxy_server.py LOG USER:PASSWORD NAME=HOST:PORT...

Prints its port. Each request is a line of JSON in LOG.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def main(log: Path, password: str, names: dict[str, tuple[str, int]]) -> None:
    expected = "Basic " + base64.b64encode(password.encode()).decode()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        allowed = headers.get("proxy-authorization") == expected
        with log.open("a") as file:
            file.write(json.dumps({"method": method, "target": target, "allowed": allowed}) + "\n")
        parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
        place = names.get(parts.hostname or "")
        if not allowed or place is None:
            status = "407 Proxy Authentication Required" if not allowed else "502 Bad Gateway"
            writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
            writer.close()
            return
        theirs = await asyncio.open_connection(*place)
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            kept = [line for line in lines if not line.lower().startswith(("proxy-", "connection:"))]
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            theirs[1].write("\r\n".join([f"GET {path} HTTP/1.1", *kept, "Connection: close", "", ""]).encode("latin-1"))
        await asyncio.gather(pump(reader, theirs[1]), pump(theirs[0], writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    pairs = (entry.split("=") for entry in sys.argv[3:])
    known = {name: (place.split(":")[0], int(place.split(":")[1])) for name, place in pairs}
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], known))
