/** The map's address: where it is, what is filtered, drawn and chosen. Rights apply to whoever opens it. */
import type { MapFilter } from "../../api/map";
import type { Position } from "../../components/map/MapView";
import { COLOURS, MAP_STATES, type Colour, type MapState } from "../../components/map/looks";

/** Hoàn Kiếm, until it is known where the cameras are. */
export const CITY: Position = { lat: 21.0225, lon: 105.838, zoom: 11.6 };

export const PURPOSES = ["security", "defence", "state_management"] as const;
export const KINDS = ["fixed", "ptz"] as const;
export const LIFECYCLES = ["proposed", "approved", "installing", "operating", "faulty", "suspended", "retired"] as const;

export interface MapAddress {
  at: Position | null;
  filter: MapFilter;
  /** Empty: all states. */
  only: MapState[];
  hidden: string[];
  colour: Colour;
  selected: string | null;
}

function several<T extends string>(search: URLSearchParams, name: string, known: readonly T[]): T[] {
  return (search.get(name) ?? "").split(",").filter((value): value is T => (known as readonly string[]).includes(value));
}

export function parseMap(search: URLSearchParams): MapAddress {
  const [lat = NaN, lon = NaN, zoom = NaN] = (search.get("c") ?? "").split(",").map(Number);
  const text = (name: string) => search.get(name) || undefined;
  const some = <T extends string>(values: T[]) => (values.length ? values : undefined);
  const owner = text("owner");
  const filter: MapFilter = {
    q: text("q"),
    owner_id: owner ? [owner] : undefined,
    purpose: some(several(search, "purpose", PURPOSES)),
    kind: some(several(search, "kind", KINDS)),
    lifecycle: some(several(search, "life", LIFECYCLES)),
    lasso: text("area"),
  };
  return {
    at: [lat, lon, zoom].every(Number.isFinite) ? { lat, lon, zoom } : null,
    filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => Boolean(value))),
    only: several(search, "only", MAP_STATES),
    hidden: (search.get("off") ?? "").split(",").filter(Boolean),
    colour: COLOURS.find((one) => one === search.get("colour")) ?? "live",
    selected: search.get("sel"),
  };
}

export function positionText({ lat, lon, zoom }: Position): string {
  return `${lat.toFixed(5)},${lon.toFixed(5)},${zoom.toFixed(2)}`;
}

/** Address of the tiles of a filter, with {z}, {x} and {y}. */
export function tilesAddress(filter: MapFilter, only: readonly MapState[], colour: Colour = "live"): string {
  const query = new URLSearchParams(colour === "live" ? {} : { colour });
  for (const [name, value] of Object.entries(filter)) for (const one of [value].flat()) if (one) query.append(name, one);
  for (const state of only) query.append("state", state);
  const text = query.toString();
  return `/api/v1/map/cameras/{z}/{x}/{y}.mvt${text ? `?${text}` : ""}`;
}
