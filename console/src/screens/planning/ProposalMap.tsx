/** The map under the drawn cameras, with the cameras that are there already. */
import { ActionIcon, Button } from "@mantine/core";
import { IconMapPinPlus, IconMinus, IconPlus } from "@tabler/icons-react";
import type { Map as MapLibre } from "maplibre-gl";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";

import { SCHEMATIC, useMapBase } from "../../api/map";
import type { MapHandle } from "../../components/map/MapView";
import { useTexts } from "../../i18n";
import { CITY, tilesAddress } from "../map/address";
import { numberOf, type CandidateInput } from "./candidates";
import { DrawLayer } from "./DrawLayer";
import css from "./Planning.module.css";

const MapView = lazy(() => import("../../components/map/MapView").then((module) => ({ default: module.MapView })));
const NEAR_ZOOM = 17.5;
const NOTHING: readonly never[] = [];
const SHOWN = { cameras: true, cones: true };
const TILES = tilesAddress({}, []);

interface Props {
  candidates: readonly CandidateInput[];
  chosen: number | null;
  onChoose?: (key: number) => void;
  onChange?: (key: number, change: Partial<CandidateInput>) => void;
  /** Where the next one is placed. */
  onPlace?: (lat: number, lon: number) => void;
}

export function ProposalMap({ candidates, chosen, onChoose, onChange, onPlace }: Props) {
  const { t } = useTexts();
  const base = useMapBase();
  const handle = useRef<MapHandle>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const [, setMoved] = useState(0);
  const [placing, setPlacing] = useState(onPlace !== undefined && candidates.length === 0);
  const [drawable, setDrawable] = useState<boolean | null>(null);
  useEffect(() => void import("../../components/map/engine").then(({ canDrawMaps }) => setDrawable(canDrawMaps())), []);

  const spots = candidates.flatMap((one): [number, number][] => {
    const [lat, lon] = [numberOf(one, "lat"), numberOf(one, "lon")];
    return lat === null || lon === null ? [] : [[lat, lon]];
  });
  const [start] = useState(() => {
    const [first] = spots;
    return first ? { lat: first[0], lon: first[1], zoom: NEAR_ZOOM } : { ...CITY, zoom: 15.5 };
  });
  const moved = useCallback(() => {
    setMap(handle.current?.map() ?? null);
    setMoved((times) => times + 1);
  }, []);
  // A camera that was chosen or typed to where the map does not look is brought into view.
  const one = candidates.find((candidate) => candidate.key === chosen);
  const [lat, lon] = [one ? numberOf(one, "lat") : null, one ? numberOf(one, "lon") : null];
  useEffect(() => {
    if (!map || lat === null || lon === null || map.getBounds().contains([lon, lat])) return;
    map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), NEAR_ZOOM - 1), duration: 300 });
  }, [map, chosen, lat, lon]);
  const ground = useMemo(() => base.data ?? SCHEMATIC, [base.data]);

  const place = (x: number, y: number) => {
    if (!map || !onPlace) return;
    const at = map.unproject([x, y]);
    setPlacing(false);
    onPlace(at.lat, at.lng);
  };
  return (
    <>
      {drawable === false && <p className={css.mapNote}>{t("map.noWebglWhat")}</p>}
      <Suspense>
        {drawable && !base.isPending && (
          <MapView label={t("proposal.map")} base={ground} tiles={TILES} version={0} start={start} shown={SHOWN} selected={null} mark={null} area={NOTHING} drawing={false} overlays={NOTHING} handle={handle} onRest={moved} onMove={moved} onCamera={noop} onStack={noop} onDrawn={noop} onFault={noop} />
        )}
      </Suspense>
      {map && <DrawLayer map={map} candidates={candidates} chosen={chosen} onChoose={onChoose} onChange={onChange} />}
      {placing && map && (
        <button
          type="button"
          className={css.sheet}
          aria-label={t("proposal.placeHere")}
          data-place
          onClick={(event) => {
            const frame = event.currentTarget.getBoundingClientRect();
            // By a key there is no point: the middle of what is seen.
            if (event.detail === 0) place(frame.width / 2, frame.height / 2);
            else place(event.clientX - frame.left, event.clientY - frame.top);
          }}
        />
      )}
      {onPlace && (
        <div className={css.mapTools}>
          <Button leftSection={<IconMapPinPlus size={16} />} variant={placing ? "filled" : "default"} aria-pressed={placing} disabled={!map} onClick={() => setPlacing((open) => !open)}>
            {t("proposal.place")}
          </Button>
        </div>
      )}
      {map && (
        <div className={css.mapZoom}>
          <ActionIcon variant="default" aria-label={t("map.nearer")} onClick={() => handle.current?.zoomBy(1)}>
            <IconPlus size={16} />
          </ActionIcon>
          <ActionIcon variant="default" aria-label={t("map.farther")} onClick={() => handle.current?.zoomBy(-1)}>
            <IconMinus size={16} />
          </ActionIcon>
        </div>
      )}
      {onPlace && map && (
        <p className={css.mapNote} role="status">
          {t(placing ? "proposal.placeWhat" : chosen === null ? "proposal.zones" : "proposal.dragWhat")}
        </p>
      )}
    </>
  );
}

function noop() {
  // what is on the map already is looked at, not opened: the drawing stays
}
