/** What lies over the ground and under the signs: the area that was drawn, coverage, gaps. */
import type { GeoJSONSource, LayerSpecification as Layer, Map as MapLibre } from "maplibre-gl";

import type { Corner } from "./lasso";
import type { Palette } from "./looks";

export interface Overlay {
  id: string;
  data: GeoJSON.FeatureCollection;
  layers: (palette: Palette, source: string) => Layer[];
}

const AREA = "drawn-area";
const MARK = "mark";

function areaData(area: readonly Corner[]): GeoJSON.FeatureCollection {
  const first = area[0];
  const ring = first ? [[...area, first].map((corner) => [...corner])] : [];
  return { type: "FeatureCollection", features: first ? [{ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: ring } }] : [] };
}

/** Returns the way to take them off again. */
export function addOverlays(map: MapLibre, overlays: readonly Overlay[], area: readonly Corner[], mark: Corner | null, palette: Palette): () => void {
  const before = "camera-legs";
  const added: [string, Layer[]][] = overlays.map(({ id, data, layers }) => {
    map.addSource(id, { type: "geojson", data });
    return [id, layers(palette, id)];
  });
  map.addSource(AREA, { type: "geojson", data: areaData(area) });
  added.push([
    AREA,
    [
      { id: `${AREA}-fill`, type: "fill", source: AREA, paint: { "fill-color": palette.accent, "fill-opacity": 0.08 } },
      { id: `${AREA}-line`, type: "line", source: AREA, paint: { "line-color": palette.accent, "line-width": 2, "line-dasharray": [3, 2] } },
    ],
  ]);
  // The chosen camera keeps a sign of its own, also while it lies within a ring.
  map.addSource(MARK, { type: "geojson", data: { type: "FeatureCollection", features: mark ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [...mark] } }] : [] } });
  added.push([MARK, [{ id: MARK, type: "circle", source: MARK, paint: { "circle-radius": 17, "circle-color": palette.accent, "circle-opacity": 0.18, "circle-stroke-color": palette.accent, "circle-stroke-width": 2.5 } }]]);
  for (const [, layers] of added) for (const layer of layers) map.addLayer(layer, before);
  return () => {
    for (const [source, layers] of added) {
      for (const layer of layers) if (map.getLayer(layer.id)) map.removeLayer(layer.id);
      if (map.getSource<GeoJSONSource>(source)) map.removeSource(source);
    }
  };
}
