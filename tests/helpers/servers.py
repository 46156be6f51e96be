"""Servers on this machine that answer whatever a test wants."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

OK = b"HTTP/1.1 200 OK\r\n"
Speak = Callable[[socket.socket], None]
_SENT_AT_MOST = 64 << 20
"""A server gives up here: a client that reads on would fill the memory of the machine."""


@contextmanager
def speaking(speak: Speak) -> Iterator[tuple[str, list[int]]]:
    """Answer each connection so; yield the address, and how many bytes each connection was sent."""
    sent: list[int] = []

    def answer(client: socket.socket) -> None:
        with client, suppress(OSError):
            speak(_Counted(client, sent))  # type: ignore[arg-type]

    def listen() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", sent
        listening.shutdown(socket.SHUT_RDWR)


class _Counted:
    """A connection that counts what it sends, after the question has come."""

    def __init__(self, client: socket.socket, sent: list[int]) -> None:
        self.client, self.sent, self.number = client, sent, len(sent)
        sent.append(0)
        client.recv(1 << 16)

    def sendall(self, data: bytes) -> None:
        """Send this; raise OSError if that is more than anybody may take."""
        self.client.sendall(data)
        self.sent[self.number] += len(data)
        if self.sent[self.number] > _SENT_AT_MOST:
            raise OSError("too much")


def always(start: bytes, again: bytes, pause: float = 0) -> Speak:
    """Return what sends a beginning, and then the same without end."""

    def speak(client: socket.socket) -> None:
        client.sendall(start)
        while True:
            client.sendall(again)
            time.sleep(pause)

    return speak


def once(data: bytes) -> Speak:
    return lambda client: client.sendall(data)
