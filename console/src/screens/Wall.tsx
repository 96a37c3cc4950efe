/** The wall: the pictures get the space; the address holds the layout. */
import { ActionIcon, Button, NativeSelect, SegmentedControl, Tooltip } from "@mantine/core";
import { useElementSize, useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconBell, IconHistory, IconLayoutGrid, IconLayoutSidebarRight, IconMap2, IconMaximize, IconShare } from "@tabler/icons-react";
import { lazy, Suspense, useCallback, useMemo, useRef, useState, type DragEvent } from "react";
import { useLocation, useSearchParams } from "wouter";

import { ApiError } from "../api/client";
import { useAcknowledge, useAlarms } from "../api/walls";
import { usePtzHeads } from "../api/ptz";
import { can, useCamera, useCameras, useMe, useStatuses } from "../api/queries";
import { Page } from "../app/Page";
import { CameraTile } from "../components/CameraTile";
import tileCss from "../components/CameraTile.module.css";
import { Badge, type Tone } from "../components/StateBadge";
import { EmptyState, ErrorState } from "../components/States";
import type { Position } from "../components/map/MapView";
import type { ShapeName } from "../components/Shape";
import type { TileLook } from "../components/tileLook";
import { AllWords, useTexts, type TextKey } from "../i18n";
import { AlarmBand } from "./wall/AlarmBand";
import { useSecondScreen } from "./wall/secondScreens";
import css from "./Wall.module.css";
import { arranged, moved, parseWall, pinned, placed, removed, resized, SIZES, wallSearch, type WallLayout, type WallSize } from "./wallLayout";
import { WallPanel, type PanelView } from "./WallPanel";

const WallMenu = lazy(() => import("./wall/WallMenu").then((module) => ({ default: module.WallMenu })));
const TileSteering = lazy(() => import("./wall/TileSteering").then((module) => ({ default: module.TileSteering })));
const Cycle = lazy(() => import("./wall/Cycle").then((module) => ({ default: module.Cycle })));

const GAP = 4;
const NONE: readonly string[] = [];
const COUNTED: readonly { words: readonly TextKey[]; tone: Tone; shape: ShapeName; text: TextKey }[] = [
  { words: ["tile.live"], tone: "ok", shape: "ok", text: "wall.count.live" },
  { words: ["tile.late", "tile.reconnecting"], tone: "warn", shape: "warn", text: "wall.count.late" },
  { words: ["tile.offline", "tile.frozen"], tone: "bad", shape: "bad", text: "wall.count.failing" },
  { words: ["tile.connecting"], tone: "off", shape: "connecting", text: "wall.count.connecting" },
  { words: ["tile.off"], tone: "off", shape: "off", text: "wall.count.off" },
  { words: ["tile.noRight", "tile.withdrawn"], tone: "off", shape: "lock", text: "wall.count.noRight" },
];

export function Wall() {
  const { t } = useTexts();
  const me = useMe();
  const cameras = useCameras("", 50);
  const [search, setSearch] = useSearchParams();
  const [, go] = useLocation();
  const phone = useMediaQuery("(max-width: 720px)");
  const [selected, setSelected] = useState(0);
  const [panel, setPanel] = useState<PanelView | null>(null);
  const mapAtRef = useRef<Position | null>(null);
  const toggle = (view: PanelView) => setPanel((open) => (open === view ? null : view));
  const [over, setOver] = useState<number | null>(null);
  const [looks, setLooks] = useState<ReadonlyMap<string, TileLook>>(new Map());
  const { ref: stageRef, width: stageWidth, height: stageHeight } = useElementSize();
  const wall = useRef<HTMLElement>(null);

  const first = cameras.data?.pages[0]?.items;
  const fallback = useMemo(() => first?.map((camera) => camera.id) ?? NONE, [first]);
  const layout = parseWall(search, fallback);
  const kept = search.get("layout");
  const wantsAlarms = search.get("alarms") === "1";
  const side = Math.sqrt(layout.size);
  const alarms = useAlarms(layout.tiles.filter((id) => id !== null), kept, wantsAlarms).data;
  const acknowledge = useAcknowledge();
  const { places, rest } = arranged(layout, (wantsAlarms && alarms) || []);
  /** The tile of the layout behind the one that is shown there. */
  const source = (index: number) => places[index]?.from ?? index;
  const shown = places.map((place) => place.id).filter((id): id is string => id !== null);
  const statuses = useStatuses(shown);
  const heads = usePtzHeads(shown);

  /** What a person moves is no longer the layout that was kept, and turns no pages. */
  const change = (next: WallLayout, more: Record<string, string> = {}) =>
    setSearch((before) => {
      const after = wallSearch(next);
      for (const [name, value] of Object.entries({ screen: before.get("screen") ?? "", alarms: before.get("alarms") ?? "", ...more })) if (value) after.set(name, value);
      return after;
    }, { replace: true });
  const second = useSecondScreen((next) => setSearch(next, { replace: true }));
  const [menu, setMenu] = useState(false);
  const look = useCallback((id: string, next: TileLook) => setLooks((before) => (before.get(id)?.word === next.word ? before : new Map(before).set(id, next))), []);
  const focusTile = (index: number) => {
    setSelected(index);
    wall.current?.querySelectorAll<HTMLElement>("[data-tile] > *")[index]?.focus();
  };
  const full = () => (document.fullscreenElement ? void document.exitFullscreen() : void wall.current?.requestFullscreen());
  const resize = (size: string) => change(resized(layout, Number(size) as WallSize, fallback));
  const scale = (by: number) => {
    const next = SIZES[SIZES.indexOf(layout.size) + by];
    if (next) change(resized(layout, next, fallback));
  };

  const onTile = (event: KeyboardEvent) => !(event.target as HTMLElement).closest("button, a, input");

  useHotkeys([
    ...["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map((key) => [key, () => focusTile(moved(selected, key, layout.size))] as [string, () => void]),
    ...Array.from({ length: 9 }, (_, index) => [String(index + 1), () => index < layout.size && focusTile(index)] as [string, () => void]),
    ["Enter", (event) => onTile(event) && places[selected]?.id && go(`/watch/${places[selected].id}`), { preventDefault: false }],
    ["F", full],
    ["L", () => toggle("list")],
    ["M", () => toggle("map")],
    ["Delete", () => change(removed(layout, source(selected)))],
    ["P", () => change(pinned(layout, source(selected)))],
    ["shift++", () => scale(1)],
    ["+", () => scale(1)],
    ["=", () => scale(1)],
    ["-", () => scale(-1)],
  ]);

  if (me.data && !can(me.data, "media.live")) return <ErrorState error={new ApiError(403, "denied", "")} />;
  if (cameras.isError) return <ErrorState error={cameras.error} onRetry={() => void cameras.refetch()} />;
  if (cameras.data && !fallback.length && !shown.length) {
    return (
      <Page title={t("wall.title")}>
        <EmptyState title={t("cameras.none")} action={can(me.data, "camera.write") && <Button variant="filled" onClick={() => go("/cameras/new")}>{t("cameras.add")}</Button>}>
          {t("cameras.noneWhat")}
        </EmptyState>
      </Page>
    );
  }

  const drop = (index: number) => (event: DragEvent) => {
    event.preventDefault();
    setOver(null);
    const id = event.dataTransfer.getData("text/plain");
    if (id) change(placed(layout, source(index), id));
  };
  const dragging = (index: number) => ({
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(index);
    },
    onDragLeave: () => setOver(null),
    onDrop: drop(index),
  });

  // The largest 16:9 tiles that fit the stage; on a phone they are as wide as it and scroll.
  const columns = phone && layout.size > 1 ? (layout.size > 4 ? 2 : 1) : side;
  const rows = phone ? Math.ceil(layout.size / columns) : side;
  const wide = (stageWidth - GAP * (columns - 1)) / columns;
  const high = (stageHeight - GAP * (rows - 1)) / rows;
  const width = phone ? wide : Math.min(wide, (high * 16) / 9);
  const sizes = {
    "aria-label": t("wall.layout"),
    value: String(layout.size),
    data: SIZES.map((size) => ({ value: String(size), label: `${Math.sqrt(size)}×${Math.sqrt(size)}` })),
  };
  const counts = COUNTED.map((kind) => ({ ...kind, count: shown.filter((id) => kind.words.includes(looks.get(id)?.word ?? "tile.connecting")).length })).filter((kind) => kind.count > 0);

  return (
    <Page
      title={t("wall.title")}
      heading={phone && (kept || rest > 0) ? <h1 className="sr">{t("wall.title")}</h1> : undefined}
      aside={
        <>
        {kept && (
          <Suspense fallback={null}>
            <AllWords>
              <Cycle key={kept} layoutId={kept} onPage={({ size, tiles, pinned }) => change({ size, tiles, pinned }, { layout: kept })} />
            </AllWords>
          </Suspense>
        )}
        <span className={`${css.counts} no-phone`} role="status" aria-label={t("wall.states", { count: shown.length })}>
          {counts.map((kind) => (
            <Badge key={kind.text} tone={kind.tone} shape={kind.shape}>
              <NumberedText text={kind.text} count={kind.count} />
            </Badge>
          ))}
        </span>
        {rest > 0 && (
          <Badge tone="bad" shape="bad">
            <NumberedText text="wall.alarm.rest" count={rest} />
          </Badge>
        )}
        </>
      }
      actions={
        second ? null : <>
          {phone ? <NativeSelect w={76} {...sizes} onChange={({ currentTarget }) => resize(currentTarget.value)} /> : <SegmentedControl size="xs" {...sizes} onChange={resize} />}
          <IconAct label={t("wall.list")} pressed={panel === "list"} onClick={() => toggle("list")} icon={<IconLayoutSidebarRight size={18} />} />
          <span className="no-phone row">
            <IconAct label={t("wall.map")} pressed={panel === "map"} onClick={() => toggle("map")} icon={<IconMap2 size={18} />} />
          </span>
          <IconAct label={t("wall.alarmsFirst")} pressed={wantsAlarms} onClick={() => change(layout, { layout: kept ?? "", alarms: wantsAlarms ? "-" : "1" })} icon={<IconBell size={18} />} />
          <IconAct label={t("wall.layouts")} pressed={menu} onClick={() => setMenu(true)} icon={<IconLayoutGrid size={18} />} />
          <span className="no-phone row">
            {can(me.data, "media.playback") && <IconAct label={t("wall.playBack")} onClick={() => go(`/playback?cameras=${shown.slice(0, 16).join(",")}`)} icon={<IconHistory size={18} />} />}
            <IconAct label={t("wall.share")} onClick={() => void navigator.clipboard.writeText(`${location.origin}/wall?${wallSearch(layout).toString()}`)} icon={<IconShare size={18} />} />
            <IconAct label={t("wall.full")} onClick={full} icon={<IconMaximize size={18} />} />
          </span>
        </>
      }
    >
      <div className={css.stage}>
        <div ref={stageRef} className={css.fit}>
          <section ref={wall} className={css.wall} aria-label={t("wall.title")} style={{ gridTemplateColumns: `repeat(${columns}, ${Math.max(0, width)}px)`, gridAutoRows: `${Math.max(0, (width * 9) / 16)}px` }}>
            {stageWidth > 0 &&
              places.map(({ id, from, alarm }, index) => (
                <div key={id ?? `empty-${index}`} data-tile={index} data-alarm={alarm?.kind} style={{ position: "relative", display: "grid", minWidth: 0 }}>
                  {id ? (
                    <TileOf
                      id={id}
                      turns={heads.has(id)}
                      maySteer={can(me.data, "camera.steer")}
                      selected={index === selected}
                      dropTarget={over === index}
                      status={statuses?.get(id)}
                      onSelect={() => setSelected(index)}
                      onRemove={() => change(removed(layout, from))}
                      pinned={layout.pinned?.includes(from)}
                      onPin={() => change(pinned(layout, from))}
                      onLook={look}
                      drag={{ ...dragging(index), onDragStart: (event) => event.dataTransfer.setData("text/plain", id) }}
                    />
                  ) : (
                    <button type="button" className={`${tileCss.empty} ${over === index ? tileCss.drop : ""}`} style={{ position: "relative" }} onClick={() => { setSelected(index); setPanel((open) => open ?? "list"); }} {...dragging(index)}>
                      {cameras.isPending ? "" : t("wall.emptyTile")}
                    </button>
                  )}
                  {alarm && <AlarmBand alarm={alarm} onSeen={() => acknowledge.mutate(alarm)} />}
                </div>
              ))}
          </section>
        </div>
        {panel && (
          <WallPanel
            map={{ view: panel, onView: setPanel, chosen: places[selected]?.id ?? null, atRef: mapAtRef }}
            on={shown}
            onClose={() => setPanel(null)}
            onPick={(id) => {
              const free = layout.tiles.indexOf(null);
              const index = places[selected]?.id && free >= 0 ? free : source(selected);
              change(placed(layout, index, id));
              if (phone) setPanel(null);
            }}
          />
        )}
      </div>
      {menu && (
        <Suspense fallback={null}>
          <AllWords>
            <WallMenu
              wall={layout}
              search={(kept ? search : addressOf(layout, wantsAlarms)).toString()}
              onClose={() => setMenu(false)}
              onOpen={({ id, pages: [page], alarms }) => {
                setMenu(false);
                if (page) change({ size: page.size, tiles: page.tiles, pinned: page.pinned }, { layout: id, alarms: alarms ? "1" : "-" });
              }}
            />
          </AllWords>
        </Suspense>
      )}
      <div className={`${css.foot} no-phone`}>
        <span className="grow" />
        <span>
          <kbd>?</kbd> {t("wall.keys")}
        </span>
      </div>
    </Page>
  );
}

function addressOf(layout: WallLayout, alarms: boolean): URLSearchParams {
  const address = wallSearch(layout);
  if (alarms) address.set("alarms", "1");
  return address;
}

export function NumberedText({ text, count }: { text: TextKey; count: number }) {
  const { rich } = useTexts();
  return <>{rich(text, { count })}</>;
}

function IconAct({ label, icon, pressed, onClick }: { label: string; icon: React.ReactNode; pressed?: boolean; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" aria-label={label} aria-pressed={pressed} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

type TileOfProps = Omit<Parameters<typeof CameraTile>[0], "camera" | "onLook" | "steering"> & { id: string; /** Its head does. */ turns: boolean; onLook: (id: string, look: TileLook) => void };

function TileOf({ id, turns, onLook, ...rest }: TileOfProps) {
  const { t } = useTexts();
  const camera = useCamera(id);
  const tell = useCallback((look: TileLook) => onLook(id, look), [id, onLook]);
  if (camera.data)
    return (
      <CameraTile
        camera={camera.data}
        onLook={tell}
        steering={
          turns && (
            <Suspense fallback={null}>
              <TileSteering cameraId={id} />
            </Suspense>
          )
        }
        {...rest}
      />
    );
  return (
    <div className={tileCss.tile} tabIndex={rest.selected ? 0 : -1} data-camera={id} data-state={camera.isError ? "unknown" : "loading"} {...rest.drag}>
      {camera.isError && <p style={{ padding: 16, color: "var(--tc-dim)" }}>{t("tile.unknownWhat")}</p>}
    </div>
  );
}
