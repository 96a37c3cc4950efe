/** The map's style: the ground (schematic, a PMTiles file or a tile server) and the cameras on it. */
import type { ExpressionSpecification as Expression, LayerSpecification as Layer, SourceSpecification as Source, StyleSpecification } from "maplibre-gl";

import type { BaseMap } from "../../api/types";
import { schematic } from "./base/schematic";
import type { Palette } from "./looks";

export const CAMERAS = "cameras";
export const MIN_ZOOM = 8;
export const MAX_ZOOM = 20;
/** Directions are shown where signs are far enough apart to have one. */
export const CONES_FROM_ZOOM = 14.5;

const FONT = ["Be Vietnam Pro"];
const FONT_STRONG = ["Be Vietnam Pro Medium"];
const FIGURES = ["TC Figures Semibold"];

export interface Shown {
  cameras: boolean;
  cones: boolean;
}

export function makeStyle(base: BaseMap, palette: Palette, tiles: string, shown: Shown, locale: string): StyleSpecification {
  const ground = base.kind === "schematic" ? schematicGround(palette) : tiledGround(base, palette);
  return {
    version: 8,
    sources: { ...ground.sources, [CAMERAS]: { type: "vector", tiles: [tiles], minzoom: 6, maxzoom: MAX_ZOOM, promoteId: { cameras: "id" } } },
    layers: [{ id: "land", type: "background", paint: { "background-color": palette.land } }, ...ground.layers, ...cameraLayers(palette, shown, locale)],
    transition: { duration: 0, delay: 0 },
  };
}

interface Ground {
  sources: Record<string, Source>;
  layers: Layer[];
}

/** A width in metres on the ground, at this latitude, from the zoom level on at which it is more than a hair. */
function metres(value: Expression | number, least: number): Expression {
  const at = (zoom: number): Expression => ["max", least, ["*", value, (512 * 2 ** zoom) / (40_075_017 * Math.cos((21 * Math.PI) / 180))]];
  return ["interpolate", ["exponential", 2], ["zoom"], 8, at(8), 20, at(20)];
}

const NAME: Expression = ["get", "name"];
const ROAD_WIDTHS: readonly (readonly [rank: number, minzoom: number, stops: readonly number[]])[] = [
  [3, 12.5, [12, 1, 15, 4, 18, 16]],
  [2, 10.5, [9, 0.8, 12, 2.5, 15, 7, 18, 24]],
  [1, 8, [8, 1, 11, 2.5, 13, 5, 15, 11, 18, 34]],
];

/** Names of the ground come behind the first picture: to draw a hundred letters takes as long as all cameras do. */
export const isGroundName = (layer: string) => /^(river|road|lake|place)-names/.test(layer);

function schematicGround(palette: Palette): Ground {
  // One source, with few tiles: each tile of each source is worked at and drawn by itself.
  const features = Object.values(schematic).flatMap((drawn) => drawn.features);
  const ground: Source = { type: "geojson", data: { type: "FeatureCollection", features }, maxzoom: 12, tolerance: 0.2 };
  const of = (what: string, ...more: Expression[]) => ({ source: "ground", filter: ["all", ["==", ["get", "of"], what], ...more] as Expression });
  const area = (id: string, what: string, colour: string): Layer[] => [
    // Edges as lines: a fill's own would be one more program to compile before the first picture.
    { id, type: "fill", ...of(what), paint: { "fill-color": colour, "fill-antialias": false } },
    { id: `${id}-edge`, type: "line", ...of(what), paint: { "line-color": colour, "line-width": 1 } },
  ];
  const roads: Layer[] = ROAD_WIDTHS.map(([rank, minzoom, stops]) => ({
    id: `road-${rank}`,
    type: "line",
    ...of("road", ["==", ["get", "rank"], rank]),
    minzoom,
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": rank === 3 ? palette.roadMinor : palette.road, "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], ...stops] as unknown as Expression },
  }));
  const label = { "text-color": palette.label, "text-halo-color": palette.land, "text-halo-width": 1.4 };
  return {
    sources: { ground },
    layers: [
      ...area("parks", "park", palette.park),
      { id: "rivers", type: "line", ...of("river"), layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": palette.water, "line-width": metres(["get", "width"], 1) } },
      ...area("lakes", "lake", palette.water),
      ...roads,
      { id: "river-names", type: "symbol", ...of("river"), minzoom: 10, layout: { visibility: "none", "symbol-placement": "line", "symbol-spacing": 500, "text-field": NAME, "text-font": FONT, "text-size": 13, "text-letter-spacing": 0.25 }, paint: label },
      { id: "road-names", type: "symbol", ...of("road"), minzoom: 12.5, layout: { visibility: "none", "symbol-placement": "line", "symbol-spacing": ["step", ["zoom"], 320, 17, 900], "text-field": NAME, "text-font": FONT, "text-size": 11 }, paint: label },
      { id: "lake-names", type: "symbol", ...of("lake"), minzoom: 12.5, layout: { visibility: "none", "text-field": NAME, "text-font": FONT, "text-size": 11, "text-max-width": 6 }, paint: label },
      placeNames("ground", undefined, palette),
    ],
  };
}

function placeNames(source: string, layer: string | undefined, palette: Palette): Layer {
  return {
    id: `place-names-${layer ?? source}`,
    type: "symbol",
    source,
    ...(layer ? { "source-layer": layer } : { filter: ["==", ["get", "of"], "place"] as Expression }),
    minzoom: 9,
    layout: {
      visibility: "none",
      "text-field": ["coalesce", ["get", "name:vi"], NAME],
      "text-font": FONT_STRONG,
      "text-size": ["interpolate", ["linear"], ["zoom"], 10, 11, 14, 13.5],
      "text-max-width": 7,
      "text-padding": 4,
      "text-variable-anchor": ["center", "bottom", "top", "left", "right"],
      "text-radial-offset": 1.6,
      "text-justify": "auto",
    },
    paint: { "text-color": palette.label, "text-halo-color": palette.land, "text-halo-width": 1.6 },
  };
}

/** Layers of both schemas in use, Protomaps' and OpenMapTiles': those that a file does not have draw nothing. */
function tiledGround(base: BaseMap, palette: Palette): Ground {
  const url = new URL(base.url, location.origin).href.replaceAll("%7B", "{").replaceAll("%7D", "}");
  const vector = base.kind === "pmtiles" ? base.vector : /\.(pbf|mvt)(\?|$)/.test(url);
  const where = base.kind === "pmtiles" ? { url: `pmtiles://${url}` } : { tiles: [url] };
  if (!vector) return { sources: { base: { type: "raster", tileSize: 256, attribution: base.attribution, ...where } }, layers: [{ id: "base", type: "raster", source: "base", paint: { "raster-fade-duration": 0 } }] };
  const fill = (layer: string, colour: string): Layer => ({ id: `fill-${layer}`, type: "fill", source: "base", "source-layer": layer, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour } });
  const road = (layer: string): Layer => ({
    id: `line-${layer}`,
    type: "line",
    source: "base",
    "source-layer": layer,
    layout: { "line-cap": "round", "line-join": "round" },
    paint: {
      "line-color": palette.road,
      "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], 9, 0.6, 13, ["match", ["coalesce", ["get", "kind"], ["get", "class"], ""], ["highway", "motorway", "trunk", "major_road", "primary"], 4, 1.2], 18, ["match", ["coalesce", ["get", "kind"], ["get", "class"], ""], ["highway", "motorway", "trunk", "major_road", "primary"], 26, 10]],
    },
  });
  return {
    sources: { base: { type: "vector", attribution: base.attribution, ...where } },
    layers: [fill("earth", palette.land), fill("landcover", palette.park), fill("park", palette.park), fill("water", palette.water), road("roads"), road("transportation"), placeNames("base", "places", palette), placeNames("base", "place", palette)],
  };
}

/** Sizes of rings by how many they stand for. */
const RING = (small: number, middle: number, large: number, huge: number): Expression => ["step", ["get", "n"], small, 10, middle, 100, large, 1000, huge];
const SELECTED: Expression = ["boolean", ["feature-state", "selected"], false];
const HOVERED: Expression = ["boolean", ["feature-state", "hover"], false];
const STATE: Expression = ["get", "state"];
/**
 * Opaque, but said per feature as for the signs that only show when chosen: so all signs share one program. Another one
 * would be compiled when its first sign comes into view, and the map would stand still for a fifth of a second.
 */
const OPAQUE: Expression = ["case", ["has", "n"], 1, 1];
const ANGLE: Expression = ["to-string", ["*", 10, ["max", 2, ["min", 17, ["round", ["/", ["coalesce", ["get", "hfov"], 60], 10]]]]]];
const apart = (size: number): Expression => ["case", ["has", "crowded"], Math.min(0.62, size), size];
/** Around a pole directions stay small, or none could be told from the other. */
const GROWING_APART: Expression = ["interpolate", ["exponential", 1.4], ["zoom"], CONES_FROM_ZOOM, apart(0.62), 16, apart(1), 18, apart(1.7), 20, apart(2.6)];
const GROWING: Expression = ["interpolate", ["exponential", 1.4], ["zoom"], CONES_FROM_ZOOM, 0.62, 16, 1, 18, 1.7, 20, 2.6];

/** Signs never hide each other, for the server has made them keep their distance; names of places give way to them. */
const ALWAYS = { "icon-allow-overlap": true, "icon-ignore-placement": true } as const;
const OVER_NAMES = { "icon-allow-overlap": true, "icon-ignore-placement": false } as const;

export const CAMERA_LAYERS = ["camera-legs", "camera-reaches", "camera-cones", "camera-cones-selected", "camera-halos", "camera-signs", "camera-codes", "cluster-rings", "cluster-badges"] as const;
export const CONE_LAYERS: readonly string[] = ["camera-reaches", "camera-cones", "camera-cones-selected"];

function cameraLayers(palette: Palette, shown: Shown, locale: string): Layer[] {
  const of = (layer: string) => ({ source: CAMERAS, "source-layer": layer }) as const;
  const visible = (id: string) => ({ visibility: shown.cameras && (shown.cones || !CONE_LAYERS.includes(id)) ? "visible" : "none" }) as const;
  const directed: Expression = ["all", ["has", "azimuth"], ["!=", ["get", "kind"], "ptz"]];
  const cones = (id: string, colour: Expression): Layer => ({
    id,
    type: "symbol",
    ...of("cameras"),
    minzoom: CONES_FROM_ZOOM,
    filter: id === "camera-cones" ? directed : ["has", "azimuth"],
    layout: { ...visible(id), ...ALWAYS, "icon-image": ["concat", "cone|", colour, "|", ANGLE], "icon-anchor": "bottom", "icon-rotate": ["get", "azimuth"], "icon-rotation-alignment": "map", "icon-size": id === "camera-cones" ? GROWING_APART : GROWING },
    paint: { "icon-opacity": id === "camera-cones" ? OPAQUE : ["case", SELECTED, 1, 0] },
  });
  const badge: Expression = ["case", ["has", "bad"], ["concat", "badge|bad|", ["to-string", ["get", "bad"]]], ["concat", "badge|warn|", ["to-string", ["get", "warn"]]]];
  return [
    { id: "camera-legs", type: "line", ...of("legs"), layout: visible("camera-legs"), paint: { "line-color": palette.edge, "line-width": 1, "line-opacity": 0.8 } },
    { id: "camera-reaches", type: "symbol", ...of("cameras"), minzoom: CONES_FROM_ZOOM, filter: ["all", ["==", ["get", "kind"], "ptz"], ["!", ["has", "crowded"]]], layout: { ...visible("camera-reaches"), ...ALWAYS, "icon-image": ["concat", "reach|", STATE], "icon-size": GROWING }, paint: { "icon-opacity": OPAQUE } },
    cones("camera-cones", STATE),
    cones("camera-cones-selected", ["literal", "accent"]),
    { id: "camera-halos", type: "symbol", ...of("cameras"), layout: { ...visible("camera-halos"), ...ALWAYS, "icon-image": "halo" }, paint: { "icon-opacity": ["case", SELECTED, 1, HOVERED, 0.7, 0] } },
    {
      id: "camera-codes",
      type: "symbol",
      ...of("cameras"),
      minzoom: 16.5,
      layout: { ...visible("camera-codes"), "text-field": ["get", "code"], "text-font": FONT_STRONG, "text-size": 11, "text-anchor": "top", "text-offset": [0, 1.15], "text-max-width": 100, "text-padding": 1 },
      paint: { "text-color": palette.text, "text-halo-color": palette.land, "text-halo-width": 1.5 },
    },
    { id: "camera-signs", type: "symbol", ...of("cameras"), layout: { ...visible("camera-signs"), ...OVER_NAMES, "icon-image": ["concat", "cam|", STATE, "|", ["coalesce", ["get", "purpose"], "none"]], "icon-size": ["interpolate", ["linear"], ["zoom"], 10, 0.72, 14, 1] }, paint: { "icon-opacity": OPAQUE } },
    {
      id: "cluster-rings",
      type: "symbol",
      ...of("clusters"),
      layout: { ...visible("cluster-rings"), ...OVER_NAMES, "icon-image": ["concat", "ring|", ["to-string", RING(36, 42, 50, 60)], "|", ["get", "ring"]], "text-field": ["number-format", ["get", "n"], { locale }], "text-font": FIGURES, "text-size": RING(13, 13, 14, 15), "text-allow-overlap": true, "text-ignore-placement": true },
      paint: { "text-color": palette.text, "icon-opacity": OPAQUE },
    },
    {
      id: "cluster-badges",
      type: "symbol",
      ...of("clusters"),
      minzoom: 10,
      filter: ["any", ["has", "bad"], ["has", "warn"]],
      layout: { ...visible("cluster-badges"), ...ALWAYS, "icon-image": badge, "icon-anchor": "left", "icon-offset": ["step", ["get", "n"], ["literal", [4, -16]], 10, ["literal", [6, -19]], 100, ["literal", [9, -22]], 1000, ["literal", [13, -26]]] },
      paint: { "icon-opacity": OPAQUE },
    },
  ];
}
