/** The one place that knows MapLibre's set-up: its worker, protocols, fonts, and whether this browser can draw a map. */
import { addProtocol, Map as MapLibre, prewarm, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { Protocol } from "pmtiles";

import type { Palette } from "./looks";
import { drawSign, RATIO } from "./signs";
import { MAX_ZOOM, MIN_ZOOM } from "./style";

import "maplibre-gl/dist/maplibre-gl.css";
import "./mapFonts.css";

setWorkerUrl(workerUrl);
prewarm(); // its worker starts now, not when the first map is drawn
addProtocol("pmtiles", new Protocol().tile);

/** Vietnamese letters lie in a file of their own, which a browser loads only when it sees one. */
const FONTS = ['400 24px "Be Vietnam Pro"', '500 24px "Be Vietnam Pro Medium"', '600 24px "TC Figures Semibold"', '600 11px "TC Figures"'];

export function fontsReady(): Promise<unknown> {
  return Promise.all(FONTS.map((font) => document.fonts.load(font, "A\u1ed90")));
}

export function canDrawMaps(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

export interface Position {
  lat: number;
  lon: number;
  zoom: number;
}

export function openMap(container: HTMLElement, at: Position, label: string): MapLibre {
  return new MapLibre({
    container,
    center: [at.lon, at.lat],
    zoom: at.zoom,
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    rollEnabled: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    pixelRatio: Math.min(devicePixelRatio, 2),
    canvasContextAttributes: { antialias: false },
    locale: { "Map.Title": label },
  });
}

export function drawSignsFor(map: MapLibre, palette: () => Palette): void {
  map.setMissingStyleImageResolver((name) => {
    if (map.hasImage(name)) return;
    const picture = drawSign(name, palette());
    if (picture) map.addImage(name, picture, { pixelRatio: RATIO });
  });
}
