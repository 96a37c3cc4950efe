import { Button, Checkbox, MultiSelect, NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";

import { useDeleteRule, useKeepRule, type AlertChannel, type AlertRule, type FaultKind } from "../../api/health";
import { can, useMe } from "../../api/queries";
import { FormDialog } from "../../components/FormDialog";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { incidentKey, INCIDENTS } from "../traffic/looks";
import css from "./Health.module.css";
import { kindKey, KINDS } from "./looks";

/** 21:30 of a minute of the day, and back. */
export function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function minuteOf(clock: string): number | null {
  const [, hour = "", minute = ""] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(clock.trim()) ?? [];
  return hour && minute ? Number(hour) * 60 + Number(minute) : null;
}

const NIGHT = { from: "22:00", to: "06:00" } as const;
const WAIT_MIN = 15;

export function RuleDialog({ rule, ownId, channels, onClose }: { rule: AlertRule | null; ownId: string | null; channels: readonly AlertChannel[]; onClose: () => void }) {
  const { t } = useTexts();
  const keep = useKeepRule(rule);
  const remove = useDeleteRule();
  const may = can(useMe().data, "traffic.judge");
  const [owner, setOwner] = useState(rule?.owner_id ?? ownId);
  const [name, setName] = useState(rule?.name ?? "");
  const [enabled, setEnabled] = useState(rule?.enabled ?? true);
  const [faults, setFaults] = useState(rule?.faults ?? true);
  const [kinds, setKinds] = useState<string[]>(rule?.kinds ?? []);
  const [incidents, setIncidents] = useState(rule?.incident_kinds ?? []);
  const [by, setBy] = useState(rule?.channel_ids ?? []);
  const [group, setGroup] = useState<number | string>(rule?.group_s ?? 30);
  const [quiet, setQuiet] = useState((rule?.quiet_from ?? 0) !== (rule?.quiet_to ?? 0));
  const [from, setFrom] = useState(rule && quiet ? clockOf(rule.quiet_from ?? 0) : NIGHT.from);
  const [to, setTo] = useState(rule && quiet ? clockOf(rule.quiet_to ?? 0) : NIGHT.to);
  const [calls, setCalls] = useState(Boolean(rule?.escalate_after_s));
  const [after, setAfter] = useState<number | string>(Math.round((calls ? (rule?.escalate_after_s ?? 0) : WAIT_MIN * 60) / 60));
  const [further, setFurther] = useState(rule?.escalate_channel_ids ?? []);
  const [fromMinute, toMinute] = [minuteOf(from), minuteOf(to)];
  const wrong = quiet && (fromMinute === null || toMinute === null || fromMinute === toMinute);
  const ways = channels.map((one) => ({ value: one.id, label: one.name }));
  const send = () =>
    keep.mutate(
      {
        owner_id: owner ?? "",
        name: name.trim(),
        enabled,
        faults,
        kinds: faults ? (kinds as FaultKind[]) : [],
        incident_kinds: incidents,
        channel_ids: by,
        group_s: Number(group) || 0,
        quiet_from: quiet ? (fromMinute ?? 0) : 0,
        quiet_to: quiet ? (toMinute ?? 0) : 0,
        escalate_after_s: calls ? Number(after) * 60 : 0,
        escalate_channel_ids: calls ? further : [],
      },
      { onSuccess: onClose },
    );
  return (
    <FormDialog title={rule?.name ?? t("rule.add")} size={560} word={t("rule.keep")} sending={keep.isPending} disabled={!owner || !name.trim() || (!faults && !incidents.length) || wrong || (calls && !further.length)} onClose={onClose} onSend={send}>
      <TextInput data-autofocus label={t("rule.name")} placeholder={t("rule.nameLike")} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
      <OrganisationSelect label={t("rule.owner")} description={t("rule.ownerWhat")} value={owner} onChange={setOwner} />
      <Checkbox label={t("rule.faults")} checked={faults} onChange={(event) => setFaults(event.currentTarget.checked)} />
      {faults && <MultiSelect label={t("health.kinds")} placeholder={kinds.length ? undefined : t("rule.allKinds")} searchable clearable hidePickedOptions value={kinds} onChange={setKinds} data={KINDS.map((value) => ({ value, label: t(kindKey(value)) }))} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />}
      <MultiSelect label={t("rule.incidents")} description={t("rule.incidentsWhat")} disabled={!may} placeholder={incidents.length ? undefined : t("rule.noIncidents")} clearable hidePickedOptions value={incidents} onChange={setIncidents} data={INCIDENTS.map((value) => ({ value, label: t(incidentKey(value)) }))} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />
      <MultiSelect label={t("rule.channels")} description={t("rule.channelsWhat")} placeholder={by.length ? undefined : t(ways.length ? "rule.choose" : "rule.noChannels")} value={by} onChange={setBy} data={ways} clearable clearButtonProps={{ "aria-label": t("filter.clearOne") }} />
      <NumberInput w={220} label={t("rule.group")} description={t("rule.groupWhat")} min={0} max={3600} value={group} onChange={setGroup} />
      <Checkbox label={t("rule.isQuiet")} description={t("rule.isQuietWhat")} checked={quiet} onChange={(event) => setQuiet(event.currentTarget.checked)} />
      {quiet && (
        <div className={css.two}>
          <TextInput label={t("rule.quietFrom")} value={from} onChange={(event) => setFrom(event.currentTarget.value)} error={fromMinute === null && t("rule.clock")} />
          <TextInput label={t("rule.quietTo")} value={to} onChange={(event) => setTo(event.currentTarget.value)} error={toMinute === null ? t("rule.clock") : wrong && t("rule.sameClock")} />
        </div>
      )}
      <Checkbox label={t("rule.calls")} checked={calls} disabled={!ways.length} onChange={(event) => setCalls(event.currentTarget.checked)} />
      {calls && (
        <div className={css.two}>
          <NumberInput label={t("rule.after")} min={1} max={1440} value={after} onChange={setAfter} />
          <MultiSelect label={t("rule.further")} placeholder={further.length ? undefined : t("rule.choose")} value={further} onChange={setFurther} data={ways} />
        </div>
      )}
      <Checkbox label={t("rule.enabled")} checked={enabled} onChange={(event) => setEnabled(event.currentTarget.checked)} />
      {(keep.isError || remove.isError) && <ErrorNote error={keep.error ?? remove.error} />}
      {rule && (
        <div>
          <Button color="red" variant="outline" loading={remove.isPending} onClick={() => remove.mutate(rule.id, { onSuccess: onClose })}>
            {t("rule.delete")}
          </Button>
          <p className="small dim">{t("rule.deleteWhat")}</p>
        </div>
      )}
    </FormDialog>
  );
}
