"""Keeps newcomers away from a listening socket, while whoever has reached it stays: so that it can be emptied, closed.

On Linux only: closing alone would cut off who comes between the last look and the close. Elsewhere it does nothing.
"""

from __future__ import annotations

import ctypes
import socket
import struct
import sys

ATTACH_FILTER = 26
"""SO_ATTACH_FILTER (asm-generic/socket.h), which the socket module does not name. It asks for no privilege."""
FLAGS, SYN_AND_ACK, SYN = 13, 0x12, 0x02
"""Where a TCP header has its flags, which of them tell a first packet, and what they are there (RFC 9293, 3.1)."""
LOAD_BYTE, AND, JUMP_IF_EQUAL, RETURN = 0x30, 0x54, 0x15, 0x06
"""Instructions of a classic BPF program (linux/bpf_common.h)."""
PROGRAM = (
    (LOAD_BYTE, 0, 0, FLAGS),
    (AND, 0, 0, SYN_AND_ACK),
    (JUMP_IF_EQUAL, 0, 1, SYN),
    (RETURN, 0, 0, 0),
    (RETURN, 0, 0, 0xFFFFFFFF),
)
"""A first packet is not seen, all others are: a handshake that has begun goes on. Who is not seen tries again by itself
a second later, and is refused then, or meets our successor."""


def keep_away(listener: socket.socket) -> bool:
    """From now on nobody new reaches this socket, by whichever process's descriptor; whether it could be done."""
    if not sys.platform.startswith("linux") or listener.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *one) for one in PROGRAM))
    try:
        listener.setsockopt(socket.SOL_SOCKET, ATTACH_FILTER, struct.pack("HP", len(PROGRAM), ctypes.addressof(code)))
    except OSError:
        return False
    return True
