"""The tables of devices."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from toancanh.infra.database import metadata

device_network = Table(
    "device_network",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("cidr", String(64), nullable=False, unique=True),
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("site_id", String(36), ForeignKey("site.id"), nullable=True),
    Column("note", Text, nullable=False),
    Column("protected", Boolean, nullable=False),
    Column("created_us", BigInteger, nullable=False),
)

device = Table(
    "device",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("site_id", String(36), ForeignKey("site.id"), nullable=True),
    Column("protected", Boolean, nullable=False),
    Column("host", String(64), nullable=False),  # an address, never a name
    Column("port", Integer, nullable=False),
    Column("service_path", String(200), nullable=False),
    Column("tls", Boolean, nullable=False),
    Column("certificate", String(64), nullable=False),  # SHA-256 that is pinned
    Column("offered_certificate", String(64), nullable=False),  # what is shown instead
    Column("maker", String(200), nullable=False),
    Column("model", String(200), nullable=False),
    Column("firmware", String(200), nullable=False),
    Column("serial", String(200), nullable=False),
    Column("serial_key", String(200), nullable=False, index=True),  # as serials are compared
    Column("mac", String(12), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("folded", Text, nullable=False),  # what a search without accents looks at
    Column("state", String(24), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("facts", Text, nullable=False),  # JSON: the last that it said of itself
    Column("facts_us", BigInteger, nullable=True),
    Column("seen_us", BigInteger, nullable=True),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("host", "port"),
)

device_channel = Table(
    "device_channel",
    metadata,
    Column("device_id", String(36), ForeignKey("device.id"), primary_key=True),
    Column("token", String(200), primary_key=True),  # of the video source, as the device names it
    Column("position", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("camera_id", String(36), ForeignKey("camera.id"), nullable=True, index=True),
    Column("main_url", Text, nullable=False),  # without credentials
    Column("sub_url", Text, nullable=False),
    Column("main_profile", String(200), nullable=False),  # tokens of media profiles; empty: none
    Column("sub_profile", String(200), nullable=False),
    Column("ptz_profile", String(200), nullable=False),  # one that can be steered
)

device_credential = Table(
    "device_credential",
    metadata,
    Column("device_id", String(36), ForeignKey("device.id"), primary_key=True),
    Column("username", String(200), nullable=False),
    Column("secret", Text, nullable=False),  # of the key ring, context "device:<id>"
    Column("digest", String(64), nullable=False, index=True),  # keyed: equal passwords are found, none is read
    Column("factory", Boolean, nullable=False),  # it is one that a maker ships
    Column("set_us", BigInteger, nullable=False),
    Column("next_secret", Text, nullable=False),  # while it is changed, context "device-next:<id>"
    Column("step", String(16), nullable=False),  # of the change; see credentials/rotation.py
    Column("tries", Text, nullable=False),  # JSON: log-ins tried during the change
    Column("outcome", String(32), nullable=False),  # of the last change
    Column("rotated_us", BigInteger, nullable=True),
    Index("ix_device_credential_step", "step"),
)

device_job = Table(
    "device_job",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(16), nullable=False),  # "onboard", "rotate", "apply", "read"
    Column("user_id", String(36), ForeignKey("user_account.id"), nullable=False),
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("plan", Text, nullable=False),  # JSON: what is to be done
    Column("secret", Text, nullable=False),  # of the key ring, context "device-job:<id>"; away when it is over
    Column("asker", Text, nullable=False),  # JSON: who asked, to ask for the right again
    Column("protected", Boolean, nullable=False),
    Column("asked_us", BigInteger, nullable=False),
    Column("done_us", BigInteger, nullable=True),
    Column("version", Integer, nullable=False),
)

device_job_item = Table(
    "device_job_item",
    metadata,
    Column("job_id", String(36), ForeignKey("device_job.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("host", String(64), nullable=False),
    Column("port", Integer, nullable=False),
    Column("service_path", String(200), nullable=False),
    Column("tls", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("step", String(16), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("detail", Text, nullable=False),
    Column("device_id", String(36), nullable=True),
    Column("decision", String(36), nullable=False),  # a camera's id, or "new", where a person had to say
    Column("report", Text, nullable=False),  # JSON: what was found and done, step by step
    Column("started_us", BigInteger, nullable=True),
    Column("ended_us", BigInteger, nullable=True),
    Index("ix_device_job_item_state", "job_id", "state"),
    UniqueConstraint("job_id", "host", "port"),
)

device_posture = Table(
    "device_posture",
    metadata,
    Column("device_id", String(36), ForeignKey("device.id"), primary_key=True),
    Column("judged_us", BigInteger, nullable=False),
    Column("failing", Integer, nullable=False),  # findings that no exception covers
    Column("excepted", Integer, nullable=False),
    Column("unknown", Integer, nullable=False),
    Column("worst", String(16), nullable=False),
    Column("findings", Text, nullable=False),  # JSON
)

device_subscription = Table(
    "device_subscription",
    metadata,
    Column("device_id", String(36), ForeignKey("device.id"), primary_key=True),
    Column("asked_by", String(36), ForeignKey("user_account.id"), nullable=False),
    Column("asked_us", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("since_us", BigInteger, nullable=False),  # it stands so since then
    Column("heard_us", BigInteger, nullable=True),  # the device last answered
    Column("event_us", BigInteger, nullable=True),  # the newest event
    Column("events", BigInteger, nullable=False),
    Column("left_out", BigInteger, nullable=False),  # more than a device may tell in a moment
)

device_event = Table(
    "device_event",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("device_id", String(36), ForeignKey("device.id"), nullable=False),
    Column("at_us", BigInteger, nullable=False),  # by the device's clock, put right
    Column("topic", String(300), nullable=False),
    Column("operation", String(32), nullable=False),
    Column("source", Text, nullable=False),  # JSON, in the device's words
    Column("data", Text, nullable=False),
    Index("ix_device_event_device", "device_id", "id"),
)

posture_exception = Table(
    "posture_exception",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("device_id", String(36), ForeignKey("device.id"), nullable=False, index=True),
    Column("about", String(32), nullable=False),  # the check that it excepts
    Column("responsible", String(200), nullable=False),  # who answers for it
    Column("reason", Text, nullable=False),
    Column("until_us", BigInteger, nullable=False),
    Column("made_by", String(36), ForeignKey("user_account.id"), nullable=False),
    Column("made_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger, nullable=True),
)
