/** The map beside the wall: cameras that the person may watch, to drag or to press onto a tile; below it the same for the keyboard. */
import { ActionIcon } from "@mantine/core";
import { IconHome, IconMinus, IconPlus, IconX } from "@tabler/icons-react";
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from "react";

import { SCHEMATIC, useMapBase, useMapSpots, useMapSummary } from "../../api/map";
import { canDrawMaps } from "../../components/map/engine";
import { MAP_LOOKS } from "../../components/map/looks";
import { MapView, type Box, type MapHandle, type Position, type Stack } from "../../components/map/MapView";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { CITY, tilesAddress } from "../map/address";
import css from "../Wall.module.css";
import { Entry } from "./Entry";

/** States of cameras that have pictures for whoever asks: the others are on the map's own screen. */
const TILES = tilesAddress({}, ["ok", "warn", "bad"]);
const POLE_M = 12;
const NOTHING = [] as const;
const SHOWN = { cameras: true, cones: true };

interface Props {
  on: readonly string[];
  /** The camera of the chosen tile. */
  chosen: string | null;
  /** Where the map was when it was open last. */
  atRef: { current: Position | null };
  onPick: (id: string) => void;
}

export function WallMap({ on, chosen, atRef, onPick }: Props) {
  const { t, rich } = useTexts();
  const [drawable] = useState(canDrawMaps);
  const [start] = useState(() => atRef.current ?? CITY);
  const base = useMapBase();
  const map = useRef<MapHandle>(null);
  const [box, setBox] = useState<Box | null>(null);
  const [pole, setPole] = useState<Stack | null>(null);
  const [fault, setFault] = useState(false);
  const view = box?.map((value) => value.toFixed(5)).join(",");
  const summary = useMapSummary({}, view);
  const home = useMapSummary({}, "-180,-90,180,90").data?.bounds;
  const spots = useMapSpots(pole ? { near: `${pole.lat},${pole.lon},${POLE_M}` } : view || !drawable ? { bbox: view } : null);
  const goHome = useCallback(() => home && map.current?.fit(home as unknown as Box, 32), [home]);
  const placed = useRef(atRef.current !== null);
  const isOpen = box !== null;
  useEffect(() => {
    if (placed.current || !isOpen || !home) return;
    placed.current = true;
    goHome();
  }, [home, isOpen, goHome]);
  const rest = useCallback(
    (now: Position, seen: Box) => {
      atRef.current = now;
      setBox(seen);
      setPole(null);
    },
    [atRef],
  );
  const watchable = spots.data?.items.filter((spot) => spot.live);
  return (
    <>
      {drawable && (
        <div className={css.map} onKeyDown={keepOnMap}>
          <MapView
            label={t("map.title")}
            base={base.isPending ? null : (base.data ?? SCHEMATIC)}
            tiles={TILES}
            version={summary.data?.version ?? 0}
            start={start}
            shown={SHOWN}
            selected={chosen}
            area={NOTHING}
            mark={null}
            drawing={false}
            overlays={NOTHING}
            handle={map}
            draggable
            onRest={rest}
            onCamera={(id) => id && onPick(id)}
            onStack={setPole}
            onDrawn={() => undefined}
            onFault={(status) => setFault(status !== null && (status === 0 || status >= 500))}
          />
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
          {fault && (
            <p className={css.fault} role="alert">
              {t("map.tilesFault")}
            </p>
          )}
          <span className={css.ground}>{!base.data || base.data.kind === "schematic" ? t("map.schematic") : base.data.attribution}</span>
        </div>
      )}
      <div className={css.inView}>
        <h3 className="grow">{t(pole ? "map.list.pole" : "map.list.view")}</h3>
        {watchable && <span className="num">{watchable.length}</span>}
        {pole && (
          <ActionIcon size="sm" aria-label={t("map.list.view")} onClick={() => setPole(null)}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      <ul className={css.list}>
        {watchable?.map((spot) => <Entry key={spot.id} camera={spot} look={MAP_LOOKS[spot.state]} on={on.includes(spot.id)} onPick={onPick} />)}
        {spots.isError && (
          <li style={{ padding: 12 }}>
            <ErrorNote error={spots.error} />
          </li>
        )}
        {watchable?.length === 0 && <li className={css.none}>{t("wall.noneInView")}</li>}
        {spots.data && spots.data.total > spots.data.items.length && <li className={css.none}>{rich("map.list.more", { shown: spots.data.items.length, total: spots.data.total })}</li>}
      </ul>
    </>
  );
}

/** Arrows and signs move the map that has the focus, not the choice of a tile. */
function keepOnMap(event: KeyboardEvent) {
  if (event.key.startsWith("Arrow") || "+-=".includes(event.key)) event.stopPropagation();
}
