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

const ASKED_EVERY_MS = 250;

/** Vietnamese letters lie in a file of their own, which a browser loads only when it sees one. */
const FONTS = ['400 24px "Be Vietnam Pro"', '500 24px "Be Vietnam Pro Medium"', '600 24px "TC Figures Semibold"', '600 11px "TC Figures"'];

export function fontsReady(): Promise<unknown> {
  // A font that does not come is drawn as the next one of its list.
  return Promise.allSettled(FONTS.map((font) => document.fonts.load(font, "A\u1ed90")));
}

/** The first context of a browser takes long, and so does its first program: both are had while other things come. */
function drawsMaps(): boolean {
  try {
    const gl = document.createElement("canvas").getContext("webgl2");
    if (!gl) return false;
    const program = gl.createProgram();
    for (const [type, body] of [[gl.VERTEX_SHADER, "gl_Position = vec4(0)"], [gl.FRAGMENT_SHADER, ""]] as const) {
      const shader = gl.createShader(type);
      if (!shader) return false;
      gl.shaderSource(shader, `#version 300 es\nvoid main() { ${body}; }`);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    gl.flush();
    return true;
  } catch {
    return false;
  }
}

const drawable = drawsMaps();
void fontsReady();

export function canDrawMaps(): boolean {
  return drawable;
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

/**
 * Once, when nothing is left to load or draw. MapLibre says so at the end of a frame only: where the last tile is ready
 * after the last frame, as happens on a busy machine, it never says it, so it is asked as well.
 */
export function whenDrawn(map: MapLibre, act: () => void): void {
  const timer = window.setInterval(() => {
    if (map.loaded() && !map.isMoving()) drawn();
  }, ASKED_EVERY_MS);
  const end = () => window.clearInterval(timer);
  const drawn = () => {
    end();
    map.off("idle", drawn);
    act();
  };
  map.once("idle", drawn);
  map.once("remove", end);
}

export function drawSignsFor(map: MapLibre, palette: () => Palette): void {
  map.setMissingStyleImageResolver((name) => {
    if (map.hasImage(name)) return;
    const picture = drawSign(name, palette());
    if (picture) map.addImage(name, picture, { pixelRatio: RATIO });
  });
}
