"""Cameras and the drafts in which people describe them. Pure."""

from __future__ import annotations

from toancanh.kernel import Invalid
from toancanh.registry.model import Camera, CameraDraft, StreamDraft, StreamRole


def draft_of(of: Camera) -> CameraDraft:
    """The camera as a person would have described it; its passwords stay where they are."""
    return CameraDraft(
        code=of.code,
        name=of.name,
        owner_id=of.owner_id,
        site_id=of.site_id,
        lat=of.lat,
        lon=of.lon,
        azimuth_deg=of.azimuth_deg,
        enabled=of.enabled,
        min_days=of.min_days,
        max_days=of.max_days,
        thin_after_days=of.thin_after_days,
        tags=of.tags,
        streams=tuple(
            StreamDraft(
                role=spec.role,
                url=spec.url,
                record=spec.record,
                min_days=spec.min_days,
                max_days=spec.max_days,
                thin_after_days=spec.thin_after_days,
            )
            for spec in of.streams
        ),
    )


def camera_of(draft: CameraDraft, *, camera_id: str, version: int, created_at_us: int, updated_at_us: int) -> Camera:
    """The camera that a draft describes, without its streams."""
    return Camera(
        id=camera_id,
        code=draft.code,
        name=draft.name,
        owner_id=draft.owner_id,
        site_id=draft.site_id,
        lat=draft.lat,
        lon=draft.lon,
        azimuth_deg=draft.azimuth_deg,
        enabled=draft.enabled,
        min_days=draft.min_days,
        max_days=draft.max_days,
        thin_after_days=draft.thin_after_days,
        tags=draft.tags,
        streams=(),
        version=version,
        created_at_us=created_at_us,
        updated_at_us=updated_at_us,
    )


def check_draft(wanted: CameraDraft) -> None:
    """Raises `Invalid` with the field."""
    roles = [draft.role for draft in wanted.streams]
    if len(set(roles)) != len(roles):
        raise Invalid("streams: at most one main and one sub", field="streams")
    if StreamRole.SUB in roles and StreamRole.MAIN not in roles:
        raise Invalid("streams: a sub stream needs a main stream beside it", field="streams")
    limits = [(wanted.min_days, wanted.max_days)]
    limits += [
        (
            wanted.min_days if draft.min_days is None else draft.min_days,
            wanted.max_days if draft.max_days is None else draft.max_days,
        )
        for draft in wanted.streams
    ]
    if any(most < least for least, most in limits):
        raise Invalid("max_days must not be less than min_days", field="max_days")
