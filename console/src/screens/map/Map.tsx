/** The map of the city's cameras: from all of them to one's picture. */
import { ActionIcon, Button, Drawer } from "@mantine/core";
import { useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconHome, IconLasso, IconList, IconMinus, IconMovie, IconPlus, IconStack2 } from "@tabler/icons-react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useSearchParams } from "wouter";

import { ApiError } from "../../api/client";
import { SCHEMATIC, useMapBase, useMapSummary } from "../../api/map";
import { can, useCamera, useMe } from "../../api/queries";
import { lassoText, parseLasso, type Corner } from "../../components/map/lasso";
import { canDrawMaps } from "../../components/map/engine";
import { MapView, type Box, type MapHandle, type Position, type Stack } from "../../components/map/MapView";
import { MAP_LOOKS } from "../../components/map/looks";
import type { Overlay } from "../../components/map/overlays";
import { Shape } from "../../components/Shape";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { CITY, parseMap, positionText, tilesAddress } from "./address";
import { useCoverage } from "./coverage";
import css from "./Map.module.css";
import { MapCard } from "./MapCard";
import { MapFilters } from "./MapFilters";
import { MapFind } from "./MapFind";
import { MapFoot } from "./MapFoot";
import { circle, MapFootage, USUAL_RADIUS_M, type Around } from "./MapFootage";
import { MapList, type Chosen } from "./MapList";
import { MapPanel, type LayerChoice } from "./MapPanel";

const NEAR_ZOOM = 17.5;
/** A pole's cameras stand within this; they may be declared some metres apart. */
const POLE_M = 12;
const OFF_AT_FIRST = ["coverage", "holes"];
/** Has a word of its own in the address: to who kept an address before there was this layer it shows what it did. */
const TRAFFIC = "traffic";
const NO_STREETS: readonly Overlay[] = [];
const TrafficLayer = lazy(() => import("./TrafficLayer"));

export function MapScreen() {
  const { t, format } = useTexts();
  const me = useMe();
  const phone = useMediaQuery("(max-width: 720px)", undefined, { getInitialValueInEffect: false });
  const [search, setSearch] = useSearchParams();
  const address = useMemo(() => parseMap(search), [search]);
  const { filter, only, selected, colour } = address;
  const put = useCallback(
    (values: Record<string, string>) => {
      if (location.pathname !== "/map") return; // on the way to another screen: the address is no longer ours
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(values)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: true },
      );
    },
    [setSearch],
  );

  const [drawable] = useState(canDrawMaps);
  useEffect(() => {
    document.title = t("app.title", { page: t("map.title") });
  }, [t]);

  const map = useRef<MapHandle>(null);
  const card = useRef<HTMLElement>(null);
  const find = useRef<HTMLInputElement>(null);
  const [box, setBox] = useState<Box | null>(null);
  const [zoom, setZoom] = useState(address.at?.zoom ?? CITY.zoom);
  const [drawing, setDrawing] = useState(false);
  const [listed, setListed] = useState<Chosen["kind"] | null>(filter.lasso ? "area" : null);
  const [pole, setPole] = useState<Stack | null>(null);
  const [panel, setPanel] = useState(false);
  const [fault, setFault] = useState(false);
  const [around, setAround] = useState<Around | null>(null);

  const base = useMapBase();
  const view = box?.map((value) => value.toFixed(5)).join(",");
  const { lasso, ...unbound } = filter;
  const summary = useMapSummary(unbound, view, colour);
  const whole = useMapSummary(unbound, "-180,-90,180,90", colour);
  const area = useMemo(() => parseLasso(lasso ?? ""), [lasso]);
  const ring = useMemo(() => around && circle(around), [around]);
  const canFind = can(me.data, "media.playback");
  const searchAt = (lat: number, lon: number) => canFind && setAround((before) => ({ lat, lon, radiusM: before?.radiusM ?? USUAL_RADIUS_M }));
  const tiles = tilesAddress(unbound, only, colour);

  const knowsCoverage = can(me.data, "coverage.read");
  const knowsTraffic = can(me.data, "traffic.read");
  const hidden = [...(search.has("off") ? address.hidden : OFF_AT_FIRST), ...(search.has(TRAFFIC) ? [] : [TRAFFIC])];
  const hide = (next: string[]) => put({ off: next.filter((id) => id !== TRAFFIC).join(",") || "-", [TRAFFIC]: next.includes(TRAFFIC) ? "" : "1" });
  const on = (id: string) => !hidden.includes(id);
  const coverage = useCoverage(box, { coverage: knowsCoverage && on("coverage"), holes: knowsCoverage && on("holes") });
  const [streets, setStreets] = useState(NO_STREETS);
  const overlays = useMemo(() => [...streets, ...coverage.overlays], [streets, coverage.overlays]);
  const layers: LayerChoice[] = [
    { id: "cameras", text: "map.layer.cameras", count: summary.data?.total },
    { id: "cones", text: "map.layer.cones", what: "map.layer.conesWhat" },
    ...(knowsCoverage
      ? [
          { id: "coverage", text: "map.layer.coverage" as const, what: "map.layer.coverageWhat" as const },
          { id: "holes", text: "map.layer.holes" as const, what: "map.layer.holesWhat" as const },
        ]
      : []),
    ...(knowsTraffic ? [{ id: TRAFFIC, text: "map.layer.traffic" as const, what: "map.layer.trafficWhat" as const }] : []),
  ];

  // Without a place in the address the map opens on all that the person may see.
  const home = whole.data?.bounds;
  const goHome = useCallback(() => {
    if (home) map.current?.fit(home as unknown as Box, phone ? 40 : { left: 340, top: 72, right: 72, bottom: 40 });
    else map.current?.flyTo(CITY);
  }, [home, phone]);
  const isHome = useRef(address.at !== null);
  const [mapOpen, setMapOpen] = useState(false);
  useEffect(() => {
    if (isHome.current || !mapOpen || !home) return;
    isHome.current = true;
    goHome();
  }, [home, mapOpen, goHome]);

  const chosenCamera = useCamera(selected ?? undefined);
  const place = useCallback(() => {
    const found = chosenCamera.data;
    const element = card.current;
    if (!element || !found) return;
    const at = map.current?.project(found.lat, found.lon);
    const frame = element.parentElement?.getBoundingClientRect();
    if (!at || !frame) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const right = at.x + 28 + width < frame.width - 64;
    const x = right ? at.x + 28 : Math.max(8, at.x - 28 - width);
    const y = Math.min(Math.max(8, at.y - height / 2), Math.max(8, frame.height - height - 8));
    element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }, [chosenCamera.data]);
  useEffect(place, [place, box, mapOpen]);
  const mark = useMemo<Corner | null>(() => (selected && chosenCamera.data ? [chosenCamera.data.lon, chosenCamera.data.lat] : null), [selected, chosenCamera.data]);

  const select = (id: string | null) => put({ sel: id ?? "" });
  const rest = useCallback(
    (at: Position, seen: Box) => {
      setBox(seen);
      setZoom(at.zoom);
      setMapOpen(true);
      put({ c: positionText(at) });
    },
    [put],
  );
  const drawn = (corners: Corner[] | null) => {
    setDrawing(false);
    if (!corners) return;
    put({ area: lassoText(corners), sel: "" });
    setListed("area");
  };
  const closeList = () => {
    if (listed === "area") put({ area: "" });
    setListed(null);
    setPole(null);
  };

  useHotkeys([
    ["/", () => find.current?.focus()],
    ["L", () => setListed((open) => (open === "view" ? null : "view"))],
    ["K", () => setDrawing((open) => !open)],
    ["H", goHome],
    ["Escape", () => (drawing ? setDrawing(false) : around ? setAround(null) : selected ? select(null) : closeList())],
  ]);

  if (me.data && !can(me.data, "camera.read")) return <ErrorState error={new ApiError(403, "denied", "")} />;
  if (!drawable) {
    return (
      <EmptyState
        title={t("map.noWebgl")}
        action={
          <Button component={Link} href="/cameras" variant="filled">
            {t("map.toList")}
          </Button>
        }
      >
        {t("map.noWebglWhat")}
      </EmptyState>
    );
  }
  if (summary.isError && !summary.data) return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />;

  const chosen: Chosen | null =
    listed === "pole" && pole ? { kind: "pole", filter: { ...unbound, near: `${pole.lat},${pole.lon},${POLE_M}` } }
    : listed === "area" && lasso ? { kind: "area", filter }
    : listed === "view" && view ? { kind: "view", filter: { ...unbound, bbox: view } }
    : null;
  const panelContent = <MapPanel summary={summary.data} colour={colour} onColour={(next) => put({ colour: next === "live" ? "" : next, only: "" })} only={only} onOnly={(next) => put({ only: next.join(",") })} layers={layers} hidden={hidden} onHidden={hide} />;

  return (
    <div className={css.screen}>
      <h1 className="sr">{t("map.title")}</h1>
      <MapView
        label={t("map.title")}
        base={base.isPending ? null : (base.data ?? SCHEMATIC)}
        tiles={tiles}
        version={summary.data?.version ?? 0}
        start={address.at ?? CITY}
        shown={{ cameras: on("cameras"), cones: on("cones") }}
        selected={selected}
        area={ring ?? area}
        mark={mark}
        drawing={drawing}
        overlays={overlays}
        handle={map}
        onRest={rest}
        onMove={place}
        onCamera={select}
        onPlace={searchAt}
        onStack={(stack) => {
          setPole(stack);
          setListed("pole");
        }}
        onDrawn={drawn}
        onFault={(status) => setFault(status !== null && (status === 0 || status >= 500))}
      />
      {knowsTraffic && on(TRAFFIC) && mapOpen && (
        <Suspense fallback={null}>
          <TrafficLayer map={map} onOverlays={setStreets} noteClass={css.fault} />
        </Suspense>
      )}
      {!phone && <aside className={css.panel}>{panelContent}</aside>}
      <div className={css.tools}>
        <MapFind
          input={find}
          onGo={({ id, lat, lon }) => {
            map.current?.flyTo({ lat, lon, zoom: id ? NEAR_ZOOM : 14.5 });
            if (id) select(id);
          }}
        />
        <MapFilters filter={filter} onChange={(name, value) => put({ [name]: value })} onClear={() => put({ q: "", purpose: "", kind: "", life: "", owner: "" })} />
        <Button leftSection={<IconLasso size={16} />} aria-pressed={drawing} aria-label={t("map.lasso")} variant={drawing ? "filled" : "default"} onClick={() => setDrawing((open) => !open)}>
          <span className="no-phone">{t("map.lasso")}</span>
        </Button>
        {canFind && (
          <Button leftSection={<IconMovie size={16} />} aria-pressed={around !== null} aria-label={t("find.here")} title={t("find.here")} onClick={() => (around ? setAround(null) : box && searchAt((box[1] + box[3]) / 2, (box[0] + box[2]) / 2))}>
            <span className="no-phone">{t("find.title")}</span>
          </Button>
        )}
        <Button className="no-phone" leftSection={<IconList size={16} />} aria-pressed={listed === "view"} onClick={() => setListed(listed === "view" ? null : "view")}>
          {t("map.listView")}
        </Button>
      </div>
      {!(chosen && !phone) && (
        <div className={css.zoom}>
          <ActionIcon variant="default" aria-label={t("map.nearer")} onClick={() => map.current?.zoomBy(1)}>
            <IconPlus size={16} />
          </ActionIcon>
          <ActionIcon variant="default" aria-label={t("map.farther")} onClick={() => map.current?.zoomBy(-1)}>
            <IconMinus size={16} />
          </ActionIcon>
          <ActionIcon variant="default" aria-label={t("map.home")} onClick={goHome}>
            <IconHome size={16} />
          </ActionIcon>
        </div>
      )}
      {fault && (
        <div className={css.fault} role="alert">
          <span className="c-bad">
            <Shape name="bad" />
          </span>
          {t("map.tilesFault")}
        </div>
      )}
      {!fault && summary.data && mapOpen && (coverage.tooWide || summary.data.total === 0) && (
        <p className={css.empty} role="status">
          {coverage.tooWide ? t("map.coverageNearer") : t(summary.data.everywhere ? "map.noneHere" : "map.noneAtAll")}
        </p>
      )}
      {around && <MapFootage around={around} onChange={setAround} onClose={() => setAround(null)} />}
      {selected && <MapCard key={selected} id={selected} box={card} onClose={() => select(null)} />}
      {chosen && (
        <MapList
          chosen={chosen}
          colour={colour}
          selected={selected}
          onClose={closeList}
          onSelect={(spot) => {
            map.current?.flyTo({ lat: spot.lat, lon: spot.lon, zoom: Math.max(zoom, NEAR_ZOOM) });
            select(spot.id);
            if (phone) setListed(null);
          }}
        />
      )}
      {!chosen && <MapFoot box={box} zoom={zoom} base={base.data ?? SCHEMATIC} onGo={(lat, lon) => map.current?.flyTo({ lat, lon })} />}
      {phone && !selected && !chosen && (
        <button type="button" className={css.counts} onClick={() => setPanel(true)} aria-label={t("map.panel")}>
          <IconStack2 size={18} />
          <span className="grow">{t("map.inView")}</span>
          <span className="num">{summary.data ? format.number(summary.data.total) : "–"}</span>
          {(["bad", "warn"] as const).map(
            (state) =>
              Boolean(summary.data?.states[state]) && (
                <span key={state} className={`num c-${MAP_LOOKS[state].tone}`}>
                  <Shape name={MAP_LOOKS[state].shape} />
                  {format.number(summary.data?.states[state] ?? 0)}
                </span>
              ),
          )}
        </button>
      )}
      {phone && (
        <Drawer opened={panel} onClose={() => setPanel(false)} position="bottom" size="80%" padding={0} title={undefined} closeButtonProps={{ "aria-label": t("app.close") }}>
          {panelContent}
        </Drawer>
      )}
    </div>
  );
}
