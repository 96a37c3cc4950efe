/** Coverage and holes as layers over the map, for those who may know them. The platform gives at most 4 km a side. */
import type { FilterSpecification } from "maplibre-gl";
import { useMemo } from "react";

import { useCoverageLayer } from "../../api/map";
import type { Box } from "../../components/map/MapView";
import type { Overlay } from "../../components/map/overlays";

const MAX_SIDE_DEG = 0.034;

function small(box: Box | null): string | null {
  if (!box) return null;
  const [west, south, east, north] = box;
  if (east - west > MAX_SIDE_DEG || north - south > MAX_SIDE_DEG) return null;
  // On a grid, so that a step aside does not make another view of it on the record.
  const down = (value: number) => (Math.floor(value * 250) / 250).toFixed(3);
  const up = (value: number) => (Math.ceil(value * 250) / 250).toFixed(3);
  return [down(west), down(south), up(east), up(north)].join(",");
}

interface Wanted {
  coverage: boolean;
  holes: boolean;
}

export function useCoverage(box: Box | null, { coverage, holes }: Wanted) {
  const bbox = coverage || holes ? small(box) : null;
  const layer = useCoverageLayer(bbox);
  const data = bbox ? layer.data : undefined;
  const overlays = useMemo<Overlay[]>(() => {
    if (!data) return [];
    const of = (name: string): FilterSpecification => ["==", ["get", "layer"], name];
    return [
      {
        id: "coverage",
        data: data as unknown as GeoJSON.FeatureCollection,
        layers: (palette, source) => [
          ...(coverage
            ? [
                { id: "coverage-named", type: "fill" as const, source, filter: of("named"), paint: { "fill-color": palette.line.ok, "fill-opacity": ["interpolate", ["linear"], ["get", "px_per_m"], 12, 0.12, 250, 0.4] as never } },
                { id: "coverage-others", type: "fill" as const, source, filter: of("others"), paint: { "fill-color": palette.line.off, "fill-opacity": 0.25 } },
                { id: "coverage-turning", type: "line" as const, source, filter: of("turning"), paint: { "line-color": palette.line.ok, "line-dasharray": [2, 3] } },
              ]
            : []),
          ...(holes ? [{ id: "coverage-holes", type: "fill" as const, source, filter: of("hole"), paint: { "fill-color": palette.line.bad, "fill-opacity": 0.22, "fill-outline-color": palette.line.bad } }] : []),
        ],
      },
    ];
  }, [data, coverage, holes]);
  return { overlays, tooWide: (coverage || holes) && bbox === null && box !== null, error: layer.error };
}
