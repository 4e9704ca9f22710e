"""One http(s) address as an input: bounded in time, size and redirects, and never a way into the private network."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin, urlsplit

from incidents.sources.record import Input, Limits, Refused

REDIRECTS = (301, 302, 303, 307, 308)
GENERIC = ("", "text/plain", "application/octet-stream", "binary/octet-stream")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
USER_AGENT = "sarhad (reads one article at a time; a person asked for it)"
PIECE = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server sent: the address after redirects, the media type and charset it stated, the body."""

    url: str
    media_type: str
    charset: str | None
    body: bytes


def fetch(url: str, limits: Limits | None = None, *, allow_private: bool = False) -> Answer:
    """The answer of an http(s) address, following redirects by hand, each checked like the first.

    The name is resolved once and the very address that was checked is connected to, so that no second answer of the
    name server can lead elsewhere. Proxies, cookies and credentials are not used. Raises Refused: unsupported,
    private_address, unreachable, http_error, too_many_redirects, too_large, timeout.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.download_seconds
    for _ in range(limits.redirects + 1):
        found = _once(url, limits, deadline, allow_private)
        if isinstance(found, Answer):
            return found
        url = found
    raise Refused("too_many_redirects", f"more than {limits.redirects} redirects")


def as_input(answer: Answer, name: str, limits: Limits) -> Input:
    """The answer as an input of the readers, called by the address the user gave."""
    import io

    return Input(
        name=name, open=lambda: io.BytesIO(answer.body), limits=limits, url=answer.url, encoding=answer.charset
    )


def suffix_of(answer: Answer) -> str | None:
    """The reader for an answer: by its media type, or by the path where the type says nothing; None to look inside."""
    from incidents.sources.reading import CONTENT_TYPES, FORMATS

    ending = PurePosixPath(urlsplit(answer.url).path).suffix.lower()
    if answer.media_type in GENERIC and ending in FORMATS:
        return ending
    return CONTENT_TYPES.get(answer.media_type)


def is_public(address: str) -> bool:
    """Whether an IP address is of the public internet; addresses that carry another inside are judged by that one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _once(url: str, limits: Limits, deadline: float, allow_private: bool) -> Answer | str:
    """One request: its answer, or the address it redirects to."""
    scheme, host, port, target = _parts(url)
    address = _checked(host, port, allow_private)
    try:
        with _connected(address, host, port, scheme, deadline) as (connection, late):
            try:
                headers = {
                    "User-Agent": USER_AGENT,
                    "Accept": "text/html, application/xhtml+xml, application/json, text/*, application/xml, */*;q=0.1",
                    "Accept-Encoding": "identity",
                    "Connection": "close",
                }
                connection.request("GET", target, headers=headers)
                response = connection.getresponse()
                if response.status in REDIRECTS and (place := response.getheader("Location")):
                    return urljoin(url, place)
                if response.status != 200:
                    raise Refused("http_error", f"the server answered {response.status} {response.reason[:80]}")
                if (coding := response.getheader("Content-Encoding", "identity").lower()) not in ("", "identity"):
                    raise Refused("unsupported", f"the server sent {coding[:40]!r}, which was not asked for")
                body = _body(response, limits, deadline)
            except (OSError, http.client.HTTPException):
                if late.is_set():
                    raise Refused("timeout", f"not complete after {limits.download_seconds:g} seconds") from None
                raise
            if late.is_set():
                raise Refused("timeout", f"not complete after {limits.download_seconds:g} seconds")
            kind = response.headers
            return Answer(url=url, media_type=kind.get_content_type() if "Content-Type" in kind else "",
                          charset=kind.get_content_charset(), body=body)  # fmt: skip
    except TimeoutError:
        raise Refused("timeout", f"no answer within {limits.download_seconds:g} seconds") from None
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("unreachable", f"cannot be fetched: {type(error).__name__}: {str(error)[:200]}") from error


def _parts(url: str) -> tuple[str, str, int, str]:
    """scheme, host in ASCII, port, path and query of an address. Raises Refused (unsupported)."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
        if scheme not in ("http", "https") or not host:
            raise Refused("unsupported", "only http and https addresses are fetched")
        if parts.username is not None or parts.password is not None:
            raise Refused("unsupported", "addresses with a user name or password are not fetched")
        host = host if ":" in host else host.encode("idna").decode("ascii")
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        if parts.query:
            target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    except (ValueError, UnicodeError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("unsupported", f"not an address: {str(error)[:100]}") from error
    return scheme, host, port or (443 if scheme == "https" else 80), target


def _checked(host: str, port: int, allow_private: bool) -> tuple[int, tuple]:
    """The family and socket address to connect to. Raises Refused when any address of the name is private."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused("unreachable", f"the name {host[:100]!r} is not known: {error}") from error
    if not allow_private and not all(is_public(str(address[0])) for *_, address in found):
        raise Refused("private_address", f"{host[:100]} is an address of this machine or its network; not fetched")
    family, *_, address = found[0]
    return family, address


@contextmanager
def _connected(
    address: tuple[int, tuple], host: str, port: int, scheme: str, deadline: float
) -> Iterator[tuple[http.client.HTTPConnection, threading.Event]]:
    """A connection to exactly this address, and whether the deadline cut it: servers may drip a byte at a time."""
    family, place = address
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    late = threading.Event()
    with socket.socket(family, socket.SOCK_STREAM) as plain:

        def cut() -> None:
            late.set()
            with suppress(OSError):
                plain.shutdown(socket.SHUT_RDWR)

        clock = threading.Timer(left, cut)
        clock.daemon = True
        plain.settimeout(left)
        clock.start()
        try:
            plain.connect(place)
            secured = None
            if scheme == "https":
                secured = ssl.create_default_context().wrap_socket(
                    plain.dup(), server_hostname=host, do_handshake_on_connect=True
                )
            connection = http.client.HTTPConnection(host, port)
            connection.default_port = 443 if scheme == "https" else 80
            connection.auto_open = 0
            connection.sock = secured or plain.dup()
            try:
                yield connection, late
            finally:
                connection.close()
        finally:
            clock.cancel()


def _body(response: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes:
    pieces, size = [], 0
    while piece := response.read1(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > limits.download_bytes:
            raise Refused("too_large", f"longer than {limits.download_bytes:,} bytes")
        if time.monotonic() > deadline:
            raise TimeoutError
    if response.length:
        raise Refused("unreachable", "the answer broke off before its stated end")
    return b"".join(pieces)
