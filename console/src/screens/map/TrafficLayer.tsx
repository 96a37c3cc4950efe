/** How it flows on the streets, over the map of cameras. Its code and its figures are fetched while it is switched on. */
import { useEffect, useMemo, useState, type RefObject } from "react";
import { useLocation } from "wouter";

import { useNetwork, useNetworkState } from "../../api/traffic";
import type { MapHandle } from "../../components/map/MapView";
import type { Overlay } from "../../components/map/overlays";
import { useTexts } from "../../i18n";
import { featuresOf, roadsOf, shownOf } from "../traffic/network";
import { pressedAt, StreetsOverlay } from "../traffic/overlay";

const SIGNS = ["camera-signs", "cluster-rings"];
const NEAR_PX = 4;

interface Props {
  /** Of a map that is open. */
  map: RefObject<MapHandle | null>;
  onOverlays: (overlays: readonly Overlay[]) => void;
  /** Of what is said over the map: styles that are the map's stay in its file, which is asked for ahead. */
  noteClass: string | undefined;
}

export default function TrafficLayer({ map, onOverlays, noteClass }: Props) {
  const { t } = useTexts();
  const [, go] = useLocation();
  const network = useNetwork();
  const state = useNetworkState();
  const roads = useMemo(() => ({ ...roadsOf(network.data), nodes: [] }), [network.data]);
  const [overlay] = useState(() => new StreetsOverlay());
  useEffect(() => {
    onOverlays([overlay]);
    return () => onOverlays([]);
  }, [overlay, onOverlays]);
  useEffect(() => {
    const features = state.data ? featuresOf(roads, shownOf({ kind: "now" }, state.data, undefined), [], null) : []; // what nobody has told yet is not "not measured"
    overlay.show(map.current?.map() ?? null, features);
  }, [overlay, map, roads, state.data]);
  useEffect(() => {
    const drawn = map.current?.map();
    if (!drawn) return;
    const press = ({ point: { x, y } }: { point: { x: number; y: number } }) => {
      const isSign = drawn.queryRenderedFeatures([[x - NEAR_PX, y - NEAR_PX], [x + NEAR_PX, y + NEAR_PX]], { layers: SIGNS.filter((id) => drawn.getLayer(id)) }).length > 0;
      const pressed = isSign ? null : pressedAt(drawn, x, y); // a camera lies over its street
      if (pressed?.of === "street") go(`/traffic?street=${encodeURIComponent(pressed.id)}`);
    };
    drawn.on("click", press);
    return () => void drawn.off("click", press);
  }, [map, go]);

  const fault = (network.isError && !network.data) || state.isError;
  if (!fault && !(network.data && !roads.streets.length)) return null;
  return (
    <p className={noteClass} role="status">
      {t(fault ? "map.trafficFault" : "traffic.noStreets")}
    </p>
  );
}
