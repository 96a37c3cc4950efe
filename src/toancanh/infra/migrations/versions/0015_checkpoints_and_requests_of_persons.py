"""Checkpoints of the record, append-only as the record itself; requests of people who were recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

APPEND_ONLY = ("record_checkpoint", "record_checkpoint_part")


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "record_checkpoint",
        sa.Column("site", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("chains", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "number", name=op.f("pk_record_checkpoint")),
    )
    op.create_table(
        "record_checkpoint_part",
        sa.Column("site", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("chains", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "number", "owner_id", name=op.f("pk_record_checkpoint_part")),
    )
    op.create_table(
        "person_request",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("radius_m", sa.Integer(), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("to_us", sa.BigInteger(), nullable=False),
        sa.Column("received_us", sa.BigInteger(), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=True),
        sa.Column("answered_us", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_person_request_organisation_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_request")),
    )
    op.create_index("ix_person_request_organisation_id", "person_request", ["organisation_id", "id"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE", *(() if is_sqlite else ("TRUNCATE",))):
            name = f"{table}_no_{verb.lower()}"
            each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
            refuses = (
                "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
                if is_sqlite
                else f"FOR EACH {each} EXECUTE FUNCTION record_is_append_only()"
            )
            op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {refuses}")
