"""The tables of health."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Double, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from toancanh.infra.database import metadata

incident = Table(
    "health_incident",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("cause_id", String(36), nullable=False),
    Column("opened_us", BigInteger, nullable=False),
    Column("closed_us", BigInteger, nullable=True, index=True),
    Column("affected", Integer, nullable=False),
    Column("hanging", Integer, nullable=False),
)

fault = Table(
    "health_fault",  # those that became an alarm
    metadata,
    Column("id", String(36), primary_key=True),
    Column("camera_id", String(36), ForeignKey("camera.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("score", Double, nullable=False),
    Column("threshold", Double, nullable=False),
    Column("began_us", BigInteger, nullable=False),
    Column("opened_us", BigInteger, nullable=False),
    Column("closed_us", BigInteger, nullable=True, index=True),
    Column("seen_us", BigInteger, nullable=False),
    Column("details", Text, nullable=False),  # JSON
    Column("incident_id", String(36), ForeignKey("health_incident.id"), nullable=True, index=True),
    Column("planned", Boolean, nullable=False),
)
Index("ix_health_fault_camera_id", fault.c.camera_id, fault.c.opened_us)
Index("ix_health_fault_state", fault.c.state, fault.c.camera_id, fault.c.kind)

picture = Table(
    "health_picture",  # a key frame as the camera sent it: masks are drawn for who asks
    metadata,
    Column("fault_id", String(36), ForeignKey("health_fault.id"), primary_key=True),
    Column("moment", String(8), primary_key=True),  # before, after
    Column("taken_us", BigInteger, nullable=False, index=True),
    Column("role", String(8), nullable=False),
    Column("codec", String(8), nullable=False),
    Column("configuration", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

view = Table(
    "health_view",  # where a camera should look, as a person approved it
    metadata,
    Column("camera_id", String(36), ForeignKey("camera.id"), primary_key=True),
    Column("taken_us", BigInteger, nullable=False),
    Column("approved_us", BigInteger, nullable=False),
    Column("approved_by", String(36), nullable=False),
    Column("reference", LargeBinary, nullable=False),  # of `health.pictures`, empty until one is made
    Column("overlay", Text, nullable=True),  # JSON: where and how the camera writes its time
    Column("role", String(8), nullable=False),
    Column("codec", String(8), nullable=False),
    Column("configuration", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

sample = Table(
    "health_view_sample",  # pictures of an approved view by day and by night, until its reference is made of them
    metadata,
    Column("camera_id", String(36), ForeignKey("camera.id"), primary_key=True),
    Column("taken_us", BigInteger, primary_key=True),
    Column("role", String(8), nullable=False),
    Column("codec", String(8), nullable=False),
    Column("configuration", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

day = Table(
    "health_day",  # what the looks at a camera's pictures found on one local day
    metadata,
    Column("camera_id", String(36), ForeignKey("camera.id"), primary_key=True),
    Column("day", String(10), primary_key=True, index=True),
    Column("looks", Integer, nullable=False),
    Column("looked_us", BigInteger, nullable=False),
    Column("scores", Text, nullable=False),  # JSON: {kind: {hour: highest score}}
)
