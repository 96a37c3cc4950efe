/** The map: ground, cameras by right and filter, areas and layers over them. Used by screens; knows no screen. */
import { useComputedColorScheme } from "@mantine/core";
import type { Map as MapLibre, MapGeoJSONFeature, Point, VectorTileSource } from "maplibre-gl";
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";

import type { BaseMap } from "../../api/types";
import { useTexts } from "../../i18n";
import { drawSignsFor, fontsReady, openMap, type Position, whenDrawn } from "./engine";
import { Lasso } from "./Lasso";
import type { Corner } from "./lasso";
import { readPalette } from "./looks";
import css from "./MapView.module.css";
import { addOverlays, type Overlay } from "./overlays";
import { CAMERA_LAYERS, CAMERAS, CONE_LAYERS, isGroundName, makeStyle, type Shown } from "./style";

export type { Position } from "./engine";
export type Box = readonly [west: number, south: number, east: number, north: number];

export interface Stack {
  lat: number;
  lon: number;
  count: number;
}

export interface MapHandle {
  flyTo: (to: Partial<Position>) => void;
  fit: (box: Box, padding?: number | { left: number; top: number; right: number; bottom: number }) => void;
  zoomBy: (levels: number) => void;
  project: (lat: number, lon: number) => { x: number; y: number } | null;
  map: () => MapLibre | null;
}

interface Props {
  label: string;
  /** Null until it is known: the map is set up meanwhile. */
  base: BaseMap | null;
  /** Address of the cameras' tiles, with {z}, {x} and {y}, from the root of this site. */
  tiles: string;
  /** A new number asks for the tiles again: a state has changed. */
  version: number;
  start: Position;
  shown: Shown;
  selected: string | null;
  area: readonly Corner[];
  /** Where the chosen camera stands. */
  mark: Corner | null;
  drawing: boolean;
  overlays: readonly Overlay[];
  handle?: Ref<MapHandle>;
  onRest: (at: Position, box: Box) => void;
  onMove?: () => void;
  onCamera: (id: string | null) => void;
  /** The right mouse button, or a long press. */
  onPlace?: (lat: number, lon: number) => void;
  onStack: (stack: Stack) => void;
  onDrawn: (area: Corner[] | null) => void;
  onFault: (status: number | null) => void;
  /** A sign under the pointer can be dragged away: its text is the camera's id. */
  draggable?: boolean;
}

/** Beyond this a stack will not come apart by going nearer. */
const NEAREST_ZOOM = 17;
const PRESSED = ["camera-signs", "cluster-rings"];

export function MapView(props: Props) {
  const { base, tiles, version, shown, selected, area, mark, drawing, overlays, handle, onDrawn } = props;
  const { t, language } = useTexts();
  const scheme = useComputedColorScheme("dark");
  const host = useRef<HTMLDivElement>(null);
  const hint = useRef<HTMLDivElement>(null);
  const grip = useRef<HTMLDivElement>(null);
  const map = useRef<MapLibre | null>(null);
  const palette = useRef<ReturnType<typeof readPalette> | null>(null);
  const [ready, setReady] = useState(0);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let gone = false;
    const opened = openMap(element, latest.current.start, latest.current.label);
    map.current = opened;
    opened.touchZoomRotate.disableRotation();
    opened.keyboard.disableRotation();
    drawSignsFor(opened, () => palette.current ?? readPalette());
    const rest = () => {
      if (!element.clientWidth) return; // hidden while the next screen's code comes
      const { lng, lat } = opened.getCenter();
      const bounds = opened.getBounds();
      latest.current.onRest({ lat, lon: lng, zoom: opened.getZoom() }, [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]);
    };
    opened.on("moveend", rest);
    opened.on("move", () => latest.current.onMove?.());
    opened.on("resize", rest);
    opened.on("error", ({ error }) => latest.current.onFault((error as { status?: number }).status ?? null));
    opened.on("data", (event) => {
      if (event.dataType === "source" && event.sourceId === CAMERAS && event.tile) latest.current.onFault(null);
    });
    whenDrawn(opened, () => {
      element.dataset.drawn ??= performance.now().toFixed(); // tests and benchmarks wait for the first picture
    });
    opened.on("click", ({ point }) => press(opened, point, latest.current));
    opened.on("contextmenu", ({ lngLat }) => latest.current.onPlace?.(lngLat.lat, lngLat.lng));
    watchPointer(opened, element, hint, grip);
    void fontsReady().then(() => {
      if (!gone) setReady(1);
    });
    rest();
    return () => {
      gone = true;
      map.current = null;
      opened.remove();
    };
  }, []);

  // A new theme or ground is a new style; what is said of cameras and overlays is put onto it again.
  useEffect(() => {
    const opened = map.current;
    if (!opened || !ready || !base) return;
    const colours = readPalette();
    palette.current = colours;
    opened.setStyle(makeStyle(base, colours, location.origin + latest.current.tiles, latest.current.shown, language === "vi" ? "vi-VN" : "en-GB"), { diff: false, validate: false });
    opened.once("style.load", () => setReady((times) => times + 1));
    whenDrawn(opened, () => {
      for (const layer of opened.getLayersOrder().filter(isGroundName)) opened.setLayoutProperty(layer, "visibility", "visible");
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `ready` counts styles, only its first is a reason
  }, [scheme, base, language, ready > 0]);

  useEffect(() => {
    if (ready < 2) return;
    const source = map.current?.getSource<VectorTileSource>(CAMERAS);
    const address = location.origin + tiles;
    if (source && source.serialize().tiles?.[0] !== address) source.setTiles([address]); // else it would load all again
  }, [tiles, ready]);

  const known = useRef(version);
  useEffect(() => {
    const opened = map.current;
    if (!opened || ready < 2 || known.current === version) return;
    const refresh = () => opened.getSource(CAMERAS) && opened.refreshTiles(CAMERAS);
    // The first number comes while the first tiles do: they are asked for again when they have been drawn.
    if (known.current || opened.loaded()) refresh();
    else void opened.once("idle", refresh);
    known.current = version;
  }, [version, ready]);

  useEffect(() => {
    const opened = map.current;
    if (!opened || ready < 2) return;
    for (const id of CAMERA_LAYERS) opened.setLayoutProperty(id, "visibility", shown.cameras && (shown.cones || !CONE_LAYERS.includes(id)) ? "visible" : "none");
  }, [shown.cameras, shown.cones, ready]);

  useEffect(() => {
    const opened = map.current;
    if (!opened || ready < 2 || !selected) return;
    const feature = { source: CAMERAS, sourceLayer: "cameras", id: selected };
    opened.setFeatureState(feature, { selected: true });
    return () => {
      if (map.current === opened && opened.getSource(CAMERAS)) opened.removeFeatureState(feature, "selected");
    };
  }, [selected, ready]);

  useEffect(() => {
    const opened = map.current;
    if (!opened || ready < 2 || !palette.current) return;
    return addOverlays(opened, overlays, area, mark, palette.current);
  }, [overlays, area, mark, ready]);

  useImperativeHandle(
    handle,
    () => ({
      flyTo: ({ lat, lon, zoom }) => map.current?.easeTo({ ...(lat !== undefined && lon !== undefined ? { center: [lon, lat] } : {}), ...(zoom !== undefined ? { zoom } : {}), duration: 350 }),
      fit: ([west, south, east, north], padding = 48) => map.current?.fitBounds([west, south, east, north], { padding, maxZoom: 15, duration: 350 }),
      zoomBy: (levels) => map.current?.easeTo({ zoom: map.current.getZoom() + levels, duration: 150 }),
      project: (lat, lon) => map.current?.project([lon, lat]) ?? null,
      map: () => map.current,
    }),
    [],
  );

  const drawn = (dots: (readonly [number, number])[]) => {
    const opened = map.current;
    if (!opened) return;
    onDrawn(dots.map((dot) => opened.unproject([dot[0], dot[1]])).map(({ lng, lat }) => [lng, lat] as const));
  };

  return (
    <div className={css.view} data-map={ready >= 2 ? "ready" : "loading"}>
      <div ref={host} className={css.canvas} />
      {props.draggable && (
        <div
          ref={grip}
          className={css.grip}
          draggable
          hidden
          onDragStart={({ dataTransfer, currentTarget }) => {
            dataTransfer.setData("text/plain", currentTarget.dataset.id ?? "");
            if (hint.current) dataTransfer.setDragImage(hint.current, 0, 0);
          }}
          onClick={({ currentTarget }) => props.onCamera(currentTarget.dataset.id ?? null)}
        />
      )}
      <div ref={hint} className={css.hint} hidden />
      {drawing && <Lasso onDone={drawn} onCancel={() => onDrawn(null)} />}
      <span className="sr" role="status">
        {drawing ? t("map.lasso.what") : ""}
      </span>
    </div>
  );
}

function press(map: MapLibre, point: Point, { onCamera, onStack }: Props): void {
  const found = at(map, point);
  if (!found) {
    onCamera(null);
    return;
  }
  if (found.layer.id === "camera-signs") {
    onCamera(String(found.properties.id));
    return;
  }
  const [lon, lat] = (found.geometry as GeoJSON.Point).coordinates as [number, number];
  if (map.getZoom() >= NEAREST_ZOOM) onStack({ lat, lon, count: Number(found.properties.n) });
  else map.easeTo({ center: [lon, lat], zoom: Math.min(NEAREST_ZOOM + 0.5, map.getZoom() + 2), duration: 300 });
}

function at(map: MapLibre, { x, y }: Point): MapGeoJSONFeature | undefined {
  if (!map.getLayer("camera-signs")) return undefined;
  const near = map.queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]], { layers: PRESSED });
  return near[0];
}

/** What lies under the pointer, at most once a frame and never while the map moves. */
function watchPointer(map: MapLibre, element: HTMLElement, hint: { current: HTMLDivElement | null }, grip: { current: HTMLDivElement | null }): void {
  let waiting = 0;
  let last: Point;
  let over: string | null = null;
  const tell = (feature: MapGeoJSONFeature | undefined, point?: Point) => {
    const id = feature?.layer.id === "camera-signs" ? String(feature.properties.id) : null;
    if (over && over !== id) map.setFeatureState({ source: CAMERAS, sourceLayer: "cameras", id: over }, { hover: false });
    if (id && over !== id) map.setFeatureState({ source: CAMERAS, sourceLayer: "cameras", id }, { hover: true });
    over = id;
    element.toggleAttribute("data-pointing", feature !== undefined);
    if (feature && id) hold(map, feature, id, grip.current);
    else if (grip.current) grip.current.hidden = true;
    const box = hint.current;
    if (!box) return;
    box.hidden = !id || !point;
    if (!id || !point || !feature) return;
    box.textContent = [feature.properties.code, feature.properties.name].join(" ");
    box.style.transform = `translate(${Math.max(0, Math.min(point.x + 14, element.clientWidth - 270))}px, ${point.y + 14}px)`;
  };
  const leave = () => tell(undefined);
  map.on("mousemove", ({ point, originalEvent }) => {
    if (map.isMoving() || originalEvent.buttons) return;
    last = point;
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      if (map.getSource(CAMERAS)) tell(at(map, last), last);
    });
  });
  const forget = () => {
    cancelAnimationFrame(waiting);
    waiting = 0;
  };
  map.on("mousedown", forget);
  map.on("movestart", () => {
    forget();
    if (over) leave();
  });
  map.on("mouseout", ({ originalEvent }) => {
    if (originalEvent.relatedTarget === grip.current && grip.current) return;
    forget();
    leave();
  });
  map.on("remove", forget);
  for (const end of ["dragend", "wheel"]) grip.current?.addEventListener(end, leave, { passive: true });
  // A quick hand has left the sign before the browser calls it a drag: what is held down stays.
  grip.current?.addEventListener("mouseleave", ({ buttons }) => !buttons && leave());
}

/** A canvas has no element to drag: one is laid over the sign. */
function hold(map: MapLibre, feature: MapGeoJSONFeature, id: string, grip: HTMLDivElement | null): void {
  if (!grip) return;
  const { x, y } = map.project((feature.geometry as GeoJSON.Point).coordinates as [number, number]);
  grip.dataset.id = id;
  grip.hidden = false;
  grip.style.transform = `translate(${x}px, ${y}px)`;
}
