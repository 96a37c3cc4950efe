/** What cameras have found on the roads: the list, and the one that is open; answered without the mouse. */
import { ActionIcon, Button, MultiSelect, SegmentedControl, Skeleton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconChevronLeft } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";

import { can, useMe } from "../../api/queries";
import { useAnswerIncident, useTrafficIncident, useTrafficIncidents, type Incident, type IncidentAct, type IncidentFilter, type IncidentKind } from "../../api/traffic";
import { useAddressParts } from "../../app/addressParts";
import { DateTime } from "../../components/DateTime";
import { Shape } from "../../components/Shape";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import list from "../requests/Requests.module.css";
import { IncidentBadge, IncidentCard, VIEWS, type View } from "./IncidentCard";
import { incidentKey, INCIDENTS } from "./looks";
import css from "./Traffic.module.css";
import { TrafficFrame } from "./TrafficFrame";

const BOXES = { open: { state: ["open"], answer: ["none", "confirmed"] }, waiting: { answer: ["none"] }, all: {} } as const;
type Box = keyof typeof BOXES;
const BOX_NAMES = Object.keys(BOXES) as Box[];

export function Incidents() {
  const { t } = useTexts();
  const me = useMe();
  const [search, put, setSearch] = useAddressParts();
  const box = BOX_NAMES.find((one) => one === search.get("box")) ?? "open";
  const kinds = useMemo(() => search.getAll("kind").filter((kind): kind is IncidentKind => (INCIDENTS as readonly string[]).includes(kind)), [search]);
  const filter = useMemo<IncidentFilter>(() => ({ ...(structuredClone(BOXES[box]) as IncidentFilter), ...(kinds.length ? { kind: kinds } : {}) }), [box, kinds]);
  const incidents = useTrafficIncidents(filter);
  const items = incidents.data?.pages.flatMap((page) => page.items);
  const wanted = search.get("incident");
  const listed = items?.find((one) => one.id === wanted) ?? (wanted ? undefined : items?.[0]);
  const alone = useTrafficIncident(wanted && items && !listed ? wanted : undefined);
  const opened = listed ?? alone.data;
  const answer = useAnswerIncident();
  const [view, setView] = useState<View>("picture");
  const words = useRef<HTMLTextAreaElement>(null);
  const mayAnswer = can(me.data, "traffic.judge");

  const open = (id: string | null) => put("incident", id);
  const step = (by: 1 | -1) => {
    const next = items?.[items.findIndex((one) => one.id === opened?.id) + by];
    if (next) open(next.id);
  };
  const act = (what: IncidentAct) => {
    if (!opened || !mayAnswer || answer.isPending || (what === "close" && opened.state !== "open")) return;
    const next = items?.[items.findIndex((one) => one.id === opened.id) + 1];
    answer.mutate(
      { id: opened.id, act: what, words: words.current?.value.trim() ?? "" },
      { onSuccess: () => what === "dismiss" && box !== "all" && next && open(next.id) }, // it leaves the list: on to what is next
    );
  };
  useHotkeys([
    ["J", () => step(1)],
    ["K", () => step(-1)],
    ["C", () => act("confirm")],
    ["D", () => act("dismiss")],
    ["E", () => act("close")],
    ["W", (event) => (event.preventDefault(), words.current?.focus())],
    ...VIEWS.map((one, index): [string, () => void] => [String(index + 1), () => setView(one)]),
  ]);

  return (
    <TrafficFrame title={t("traffic.incidents")}>
      <div className={list.split} data-open={wanted ? true : undefined}>
        <nav className={list.list} aria-label={t("traffic.incidents")}>
          <div className={`${list.listHead} ${css.filters}`}>
            <SegmentedControl size="xs" fullWidth aria-label={t("traffic.box")} value={box} onChange={(value) => setSearch((before) => changed(before, { box: value === "open" ? "" : value, incident: "" }), { replace: true })} data={BOX_NAMES.map((value) => ({ value, label: t(`traffic.box.${value}`) }))} />
            <MultiSelect size="xs" aria-label={t("traffic.kinds")} placeholder={kinds.length ? undefined : t("traffic.anyKind")} clearable hidePickedOptions value={kinds} onChange={(chosen) => put("kind", chosen)} data={INCIDENTS.map((value) => ({ value, label: t(incidentKey(value)) }))} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />
          </div>
          {!items && !incidents.isError && Array.from({ length: 5 }, (_, index) => <div key={index} className={list.entry}><Skeleton height={16} width="60%" /><Skeleton height={14} width="90%" /></div>)}
          {items?.map((one) => <Entry key={one.id} incident={one} current={one.id === opened?.id} onOpen={() => open(one.id)} />)}
          {incidents.hasNextPage && (
            <Button m="md" size="xs" loading={incidents.isFetchingNextPage} onClick={() => void incidents.fetchNextPage()}>
              {t("app.more")}
            </Button>
          )}
          {items?.length === 0 && <EmptyState title={t(kinds.length ? "traffic.noMatch" : `traffic.none.${box}`)}>{t(kinds.length ? "health.noMatchWhat" : "traffic.noneWhat")}</EmptyState>}
          <p className="sr" role="status">
            {items && t("traffic.openCount", { count: items.filter((one) => one.state === "open").length })}
          </p>
        </nav>
        <div className={list.main}>
          {wanted && (
            <ActionIcon className={list.back} aria-label={t("traffic.backToList")} onClick={() => open(null)}>
              <IconChevronLeft size={18} />
            </ActionIcon>
          )}
          {incidents.isError && !items ? (
            <ErrorState error={incidents.error} onRetry={() => void incidents.refetch()} />
          ) : alone.isError && !opened ? (
            <ErrorState error={alone.error} />
          ) : (
            <>
              {incidents.isError && (
                <p className="note warn" role="status">
                  <Shape name="warn" />
                  <span>{t("traffic.notRenewed")}</span>
                </p>
              )}
              {opened ? <IncidentCard key={opened.id} incident={opened} view={view} onView={setView} words={words} mayAnswer={mayAnswer} pending={answer.isPending ? answer.variables.act : null} error={answer.isError && answer.variables.id === opened.id ? answer.error : null} onAct={act} /> : !items && <Skeleton height={420} style={{ maxWidth: 960, width: "100%", margin: "0 auto" }} />}
            </>
          )}
        </div>
      </div>
    </TrafficFrame>
  );
}

function changed(before: URLSearchParams, values: Record<string, string>): URLSearchParams {
  const next = new URLSearchParams(before);
  for (const [name, value] of Object.entries(values)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

function Entry({ incident, current, onOpen }: { incident: Incident; current: boolean; onOpen: () => void }) {
  const { t } = useTexts();
  const first = incident.sightings[0];
  return (
    <button type="button" className={list.entry} aria-current={current} onClick={onOpen} data-incident={incident.id}>
      <span className={list.entryTop}>
        <b className="cut">{t(incidentKey(incident.kind))}</b>
        <IncidentBadge incident={incident} />
      </span>
      <span className="cut">
        <b className="num">{first?.camera_code}</b> {first?.camera_name}
        {incident.sightings.length > 1 && ` ${t("traffic.moreCameras", { count: incident.sightings.length - 1 })}`}
      </span>
      <span className="small dim">
        <DateTime at={incident.began} relative />
      </span>
    </button>
  );
}
