"""The tables of incidents."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from toancanh.infra.database import metadata

incident = Table(
    "traffic_incident",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("began_us", BigInteger, nullable=False),
    Column("opened_us", BigInteger, nullable=True),
    Column("last_us", BigInteger, nullable=False, index=True),
    Column("ended_us", BigInteger, nullable=True),
    Column("confidence", Double, nullable=False),
    Column("lat", Double, nullable=True),
    Column("lon", Double, nullable=True),
    Column("uncertainty_m", Double, nullable=True),
    Column("answer", String(16), nullable=False),
    Column("answered_us", BigInteger, nullable=True),
    Column("answered_by", String(36), nullable=False),
    Column("words", Text, nullable=False),
)
Index("ix_traffic_incident_state", incident.c.state, incident.c.last_us)

sighting = Table(
    "traffic_sighting",  # what one camera has told of an incident
    metadata,
    Column("incident_id", String(36), ForeignKey("traffic_incident.id"), primary_key=True),
    Column("camera_id", String(36), primary_key=True, index=True),
    Column("zone_id", String(64), nullable=False),
    Column("first_us", BigInteger, nullable=False),
    Column("last_us", BigInteger, nullable=False),
    Column("strength", Double, nullable=False),
    Column("evidence", Text, nullable=False),  # JSON
    Column("box", Text, nullable=False),  # JSON: shares, or null
)

picture = Table(
    "traffic_incident_picture",  # a key frame as the camera sent it: masks are drawn for who asks
    metadata,
    Column("incident_id", String(36), ForeignKey("traffic_incident.id"), primary_key=True),
    Column("camera_id", String(36), primary_key=True),
    Column("taken_us", BigInteger, nullable=False, index=True),
    Column("role", String(8), nullable=False),
    Column("codec", String(8), nullable=False),
    Column("configuration", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

flow = Table(
    "traffic_incident_flow",  # what a camera learned of its flow, under a version of what is drawn
    metadata,
    Column("camera_id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("kept_us", BigInteger, nullable=False),
    Column("learned", Text, nullable=False),  # JSON: `traffic.incidents.learned`
)

watched = Table(
    "traffic_incident_watch",  # how long a camera was watched for incidents on a day of UTC
    metadata,
    Column("camera_id", String(36), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("watched_s", Double, nullable=False),
)
