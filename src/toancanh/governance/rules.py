"""The rules as a table, and the one function that judges by it. Pure.

What no row allows is refused. A regulation engine may replace this file without touching a caller.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from toancanh.governance.model import (
    PROTECTED,
    Action,
    Decision,
    DecisionInputs,
    Need,
    Obligations,
    Outcome,
    Role,
    RoleBinding,
)


class Condition(enum.StrEnum):
    """What must hold besides the role; a row needs all of its conditions."""

    WITHIN = "within"  # the role's organisation owns the thing or lies above its owner
    BELOW = "below"  # the role's organisation lies strictly above the owner
    SELF = "self"  # the thing is the asker's own account; no role is needed
    NOT_SELF = "not_self"
    PLATFORM = "platform"  # the platform's own work; no role is needed


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row. ``roles`` is empty where a condition stands for the asker."""

    clause: str
    actions: frozenset[Action]
    roles: frozenset[Role] = frozenset()
    conditions: frozenset[Condition]
    outcome: Outcome = Outcome.ALLOW
    needs: frozenset[Need] = frozenset()
    obligations: Obligations = field(default_factory=Obligations)
    text_vi: str
    text_en: str


ACCOUNT_KINDS = frozenset({"user", "role", "duty"})
"""Kinds whose id is that of an account: what is one's own."""

_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_WITHIN = frozenset({Condition.WITHIN})

RULES: tuple[Rule, ...] = (
    Rule(
        clause="G1",
        actions=frozenset(Action),
        conditions=frozenset({Condition.PLATFORM}),
        text_vi="Các tiến trình của chính nền tảng được làm việc của mình.",
        text_en="The platform's own processes do their work.",
    ),
    Rule(
        clause="G2",
        actions=frozenset({Action.ORGANISATION_READ, Action.SITE_READ, Action.CAMERA_READ}),
        roles=frozenset(Role) - {Role.CLEARED},
        conditions=_WITHIN,
        text_vi="Người có vai trò tại một tổ chức xem được danh mục của tổ chức đó và các đơn vị trực thuộc.",
        text_en="Who has a role at an organisation reads the inventory of it and of what lies below it.",
    ),
    Rule(
        clause="G3",
        actions=frozenset({Action.MEDIA_LIVE, Action.MEDIA_SNAPSHOT}),
        roles=frozenset({Role.ADMINISTRATOR, Role.OPERATOR, Role.VIEWER}),
        conditions=_WITHIN,
        obligations=Obligations(mask=True),
        text_vi="Quản trị viên, trực ban và người xem được xem hình trực tiếp.",
        text_en="Administrators, operators and viewers see live pictures.",
    ),
    Rule(
        clause="G4",
        actions=frozenset({Action.MEDIA_PLAYBACK, Action.MEDIA_EXPORT}),
        roles=frozenset({Role.ADMINISTRATOR, Role.OPERATOR}),
        conditions=_WITHIN,
        obligations=Obligations(mask=True),
        text_vi="Quản trị viên và trực ban được xem lại và tải hình đã ghi.",
        text_en="Administrators and operators play back and download recorded pictures.",
    ),
    Rule(
        clause="G5",
        actions=frozenset({Action.CAMERA_WRITE, Action.CAMERA_PROBE, Action.SITE_WRITE, Action.ORGANISATION_WRITE}),
        roles=_ADMINISTRATOR,
        conditions=_WITHIN,
        text_vi="Quản trị viên quản lý camera, điểm quản lý và đơn vị trong phạm vi tổ chức của mình.",
        text_en="Administrators manage cameras, sites and organisations within their organisation.",
    ),
    Rule(
        clause="G6",
        actions=frozenset({Action.ORGANISATION_MOVE}),
        roles=_ADMINISTRATOR,
        conditions=frozenset({Condition.BELOW}),
        text_vi="Chỉ quản trị viên của cấp trên mới được chuyển hoặc xóa một tổ chức.",
        text_en="Only an administrator above an organisation moves or deletes it.",
    ),
    Rule(
        clause="G7",
        actions=frozenset({Action.USER_READ}),
        roles=frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
        conditions=_WITHIN,
        text_vi="Quản trị viên và kiểm soát viên xem được danh sách người dùng trong phạm vi của mình.",
        text_en="Administrators and auditors read the users within their organisation.",
    ),
    Rule(
        clause="G8",
        actions=frozenset({Action.USER_WRITE, Action.ROLE_GRANT, Action.USER_PASSWORD}),
        roles=_ADMINISTRATOR,
        conditions=frozenset({Condition.WITHIN, Condition.NOT_SELF}),
        text_vi="Quản trị viên quản lý người dùng và vai trò trong phạm vi của mình, trừ chính mình.",
        text_en="Administrators manage users and roles within their organisation, never their own.",
    ),
    Rule(
        clause="G9",
        actions=frozenset({Action.USER_READ, Action.USER_PASSWORD}),
        conditions=frozenset({Condition.SELF}),
        text_vi="Mỗi người xem được tài khoản và đổi được mật khẩu của chính mình.",
        text_en="Everyone reads the own account and changes the own password.",
    ),
    Rule(
        clause="G10",
        actions=frozenset({Action.AUDIT_READ, Action.METRICS_READ}),
        roles=frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.DATA_PROTECTION}),
        conditions=_WITHIN,
        text_vi="Quản trị viên, kiểm soát viên và cán bộ bảo vệ dữ liệu đọc nhật ký và số liệu trong phạm vi của mình.",
        text_en="Administrators, auditors and data-protection officers read the record and the figures within theirs.",
    ),
    Rule(
        clause="G11",
        actions=frozenset(
            {
                Action.CAMPAIGN_READ,
                Action.CAMPAIGN_WRITE,
                Action.INVENTORY_SUBMIT,
                Action.INVENTORY_APPLY,
                Action.CAMERA_MERGE,
                Action.CAMERA_WRITE,
                Action.SITE_WRITE,
            }
        ),
        roles=frozenset({Role.ADMINISTRATOR, Role.INVENTORY_OFFICER}),
        conditions=_WITHIN,
        text_vi="Quản trị viên và cán bộ kiểm kê tổ chức kiểm kê, nộp, kiểm tra và cập nhật hồ sơ camera.",
        text_en="Administrators and inventory officers run campaigns, submit, review and apply for their own.",
    ),
    Rule(
        clause="G12",
        actions=frozenset({Action.TARGET_READ, Action.COVERAGE_READ}),
        roles=frozenset({Role.ADMINISTRATOR, Role.PLANNER, Role.ADVISER, Role.LEADER}),
        conditions=_WITHIN,
        text_vi="Quản trị viên, người quy hoạch, cho ý kiến và lãnh đạo xem được mục tiêu trọng điểm và vùng phủ.",
        text_en="Administrators, planners, advisers and leaders see key targets and coverage within theirs.",
    ),
    Rule(
        clause="G13",
        actions=frozenset({Action.TARGET_WRITE, Action.PROPOSAL_WRITE, Action.PROPOSAL_ACCEPT}),
        roles=frozenset({Role.ADMINISTRATOR, Role.PLANNER}),
        conditions=_WITHIN,
        text_vi="Quản trị viên và cán bộ quy hoạch lập mục tiêu, đề xuất vị trí và nghiệm thu trong phạm vi của mình.",
        text_en="Administrators and planners keep targets, draw proposals and accept installations within theirs.",
    ),
    Rule(
        clause="G14",
        actions=frozenset({Action.PROPOSAL_READ}),
        roles=frozenset({Role.ADMINISTRATOR, Role.PLANNER, Role.ADVISER, Role.LEADER, Role.AUDITOR}),
        conditions=_WITHIN,
        text_vi="Người làm quy hoạch, quản trị viên và kiểm soát viên xem được đề xuất trong phạm vi.",
        text_en="Those who plan, administrators and auditors read the proposals within their organisation.",
    ),
    Rule(
        clause="G15",
        actions=frozenset({Action.PROPOSAL_OPINION}),
        roles=frozenset({Role.ADMINISTRATOR, Role.ADVISER}),
        conditions=_WITHIN,
        text_vi="Cơ quan được hỏi cho ý kiến qua quản trị viên hoặc người giữ vai trò cho ý kiến của mình.",
        text_en="An agency that was asked answers by its administrators or those who hold its adviser's role.",
    ),
    Rule(
        clause="G16",
        actions=frozenset({Action.PROPOSAL_DECIDE}),
        roles=frozenset({Role.ADMINISTRATOR, Role.LEADER}),
        conditions=_WITHIN,
        text_vi="Quản trị viên và lãnh đạo quyết định đề xuất trong phạm vi của mình.",
        text_en="Administrators and leaders decide on proposals within their organisation.",
    ),
    Rule(
        clause="G17",
        actions=frozenset({Action.ALARM_READ}),
        roles=frozenset({Role.ADMINISTRATOR, Role.OPERATOR, Role.AUDITOR}),
        conditions=_WITHIN,
        text_vi="Quản trị viên, trực ban và kiểm soát viên thấy cảnh báo của hệ thống mà đơn vị mình vận hành.",
        text_en="Administrators, operators and auditors see the alarms of the platform that their organisation runs.",
    ),
    Rule(
        clause="G18",
        actions=frozenset({Action.CASE_READ, Action.DUTY_READ}),
        roles=frozenset(
            {Role.ADMINISTRATOR, Role.OPERATOR, Role.AUDITOR, Role.LEADER, Role.CASE_OFFICER, Role.REVIEWER}
            | {Role.DATA_PROTECTION}
        ),
        conditions=_WITHIN,
        text_vi="Người trực, người thụ lý, người duyệt và người kiểm tra xem vụ việc và lịch trực trong phạm vi.",
        text_en="Those on watch, who work on cases, who review and who check read cases and rosters within theirs.",
    ),
    Rule(
        clause="G19",
        actions=frozenset({Action.CASE_WRITE}),
        roles=frozenset({Role.ADMINISTRATOR, Role.LEADER, Role.CASE_OFFICER}),
        conditions=_WITHIN,
        text_vi="Quản trị viên, lãnh đạo và cán bộ thụ lý mở và đóng vụ việc trong phạm vi của mình.",
        text_en="Administrators, leaders and case officers open and close cases within theirs.",
    ),
    Rule(
        clause="G20",
        actions=frozenset({Action.DUTY_WRITE}),
        roles=frozenset({Role.ADMINISTRATOR, Role.LEADER}),
        conditions=frozenset({Condition.WITHIN, Condition.NOT_SELF}),
        text_vi="Quản trị viên và lãnh đạo xếp lịch trực, không xếp cho chính mình.",
        text_en="Administrators and leaders keep the duty roster, never for themselves.",
    ),
    Rule(
        clause="G21",
        actions=frozenset({Action.MASK_READ}),
        roles=frozenset({Role.ADMINISTRATOR, Role.OPERATOR, Role.AUDITOR, Role.CASE_OFFICER, Role.DATA_PROTECTION}),
        conditions=_WITHIN,
        text_vi="Quản trị viên, trực ban, kiểm soát viên và cán bộ bảo vệ dữ liệu biết vùng nào bị che và vì sao.",
        text_en="Administrators, operators, auditors and data-protection officers read what is masked and why.",
    ),
    Rule(
        clause="G22",
        actions=frozenset({Action.MASK_WRITE}),
        roles=frozenset({Role.ADMINISTRATOR, Role.DATA_PROTECTION}),
        conditions=_WITHIN,
        text_vi="Quản trị viên và cán bộ bảo vệ dữ liệu vẽ vùng che.",
        text_en="Administrators and data-protection officers draw masks.",
    ),
    Rule(
        clause="G18",
        actions=frozenset({Action.SHARE_READ}),
        roles=frozenset({Role.ADMINISTRATOR, Role.LEADER, Role.AUDITOR, Role.DATA_PROTECTION}),
        conditions=_WITHIN,
        text_vi="Quản trị viên, lãnh đạo, kiểm soát viên và cán bộ bảo vệ dữ liệu đọc được hồ sơ chia sẻ.",
        text_en="Administrators, leaders, auditors and data-protection officers read the papers of shares.",
    ),
    Rule(
        clause="G19",
        actions=frozenset({Action.SHARE_REQUEST, Action.SHARE_ANSWER}),
        roles=frozenset({Role.ADMINISTRATOR, Role.LEADER}),
        conditions=_WITHIN,
        text_vi="Quản trị viên và lãnh đạo đề nghị chia sẻ, trả lời và thu hồi cho đơn vị mình.",
        text_en="Administrators and leaders ask for shares, answer and withdraw for their organisation.",
    ),
    Rule(
        clause="G31",
        actions=frozenset({Action.HOLD_READ}),
        roles=frozenset(
            {Role.ADMINISTRATOR, Role.OPERATOR, Role.AUDITOR, Role.LEADER, Role.CASE_OFFICER, Role.DATA_PROTECTION}
        ),
        conditions=_WITHIN,
        text_vi="Người trực, người thụ lý, lãnh đạo và người kiểm tra xem hình nào đang được giữ và giữ đến bao giờ.",
        text_en="Those on watch, who work on cases, lead and check see what is held and how long footage is kept.",
    ),
    Rule(
        clause="G32",
        actions=frozenset({Action.HOLD_WRITE}),
        roles=frozenset({Role.ADMINISTRATOR, Role.OPERATOR, Role.CASE_OFFICER}),
        conditions=_WITHIN,
        text_vi="Quản trị viên, trực ban và cán bộ thụ lý giữ hình cho một vụ việc trong phạm vi của mình.",
        text_en="Administrators, operators and case officers hold footage for a case within theirs.",
    ),
    Rule(
        clause="G41",
        actions=frozenset({Action.AUDIT_ERASE, Action.AUDIT_PERSON}),
        roles=frozenset({Role.ADMINISTRATOR, Role.DATA_PROTECTION}),
        conditions=_WITHIN,
        text_vi="Cán bộ bảo vệ dữ liệu và quản trị viên trả lời người được ghi hình và xóa tên hết hạn lưu.",
        text_en="Data-protection officers and administrators answer persons recorded and erase names in due time.",
    ),
    Rule(
        clause="G33",
        actions=frozenset({Action.REGULATION_READ}),
        roles=frozenset(Role) - {Role.CLEARED},
        conditions=_WITHIN,
        text_vi="Ai có vai trò đều đọc được quy chế.",
        text_en="Everyone who has a role reads the regulation.",
    ),
    Rule(
        clause="G34",
        actions=frozenset({Action.REGULATION_PROPOSE, Action.REGULATION_SWITCH}),
        roles=_ADMINISTRATOR,
        conditions=_WITHIN,
        text_vi="Quản trị viên đề xuất quy chế và đặt thời điểm có hiệu lực.",
        text_en="Administrators propose a regulation and set when it takes effect.",
    ),
    Rule(
        clause="G35",
        actions=frozenset({Action.REGULATION_APPROVE}),
        roles=frozenset({Role.ADMINISTRATOR, Role.LEADER, Role.DATA_PROTECTION}),
        conditions=_WITHIN,
        text_vi="Quản trị viên, lãnh đạo và cán bộ bảo vệ dữ liệu duyệt quy chế do người khác đề xuất.",
        text_en="Administrators, leaders and data-protection officers agree to a regulation that another proposed.",
    ),
)


def version_of(rules: Iterable[Rule]) -> str:
    """Names a table by its content, so that a decision of the past can be decided again by the table of its time."""
    rows = [
        {
            "clause": rule.clause,
            "actions": sorted(rule.actions),
            "roles": sorted(rule.roles),
            "conditions": sorted(rule.conditions),
            "outcome": rule.outcome,
            "needs": sorted(rule.needs),
            "obligations": [
                rule.obligations.mask,
                rule.obligations.watermark,
                rule.obligations.max_seconds,
                rule.obligations.expires_at_us,
            ],
            "texts": [rule.text_vi, rule.text_en],
        }
        for rule in rules
    ]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:16]


RULES_VERSION = version_of(RULES)


def judge(inputs: DecisionInputs) -> Decision:
    """The decision: the first row that allows, else the first that names what is missing, else a refusal."""
    matching = [rule for rule in RULES if _matches(rule, inputs)]
    matching.sort(key=lambda rule: rule.outcome is not Outcome.ALLOW)
    if not matching:
        return Decision(outcome=Outcome.DENY, rules_version=RULES_VERSION, inputs=inputs)
    rule = matching[0]
    return Decision(
        outcome=rule.outcome,
        needs=rule.needs,
        obligations=rule.obligations,
        clauses=(rule.clause,),
        rules_version=RULES_VERSION,
        inputs=inputs,
    )


def rights_at(roles: Iterable[RoleBinding], path: tuple[str, ...]) -> frozenset[Action]:
    """What these roles allow at the organisation whose path is ``path`` (itself first)."""
    held = {binding.role for binding in roles if binding.organisation_id in path}
    return frozenset(
        action for rule in RULES if rule.outcome is Outcome.ALLOW and rule.roles & held for action in rule.actions
    )


def _matches(rule: Rule, inputs: DecisionInputs) -> bool:
    request = inputs.request
    if request.action not in rule.actions or not inputs.is_active:
        return False
    if Condition.PLATFORM in rule.conditions:
        return inputs.is_system
    if inputs.is_system or not _is_cleared(inputs):
        return False
    is_own = request.resource.kind in ACCOUNT_KINDS and request.resource.id == inputs.user_id
    if (Condition.SELF in rule.conditions and not is_own) or (Condition.NOT_SELF in rule.conditions and is_own):
        return False
    return Condition.SELF in rule.conditions or any(_reaches(rule, binding, inputs) for binding in inputs.roles)


def _is_cleared(inputs: DecisionInputs) -> bool:
    """Protected things are there only for those who are cleared for their owner."""
    return PROTECTED not in inputs.request.resource.tags or any(
        binding.role is Role.CLEARED and binding.organisation_id in inputs.owner_path for binding in inputs.roles
    )


def _reaches(rule: Rule, binding: RoleBinding, inputs: DecisionInputs) -> bool:
    path = inputs.owner_path[1:] if Condition.BELOW in rule.conditions else inputs.owner_path
    return binding.role in rule.roles and binding.organisation_id in path
