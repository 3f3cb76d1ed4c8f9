"""A real SMTP server on the loopback that keeps every letter it is given."""

from __future__ import annotations

import email
import email.policy
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.journeys.served import free_port


class Letters:
    """What has arrived, oldest first."""

    def __init__(self) -> None:
        self.port = free_port()
        self.kept: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.kept.append(letter)
        return "250 Message accepted for delivery"

    def to(self, address: str, about: str = "", seconds: float = 40) -> str:
        """The newest letter to that address with these words in it; waits until there is one."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for letter in reversed(self.kept):
                if letter["To"] == address and about in (text := f"{letter['Subject']}\n{letter.get_content()}"):
                    return text
            time.sleep(0.1)
        raise AssertionError(f"no letter to {address} about {about!r}; there are {[m['Subject'] for m in self.kept]}")

    def code_for(self, address: str) -> str:
        """The code to sign in with, which stands alone on an indented line."""
        found = re.search(r"^ {4}(\S+)\s*$", self.to(address), re.MULTILINE)
        assert found is not None
        return found[1]

    def link_for(self, address: str, about: str = "") -> str:
        """The first address in the newest letter with these words."""
        found = re.search(r"http://\S+", self.to(address, about))
        assert found is not None
        return found[0]


@contextmanager
def letters() -> Iterator[Letters]:
    kept = Letters()
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
