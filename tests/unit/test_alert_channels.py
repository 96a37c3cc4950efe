"""A webhook over HTTPS: to whom an authority vouches for, and to nobody else."""

from __future__ import annotations

import hashlib
import hmac
import json
import ssl
from pathlib import Path

import pytest

from alert_servers import certificate, web_server
from toancanh.health.alerts.channels import Message, deliver
from toancanh.health.alerts.model import Channel, ChannelKind
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Unavailable

SECRET = "sixteen-letters-of-a-secret"


def test_a_webhook_over_https_is_signed_and_goes_to_no_stranger(tmp_path: Path) -> None:
    files = certificate(tmp_path)
    with web_server(files) as hook:
        outbound = OutboundPolicy.of([f"127.0.0.1:{hook.port}"], ())
        channel = Channel(
            id="c", owner_id="o", kind=ChannelKind.WEBHOOK, name="Phường", has_secret=True, version=1,
            settings={"url": f"https://127.0.0.1:{hook.port}/báo"},
        )  # fmt: skip
        message = Message(id="m-1", subject="s", text="t", facts={"occasion": "opened", "camera": "HK-0123"})
        with pytest.raises(Unavailable, match="certificate verify failed"):
            deliver(channel, SECRET, message, outbound, ssl.create_default_context)
        assert not hook.bodies
        deliver(channel, SECRET, message, outbound, lambda: ssl.create_default_context(cafile=str(files[0])))
    [body], [head] = hook.bodies, hook.heads
    assert json.loads(body) == message.facts
    assert head["X-Toancanh-Delivery"] == "m-1"
    assert head["X-Toancanh-Signature"] == "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert hook.paths == ["/b%C3%A1o"]
