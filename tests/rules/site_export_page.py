"""Renders docs/guide/site-export.md from the tables as they are in a fresh database:
python -m tests.rules.site_export_page > docs/guide/site-export.md.
"""

# ruff: noqa: E501

import tempfile
from pathlib import Path

from toancanh.bootstrap.site_copy.building import MACHINE
from toancanh.bootstrap.site_copy.secrets import WITH_SECRETS, WITHOUT_SECRETS
from toancanh.infra.database import Database
from toancanh.infra.database.moving import tables_of
from toancanh.infra.site_copy import FORMAT, columns_of

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "site-export.md"

HEAD = f"""# A second site from an export

`toancanh site export FILE` writes all records and settings of a site to one file in the format below, while the platform
runs, from one moment; `toancanh site import FILE --data NEW` builds a site from it, on SQLite or PostgreSQL (put
`database_url` into `NEW/settings.toml` first). A [backup](../../README.md) is for putting the same site back; an export is
for reading it elsewhere, for leaving, and for a second copy. This page is rendered from the program's own tables.

1. `toancanh site export city.zip --list-recordings` (the list reads every recording once). Its SHA-256 is on record.
2. Copy `city.zip`, and the files below `archive` (and each pool) as they are, with their paths.
3. `toancanh site import city.zip --data NEW --archive COPIED`, and `--pool NAME=FOLDER` for each pool. Every recording is
   looked at: size, and SHA-256 where the export lists it. Without `--archive` nothing is looked at: copy the files to
   `NEW/archive` before the first start.
4. `toancanh check --deep --data NEW` and `toancanh audit verify --data NEW` prove pictures, index and record.

It is all or nothing: a file that was changed, is of another version or lacks a recording leaves no folder and no rows
behind. Only an empty folder (or one with a `settings.toml`, whose words go before) and an empty database are taken. A file of
another revision is refused: import it with the version that made it, upgrade then.

## Secrets

Without `--with-secrets` no password or key is in the file (fields marked *secret* are empty). What does not come along:

- people's passwords and second factors: one administrator (`--administrator`) gets a password, the others are given theirs by
  her;
- cameras' and devices' passwords and the object store's secret: entered again (nothing moves to the store before);
- the evidence keys: seals and packages of before can be checked, the copy cannot sign in the site's name;
- shares between agencies give nothing until they are agreed anew: their signatures are the old site's;
- the ends of the record's chains are sealed by the copy's own key. That nothing was cut before the export prove the
  checkpoints that owners hold; their public keys come along.

With it they are in the file, sealed by a pass phrase of at least 12 characters (scrypt, n = 65536, r = 8, p = 1, and
AES-256-GCM); keep the two apart. Either file holds **personal data**: names, dossiers, the record with who watched what.

Never let two copies record under one `site_number`, or move and delete in one object store.

## The file

A ZIP file (deflate, ZIP64 where needed). All texts are UTF-8.

| member | content |
|---|---|
| `manifest.json` | `format` ("{FORMAT}"), `revision` of the tables, `program` (version), `made` (RFC 3339), `site` (number), `secrets` ("none" or "sealed"), `checkpoint_keys` (Ed25519, hexadecimal), `tables` (name, rows, columns), `members` (of every other member: size in bytes, SHA-256) |
| `settings.json` | [settings](settings.md) that are not as they come, by name; never those of a machine ({", ".join(sorted(MACHINE))}) |
| `tables/NAME.jsonl` | one row a line, in the order of its key: a JSON object with every field of the table |
| `documents/SHA256` | photos and papers of dossiers, each named by its digest |
| `recordings.jsonl` | with `--list-recordings`: `place`, `path`, `size_bytes`, `sha256` of each finished recording on a disk; null where the file is not there |
| `secrets.json` | with `--with-secrets`: `salt`, `nonce`, `sealed`; opened it is the key ring: `active`, `keys`, `root`, `signing`, `verifying` |

| kind of field | in JSON |
|---|---|
| text | string |
| integer | number, up to 64 bits: read it as such, not as a double |
| real | number |
| boolean | true, false |
| bytes | string in base64 (RFC 4648, 4) |

Names say units: `_us` microseconds since 1970 (UTC), `_on` and `_from`/`_to` of texts a day `2026-11-23`, `_days`, `_m`,
`_deg`, `_px`, `_bytes`, `_ppm`; `lat` and `lon` in WGS 84. `_id` names a row of another table even where the database does
not ask for it; `version` counts changes of a row. `folded` and `_key` are for searching: the same words without case and
accents. Fields that hold JSON themselves are texts. ? = may be null; * = part of the key; → = refers to.

## Tables
"""

TABLES = {
    "acceptance_test": "Looks at new cameras against what was proposed.",
    "alert": "What a rule told at once, and who acknowledged it.",
    "alert_channel": "Ways by which somebody is told of faults; `settings` is JSON, `secret` of the key ring.",
    "alert_delivery": "The outbox of alerts.",
    "alert_fault": "Faults of an alert.",
    "alert_letter": "The outbox of what is told beside faults: contracts whose time ran out, incidents; `facts` is JSON.",
    "alert_rule": "Who is told of which faults and incidents; `terms` is JSON.",
    "approval": "A second person's yes that was asked for: what, by whom, for which time, purpose and number, and the answer.",
    "approval_camera": "The cameras that an approval covers, with their owner then.",
    "archive_pool": "Folders on further disks, each with the id in its marker file.",
    "backfill_try": "How far gaps in recordings were filled from the cameras' own storage, and what failed.",
    "bookmark": "What people noted on stretches of recorded time.",
    "bookmark_camera": "Cameras of bookmarks.",
    "bulk_edit": "Fields set on many cameras at once: picked, seen, changed, undone.",
    "camera": "Cameras, also removed ones (`deleted_us`).",
    "camera_change": "History of a camera's dossier: each change with old and new words and the declaration behind it.",
    "camera_document": "Photos and papers of a dossier; the file is `documents/` and its `sha256`.",
    "camera_drawing": "What is drawn over a camera's picture and how it is calibrated, by version, with who did it.",
    "camera_field": "Which declaration each field of a dossier rests on.",
    "camera_link": "What each camera hangs on: its line, switch and power feed.",
    "camera_mask": "Areas of a camera's picture that are masked (`areas`: polygons in thousandths of the picture).",
    "camera_merge": "Two dossiers that were one camera: which was kept and what moved.",
    "camera_tag": "Tags of cameras.",
    "camera_zone": "Zones that are or were drawn over pictures: figures are kept under their ids.",
    "campaign": "Inventories that an organisation asks of others.",
    "campaign_task": "An organisation's part of an inventory.",
    "case_ref": "Cases and orders that purposes name.",
    "cold_object": "Recordings in the object store, with size and digest.",
    "cold_store": "The object store's address; one row.",
    "declaration": "Who said what of a camera, from which source, and who verified it.",
    "device": "Cameras and recorders on the network, with what each last said of itself (JSON).",
    "device_channel": "Picture sources of devices, and the cameras that they are.",
    "device_credential": "Log-ins of devices, and how far a change of a password is.",
    "device_event": "What devices told by themselves, the newest of each; `source` and `data` are JSON.",
    "device_job": "Work on many devices: what was asked, by whom, how it stands.",
    "device_job_item": "One device of such work, with its report (JSON).",
    "device_network": "Ranges of addresses in which devices may be looked for and spoken to.",
    "device_posture": "How each device stood when it was judged (JSON).",
    "device_subscription": "Devices that are listened to, and how each subscription stands.",
    "dossier": "What is known of a camera beside its streams.",
    "duplicate_pair": "Dossiers that may be one camera, and what was decided.",
    "duty": "Turns of duty: who has which role where, from when until when.",
    "evidence_key": "Certificates (DER) of the site's evidence keys: its root and those that signed.",
    "export_camera": "The cameras of an export, as they were when it was asked for.",
    "export_file": "Files of finished packages; never taken along, packages stay where they are.",
    "export_job": "Exports: what was asked, by whom, what became of it.",
    "factor_question": "Second factors that are being asked for now; never taken along.",
    "factor_reset": "Whose second factors were reset, when, by whom.",
    "field_report": "Reports sent from the street, once each.",
    "gap": "Stretches without pictures, with cause; `end_us` null while it lasts.",
    "gateway_consumer": "Other systems that get pictures by RTSP: whose, of which cameras, by what right, until when. "
    "Passwords are not among it.",
    "handover": "Packages that were handed over, to whom, until when.",
    "handover_event": "Openings of packages that were handed over.",
    "health_day": "What looks at each camera's pictures found on a day; `scores` is JSON.",
    "health_fault": "Faults of cameras that became an alarm; `details` is JSON.",
    "health_incident": "Causes that many faults had in common: a line, a switch, a power feed, a recorder, a site.",
    "health_picture": "The key frame that shows a fault, and the one after it.",
    "health_view": "Where each camera should look, as a person approved it; `reference` is what looks compare with.",
    "health_view_sample": "Pictures of an approved view, until its reference is made of them.",
    "hold": "Footage kept for a case: why, by whom, released by whom.",
    "hold_camera": "Cameras of a hold.",
    "hold_footage": "Stretches of recordings that a hold keeps.",
    "installed_model": "Models that look at pictures: file by SHA-256, source, licence, manifest (JSON), who approved it.",
    "inventory_import": "Spreadsheets that were brought in.",
    "inventory_row": "Rows of spreadsheets and what was found about each.",
    "login_session": "Sessions of signed-in people; never taken along.",
    "mark": "Marks on the timeline of cameras.",
    "opinion": "Opinions of agencies on proposals.",
    "organisation": "The city's organisations, also of the past.",
    "organisation_succession": "Which organisation came after which.",
    "person_request": "Requests of persons about their own pictures.",
    "planned_work": "Announced work on cameras; meanwhile their alarms are silent.",
    "planned_work_camera": "Cameras of planned work, each with its mark on the timeline.",
    "planning_setting": "Figures of the planning rulebook that a person set.",
    "pole": "Poles that cameras hang on.",
    "posture_exception": "Who answers for a device's failure, why, and until when.",
    "proposal": "Proposals of new cameras; `draft` and `checks` are JSON.",
    "proposal_author": "Who wrote at a proposal.",
    "proposal_camera": "Cameras that came of a proposal.",
    "proposal_decision": "Decisions on proposals.",
    "proposal_step": "The way of a proposal through the agencies.",
    "proposal_touch": "Whom and what a proposal touches.",
    "ptz_preset": "Our names of cameras' positions, by the device's token.",
    "ptz_rest": "Where a camera goes when nobody steers it.",
    "ptz_tour": "Tours of cameras: presets and seconds; `runs`: begun and not ended.",
    "record_anonymous": "Refusals without a name, counted by the minute.",
    "record_checkpoint": "Signed ends of all chains of the record.",
    "record_checkpoint_part": "The part of a checkpoint that concerns an owner.",
    "record_entry": "The record: one entry for each act, view and refusal, chained by `prev_hash` and `hash` per site and writer.",
    "record_head": "The end of each chain, sealed.",
    "record_personal": "What names people in entries, with the salt of its commitment; erased when its time is over.",
    "recovery_code": "Digests of paper codes for signing in.",
    "registry_revision": "Counts changes of the inventory; one row.",
    "regulation_approval": "Who agreed to a pack of the regulation.",
    "regulation_pack": "Packs of the regulation, with content and digest.",
    "regulation_switch": "Which pack holds from when.",
    "repair_contract": "What owner and maintainer agreed on: hours of service, times to answer and repair, whom to tell (`content`: JSON).",
    "repair_entry": "The story of a ticket, line by line.",
    "repair_part": "Spare parts that an organisation keeps.",
    "repair_part_use": "Spare parts that a ticket took.",
    "repair_pause": "When the clock of a ticket stood, and why.",
    "repair_photo": "Pictures that people took at a repair, before and after.",
    "repair_test": "Looks at the cameras of a ticket before it was accepted.",
    "repair_ticket": "Repairs: what is wrong, whose work it is, until when, where it stands.",
    "repair_ticket_camera": "Cameras of a ticket, with the fault of each.",
    "rights_epoch": "Counts changes of rights; one row.",
    "role_binding": "Who has which role at which organisation.",
    "saved_filter": "Filters of lists that people kept.",
    "seal": "Signed statements of the newest links of all streams (docs/design/evidence.md).",
    "second_factor": "People's apps and passkeys.",
    "segment": "Recordings: camera, stream, time, file (`path` below its `place`), clock, state; `fragments` is the table of the file's parts, deflated.",
    "segment_move": "Recordings on their way between disks and stores.",
    "segment_proof": "Root and link of every recording's proof, kept when the recording goes.",
    "share": "Shares between agencies: asked, agreed, ended.",
    "share_camera": "Cameras of a share.",
    "site": "Places with an installation, or with a name.",
    "spare_file": "Files that are to be deleted.",
    "storage_quota": "How much owners and cameras may have recorded.",
    "stored_day": "Bytes of each stream by day.",
    "stream": "Streams of cameras; `shown_url` has no password.",
    "target": "Places that are to be covered.",
    "topology_node": "Lines, switches and power feeds, and what these hang on in turn.",
    "road_network": "Road networks as organisations drew them: GeoJSON, with the places of cameras that measure them.",
    "traffic_failure": "Times in which a counting place counted wrongly, and by which rule.",
    "traffic_incident": "Incidents of traffic, with what was said of them.",
    "traffic_incident_flow": "What cameras learned of their flow (`learned`: JSON), under a version of what is drawn.",
    "traffic_incident_picture": "Pictures of incidents as the camera sent them (key frames; masks are drawn for who asks).",
    "traffic_publication": "Whose figures of traffic are given to the public, and who decided that.",
    "traffic_incident_watch": "How long cameras were watched for incidents, by day.",
    "vision_ask": "What cameras are watched for and how urgently, where somebody said so; else their drawings do.",
    "traffic_sighting": "What each camera told of an incident.",
    "uptime_report": "Up-time by the month: the PDF, the spreadsheet, their signatures.",
    "user_account": "People's accounts, also removed ones.",
    "wall_acknowledged": "Alarms that the walls of an organisation show no more, and who acknowledged them.",
    "wall_layout": "Layouts of video walls.",
    "wall_node": "Screens of a wall and the rights lent to them.",
}


def render() -> str:
    rows = [HEAD]
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/toancanh.db")
        database.migrate()
        with database.reading() as reading:
            tables = tables_of(reading)
        database.close()
    for table in sorted(tables, key=lambda one: one.name):
        rows.append(f"### {table.name}\n\n{TABLES[table.name]}\n")
        fields = []
        secret = WITHOUT_SECRETS.columns.get(table.name, frozenset())
        for one in columns_of(table):
            marks = ("*" if one.key else "") + ("?" if one.nullable else "")
            refers = f" → {one.refers}" if one.refers else ""
            fields.append(f"`{one.name}`{marks} {one.kind}{refers}{', *secret*' if one.name in secret else ''}")
        rows.append("; ".join(fields) + ".\n")
        if table.name in WITHOUT_SECRETS.tables:
            never = table.name in WITH_SECRETS.tables
            rows.append(f"Its rows are left out{'' if never else ' without secrets'}.\n")
    return "\n".join(rows)


if __name__ == "__main__":
    print(render(), end="")
