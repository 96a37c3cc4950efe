"""The tables of campaigns and imports."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from toancanh.infra.database import metadata

campaign = Table(
    "campaign",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("deadline_us", BigInteger, nullable=False),
    Column("closed_us", BigInteger, nullable=True),
    Column("opened_by", String(36), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
)

campaign_task = Table(
    "campaign_task",
    metadata,
    Column("campaign_id", String(36), ForeignKey("campaign.id"), primary_key=True),
    Column("organisation_id", String(36), ForeignKey("organisation.id"), primary_key=True, index=True),
    Column("expected", Integer, nullable=True),
    Column("import_id", String(36), nullable=True),  # the latest that was not withdrawn
    Column("reminders", Integer, nullable=False),
    Column("reminded_us", BigInteger, nullable=True),
    Column("reminder", Text, nullable=False),  # the latest
)

inventory_import = Table(
    "inventory_import",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("campaign_id", String(36), ForeignKey("campaign.id"), nullable=True, index=True),
    Column("organisation_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("file_name", String(200), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column(
        "headings", Text, nullable=False
    ),  # JSON: [[column key or "", heading as written, true if chosen by a person]]
    Column("notices", Text, nullable=False),  # JSON: [[kind, detail]]
    Column("row_count", Integer, nullable=False),
    Column("rows_done", Integer, nullable=False),
    Column("counts", Text, nullable=False),  # JSON: {row status: rows}
    Column("mendable", Text, nullable=False),  # JSON: {fault: cells that a suggestion would mend}
    Column("missing", Integer, nullable=False),
    Column("same_as", String(36), nullable=True),
    Column("version", Integer, nullable=False),
    Column("created_by", String(36), nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("applied_by", String(36), nullable=True),
    Column("applied_us", BigInteger, nullable=True),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
)

inventory_row = Table(
    "inventory_row",
    metadata,
    Column("import_id", String(36), ForeignKey("inventory_import.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # as the spreadsheet counts
    Column("status", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("code_key", String(256), nullable=False),
    Column("camera_id", String(36), nullable=True),
    Column("seen_version", Integer, nullable=True),  # of the camera, when it was compared
    Column("owner_id", String(36), nullable=True),
    Column("cells", Text, nullable=False),  # JSON: {column key: as written}, passwords hidden
    Column("faults", Text, nullable=False),  # JSON: [[column, fault, detail, {column: mend}]]
    Column("notices", Text, nullable=False),  # JSON: [[column, notice, read as]]
    Column("changes", Text, nullable=False),  # JSON: [[column, before, after]]
    Column("writes", Text, nullable=False),  # JSON: {declared field: value}
    Column("secret", Text, nullable=False),  # of the key ring, context "import:<import id>:<number>"; empty: none
    Column("mendable", Boolean, nullable=False),
)
Index("ix_inventory_row_status", inventory_row.c.import_id, inventory_row.c.status, inventory_row.c.number)
Index("ix_inventory_row_code_key", inventory_row.c.import_id, inventory_row.c.code_key)

field_report = Table(
    "field_report",
    metadata,
    Column("form_id", String(36), primary_key=True),  # made by the phone: sent twice, it is known
    Column("camera_id", String(36), nullable=False),
    Column("sent_by", String(36), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("created_us", BigInteger, nullable=False),
)
