/** Exactly the cameras of a share on the ground; or a place to draw an area in. */
import { ActionIcon, Button } from "@mantine/core";
import { IconLasso, IconMinus, IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";

import { SCHEMATIC, useMapBase } from "../../api/map";
import type { ShareCamera } from "../../api/shares";
import { lassoText, parseLasso } from "../../components/map/lasso";
import type { Box, MapHandle } from "../../components/map/MapView";
import type { Overlay } from "../../components/map/overlays";
import { useTexts } from "../../i18n";
import { CITY, tilesAddress } from "../map/address";
import css from "./Shares.module.css";

const MapView = lazy(() => import("../../components/map/MapView").then((module) => ({ default: module.MapView })));
const TILES = tilesAddress({}, []);
const SHOWN = { cameras: true, cones: false };
const HIDDEN = { cameras: false, cones: false };

interface Props {
  cameras?: readonly ShareCamera[];
  struck?: ReadonlySet<string>;
  area?: string;
  onArea?: (area: string) => void;
}

export function ShareMap({ cameras, struck, area = "", onArea }: Props) {
  const { t } = useTexts();
  const base = useMapBase();
  const handle = useRef<MapHandle>(null);
  const [open, setOpen] = useState(false);
  const [drawing, setDrawing] = useState(false);
  const [drawable, setDrawable] = useState<boolean | null>(null);
  useEffect(() => void import("../../components/map/engine").then(({ canDrawMaps }) => setDrawable(canDrawMaps())), []);
  const corners = useMemo(() => parseLasso(area), [area]);
  const overlays = useMemo(() => (cameras ? [points(cameras, struck ?? new Set())] : []), [cameras, struck]);
  const around = useMemo(() => boxAround(cameras?.map(({ lon, lat }) => [lon, lat] as const) ?? corners), [cameras, corners]);
  const fitted = useRef(false);
  useEffect(() => {
    if (!open || !around || fitted.current) return;
    fitted.current = true;
    handle.current?.fit(around, 32);
  }, [open, around]);
  const rest = useCallback(() => setOpen(true), []);

  if (drawable === false) return <p className={`${css.map} ${css.noMap}`}>{t("map.noWebgl")}</p>;
  return (
    <div className={css.map} data-large={onArea ? true : undefined} data-share-map>
      <Suspense>
        {drawable && (
          <MapView
            label={t(onArea ? "share.area" : "share.mapOf")}
            base={base.isPending ? null : (base.data ?? SCHEMATIC)}
            tiles={TILES}
            version={0}
            start={CITY}
            shown={onArea ? SHOWN : HIDDEN}
            selected={null}
            area={corners}
            mark={null}
            drawing={drawing}
            overlays={overlays}
            handle={handle}
            onRest={rest}
            onCamera={noop}
            onStack={noop}
            onDrawn={(drawn) => {
              setDrawing(false);
              if (drawn) onArea?.(lassoText(drawn));
            }}
            onFault={noop}
          />
        )}
      </Suspense>
      {onArea && (
        <div className={css.mapTools}>
          <Button size="xs" leftSection={<IconLasso size={14} />} variant={drawing ? "filled" : "default"} aria-pressed={drawing} onClick={() => setDrawing((now) => !now)}>
            {t(area ? "share.drawAgain" : "share.draw")}
          </Button>
          {area && (
            <Button size="xs" onClick={() => onArea("")}>
              {t("share.noArea")}
            </Button>
          )}
        </div>
      )}
      <div className={css.mapZoom}>
        <ActionIcon variant="default" aria-label={t("map.nearer")} onClick={() => handle.current?.zoomBy(1)}>
          <IconPlus size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label={t("map.farther")} onClick={() => handle.current?.zoomBy(-1)}>
          <IconMinus size={16} />
        </ActionIcon>
      </div>
    </div>
  );
}

function points(cameras: readonly ShareCamera[], struck: ReadonlySet<string>): Overlay {
  const features = cameras.map((one): GeoJSON.Feature => ({ type: "Feature", properties: { given: !struck.has(one.id) }, geometry: { type: "Point", coordinates: [one.lon, one.lat] } }));
  return {
    id: "shared-cameras",
    data: { type: "FeatureCollection", features },
    layers: (palette, source) => [
      {
        id: source,
        type: "circle",
        source,
        paint: {
          "circle-radius": 6,
          "circle-color": ["case", ["get", "given"], palette.accent, palette.surface],
          "circle-stroke-width": 2,
          "circle-stroke-color": ["case", ["get", "given"], palette.surface, palette.dim],
        },
      },
    ],
  };
}

function boxAround(spots: readonly (readonly [number, number])[]): Box | null {
  if (!spots.length) return null;
  const [lons, lats] = [spots.map(([lon]) => lon), spots.map(([, lat]) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

function noop() {
  // what is on the map is looked at, not opened
}
