"""The terms of a judgement: who asks, for what, on which resource; and the answer.

governance does not know what a camera is: it judges a request about a `ResourceRef`.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class Role(enum.StrEnum):
    """What a person is, within an organisation and everything below it."""

    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    VIEWER = "viewer"
    AUDITOR = "auditor"
    INVENTORY_OFFICER = "inventory_officer"
    PLANNER = "planner"
    ADVISER = "adviser"  # gives the opinion of an agency that must be heard
    LEADER = "leader"  # decides on placement proposals
    CASE_OFFICER = "case_officer"  # works on cases: searches, asks for what is hidden
    REVIEWER = "reviewer"  # looks at what machines found before it counts
    DATA_PROTECTION = "data_protection"  # answers persons who were recorded
    TECHNICIAN = "technician"  # keeps cameras and devices working
    CLEARED = "cleared"  # allows nothing by itself: what other roles allow holds for protected things, too


PROTECTED = "protected"
"""A tag. What carries it is invisible, not just forbidden, to those who are not cleared for its owner."""


PURPOSE_CLASSES = ("", "security", "defence", "state_management")
"""What a camera is there for, as far as a judgement minds it; empty: not said."""


def protected_tags(is_protected: bool) -> frozenset[str]:
    """The tags of a thing as far as a judgement minds them."""
    return frozenset({PROTECTED}) if is_protected else frozenset()


class Action(enum.StrEnum):
    """What can be asked. A new use case adds its action here, to the policies' schema and to the pack."""

    ORGANISATION_READ = "organisation.read"
    ORGANISATION_WRITE = "organisation.write"
    ORGANISATION_MOVE = "organisation.move"  # to another parent, or away for good
    USER_READ = "user.read"
    USER_WRITE = "user.write"
    USER_PASSWORD = "user.password"  # noqa: S105
    ROLE_GRANT = "role.grant"  # give or take a role; the resource is the role at its organisation
    AUDIT_READ = "audit.read"
    AUDIT_ERASE = "audit.erase"  # what names a person in the record, as far as it need not be kept any longer
    AUDIT_PERSON = "audit.person"  # answer somebody who was recorded
    SITE_READ = "site.read"
    SITE_WRITE = "site.write"
    CAMERA_READ = "camera.read"
    CAMERA_WRITE = "camera.write"
    CAMERA_PROBE = "camera.probe"  # a connection test to an address that a person typed
    CAMERA_STEER = "camera.steer"  # turn it, zoom
    MEDIA_LIVE = "media.live"
    MEDIA_PLAYBACK = "media.playback"  # timeline, playlist, fragments, recorded snapshot
    MEDIA_SNAPSHOT = "media.snapshot"  # the picture of now, thumbnails
    MEDIA_EXPORT = "media.export"  # download of a range as a file
    EXPORT_READ = "export.read"  # what others take out, for what and to whom; never the package
    MEDIA_UNMASK = "media.unmask"  # pictures without the masks that lie over them
    MASK_READ = "mask.read"  # the areas of a picture that are hidden, and why
    MASK_WRITE = "mask.write"
    PLATE_SEARCH = "plate.search"
    VIOLATION_READ = "violation.read"
    VIOLATION_REVIEW = "violation.review"
    CASE_READ = "case.read"  # and refer to it
    CASE_WRITE = "case.write"
    DUTY_READ = "duty.read"
    DUTY_WRITE = "duty.write"  # the resource's id is the account of who is put on the roster
    HOLD_READ = "hold.read"  # what is kept of a camera, for how long, and for which case
    HOLD_WRITE = "hold.write"  # keep footage from deletion, and let it go
    SHARE_READ = "share.read"
    SHARE_REQUEST = "share.request"  # ask for another agency's cameras; the resource is owned by who would receive
    SHARE_ANSWER = "share.answer"  # agree, refuse, withdraw; the resource is owned by the cameras' owner
    METRICS_READ = "metrics.read"
    ALERT_WRITE = "alert.write"  # say who is told of a camera's faults, and by which way
    ALARM_READ = "alarm.read"  # that recording stands, the database is away, ...
    ARCHIVE_READ = "archive.read"  # the disks and the object store that the archive lies on
    ARCHIVE_WRITE = "archive.write"
    CAMPAIGN_READ = "campaign.read"
    CAMPAIGN_WRITE = "campaign.write"
    INVENTORY_SUBMIT = "inventory.submit"  # upload what an organisation declares
    INVENTORY_APPLY = "inventory.apply"  # take what was declared into the inventory
    CAMERA_MERGE = "camera.merge"  # decide that two are one, or that they are not
    TARGET_READ = "target.read"  # key targets, and what they lack
    TARGET_WRITE = "target.write"
    COVERAGE_READ = "coverage.read"  # footprints, overlap and holes over all cameras
    PROPOSAL_READ = "proposal.read"
    PROPOSAL_WRITE = "proposal.write"
    PROPOSAL_OPINION = "proposal.opinion"  # the resource is the request, owned by the agency that was asked
    PROPOSAL_DECIDE = "proposal.decide"
    PROPOSAL_ACCEPT = "proposal.accept"  # after the test against live pictures
    TICKET_READ = "ticket.read"  # a repair; the resource is owned by the camera's owner, or by who repairs it
    TICKET_WRITE = "ticket.write"  # work on it
    TICKET_ACCEPT = "ticket.accept"  # take the work, or send it back; stop its clock, give it to another
    CONTRACT_READ = "contract.read"  # of maintenance: times, whom to tell
    CONTRACT_WRITE = "contract.write"
    WORK_PLAN = "work.plan"  # announce work on cameras, which silences their alarms
    UPTIME_REPORT = "uptime.report"  # make and read a month's report
    DEVICE_READ = "device.read"  # what cameras and recorders are and say of themselves, and how safe they are
    DEVICE_MANAGE = "device.manage"  # take devices in, set them up, change their passwords; never read one
    DEVICE_NETWORK = "device.network"  # name the networks in which devices are looked for and spoken to
    MODEL_READ = "model.read"  # which models look at pictures, from where, with whose approval
    MODEL_WRITE = "model.write"  # install one, remove it
    MODEL_APPROVE = "model.approve"  # let one look at pictures that another has installed, or refuse it
    ZONE_WRITE = "zone.write"  # draw where a camera counts, and say where on the ground it looks
    TRAFFIC_READ = "traffic.read"  # figures of a camera's traffic, and where they fail; never a picture
    TRAFFIC_DRAW = "traffic.draw"  # an organisation's road network, and which cameras measure it
    TRAFFIC_PUBLISH = "traffic.publish"  # give an organisation's figures to the public, and take them back
    TRAFFIC_JUDGE = "traffic.judge"  # say of an incident that a camera saw whether it is one, and end it
    REGULATION_READ = "regulation.read"
    REGULATION_PROPOSE = "regulation.propose"
    REGULATION_APPROVE = "regulation.approve"  # agree to what another proposed, or end it
    REGULATION_SWITCH = "regulation.switch"  # set the moment of effect, call it off, roll back


class Outcome(enum.StrEnum):
    """The answer's first word."""

    ALLOW = "allow"
    DENY = "deny"
    NEEDS = "needs"


class Need(enum.StrEnum):
    """What is missing where the outcome is `Outcome.NEEDS`."""

    PURPOSE = "purpose"
    APPROVAL = "approval"
    SECOND_FACTOR = "second_factor"


@dataclass(frozen=True, kw_only=True)
class ResourceRef:
    """The thing asked about. ``owner_id`` is the organisation that owns it; ``id`` is empty for "any, a new one"."""

    kind: str  # "organisation", "user", "role", "session", "site", "camera", "audit", "metrics", "campaign", ...
    id: str
    owner_id: str
    tags: frozenset[str] = frozenset()
    purpose_class: str = ""  # of a camera: "security", "defence", "state_management"


@dataclass(frozen=True, kw_only=True)
class AccessRequest:
    """One question, complete: everything that a decision may rest on, so that it can be decided again."""

    action: Action
    resource: ResourceRef
    purpose: str = ""
    reference: str = ""  # number of a case or an order
    seconds: float = 0.0  # of recorded video asked for
    from_us: int | None = None
    to_us: int | None = None
    asked_us: int | None = None  # when, if not now: how old pictures were is not asked anew while they are watched
    source: str = ""  # address the request came from


@dataclass(frozen=True, kw_only=True)
class Obligations:
    """What the one who serves the pictures must do."""

    mask: bool = False
    watermark: bool = False
    max_seconds: float | None = None
    expires_at_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class RoleBinding:
    """A role, valid for an organisation and all below it."""

    role: Role
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class DecisionInputs:
    """All that a decision rested on: the same inputs under the same rules give the same decision.

    ``owner_path``: the resource's owner and the organisations above it, nearest first; empty for an unknown owner.
    """

    request: AccessRequest
    user_id: str
    is_system: bool
    is_active: bool
    second_factor: bool
    roles: tuple[RoleBinding, ...]
    owner_path: tuple[str, ...]
    shared: tuple[str, ...] = ()  # "live", "recorded"
    share_ids: tuple[str, ...] = ()
    shared_for: tuple[str, ...] = ()  # purposes
    on_duty: bool = True
    approval_ids: tuple[str, ...] = ()
    stands: bool = True  # the purpose is one of the pack's, the number that of a case or an order
    now_us: int = 0


@dataclass(frozen=True, kw_only=True)
class PackName:
    """A regulation pack, by its content."""

    id: str
    version: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The answer. ``clauses`` name the policies that decided, with their articles, ``pack`` where they stand;
    ``purposes`` are those that would do where one is needed. ``errors``: policies that failed, which denies.
    """

    outcome: Outcome
    needs: frozenset[Need] = frozenset()
    purposes: tuple[str, ...] = ()
    obligations: Obligations = field(default_factory=Obligations)
    clauses: tuple[str, ...] = ()
    pack: PackName | None = None
    errors: tuple[str, ...] = ()
    inputs: DecisionInputs | None = None
    parts: tuple[Decision, ...] = ()  # one for each owner of the time asked about, where that is not the owner of now

    @property
    def allowed(self) -> bool:
        """True only for a plain yes."""
        return self.outcome is Outcome.ALLOW


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A signed, short-lived right to pictures, checked where the pictures are."""

    id: str
    kind: str  # "live", "playback", "snapshot", "export"
    camera_id: str
    owner_id: str
    stream: str  # "main" or "sub"
    from_us: int | None
    to_us: int | None
    purpose: str
    reference: str
    user_id: str
    username: str
    organisation_id: str
    session_id: str
    expires_at_us: int
    asked_us: int = 0  # these three: the question that was answered, which is asked again while it is used
    asked_from_us: int | None = None
    asked_to_us: int | None = None
    mask: bool = True  # what lies under a mask is not for this holder
    watermark: bool = False  # what is taken carries a mark of who took it
