/** Clicks that calibrate, on their way to the server. Pure. */
import type { KnownMethod, Method } from "../../api/drawings";
import type { Dot } from "../../components/drawing/geometry";

export const WAYS = ["rectangle", "points", "mounting"] as const;
export type Way = (typeof WAYS)[number];
export const FACTS = ["height_m", "tilt_deg", "hfov_deg", "azimuth_deg"] as const;
export type Fact = (typeof FACTS)[number];
export const MOST_CLICKS = 24;

/** Latitude, longitude. */
export type Spot = [number, number];

export interface Clicks {
  way: Way;
  aspect: number;
  points: Dot[];
  /** By the same index; null: not yet on the map. */
  places: (Spot | null)[];
  length_m: number | null;
  width_m: number | null;
  facts: Record<Fact, number | null>;
}

const NO_FACTS: Record<Fact, number | null> = { height_m: null, tilt_deg: null, hfov_deg: null, azimuth_deg: null };
export const NOTHING: Clicks = { way: "rectangle", aspect: 9 / 16, points: [], places: [], length_m: null, width_m: null, facts: NO_FACTS };

export function clicksOf(known: KnownMethod | undefined): Clicks {
  if (!known) return NOTHING;
  return {
    way: known.way,
    aspect: known.aspect,
    length_m: known.length_m ?? null,
    width_m: known.width_m ?? null,
    points: (known.points ?? []).map(([x = 0, y = 0]): Dot => [x, y]),
    places: (known.places ?? []).map(({ lat, lon }): Spot => [lat, lon]),
    facts: { height_m: known.height_m ?? null, tilt_deg: known.tilt_deg ?? null, hfov_deg: known.hfov_deg ?? null, azimuth_deg: known.azimuth_deg ?? null },
  };
}

/** None: something is still lacking. */
export function methodOf(clicks: Clicks): Method | null {
  const { aspect, points, places } = clicks;
  if (clicks.way === "mounting") return { way: "mounting", aspect, ...clicks.facts };
  if (clicks.way === "rectangle") return points.length === 4 && clicks.length_m ? { way: "rectangle", aspect, points, length_m: clicks.length_m, width_m: clicks.width_m } : null;
  const known = places.slice(0, points.length).flatMap((place) => (place ? [{ lat: place[0], lon: place[1] }] : []));
  return points.length >= 4 && known.length === points.length ? { way: "points", aspect, points, places: known } : null;
}

export function mostClicks(way: Way): number {
  return way === "rectangle" ? 4 : way === "points" ? MOST_CLICKS : 0;
}

/** "21.02845, 105.85418", as a map shows it. */
export function spotOf(text: string): Spot | null {
  const found = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  if (!found) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lat, lon] : null;
}

export const spotText = (spot: Spot | null) => (spot ? spot.map((value) => value.toFixed(6)).join(", ") : "");
