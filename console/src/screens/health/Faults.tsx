/** Cameras with faults; those of one cause are one row. */
import { Button, MultiSelect, Select } from "@mantine/core";
import { useMemo } from "react";
import { Link, useLocation } from "wouter";

import { useFaults, useIncident, useIncidents, type FaultFilter, type FaultKind, type Incident, type ListedFault } from "../../api/health";
import { useAddressParts } from "../../app/addressParts";
import { useNow } from "../../app/now";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { Shape } from "../../components/Shape";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { useOrganisationNames } from "../dossier/FactValue";
import { partOf } from "./Board";
import { CauseName } from "./Causes";
import { FaultBadge } from "./FaultBadge";
import css from "./Health.module.css";
import { HealthFrame } from "./HealthFrame";
import { kindKey, KINDS } from "./looks";

const HOUR_MS = 3_600_000;
const SPANS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS, month: 720 * HOUR_MS } as const;
type Span = keyof typeof SPANS;
const STATES = ["open", "closed", "any"] as const;

type Row = { incident: Incident } | { fault: ListedFault };

export function Faults() {
  const { t } = useTexts();
  const [, go] = useLocation();
  const [search, put, setSearch] = useAddressParts();
  const minute = Math.floor(useNow(60_000) / 60_000) * 60_000;
  const kinds = useMemo(() => search.getAll("kind").filter((kind): kind is FaultKind => (KINDS as readonly string[]).includes(kind)), [search]);
  const owner = search.get("owner");
  const unit = search.get("unit");
  const incident = search.get("incident") ?? "";
  const alert = search.get("alert") ?? "";
  const span = (Object.keys(SPANS) as Span[]).find((one) => one === search.get("since"));
  const state = STATES.find((one) => one === search.get("state")) ?? (alert ? "any" : "open");
  const narrowed = Boolean(kinds.length || owner || unit || incident || alert || span || state !== "open");
  const filter = useMemo<FaultFilter>(() => {
    const [ofOwner, ofUnit] = [owner ? partOf("owner", owner) : {}, unit ? partOf("unit", unit) : {}];
    const missing = [...(ofOwner.missing ?? []), ...(ofUnit.missing ?? [])];
    return {
      ...ofOwner,
      ...ofUnit,
      missing: missing.length ? missing : undefined,
      state,
      kinds: kinds.length ? kinds : undefined,
      since: span && new Date(minute - SPANS[span]).toISOString(),
      incident_id: incident || undefined,
      alert_id: alert || undefined,
      alone: !narrowed || undefined,
    };
  }, [owner, unit, state, kinds, span, minute, incident, alert, narrowed]);
  const faults = useFaults(filter);
  const incidents = useIncidents();
  const cause = useIncident(incident || undefined);
  const rows = useMemo<Row[] | undefined>(() => {
    const single = faults.data?.pages.flatMap((page) => page.items.map((fault) => ({ fault })));
    return single && [...(narrowed ? [] : (incidents.data?.items ?? []).map((one) => ({ incident: one }))), ...single];
  }, [faults.data, incidents.data, narrowed]);
  const names = useOrganisationNames();
  const nameOf = (id: string | null) => (id ? (names.get(id) ?? "–") : "–");
  const clear = () => setSearch(new URLSearchParams());

  const columns: Column<Row>[] = [
    { key: "kind", head: t("health.fault"), width: 210, cell: (row) => ("fault" in row ? <FaultBadge fault={row.fault} /> : <span className="row nowrap"><span className="c-bad"><Shape name="bad" /></span><CauseName of={row.incident} /></span>) },
    {
      key: "camera",
      head: t("health.camera"),
      cell: (row) =>
        "fault" in row ? (
          <span>
            <b className="num">{row.fault.code}</b> {row.fault.name !== row.fault.code && row.fault.name}
          </span>
        ) : (
          <b className="num">{t("health.count", { count: row.incident.cameras })}</b>
        ),
    },
    { key: "owner", head: t("health.by.owner"), phone: "hide", cell: (row) => ("fault" in row ? nameOf(row.fault.owner_id) : <span className="faint">–</span>) },
    { key: "unit", head: t("health.by.unit"), phone: "hide", desk: true, cell: (row) => ("fault" in row ? nameOf(row.fault.unit_id) : <span className="faint">–</span>) },
    { key: "since", head: t("health.since"), num: true, cell: (row) => <DateTime at={"fault" in row ? row.fault.began_at : row.incident.opened_at} relative /> },
    ...(state === "open" ? [] : [{ key: "until", head: t("health.until"), num: true, cell: (row: Row) => ("fault" in row && row.fault.closed_at ? <><span className="only-phone dim" style={{ marginRight: 6 }}>{t("health.until")}</span><DateTime at={row.fault.closed_at} /></> : <span className="faint">–</span>) }]),
    { key: "seen", head: t("health.evidence"), phone: "hide", desk: true, cell: (row) => ("fault" in row && row.fault.pictures.length ? <span className="dim">{t("health.hasPicture")}</span> : <span className="faint">–</span>) },
  ];
  return (
    <HealthFrame
      title="health.view.faults"
      tools={
        <div className={css.filters}>
          <MultiSelect className={css.kindSelect} aria-label={t("health.kinds")} placeholder={kinds.length ? undefined : t("health.anyKind")} clearable searchable hidePickedOptions styles={{ input: { alignContent: "center" } }} value={kinds} onChange={(chosen) => put("kind", chosen)} data={KINDS.map((value) => ({ value, label: t(kindKey(value)) }))} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />
          <OrganisationSelect aria-label={t("health.by.owner")} placeholder={t("health.anyOwner")} clearable value={owner} onChange={(value) => put("owner", value)} />
          <OrganisationSelect aria-label={t("health.by.unit")} placeholder={t("health.anyUnit")} units clearable value={unit} onChange={(value) => put("unit", value)} />
          <Select w={150} aria-label={t("health.since")} value={span ?? ""} onChange={(value) => put("since", value)} allowDeselect={false} data={[{ value: "", label: t("health.since.any") }, ...(Object.keys(SPANS) as Span[]).map((value) => ({ value, label: t(`health.since.${value}`) }))]} />
          <Select w={130} aria-label={t("repair.state")} value={state} onChange={(value) => put("state", value)} allowDeselect={false} data={STATES.map((value) => ({ value, label: t(`health.state.${value}`) }))} />
        </div>
      }
    >
      {(incident || alert) && (
        <div className={css.about}>
          {incident && cause.data ? (
            <>
              <CauseName of={cause.data} />
              <span>
                {t("health.count", { count: cause.data.cameras })} · <DateTime at={cause.data.opened_at} relative />
              </span>
            </>
          ) : (
            <b>{t(incident ? "health.ofIncident" : "health.ofAlert")}</b>
          )}
          <span className="grow" />
          <Button component={Link} size="xs" href={alert ? "/health/alerts" : "/health/faults"}>
            {t(alert ? "health.toAlerts" : "health.allFaults")}
          </Button>
        </div>
      )}
      {faults.isError ? (
        <ErrorState error={faults.error} onRetry={() => void faults.refetch()} />
      ) : (
        <EntityTable
          label={t("health.view.faults")}
          columns={columns}
          rows={rows}
          rowKey={(row) => ("fault" in row ? row.fault.id : row.incident.id)}
          onOpen={(row) => go("fault" in row ? `/cameras/${row.fault.camera_id}/health?fault=${row.fault.id}` : `/health/faults?incident=${row.incident.id}`)}
          hasMore={faults.hasNextPage}
          loadingMore={faults.isFetchingNextPage}
          onMore={() => void faults.fetchNextPage()}
          skeletonHeight={22}
          empty={
            narrowed ? (
              <EmptyState title={t("health.noMatch")} action={<Button onClick={clear}>{t("cameras.clear")}</Button>}>
                {t("health.noMatchWhat")}
              </EmptyState>
            ) : (
              <EmptyState
                title={t("health.noFaults")}
                action={
                  <Badge tone="ok" shape="ok">
                    {t("health.allWell")}
                  </Badge>
                }
              >
                {t("health.noFaultsWhat")}
              </EmptyState>
            )
          }
        />
      )}
    </HealthFrame>
  );
}
