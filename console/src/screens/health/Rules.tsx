/** Who is told of which faults, by which way, and whom to call when nobody answers. */
import { Button, Skeleton } from "@mantine/core";
import { IconPlus, IconSend } from "@tabler/icons-react";
import { useState } from "react";

import { ApiError } from "../../api/client";
import { useAlertChannels, useAlertRules, useTryChannel, type AlertChannel, type AlertRule } from "../../api/health";
import { can, useMe } from "../../api/queries";
import { Shape } from "../../components/Shape";
import { Badge } from "../../components/StateBadge";
import { ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { useOrganisationNames } from "../dossier/FactValue";
import { ChannelDialog } from "./ChannelDialog";
import css from "./Health.module.css";
import { incidentKey, INCIDENTS } from "../traffic/looks";
import { HealthFrame } from "./HealthFrame";
import { kindKey } from "./looks";
import { clockOf, RuleDialog } from "./RuleDialog";

export function Rules() {
  const { t } = useTexts();
  const me = useMe();
  const may = can(me.data, "alert.write");
  const rules = useAlertRules(may);
  const channels = useAlertChannels(may);
  const [rule, setRule] = useState<AlertRule | "new" | null>(null);
  const [channel, setChannel] = useState<AlertChannel | "new" | null>(null);
  const ownId = me.data?.user.organisation_id ?? null;
  if (me.data && !may) return <ErrorState error={new ApiError(403, "denied", "")} />;
  return (
    <HealthFrame title="health.view.rules">
      <div style={{ flex: 1, minHeight: 0, overflow: "auto" }}>
        <div className={css.sections}>
          <section className={`card ${css.card}`} aria-label={t("rule.list")}>
            <div className={css.sectionHead}>
              <h2 className="grow">{t("rule.list")}</h2>
              <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setRule("new")}>
                {t("rule.add")}
              </Button>
            </div>
            <p className="small dim">{t("rule.what")}</p>
            {rules.isError ? <ErrorNote error={rules.error} /> : !rules.data ? <Skeleton height={60} /> : !rules.data.items.length ? <p>{t("rule.none")}</p> : null}
            <div>
              {rules.data?.items.map((one) => (
                <RuleRow key={one.id} rule={one} channels={channels.data?.items ?? []} onEdit={() => setRule(one)} />
              ))}
            </div>
          </section>
          <section className={`card ${css.card}`} aria-label={t("channel.list")}>
            <div className={css.sectionHead}>
              <h2 className="grow">{t("channel.list")}</h2>
              <Button leftSection={<IconPlus size={16} />} onClick={() => setChannel("new")}>
                {t("channel.add")}
              </Button>
            </div>
            <p className="small dim">{t("channel.what")}</p>
            {channels.isError ? <ErrorNote error={channels.error} /> : !channels.data ? <Skeleton height={60} /> : !channels.data.items.length ? <p>{t("channel.none")}</p> : null}
            <div>
              {channels.data?.items.map((one) => (
                <ChannelRow key={one.id} channel={one} onEdit={() => setChannel(one)} />
              ))}
            </div>
          </section>
        </div>
      </div>
      {rule && <RuleDialog key={rule === "new" ? "" : rule.id} rule={rule === "new" ? null : rule} ownId={ownId} channels={channels.data?.items ?? []} onClose={() => setRule(null)} />}
      {channel && <ChannelDialog key={channel === "new" ? "" : channel.id} channel={channel === "new" ? null : channel} ownId={ownId} onClose={() => setChannel(null)} />}
    </HealthFrame>
  );
}

function RuleRow({ rule, channels, onEdit }: { rule: AlertRule; channels: readonly AlertChannel[]; onEdit: () => void }) {
  const { t, format } = useTexts();
  const names = useOrganisationNames();
  const byName = (ids: readonly string[] | undefined) => (ids ?? []).map((id) => channels.find((one) => one.id === id)?.name ?? t("fact.notSeen")).join(", ");
  const kinds = rule.kinds ?? [];
  const parts = [
    rule.faults === false ? null : kinds.length ? kinds.map((kind) => t(kindKey(kind))).join(", ") : t("rule.allKinds"),
    INCIDENTS.filter((kind) => rule.incident_kinds?.includes(kind)).map((kind) => t(incidentKey(kind))).join(", "),
    rule.channel_ids?.length ? t("rule.by", { channels: byName(rule.channel_ids) }) : t("rule.screenOnly"),
    rule.quiet_from !== rule.quiet_to && t("rule.quiet", { from: clockOf(rule.quiet_from ?? 0), to: clockOf(rule.quiet_to ?? 0) }),
    rule.escalate_after_s ? t("rule.escalates", { span: format.span(rule.escalate_after_s * 1000), channels: byName(rule.escalate_channel_ids) || "–" }) : null,
  ];
  return (
    <div className={css.rule}>
      <div>
        <span className={css.ruleHead}>
          <b>{rule.name}</b>
          {rule.enabled === false && (
            <Badge tone="off" shape="off">
              {t("rule.off")}
            </Badge>
          )}
          <span className="small dim">{names.get(rule.owner_id)}</span>
        </span>
        <span className="small dim">{parts.filter(Boolean).join(" · ")}</span>
      </div>
      <Button size="xs" onClick={onEdit} aria-label={t("rule.editOf", { name: rule.name })}>
        {t("rule.edit")}
      </Button>
    </div>
  );
}

function ChannelRow({ channel, onEdit }: { channel: AlertChannel; onEdit: () => void }) {
  const { t } = useTexts();
  const names = useOrganisationNames();
  const trial = useTryChannel();
  const { to, url } = channel.settings as { to?: string[]; url?: string };
  return (
    <div className={css.rule}>
      <div>
        <span className={css.ruleHead}>
          <b>{channel.name}</b>
          <span className="small dim">{t(`channel.kind.${channel.kind}`)}</span>
          <span className="small dim">{names.get(channel.owner_id)}</span>
        </span>
        <span className="small dim">{url ?? to?.join(", ")}</span>
        {trial.isSuccess && (
          <span className="small c-ok row" role="status">
            <Shape name="ok" /> {t("channel.tried")}
          </span>
        )}
        {trial.isError ? (
          <ErrorNote error={trial.error} />
        ) : (
          channel.error && (
            <span className="small c-bad row">
              <Shape name="bad" /> {t("channel.failed", { error: channel.error })}
            </span>
          )
        )}
      </div>
      <span className="row">
        <Button size="xs" leftSection={<IconSend size={14} />} loading={trial.isPending} onClick={() => trial.mutate(channel.id)}>
          {t("channel.try")}
        </Button>
        <Button size="xs" onClick={onEdit} aria-label={t("rule.editOf", { name: channel.name })}>
          {t("rule.edit")}
        </Button>
      </span>
    </div>
  );
}
