/** Streets in the colour, width and letter of how they flow; junctions; incidents. The geometry stays with the map while the time is moved. */
import type { ExpressionSpecification as Expression, GeoJSONSource, LayerSpecification as Layer, Map as MapLibre } from "maplibre-gl";

import type { Palette } from "../../components/map/looks";
import type { Overlay } from "../../components/map/overlays";
import { LEVEL_LOOKS, LEVELS, UNKNOWN_WIDTH_PX } from "./looks";

export const STREETS = "traffic";
/** What a press can mean, the uppermost first. */
export const PRESSED = [`${STREETS}-incidents`, `${STREETS}-junctions`, `${STREETS}-hit`] as const;

const WIDTH: Expression = ["match", ["get", "level"], ...LEVELS.flatMap((level) => [level, LEVEL_LOOKS[level].widthPx]), UNKNOWN_WIDTH_PX] as unknown as Expression;
const grown = (width: Expression | number, more = 0): Expression => ["interpolate", ["linear"], ["zoom"], 11, ["+", ["*", width, 0.45], more], 14, ["+", width, more], 17, ["+", ["*", width, 1.7], more]];
/** One drives on the right: the two ways of a street lie beside each other. */
const ASIDE: Expression = ["interpolate", ["linear"], ["zoom"], 11, 2, 14, 4.5, 17, 7];

export class StreetsOverlay implements Overlay {
  readonly id = STREETS;
  data: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

  readonly layers = (palette: Palette, source: string): Layer[] => {
    const of = (what: string, ...more: Expression[]) => ({ source, filter: ["all", ["==", ["get", "of"], what], ...more] as Expression });
    const group = (name: string): Expression => ["==", ["get", "group"], name];
    const colour = ["match", ["get", "group"], "free", palette.line.ok, "slow", palette.line.warn, "jam", palette.line.bad, palette.line.off] as unknown as Expression;
    const round = { "line-cap": "round", "line-join": "round" } as const;
    return [
      { id: `${source}-hit`, type: "line", ...of("street"), paint: { "line-color": palette.land, "line-opacity": 0, "line-width": 22, "line-offset": ASIDE } },
      { id: `${source}-chosen`, type: "line", ...of("street", ["==", ["get", "on"], true]), layout: round, paint: { "line-color": palette.accent, "line-width": grown(WIDTH, 9), "line-offset": ASIDE, "line-opacity": 0.8 } },
      { id: `${source}-edge`, type: "line", ...of("street", ["!=", ["get", "group"], "unknown"]), layout: round, paint: { "line-color": palette.land, "line-width": grown(WIDTH, 2), "line-offset": ASIDE } },
      { id: `${source}-known`, type: "line", ...of("street", ["!=", ["get", "group"], "unknown"]), layout: round, paint: { "line-color": colour, "line-width": grown(WIDTH), "line-offset": ASIDE } },
      { id: `${source}-jam`, type: "line", ...of("street", group("jam")), paint: { "line-color": palette.land, "line-width": 1.6, "line-offset": ASIDE, "line-dasharray": [3, 3] } },
      { id: `${source}-unknown`, type: "line", ...of("street", group("unknown")), paint: { "line-color": palette.line.off, "line-width": UNKNOWN_WIDTH_PX, "line-offset": ASIDE, "line-dasharray": [1.5, 2.5] } },
      {
        id: `${source}-letters`,
        type: "symbol",
        ...of("letter"),
        minzoom: 13.2,
        layout: { "text-field": ["get", "level"], "text-font": ["Be Vietnam Pro Medium"], "text-size": 12, "text-offset": ["array", "number", 2, ["get", "aside"]], "text-padding": 0 },
        paint: { "text-color": palette.text, "text-halo-color": palette.land, "text-halo-width": 2 },
      },
      { id: `${source}-junctions`, type: "circle", ...of("junction"), minzoom: 12.5, paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 12.5, 3, 15, 6], "circle-color": palette.surface, "circle-stroke-color": palette.text, "circle-stroke-width": 1.5 } },
      { id: `${source}-junction-names`, type: "symbol", ...of("junction"), minzoom: 14.5, layout: { "text-field": ["get", "name"], "text-font": ["Be Vietnam Pro"], "text-size": 11, "text-anchor": "top", "text-offset": [0, 0.9], "text-max-width": 10 }, paint: { "text-color": palette.label, "text-halo-color": palette.land, "text-halo-width": 1.5 } },
      { id: `${source}-incidents`, type: "symbol", ...of("incident"), layout: { "icon-image": ["concat", "badge|", ["get", "tone"], "|", ["get", "words"]], "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-anchor": "bottom", "icon-offset": [0, -4] } },
    ];
  };

  /** The map that is there now takes it at once, the one of the next theme when it is made. */
  show(map: MapLibre | null, features: GeoJSON.Feature[]): void {
    this.data = { type: "FeatureCollection", features };
    void map?.getSource<GeoJSONSource>(STREETS)?.setData(this.data);
  }
}

export interface Pressed {
  of: "incident" | "junction" | "street";
  id: string;
}

/** What of ours lies under a point of the map. */
export function pressedAt(map: MapLibre, x: number, y: number): Pressed | null {
  for (const layer of PRESSED) {
    if (!map.getLayer(layer)) continue;
    const found = map.queryRenderedFeatures([[x - 5, y - 5], [x + 5, y + 5]], { layers: [layer] })[0];
    if (found) return { of: found.properties.of as Pressed["of"], id: String(found.properties.id) };
  }
  return null;
}
