"""Sockets, of which there are none: as with files, Python is told before the host is asked, and ends the call."""

from __future__ import annotations

import socket
from typing import Any

WHY = "there is no network: a transform's tables are its arguments"

LOOK_UPS = ("getaddrinfo", "getfqdn", "gethostbyaddr", "gethostbyname", "gethostbyname_ex", "getnameinfo", "socketpair")


def refuse() -> None:
    """Replaces what would ask the host for the network, from here on and for good."""
    import _socket

    socket.socket.__init__ = refused  # type: ignore[method-assign]
    for module in (socket, _socket):
        for name in LOOK_UPS:
            if hasattr(module, name):
                setattr(module, name, refused)
    for name in ("socket", "SocketType"):
        setattr(_socket, name, socket.socket)
    _without_wake_up()


def refused(*_args: Any, **_kwargs: Any) -> Any:
    """Stands for all of it."""
    raise PermissionError(WHY)


def _without_wake_up() -> None:
    """Takes from the loops of asyncio the pair of sockets by which other threads wake them: there are no other threads."""
    from asyncio.selector_events import BaseSelectorEventLoop

    for name in ("_make_self_pipe", "_close_self_pipe", "_write_to_self"):
        setattr(BaseSelectorEventLoop, name, lambda self: None)
