/** From the answers of the network to what the map and the lists show. Pure; times are ms since 1970. */
import type { Network, NetworkHistory, NetworkState } from "../../api/traffic";
import type { Corner } from "../../components/map/lasso";
import type { Quarter } from "./TimeBar";
import { groupOf, LEVEL_LOOKS, LEVELS, type Group, type Level } from "./looks";

export const QUARTER_MS = 900_000;

export interface Street {
  id: string;
  name: string;
  fromJunction: string;
  toJunction: string;
  /** Where it leads: the two ways of a street have one name. */
  toward: string;
  lengthM: number;
  lanes: number;
  limitMps: number;
  line: readonly Corner[];
  cameraIds: readonly string[];
}

export interface Node {
  id: string;
  name: string;
  at: Corner;
  hasSignal: boolean;
}

export interface Roads {
  streets: Street[];
  nodes: Node[];
}

/** One street at the time that is shown. Null: not known. */
export interface Shown {
  level: Level | null;
  volumePerH: number | null;
  speedMps: number | null;
  timeS: number | null;
  queueM: number | null;
}

/** Which of the bar's quarters is shown. */
export type When = { kind: "now" } | { kind: "past"; index: number } | { kind: "ahead"; minutes: number };

const cornerOf = ([lon = 0, lat = 0]: readonly number[]): Corner => [lon, lat];

export function roadsOf(network: Network | undefined): Roads {
  const roads: Roads = { streets: [], nodes: [] };
  const names = new Map(network?.features.map(({ id, properties }) => [id, properties.name]));
  for (const { id, geometry, properties } of network?.features ?? []) {
    if ("from_junction" in properties) {
      const { name, from_junction, to_junction, length_m, lanes, limit_mps, measures } = properties;
      roads.streets.push({ id, name, fromJunction: from_junction, toJunction: to_junction, toward: names.get(to_junction) ?? "", lengthM: length_m, lanes, limitMps: limit_mps, line: (geometry.coordinates as number[][]).map(cornerOf), cameraIds: [...new Set(measures.map((one) => one.camera_id))] });
    } else roads.nodes.push({ id, name: properties.name, at: cornerOf(geometry.coordinates as number[]), hasSignal: properties.has_signal });
  }
  return roads;
}

/** Histories write a letter for each quarter, and a dash where nothing is known. */
export function letterAt(levels: string | undefined, index: number): Level | null {
  return LEVELS.find((level) => level === levels?.[index]) ?? null;
}

export function shownOf(when: When, state: NetworkState | undefined, history: NetworkHistory | undefined): Map<string, Shown> {
  const shown = new Map<string, Shown>();
  if (when.kind === "past") {
    for (const { id, levels, volume_per_h, speed_mps, travel_time_s, queue_m } of history?.segments ?? []) {
      const at = (values: readonly (number | null)[]) => values[when.index] ?? null;
      shown.set(id, { level: letterAt(levels, when.index), volumePerH: at(volume_per_h), speedMps: at(speed_mps), timeS: at(travel_time_s), queueM: at(queue_m) });
    }
    return shown;
  }
  for (const one of state?.segments ?? []) {
    const told = when.kind === "ahead" ? one.forecasts?.find((forecast) => forecast.minutes === when.minutes) : undefined;
    if (when.kind === "now") shown.set(one.id, { level: one.level, volumePerH: one.volume_per_h ?? null, speedMps: one.speed_mps ?? null, timeS: one.travel_time_s ?? null, queueM: one.queue_m ?? null });
    else shown.set(one.id, { level: told?.level ?? null, volumePerH: told?.volume_per_h ?? null, speedMps: told?.speed_mps ?? null, timeS: told?.travel_time_s ?? null, queueM: null });
  }
  return shown;
}

export function countsOf(ids: readonly string[], levelOf: (id: string) => Level | null): Record<Group, number> {
  const counts: Record<Group, number> = { free: 0, slow: 0, jam: 0, unknown: 0 };
  for (const id of ids) counts[groupOf(levelOf(id))] += 1;
  return counts;
}

/** The day behind, now, and what is told ahead, in the order of time; of a day that is over only its quarters. */
export function quartersOf(ids: readonly string[], history: NetworkHistory | undefined, state: NetworkState | undefined): Quarter[] {
  const levels = new Map(history?.segments.map((one) => [one.id, one.levels]));
  const past = (history?.starts ?? []).map((start, index): Quarter => ({ atMs: Date.parse(start), ahead: 0, counts: countsOf(ids, (id) => letterAt(levels.get(id), index)) }));
  if (!state) return past;
  const untilMs = Date.parse(state.until);
  const streets = new Map(state.segments.map((one) => [one.id, one]));
  const ahead = [...new Set(state.segments.flatMap((one) => (one.forecasts ?? []).map((forecast) => forecast.minutes)))].sort((one, other) => one - other);
  return [
    ...past.filter((quarter) => quarter.atMs + QUARTER_MS <= untilMs),
    { atMs: untilMs, ahead: 0, counts: countsOf(ids, (id) => streets.get(id)?.level ?? null) },
    ...ahead.map((minutes): Quarter => ({ atMs: untilMs + minutes * 60_000, ahead: minutes, counts: countsOf(ids, (id) => streets.get(id)?.forecasts?.find((forecast) => forecast.minutes === minutes)?.level ?? null) })),
  ];
}

/** Figures of now are of this long, or of as much of it as was looked at. */
export const NOW_MIN = 15;
const FULL_SHARE = 0.9;

/** Minutes of the last fifteen that a street's figures rest on; null: (nearly) all of them. */
export function partOf(seen: number): number | null {
  return seen >= FULL_SHARE ? null : Math.round(seen * NOW_MIN);
}

/** The same of the network, while nothing of it was measured for longer; 0: cameras stand there, and nothing is known yet. */
export function begunOf(state: NetworkState | undefined): number | null {
  const known = (state?.segments ?? []).filter((one) => !one.unknown);
  if (known.length) return partOf(Math.max(...known.map((one) => one.seen)));
  return state?.segments.some((one) => one.unknown === "not_seen") ? 0 : null;
}

/** How wrong forecasts of so many minutes were over the last day: the median of the streets' medians; null: too few are known. */
export function errorOf(state: NetworkState | undefined, minutes: number): number | null {
  const known = (state?.segments ?? []).flatMap((one) => (one.forecasts ?? []).filter((forecast) => forecast.minutes === minutes).map((forecast) => forecast.travel_time_error ?? forecast.volume_error)).filter((error) => error !== null);
  known.sort((one, other) => one - other);
  return known[Math.floor(known.length / 2)] ?? null;
}

/** The worst first: by level, then by the time that is lost on it. */
export function worst(streets: readonly Street[], shown: ReadonlyMap<string, Shown>): Street[] {
  const rank = (street: Street) => {
    const level = shown.get(street.id)?.level;
    return level ? LEVELS.indexOf(level) : -1;
  };
  const lost = (street: Street) => (shown.get(street.id)?.timeS ?? 0) - street.lengthM / street.limitMps;
  return [...streets].sort((one, other) => rank(other) - rank(one) || lost(other) - lost(one) || one.name.localeCompare(other.name));
}

/** Half way along a line, and which way is right of the traffic there: on the screen, where y grows downwards. */
export function middleOf(line: readonly Corner[]): { at: Corner; right: readonly [number, number] } {
  const narrow = Math.cos(((line[0]?.[1] ?? 0) * Math.PI) / 180);
  const parts = line.slice(1).map((to, index) => {
    const from = line[index] ?? to;
    const [east, north] = [(to[0] - from[0]) * narrow, to[1] - from[1]];
    return { from, to, east, north, length: Math.hypot(east, north) };
  });
  let left = parts.reduce((sum, part) => sum + part.length, 0) / 2;
  for (const { from, to, east, north, length } of parts) {
    if (left <= length && length > 0) return { at: [from[0] + ((to[0] - from[0]) * left) / length, from[1] + ((to[1] - from[1]) * left) / length], right: [north / length, east / length] };
    left -= length;
  }
  return { at: line[0] ?? [0, 0], right: [0, 0] };
}

/** What the map draws, as one collection: `of` says what a feature is. */
export function featuresOf(roads: Roads, shown: ReadonlyMap<string, Shown>, only: readonly Group[], selected: string | null): GeoJSON.Feature[] {
  const streets = roads.streets.flatMap((street): GeoJSON.Feature[] => {
    const level = shown.get(street.id)?.level ?? null;
    const group = groupOf(level);
    if (only.length && !only.includes(group) && street.id !== selected) return [];
    const drawn: GeoJSON.Feature = { type: "Feature", properties: { of: "street", id: street.id, level: level ?? "", group, on: street.id === selected }, geometry: { type: "LineString", coordinates: street.line.map((corner) => [...corner]) } };
    if (!level) return [drawn];
    const { at, right } = middleOf(street.line);
    const ems = 1 + LEVEL_LOOKS[level].widthPx / 16; // beside the line, also where it is wide
    return [drawn, { type: "Feature", properties: { of: "letter", id: street.id, level, aside: right.map((one) => one * ems) }, geometry: { type: "Point", coordinates: [...at] } }];
  });
  const nodes = roads.nodes.filter((node) => node.hasSignal).map((node): GeoJSON.Feature => ({ type: "Feature", properties: { of: "junction", id: node.id, name: node.name }, geometry: { type: "Point", coordinates: [...node.at] } }));
  return [...streets, ...nodes];
}

export function boundsOf({ streets, nodes }: Roads): readonly [number, number, number, number] | null {
  const corners = [...streets.flatMap((street) => street.line), ...nodes.map((node) => node.at)];
  if (!corners.length) return null;
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
