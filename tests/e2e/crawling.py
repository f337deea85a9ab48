"""Crawls in processes of their own, and what they left behind."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def start(order: dict[str, Any], **environment: str) -> subprocess.Popen[str]:
    """Begin what `driver.py` is told."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "driver.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
    )
    assert process.stdin
    process.stdin.write(json.dumps(order))
    process.stdin.close()
    process.stdin = None
    return process


def finish(process: subprocess.Popen[str], timeout: float = 90) -> dict[str, Any]:
    """Its outcome, with the exit code and what it said on standard error."""
    output, errors = process.communicate(timeout=timeout)
    assert output.strip(), errors[-3000:]
    found: dict[str, Any] = json.loads(output.splitlines()[-1])
    return found | {"returncode": process.returncode, "stderr": errors}


def crawl(order: dict[str, Any], timeout: float = 90, **environment: str) -> dict[str, Any]:
    """A whole crawl."""
    return finish(start(order, **environment), timeout)


def order(origin: str, data: Path, site: dict[str, Any] | None = None, **config: Any) -> dict[str, Any]:
    """What the driver is told: crawl this origin without a delay."""
    settings = {"data": str(data), "allow_addresses": [origin.split("//")[1]], "delay": 0, "log_level": "WARNING"}
    return {
        "config": settings | {"backoff": 0.2, "contact": "tests@example.org"} | config,
        "sites": [{"name": "site", "spider": "guides", "start_urls": [f"{origin}/"]} | (site or {})],
        "spider": "guides",
    }


def rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of the store."""
    with sqlite3.connect(data / "guidepost.sqlite") as connection:
        return connection.execute(query).fetchall()
