/** What rules have told, and who looks after it. */
import { Button, Switch } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { useAcknowledge, useAlertRules, useAlerts, useIncidents, type Alert } from "../../api/health";
import { can, useMe } from "../../api/queries";
import { useAddressParts } from "../../app/addressParts";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import type { ShapeName } from "../../components/Shape";
import { Badge, type Tone } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts, type TextKey } from "../../i18n";
import { CauseName } from "./Causes";
import { HealthFrame } from "./HealthFrame";
import { kindKey } from "./looks";

export function Alerts() {
  const { t } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const [search, put] = useAddressParts();
  const all = search.has("all");
  const alerts = useAlerts(!all);
  const incidents = useIncidents();
  const mayRules = can(me.data, "alert.write");
  const rules = useAlertRules(mayRules);
  const acknowledge = useAcknowledge();
  const mine = (one: Alert) => one.acknowledged_by === me.data?.user.id;
  const columns: Column<Alert>[] = [
    {
      key: "what",
      head: t("health.fault"),
      cell: (one) => {
        const cause = incidents.data?.items.find((incident) => incident.id === one.incident_id);
        const kinds = Object.entries(one.kinds).sort(([, first], [, second]) => second - first);
        return cause ? <CauseName of={cause} /> : <b>{kinds.map(([kind, count]) => t("health.kindCount", { kind: t(kindKey(kind)), count })).join(", ")}</b>;
      },
    },
    { key: "cameras", head: t("health.cameras"), num: true, cell: (one) => t("health.count", { count: one.cameras }) },
    { key: "opened", head: t("health.since"), num: true, cell: (one) => <DateTime at={one.opened_at} relative /> },
    ...(mayRules ? [{ key: "rule", head: t("health.rule"), phone: "hide" as const, cell: (one: Alert) => rules.data?.items.find((rule) => rule.id === one.rule_id)?.name ?? "–" }] : []),
    { key: "sent", head: t("health.sent"), phone: "hide", cell: (one) => (one.escalated_at ? <span className="c-bad">{t("health.escalatedAt")} <DateTime at={one.escalated_at} relative /></span> : one.sent_at ? <DateTime at={one.sent_at} relative /> : <span className="dim">{t("health.notSent")}</span>) },
    { key: "state", head: t("repair.state"), phone: "end", cell: (one) => <AlertState alert={one} mine={mine(one)} /> },
    {
      key: "act",
      head: "",
      cell: (one) =>
        !one.acknowledged_at && !one.closed_at && can(me.data, "media.live") ? (
          <span onClick={(event) => event.stopPropagation()}>
            <Button leftSection={<IconCheck size={14} />} loading={acknowledge.isPending && acknowledge.variables === one.id} onClick={() => acknowledge.mutate(one.id)}>
              {t("health.acknowledge")}
            </Button>
          </span>
        ) : (
          <span className="faint" />
        ),
    },
  ];
  return (
    <HealthFrame title="health.view.alerts" tools={<Switch label={t("health.closedToo")} checked={all} onChange={(event) => put("all", event.currentTarget.checked ? "1" : "")} />}>
      {acknowledge.isError && <ErrorNote error={acknowledge.error} />}
      {alerts.isError ? (
        <ErrorState error={alerts.error} onRetry={() => void alerts.refetch()} />
      ) : (
        <EntityTable
          label={t("health.view.alerts")}
          columns={columns}
          rows={alerts.data?.pages.flatMap((page) => page.items)}
          rowKey={(one) => one.id}
          onOpen={(one) => go(`/health/faults?alert=${one.id}`)}
          hasMore={alerts.hasNextPage}
          loadingMore={alerts.isFetchingNextPage}
          onMore={() => void alerts.fetchNextPage()}
          skeletonHeight={28}
          empty={
            <EmptyState
              title={t("health.noAlerts")}
              action={
                mayRules && (
                  <Button variant="filled" onClick={() => go("/health/rules")}>
                    {t("health.toRules")}
                  </Button>
                )
              }
            >
              {t(mayRules && rules.data?.items.length === 0 ? "health.noAlertsNoRules" : "health.noAlertsWhat")}
            </EmptyState>
          }
        />
      )}
    </HealthFrame>
  );
}

function AlertState({ alert, mine }: { alert: Alert; mine: boolean }) {
  const { t } = useTexts();
  const [tone, shape, word]: [Tone, ShapeName, TextKey] = alert.closed_at
    ? ["off", "ok", "health.alert.closed"]
    : alert.acknowledged_at
      ? ["warn", "warn", mine ? "health.alert.mine" : "health.alert.acknowledged"]
      : ["bad", "bad", "health.alert.open"];
  return (
    <Badge tone={tone} shape={shape}>
      {t(word)}
    </Badge>
  );
}
