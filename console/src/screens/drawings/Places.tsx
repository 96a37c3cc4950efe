/** The same points on the map: clicked there, or typed as latitude and longitude. */
import { ActionIcon, TextInput } from "@mantine/core";
import { IconMapPin, IconMinus, IconPlus } from "@tabler/icons-react";
import type { Map as MapLibre } from "maplibre-gl";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type PointerEvent } from "react";

import { SCHEMATIC, useMapBase } from "../../api/map";
import type { MapHandle } from "../../components/map/MapView";
import { useTexts } from "../../i18n";
import { tilesAddress } from "../map/address";
import { spotOf, spotText, type Clicks, type Spot } from "./clicks";
import css from "./Drawings.module.css";

const MapView = lazy(() => import("../../components/map/MapView").then((module) => ({ default: module.MapView })));
const ZOOM = 18.5;
const DRAGGED_PX = 4;
const NONE: readonly never[] = [];
const SHOWN = { cameras: false, cones: false };
const TILES = tilesAddress({}, []);

interface Props {
  clicks: Clicks;
  chosen: number;
  camera: { lat: number; lon: number };
  disabled: boolean;
  onChoose: (index: number) => void;
  onPlaces: (places: (Spot | null)[]) => void;
}

export function Places({ clicks, chosen, camera, disabled, onChoose, onPlaces }: Props) {
  const { t } = useTexts();
  const put = (index: number, spot: Spot | null) => onPlaces(clicks.points.map((_, at) => (at === index ? spot : (clicks.places[at] ?? null))));
  return (
    <section className={css.places} aria-label={t("draw.places")}>
      <Ground clicks={clicks} camera={camera} onPress={(spot) => !disabled && chosen < clicks.points.length && put(chosen, spot)} />
      {clicks.points.map((_, index) => (
        <PlaceField key={`${index} ${spotText(clicks.places[index] ?? null)}`} index={index} spot={clicks.places[index] ?? null} chosen={index === chosen} disabled={disabled} onChoose={() => onChoose(index)} onSpot={(spot) => put(index, spot)} />
      ))}
    </section>
  );
}

function PlaceField({ index, spot, chosen, disabled, onChoose, onSpot }: { index: number; spot: Spot | null; chosen: boolean; disabled: boolean; onChoose: () => void; onSpot: (spot: Spot | null) => void }) {
  const { t } = useTexts();
  const [text, setText] = useState(spotText(spot));
  const wrong = text.trim() !== "" && spotOf(text) === null;
  return (
    <div className={css.place}>
      <b className="num">{index + 1}</b>
      <TextInput aria-label={t("draw.placeOf", { number: index + 1 })} placeholder="21.028511, 105.804817" value={text} disabled={disabled} error={wrong ? t("draw.placeWrong") : undefined} onFocus={onChoose} onChange={(event) => setText(event.currentTarget.value)} onBlur={() => !wrong && text !== spotText(spot) && onSpot(spotOf(text))} />
      <ActionIcon variant={chosen ? "filled" : "default"} aria-pressed={chosen} disabled={disabled} aria-label={t("draw.placeNext", { number: index + 1 })} onClick={onChoose}>
        <IconMapPin size={16} />
      </ActionIcon>
    </div>
  );
}

function Ground({ clicks, camera, onPress }: { clicks: Clicks; camera: { lat: number; lon: number }; onPress: (spot: Spot) => void }) {
  const { t } = useTexts();
  const base = useMapBase();
  const handle = useRef<MapHandle>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const [, setMoved] = useState(0);
  const panned = useRef(0);
  const [drawable, setDrawable] = useState<boolean | null>(null);
  useEffect(() => void import("../../components/map/engine").then(({ canDrawMaps }) => setDrawable(canDrawMaps())), []);
  const [start] = useState(() => ({ lat: camera.lat, lon: camera.lon, zoom: ZOOM }));
  const ground = useMemo(() => base.data ?? SCHEMATIC, [base.data]);
  const moved = useCallback(() => {
    setMap(handle.current?.map() ?? null);
    setMoved((times) => times + 1);
  }, []);
  if (drawable === false) return <p className="small dim">{t("draw.noMap")}</p>;
  // What lies over the map takes its pointer: a drag there moves the map all the same.
  const drag = (event: PointerEvent) => {
    if (event.buttons !== 1 || !map) return;
    panned.current += Math.abs(event.movementX) + Math.abs(event.movementY);
    map.panBy([-event.movementX, -event.movementY], { duration: 0 });
  };
  const spots = clicks.places.slice(0, clicks.points.length).map((spot) => spot && map?.project([spot[1], spot[0]]));
  const here = map?.project([camera.lon, camera.lat]);
  return (
    <div className={css.map}>
      <Suspense>
        {drawable && !base.isPending && <MapView label={t("draw.places")} base={ground} tiles={TILES} version={0} start={start} shown={SHOWN} selected={null} mark={null} area={NONE} drawing={false} overlays={NONE} handle={handle} onRest={moved} onMove={moved} onCamera={noop} onPlace={(lat, lon) => onPress([lat, lon])} onStack={noop} onDrawn={noop} onFault={noop} />}
      </Suspense>
      {map && (
        <button
          type="button"
          className={css.sheet}
          aria-label={t("draw.placeHere")}
          onPointerDown={() => (panned.current = 0)}
          onPointerMove={drag}
          onClick={(event) => {
            if (panned.current > DRAGGED_PX && event.detail !== 0) return;
            const frame = event.currentTarget.getBoundingClientRect();
            // By a key there is no point: the middle of what is seen.
            const at = event.detail === 0 ? map.unproject([frame.width / 2, frame.height / 2]) : map.unproject([event.clientX - frame.left, event.clientY - frame.top]);
            onPress([at.lat, at.lng]);
          }}
        />
      )}
      {here && <span className={css.here} aria-hidden style={{ left: here.x, top: here.y }} />}
      {spots.map((at, index) => at && <span key={index} className={css.spot} aria-hidden style={{ left: at.x, top: at.y }}>{index + 1}</span>)}
      {map && (
        <div className={css.zoom}>
          <ActionIcon variant="default" aria-label={t("map.nearer")} onClick={() => handle.current?.zoomBy(1)}><IconPlus size={16} /></ActionIcon>
          <ActionIcon variant="default" aria-label={t("map.farther")} onClick={() => handle.current?.zoomBy(-1)}><IconMinus size={16} /></ActionIcon>
        </div>
      )}
    </div>
  );
}

function noop() {
  // points are placed here; cameras are not opened
}
