/** What the states of cameras look like on the map: colour, shape and word, always all three. */
import type { TextKey } from "../../i18n";
import type { ShapeName } from "../Shape";
import type { Tone } from "../StateBadge";

export const MAP_STATES = ["ok", "warn", "bad", "off", "lock", "planned", "unlinked"] as const;
export type MapState = (typeof MAP_STATES)[number];

export interface MapLook {
  tone: Tone;
  shape: ShapeName;
  word: TextKey;
}

export const MAP_LOOKS: Record<MapState, MapLook> = {
  ok: { tone: "ok", shape: "ok", word: "map.state.ok" },
  warn: { tone: "warn", shape: "warn", word: "map.state.warn" },
  bad: { tone: "bad", shape: "bad", word: "map.state.bad" },
  off: { tone: "off", shape: "off", word: "map.state.off" },
  lock: { tone: "off", shape: "lock", word: "map.state.lock" },
  planned: { tone: "hold", shape: "hold", word: "map.state.planned" },
  unlinked: { tone: "off", shape: "none", word: "map.state.unlinked" },
};

/** What the signs' colours tell: pictures that come, or faults. */
export const COLOURS = ["live", "health"] as const;
export type Colour = (typeof COLOURS)[number];

const OF_HEALTH: Partial<Record<MapState, TextKey>> = { ok: "health.map.ok", warn: "health.map.warn", bad: "health.map.bad", off: "health.map.off" };

export function stateWord(state: MapState, colour: Colour): TextKey {
  return (colour === "health" ? OF_HEALTH[state] : undefined) ?? MAP_LOOKS[state].word;
}

/** The outline of a sign says what the camera is there for. */
export const OUTLINES = { security: "square", defence: "hexagon", state_management: "circle" } as const;
export type Purpose = keyof typeof OUTLINES;

/** The map's colours by role, read from the theme once per style. */
export interface Palette {
  land: string;
  water: string;
  park: string;
  road: string;
  roadMinor: string;
  label: string;
  text: string;
  dim: string;
  surface: string;
  ground: string;
  edge: string;
  accent: string;
  line: Record<MapState, string>;
  ink: Record<MapState, string>;
  soft: { bad: string; warn: string };
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--tc-${name}`).trim();
  const by = (make: (tone: string) => string) => Object.fromEntries(MAP_STATES.map((state) => [state, make(MAP_LOOKS[state].tone)])) as Record<MapState, string>;
  const line = by((tone) => token(`${tone}-line`));
  return {
    land: token("map-land"),
    water: token("map-water"),
    park: token("map-park"),
    road: token("map-road"),
    roadMinor: token("map-road-2"),
    label: token("map-label"),
    text: token("text"),
    dim: token("dim"),
    surface: token("surface"),
    ground: token("ground"),
    edge: token("line-strong"),
    accent: token("accent-line"),
    line: { ...line, lock: token("off-solid"), unlinked: token("tl-recorded-top") },
    ink: by((tone) => token(tone)),
    soft: { bad: token("bad-soft"), warn: token("warn-soft") },
  };
}
