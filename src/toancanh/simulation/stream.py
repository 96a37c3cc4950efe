"""One stream of one camera: takes a source's pictures, lets the camera's faults at them, hands packets to clients."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Protocol

from toancanh.media.model import Codec
from toancanh.simulation.faults import Fault
from toancanh.simulation.packets import Identity, packets, payloads, sender_report
from toancanh.simulation.source import Picture, PictureSource

_REPORT_EVERY_US = 5_000_000  # RFC 3550 section 6.2: the minimum interval
_BALLAST_UUID = bytes.fromhex("8d1f7e0a2b5c4e6f9a3d70c4b1e25f68")


class Client(Protocol):
    """One who plays a stream."""

    waiting_for_key: bool
    last_report_us: int
    packet_count: int
    octet_count: int

    def send_picture(self, datagrams: list[bytes], blob: bytes | None, *, slow_kbps: float | None) -> bool:
        """False if it could not be taken: the client is behind and goes on at the next key frame."""

    def send_report(self, datagram: bytes) -> None:
        """An RTCP compound."""

    def send_garbage(self, data: bytes) -> None:
        """Bytes that mean nothing."""


class CameraStream:
    """``source`` is None while the video is still being made."""

    def __init__(self, *, seed: int, faults: Mapping[Fault, float]) -> None:
        self.source: PictureSource | None = None
        self.alternative: PictureSource | None = None
        self.frames_sent = 0
        self.frames_dropped = 0
        self._faults = faults
        self._random = random.Random(seed)  # noqa: S311
        self._clients: tuple[Client, ...] = ()
        self._playing: PictureSource | None = None
        self._own: Identity | None = None  # set once its numbering differs from the source's
        self._next_sequence = 0
        self._last_key: Picture | None = None
        self._clock_from_us: int | None = None

    @property
    def current(self) -> PictureSource | None:
        """The source that is, or would be, shown now."""
        return self.alternative if Fault.RESIZE in self._faults and self.alternative else self.source

    @property
    def clients(self) -> tuple[Client, ...]:
        """Those who play."""
        return self._clients

    def add(self, client: Client) -> None:
        """``client`` gets pictures from the next key frame on."""
        client.waiting_for_key = True
        self._clients = (*self._clients, client)
        self._follow()

    def remove(self, client: Client) -> None:
        """No picture after this."""
        self._clients = tuple(other for other in self._clients if other is not client)
        self._follow()

    def faults_changed(self, changed: Fault | None) -> None:
        """The camera's faults are others now."""
        if Fault.FREEZE not in self._faults:
            self._last_key = None
        if changed is Fault.DRIFT:
            self._clock_from_us = None
        if changed is Fault.WRAP and Fault.WRAP in self._faults and self.source is not None:
            ahead_us = self.source.clock.now_us() + round(self._faults[Fault.WRAP] * 1_000_000)
            self._own = Identity(
                ssrc=self._random.getrandbits(32),
                first_sequence=65_500,
                timestamp_offset=-Identity(ssrc=0, first_sequence=0, timestamp_offset=0).timestamp(ahead_us),
            )
            self._next_sequence = self._own.first_sequence
        self._follow()

    def new_identity(self) -> None:
        """As after a reboot: another SSRC, sequence and timestamps that have nothing to do with those before."""
        self._own = Identity(
            ssrc=self._random.getrandbits(32),
            first_sequence=self._random.getrandbits(16),
            timestamp_offset=self._random.getrandbits(32),
        )
        self._next_sequence = self._own.first_sequence

    def close(self) -> None:
        """Let go of the sources."""
        self._clients = ()
        self._follow()

    def _follow(self) -> None:
        wanted = self.current if self._clients else None
        if wanted is self._playing:
            return
        if self._playing is not None:
            self._playing.unsubscribe(self._on_picture)
            if self._own is None and wanted is not None:
                self._own, self._next_sequence = self._playing.identity, self._playing.next_sequence
        self._playing = wanted
        for client in self._clients:
            client.waiting_for_key = True
        if wanted is not None:
            wanted.subscribe(self._on_picture)

    def _on_picture(self, picture: Picture) -> None:
        faults = self._faults
        if self._last_key is None and picture.is_key and Fault.FREEZE in faults:
            self._last_key = picture
        if Fault.STALL in faults:
            return
        if Fault.GARBAGE in faults:
            for client in self._clients:
                client.send_garbage(self._random.randbytes(1400))
            return
        assert self._playing is not None  # noqa: S101 - it has just called
        identity = self._own or self._playing.identity
        blob: bytes | None = None
        if faults or self._own:
            if self._own is None:
                self._own, self._next_sequence = identity, picture.sequence
            is_key, datagrams = self._render(picture, identity)
        else:
            is_key, datagrams, blob = picture.is_key, picture.datagrams, picture.blob
        slow_kbps = faults.get(Fault.SLOW)
        for client in self._clients:
            if client.waiting_for_key and not is_key:
                continue
            self._report(client, picture, identity)
            client.waiting_for_key = not client.send_picture(datagrams, blob, slow_kbps=slow_kbps)
            if client.waiting_for_key:
                self.frames_dropped += 1
                continue
            self.frames_sent += 1
            client.packet_count += len(datagrams)
            client.octet_count += sum(map(len, datagrams)) - 12 * len(datagrams)

    def _render(self, picture: Picture, identity: Identity) -> tuple[bool, list[bytes]]:
        """The picture as this camera sends it, with its own numbering and its faults."""
        faults, rng = self._faults, self._random
        shown = self._last_key or picture
        bodies = shown.bodies
        if Fault.BURST in faults:
            size = round(sum(map(len, bodies)) * (faults[Fault.BURST] - 1))
            bodies = payloads(shown.codec, [*shown.nals, *_ballast(shown.codec, size, rng)])
        datagrams = packets(
            bodies,
            ssrc=identity.ssrc,
            sequence=self._next_sequence,
            timestamp=identity.timestamp(self._camera_us(picture.capture_us)),
            with_marker=Fault.NO_MARKER not in faults,
        )
        self._next_sequence = self._next_sequence + len(datagrams) & 0xFFFF
        if Fault.CORRUPT in faults:
            share = faults[Fault.CORRUPT] / 100
            datagrams = [_damage(datagram, rng) if rng.random() < share else datagram for datagram in datagrams]
        if Fault.DROP in faults:
            share = faults[Fault.DROP] / 100
            datagrams = [datagram for datagram in datagrams if rng.random() >= share]
        if Fault.FOREIGN in faults:
            stranger = packets([rng.randbytes(200)], ssrc=0xBAD5EED, sequence=rng.getrandbits(16), timestamp=0)
            datagrams = [*datagrams[:1], *stranger, *datagrams[1:]]
        return shown.is_key, datagrams

    def _camera_us(self, true_us: int) -> int:
        """What a clock that ran fast since the fault began would say, without its offset."""
        ppm = self._faults.get(Fault.DRIFT)
        if not ppm:
            return true_us
        if self._clock_from_us is None:
            self._clock_from_us = true_us
        return true_us + round((true_us - self._clock_from_us) * ppm / 1_000_000)

    def _report(self, client: Client, picture: Picture, identity: Identity) -> None:
        if picture.capture_us - client.last_report_us < _REPORT_EVERY_US or Fault.NO_REPORTS in self._faults:
            return
        client.last_report_us = picture.capture_us
        camera_us = self._camera_us(picture.capture_us)
        client.send_report(
            sender_report(
                ssrc=identity.ssrc,
                ntp_us=camera_us + round(self._faults.get(Fault.OFFSET, 0) * 1_000_000),
                timestamp=identity.timestamp(camera_us),
                packet_count=client.packet_count,
                octet_count=client.octet_count,
            )
        )


def _damage(datagram: bytes, rng: random.Random) -> bytes:
    """Some bytes behind the RTP header are others."""
    damaged = bytearray(datagram)
    for _ in range(8):
        damaged[rng.randrange(12, len(damaged))] = rng.getrandbits(8)
    return bytes(damaged)


def _ballast(codec: Codec, size_bytes: int, rng: random.Random) -> list[bytes]:
    """SEI messages of user data (ITU-T H.264 D.1.7, H.265 D.2.7): decoders skip them, recorders keep them."""
    header = b"\x06" if codec is Codec.H264 else b"\x50\x01"  # H.265: a suffix SEI, as it follows the slices
    out = []
    while size_bytes > 0:
        data = _BALLAST_UUID + bytes(byte | 0x10 for byte in rng.randbytes(min(size_bytes, 16_000)))
        size_bytes -= len(data)
        full, rest = divmod(len(data), 255)
        out.append(header + b"\x05" + b"\xff" * full + bytes((rest,)) + data + b"\x80")
    return out
