"""Making one package, step by step; each step that is finished stays finished over a restart. Blocking."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from toancanh.evidence.authority import Authority
from toancanh.evidence.exports.masked import Masked, Removed
from toancanh.evidence.exports.service import Exports
from toancanh.evidence.exports.writing import write_clip, write_small
from toancanh.evidence.model import (
    ExportFile,
    ExportForm,
    ExportJob,
    ExportReason,
    ExportState,
    ExportStep,
    Stamped,
    Waits,
)
from toancanh.evidence.package import contents
from toancanh.evidence.package.clips import ClipPart, ReadPart, clips_of, read_part
from toancanh.evidence.package.contents import compact
from toancanh.evidence.package.dossier import dossier_at
from toancanh.evidence.seals import Place, Seals
from toancanh.evidence.verifier import FILES, file_bytes
from toancanh.evidence.verifier.verify import canonical
from toancanh.governance import Governance
from toancanh.kernel import Clock, Conflict, DataLoss, NotFound, Principal, format_rfc3339
from toancanh.media.archive import SegmentState
from toancanh.media.archive.proof import NO_LINK
from toancanh.media.playback import Footage
from toancanh.media.playback.parts import of_one_owner
from toancanh.media.playback.spans import Span
from toancanh.registry import Registry

_PLATFORM = Principal.system("exports")
_TELL_EVERY_US = 1_000_000


class Making:
    """Everything that a package is made of. ``stopped`` raises where the job is to be left alone."""

    def __init__(
        self,
        *,
        exports: Exports,
        footage: Footage,
        registry: Registry,
        governance: Governance,
        authority: Authority,
        seals: Seals,
        masked: Masked | None,
        clock: Clock,
    ) -> None:
        self._exports = exports
        self._footage = footage
        self._registry = registry
        self._governance = governance
        self._authority = authority
        self._seals = seals
        self._masked = masked
        self._clock = clock

    def make(self, job: ExportJob, stopped: Callable[[ExportJob], ExportJob]) -> ExportJob:
        """To the end. Raises `Waits`, `Stopped`, `Denied`, `DataLoss`, `OSError`."""
        job = self._planned(job)
        for entry in job.made["clips"]:
            job = self._clip(job, entry, stopped)
        return self._finished(job)

    def stamp(self, job: ExportJob) -> ExportJob:
        """The time stamp that could not be had when the package was made; the same job where there is none yet. Raises
        `Conflict` where the package was given to somebody, or deleted, while the server was asked.
        """
        folder, files = self._exports.folder_of(job.id), self._exports.files(job)
        token = self._authority.stamp((folder / "manifest.sig").read_bytes())
        if not token:
            return job
        late = write_small(folder, "manifest.tsr", token)
        reason = ExportReason.NONE if job.reason is ExportReason.NOT_STAMPED else job.reason
        job = replace(job.at(ExportStep.SUMMING, stamped=Stamped.HELD.value, sha256=""), reason=reason)
        try:
            return self._exports.changed(
                job, ExportState.DONE, reason=reason, detail=job.detail, files=[late], first=len(files), act="stamped"
            )  # fmt: skip
        except Conflict:  # no package lists it
            (folder / late.name).unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # only that of a deleted one is empty now
                folder.rmdir()
            raise

    def _planned(self, job: ExportJob) -> ExportJob:
        """Which clips: decided once, so that a restart makes the same."""
        if "clips" in job.made:
            return job
        job = self._exports.changed(job.at(ExportStep.PLANNING), ExportState.RUNNING)
        wanted, planned = job.wanted, []
        asked = Span(start_us=wanted.from_us, end_us=wanted.to_us)
        names = {one.camera_id: _file_name(one.code, number) for number, one in enumerate(job.cameras, 1)}
        parts_of = self._governance.footage_parts()
        for one, ref in zip(job.cameras, self._exports.rights.refs(job), strict=True):
            tracks = self._footage.tracks(one.camera_id, wanted.role, asked)
            for number, clip in enumerate(clips_of(of_one_owner(parts_of, ref, tracks, asked), asked), 1):
                name = f"{names[one.camera_id]}-{number:03d}-{compact(clip[0].start_us)}"
                planned.append(
                    {
                        "camera": one.camera_id, "role": clip[0].track.segment.key.name,
                        "name": f"clips/{name}.mp4", "proof": f"proof/{name}.json",
                        "start_us": clip[0].start_us, "end_us": clip[-1].end_us,
                        "bytes": sum(part.size_bytes for part in clip),
                        "parts": [[part.track.name, part.first, part.last] for part in clip],
                    }
                )  # fmt: skip
        if not planned:
            raise NotFound("nothing was recorded in this range")
        made = {**job.made, "clips": planned, "names": names}
        return self._exports.changed(replace(job, made=made, done_bytes=0), ExportState.RUNNING)

    def _clip(self, job: ExportJob, entry: dict[str, Any], stopped: Callable[[ExportJob], ExportJob]) -> ExportJob:
        job = stopped(job)
        finished = {one.name for one in self._exports.files(job)}
        if entry["proof"] in finished:
            return job
        self._exports.rights.still(job)
        position = [one["name"] for one in job.made["clips"]].index(entry["name"])
        ahead = sum(int(one.get("bytes", 0)) for one in job.made["clips"] if one["proof"] in finished)
        job = replace(job.at(ExportStep.READING, clip=position + 1), done_bytes=ahead)
        job = self._exports.changed(job, ExportState.RUNNING)
        chosen = [self._part(part) for part in entry["parts"]]
        self._require_complete(chosen)  # of one that is still being written the last fragment would be broken
        parts = [read_part(self._footage.archive, part) for part in chosen]
        self._exports.require_room(sum(part.part.size_bytes for part in parts))
        folder, written, told_us = self._exports.folder_of(job.id), 0, self._clock.now_us()
        exact = job.wanted.form is ExportForm.EXACT
        step = ExportStep.WRITING if exact else ExportStep.ENCODING

        def progress(count: int) -> None:
            nonlocal job, written, told_us
            written += count
            now_us = self._clock.now_us()
            if now_us - told_us >= _TELL_EVERY_US or now_us < told_us:
                told_us = now_us
                job = stopped(job)
                job = self._exports.changed(
                    replace(job.at(step), done_bytes=ahead + written), ExportState.RUNNING
                )  # fmt: skip

        areas = job.areas(entry["camera"])
        removed: Removed = []
        if exact:
            clip, changed = write_clip(self._footage.archive, parts, folder, entry["name"], progress)
        else:
            if self._masked is None:
                raise Waits(ExportReason.BROKEN, "pictures cannot be encoded in this process")
            words = str(job.made["username"]) if job.wanted.burn_in else ""
            moving, changed = job.wanted.form is ExportForm.REDACTED, []
            clip, removed = self._masked.write(parts, areas, words, folder, entry["name"], progress, moving=moving)
        proof = contents.proof(job, entry, parts, self._sealed(parts), exact=exact, removed=removed)
        files = [clip, write_small(folder, entry["proof"], canonical(proof))]
        entry["seal"] = proof["seal"]
        entry["changed"] = [format_rfc3339(at_us) for at_us in changed[:100]]
        made = {**job.made, "clips": [entry if one["name"] == entry["name"] else one for one in job.made["clips"]]}
        job = replace(job, made=made, done_bytes=ahead + int(entry.get("bytes", written)))
        return self._exports.changed(job, ExportState.RUNNING, files=files, first=2 * position)

    def _part(self, told: list[Any]) -> ClipPart:
        name, first, last = told
        return ClipPart(track=self._footage.track(name), first=first, last=last)

    def _require_complete(self, parts: list[ClipPart]) -> None:
        for part in parts:
            segment = self._footage.archive.segment(part.track.segment.id)
            if segment is None:
                raise DataLoss(f"the recording of {format_rfc3339(part.track.segment.start_us)} was deleted meanwhile")
            if segment.state is SegmentState.WRITING:
                raise Waits(ExportReason.STILL_RECORDING, "the last recording of the range is still being written")

    def _sealed(self, parts: list[ReadPart]) -> contents.Sealed | None:
        archive, key = self._footage.archive, parts[0].segment.key
        rows = [archive.proof(part.segment.id) for part in parts]
        for part, row in zip(parts, rows, strict=True):
            if row is not None and part.has_proof and row.root != part.root:
                at = format_rfc3339(part.segment.start_us)
                raise DataLoss(f"the recording of {at} is not the one that was proven when it was made", changed=True)
        known = [row for row, part in zip(rows, parts, strict=True) if row is not None and part.has_proof]
        if not known:
            return None
        first, last = min(row.seq for row in known), max(row.seq for row in known)
        place: Place = self._seals.binding(_PLATFORM, key, last, max(row.end_us for row in known))
        sealed_seq = int(str(place.head["seq"]))
        before = archive.chain_after(key, first - 2, limit=1)[0].link if first > 1 else NO_LINK
        chain = archive.chain_after(key, first - 1, limit=sealed_seq - first + 1)
        return contents.Sealed(
            seqs=tuple(row.seq if row is not None and part.has_proof else 0
                       for row, part in zip(rows, parts, strict=True)),
            origins=tuple(row.origin.value if row is not None else "none" for row in rows),
            before=before, first=first, roots=tuple(row.root for row in chain), place=place,
        )  # fmt: skip

    def _finished(self, job: ExportJob) -> ExportJob:
        job = self._exports.changed(job.at(ExportStep.PACKING), ExportState.RUNNING)
        folder, kept = self._exports.folder_of(job.id), self._exports.files(job)
        files: list[ExportFile] = [one for one in kept if one.name.startswith(("clips/", "proof/"))]
        for name, data in self._papers(job).items():
            files.append(write_small(folder, name, data))
        manifest = contents.manifest(
            job, files, site=(self._authority.site, self._authority.site_name), made_us=self._clock.now_us(),
            organisation=self._organisation(str(job.made["organisation_id"])), serial=self._authority.serial(),
        )  # fmt: skip
        signed = self._authority.sign(canonical(manifest))
        files.append(write_small(folder, "manifest.json", canonical(manifest)))
        files.append(write_small(folder, "manifest.sig", signed.signature))
        if signed.token:
            files.append(write_small(folder, "manifest.tsr", signed.token))
        changed = [at for entry in job.made["clips"] for at in entry["changed"]]
        stamped = Stamped.HELD if signed.token else Stamped.MISSING if self._authority.has_stamps else Stamped.NO
        reason = ExportReason.NOT_STAMPED if stamped is Stamped.MISSING else ExportReason.NONE
        if changed:
            reason = ExportReason.RECORDING_CHANGED
        job = replace(job.at(ExportStep.SUMMING, stamped=stamped.value), done_bytes=job.total_bytes)
        return self._exports.changed(
            job, ExportState.DONE, reason=reason, detail=", ".join(changed[:10]), files=files, first=0
        )  # fmt: skip

    def _papers(self, job: ExportJob) -> dict[str, bytes]:
        """The small files: dossiers, timelines, seals, certificates, the verifier, the letter that explains."""
        papers = {name: file_bytes(name) for name in FILES}
        papers["READ-ME.txt"] = contents.read_me(job, self._authority.site_name)
        for one in job.cameras:
            name = job.made["names"][one.camera_id]
            found = self._footage.timeline(
                one.camera_id, job.wanted.role, Span(start_us=job.wanted.from_us, end_us=job.wanted.to_us)
            )
            papers[f"timeline/{name}.json"] = canonical(contents.timeline(found))
            papers[f"cameras/{name}.json"] = canonical(self._dossier(one.camera_id, job))
        numbers = {entry["seal"] for entry in job.made["clips"] if entry["seal"]}
        serials = {self._authority.serial()}
        for number in sorted(numbers):
            seal = self._seals.get(number)
            papers[f"seals/{number}.json"] = seal.body
            papers[f"seals/{number}.signature.json"] = canonical(
                {"serial": seal.serial, "signature": seal.signature.hex(), "token": seal.token.hex()}
            )
            serials.add(seal.serial)
        trust = self._authority.trust()
        papers["certificates/root.pem"], papers["certificates/revoked.crl"] = trust.root, trust.revoked
        papers |= {f"certificates/signing-{serial}.pem": pem for serial, pem in trust.signing if serial in serials}
        return papers

    def _dossier(self, camera_id: str, job: ExportJob) -> dict[str, Any]:
        told = dossier_at(self._registry, camera_id, job.wanted.from_us)
        return {"format": "toancanh-dossier-1", "at": format_rfc3339(job.wanted.from_us), "fields": told}

    def _organisation(self, organisation_id: str) -> str:
        named = self._governance.organisations.named({organisation_id})
        return named[0].name if named else ""


def _file_name(code: str, number: int) -> str:
    """Of a camera's code what every disk can hold; the number keeps two apart."""
    return f"{number:02d}-{re.sub(r'[^A-Za-z0-9._]+', '_', code)[:40].strip('._') or 'camera'}"
