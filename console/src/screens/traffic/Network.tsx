/** How it flows in the network: now, over the day behind, and in 15 and 30 minutes; as a map or as rows. */
import { ActionIcon, Button, Drawer } from "@mantine/core";
import { useDebouncedValue, useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconHome, IconList, IconMap2, IconMinus, IconPlus, IconRoute, IconStack2 } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";

import { SCHEMATIC, useMapBase } from "../../api/map";
import { useNetwork, useTrafficIncidents, type IncidentFilter } from "../../api/traffic";
import { useAddressParts } from "../../app/addressParts";
import { canDrawMaps } from "../../components/map/engine";
import { MapView, type MapHandle, type Position } from "../../components/map/MapView";
import { HeadButton } from "../../components/HeadButton";
import { Shape } from "../../components/Shape";
import { EmptyState, ErrorState } from "../../components/States";
import { DayField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { SITE } from "../../i18n/zone";
import { CITY, parseMap, positionText, tilesAddress } from "../map/address";
import { incidentKey, GROUPS, type Group } from "./looks";
import { boundsOf, featuresOf, QUARTER_MS, roadsOf, shownOf, worst } from "./network";
import { NetworkPanel } from "./NetworkPanel";
import { mayChange, NetworksDialog } from "./NetworksDialog";
import { pressedAt, StreetsOverlay, type Pressed } from "./overlay";
import { StreetCard } from "./StreetCard";
import { StreetTable } from "./StreetTable";
import { TimeBar } from "./TimeBar";
import css from "./Traffic.module.css";
import { TrafficFrame } from "./TrafficFrame";
import { useTime } from "./useTime";

const SETTLES_MS = 300;
const PADDING = { left: 320, top: 56, right: 72, bottom: 140 };
const NO_AREA: never[] = [];

export function Network() {
  const { t, format } = useTexts();
  const [, go] = useLocation();
  const phone = useMediaQuery("(max-width: 720px)", undefined, { getInitialValueInEffect: false });
  const [search, put] = useAddressParts();
  const network = useNetwork();
  const roads = useMemo(() => roadsOf(network.data), [network.data]);
  const ids = useMemo(() => roads.streets.map((street) => street.id), [roads]);
  const time = useTime(ids);
  const { when } = time;
  const shown = useMemo(() => shownOf(when, time.state.data, time.history.data), [when, time.state.data, time.history.data]);
  const ranked = useMemo(() => worst(roads.streets, shown), [roads, shown]);
  const selected = search.get("street");
  const only = useMemo(() => (search.get("only") ?? "").split(",").filter((one): one is Group => (GROUPS as readonly string[]).includes(one)), [search]);
  const hidden = (search.get("off") ?? "cameras").split(",");
  const [drawable] = useState(canDrawMaps);
  const asList = search.has("list") || !drawable;
  const select = (id: string | null) => put("street", id);

  const [settledMs] = useDebouncedValue(time.atMs, SETTLES_MS);
  const quarterMs = when.kind === "past" ? settledMs : null;
  const filter = useMemo<IncidentFilter>(() => (quarterMs === null ? { state: ["open"] } : { since: new Date(quarterMs).toISOString(), until: new Date(quarterMs + QUARTER_MS).toISOString() }), [quarterMs]);
  const incidents = useTrafficIncidents(filter, { limit: 100 });
  const found = useMemo(() => incidents.data?.pages.flatMap((page) => page.items).filter((one) => one.answer !== "dismissed") ?? [], [incidents.data]);

  const map = useRef<MapHandle>(null);
  const [overlay] = useState(() => new StreetsOverlay());
  const overlays = useMemo(() => [overlay], [overlay]);
  const base = useMapBase();
  const [start] = useState(() => parseMap(search).at);
  const [opened, setOpened] = useState(false);
  const [panel, setPanel] = useState(false);
  const [changing, setChanging] = useState(false);
  const marks = !hidden.includes("incidents");
  const loading = network.isPending || time.state.isPending;
  useEffect(() => {
    const points = !marks ? [] : found.flatMap((one): GeoJSON.Feature[] => (one.lat === null || one.lon === null ? [] : [{ type: "Feature", properties: { of: "incident", id: one.id, tone: one.answer === "confirmed" ? "bad" : "warn", words: `${t(incidentKey(one.kind))} ${format.minute(Date.parse(one.began))}` }, geometry: { type: "Point", coordinates: [one.lon, one.lat] } }]));
    const drawn = loading ? [] : featuresOf(roads, shown, only, selected); // what nobody has told yet is not "not measured"
    overlay.show(map.current?.map() ?? null, [...drawn, ...points]);
  }, [overlay, loading, roads, shown, only, selected, found, marks, opened, t, format]);

  const press = useRef<(pressed: Pressed | null) => void>(() => undefined);
  useEffect(() => {
    press.current = (pressed) => {
      if (pressed?.of === "incident") go(`/traffic/incidents?incident=${encodeURIComponent(pressed.id)}`);
      else if (pressed?.of === "junction") go(`/traffic/junctions/${encodeURIComponent(pressed.id)}`);
      else select(pressed?.id ?? null);
    };
  });
  useEffect(() => {
    const drawn = opened ? map.current?.map() : null;
    if (!drawn) return;
    const pressed = ({ point }: { point: { x: number; y: number } }) => press.current(pressedAt(drawn, point.x, point.y));
    const over = ({ point }: { point: { x: number; y: number } }) => {
      if (!drawn.isMoving()) drawn.getCanvas().style.cursor = pressedAt(drawn, point.x, point.y) ? "pointer" : "";
    };
    drawn.on("click", pressed);
    drawn.on("mousemove", over);
    return () => {
      drawn.off("click", pressed);
      drawn.off("mousemove", over);
    };
  }, [opened]);

  const home = useMemo(() => boundsOf(roads), [roads]);
  const goHome = () => home && map.current?.fit(home, phone ? 40 : PADDING);
  const isHome = useRef(start !== null);
  useEffect(() => {
    if (isHome.current || !opened || !home) return;
    isHome.current = true;
    map.current?.fit(home, phone ? 40 : PADDING);
  }, [opened, home, phone]);
  const rest = (at: Position) => {
    setOpened(true);
    if (location.pathname === "/traffic" && isHome.current) put("c", positionText(at));
  };
  const step = (by: 1 | -1) => {
    const next = ranked[ranked.findIndex((street) => street.id === selected) + by];
    if (next) select(next.id);
  };
  useHotkeys([
    [",", () => time.go(time.index - 1)],
    [".", () => time.go(time.index + 1)],
    ["N", time.toNow],
    ["J", () => step(1)],
    ["K", () => step(-1)],
    ["L", () => drawable && put("list", asList ? null : "1")],
    ["H", () => void goHome()],
    ["Escape", () => select(null)],
  ]);

  const street = roads.streets.find((one) => one.id === selected);
  const layers = [
    { id: "incidents", word: t("traffic.layer.incidents"), count: found.length },
    { id: "cameras", word: t("map.layer.cameras") },
  ];
  const panelContent = <NetworkPanel roads={roads} shown={shown} state={when.kind === "now" ? time.state.data : undefined} worst={ranked} loading={loading} selected={selected} onSelect={select} only={only} onOnly={(next) => put("only", next.join(","))} layers={layers} hidden={hidden} onHidden={(next) => put("off", next.join(",") || "-")} />;
  const bar = <TimeBar quarters={time.quarters} index={time.index} nowIndex={time.nowIndex} words={time.words} more={time.more} onIndex={time.go} onNow={time.toNow} />;
  const fault = (time.state.isError && time.state.data) || time.isOld;
  const change = mayChange(network.data) && <HeadButton icon={<IconRoute size={16} />} text={t("traffic.networks")} onClick={() => setChanging(true)} />;
  const dialog = changing && network.data && <NetworksDialog network={network.data} onClose={() => setChanging(false)} />;
  const actions = (
    <>
      {!phone && change}
      <DayField w={150} aria-label={t("traffic.day")} value={time.day ?? SITE.day(time.atMs)} onChange={(day) => put("day", day)} />
      {drawable && (
        <Button leftSection={asList ? <IconMap2 size={16} /> : <IconList size={16} />} aria-label={t(asList ? "traffic.asMap" : "traffic.asList")} onClick={() => put("list", asList ? null : "1")}>
          <span className="no-phone">{t(asList ? "traffic.asMap" : "traffic.asList")}</span>
        </Button>
      )}
    </>
  );
  const error = network.isError && !network.data ? network : time.state.isError && !time.state.data ? time.state : null;
  if (error)
    return (
      <TrafficFrame title={t("traffic.title")}>
        <ErrorState error={error.error} onRetry={() => void error.refetch()} />
      </TrafficFrame>
    );
  if (network.data && !roads.streets.length)
    return (
      <TrafficFrame title={t("traffic.title")} actions={change}>
        <EmptyState title={t("traffic.noStreets")}>{t("traffic.noStreetsWhat")}</EmptyState>
        {dialog}
      </TrafficFrame>
    );
  return (
    <TrafficFrame title={t("traffic.title")} actions={actions}>
      {dialog}
      {fault && (
        <p className={`note warn ${css.old}`} role="status">
          <Shape name="warn" />
          <span>{t("traffic.old", { span: format.span(Math.floor(time.ageMs / 60_000) * 60_000) })}</span>
        </p>
      )}
      {asList ? (
        <div className={css.listed}>
          <StreetTable streets={loading ? undefined : ranked} shown={shown} selected={selected} onSelect={select} />
          {street && <StreetCard street={street} shown={shown.get(street.id)} when={when} words={time.words} state={time.state.data} nodes={roads.nodes} onClose={() => select(null)} />}
          {bar}
        </div>
      ) : (
        <div className={css.screen}>
          <MapView
            label={t("traffic.title")}
            base={base.isPending ? null : (base.data ?? SCHEMATIC)}
            tiles={tilesAddress({}, [])}
            version={0}
            start={start ?? CITY}
            shown={{ cameras: !hidden.includes("cameras"), cones: !hidden.includes("cameras") }}
            selected={null}
            area={NO_AREA}
            mark={null}
            drawing={false}
            overlays={overlays}
            handle={map}
            onRest={rest}
            onCamera={(id) => id && go(`/watch/${id}`)}
            onStack={() => undefined}
            onDrawn={() => undefined}
            onFault={() => undefined}
          />
          {!phone && <aside className={`${css.panel} ${css.side}`}>{panelContent}</aside>}
          <div className={css.near} data-aside={street ? true : undefined}>
            <ActionIcon variant="default" aria-label={t("map.nearer")} onClick={() => map.current?.zoomBy(1)}>
              <IconPlus size={16} />
            </ActionIcon>
            <ActionIcon variant="default" aria-label={t("map.farther")} onClick={() => map.current?.zoomBy(-1)}>
              <IconMinus size={16} />
            </ActionIcon>
            <ActionIcon variant="default" aria-label={t("traffic.home")} onClick={() => void goHome()}>
              <IconHome size={16} />
            </ActionIcon>
          </div>
          {phone && !street && (
            <Button className={css.open} leftSection={<IconStack2 size={16} />} onClick={() => setPanel(true)}>
              {t("traffic.streets")}
            </Button>
          )}
          {bar}
          {street && <StreetCard key={street.id} street={street} shown={shown.get(street.id)} when={when} words={time.words} state={time.state.data} nodes={roads.nodes} onClose={() => select(null)} />}
          {phone && (
            <Drawer opened={panel} onClose={() => setPanel(false)} position="bottom" size="80%" padding={0} closeButtonProps={{ "aria-label": t("app.close") }}>
              {panelContent}
            </Drawer>
          )}
        </div>
      )}
    </TrafficFrame>
  );
}
