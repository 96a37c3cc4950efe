/** The wall's address: `?n=9&c=id,,id&p=0` : how many tiles, which camera in each (empty: an empty tile), and which are pinned. */

export const SIZES = [1, 4, 9, 16] as const;
export type WallSize = (typeof SIZES)[number];

export interface WallLayout {
  size: WallSize;
  /** As many as the size; null is an empty tile. */
  tiles: (string | null)[];
  /** Numbers of tiles that no alarm takes. */
  pinned?: number[];
}

export function parseWall(search: URLSearchParams, fallback: readonly string[]): WallLayout {
  const asked = Number(search.get("n"));
  const given = search.get("c");
  const ids = given === null ? fallback : given.split(",");
  const size = SIZES.find((known) => known === asked) ?? fit(ids.length);
  const kept = (search.get("p") ?? "").split(",").filter(Boolean).map(Number).filter((tile) => tile >= 0 && tile < size);
  return { size, tiles: Array.from({ length: size }, (_, index) => ids[index] || null), ...(kept.length && { pinned: kept }) };
}

function fit(count: number): WallSize {
  return count <= 1 ? 1 : count <= 4 ? 4 : 9;
}

export function wallSearch({ size, tiles, pinned }: WallLayout): URLSearchParams {
  const ids = tiles.slice(0, size).map((id) => id ?? "");
  while (ids.length && ids.at(-1) === "") ids.pop();
  return new URLSearchParams({ n: String(size), c: ids.join(","), ...(pinned?.length && { p: pinned.join(",") }) });
}

/** Puts a camera into a tile; a camera already on the wall changes places, so that none is decoded twice. */
export function placed(layout: WallLayout, index: number, id: string): WallLayout {
  const tiles = [...layout.tiles];
  const before = tiles.indexOf(id);
  if (before >= 0) tiles[before] = tiles[index] ?? null;
  tiles[index] = id;
  return { ...layout, tiles };
}

export function removed(layout: WallLayout, index: number): WallLayout {
  return { ...layout, tiles: layout.tiles.map((id, at) => (at === index ? null : id)) };
}

export function resized(layout: WallLayout, size: WallSize, fallback: readonly string[]): WallLayout {
  const on = layout.tiles.filter((id): id is string => id !== null);
  const more = fallback.filter((id) => !on.includes(id));
  const ids = [...on, ...more];
  return { size, tiles: Array.from({ length: size }, (_, index) => ids[index] ?? null) };
}

/** Where the arrow keys lead in a square of tiles. */
export function moved(index: number, key: string, size: WallSize): number {
  const side = Math.sqrt(size);
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -side, ArrowDown: side }[key] ?? 0;
  const next = index + step;
  return next < 0 || next >= size ? index : next;
}

export interface Alarm {
  camera_id: string;
}

/** A tile as it is shown: `from` is its number in the layout, to which all that a person does to it goes. */
export interface Place<A extends Alarm> {
  id: string | null;
  from: number;
  alarm: A | null;
}

/** How many tiles alarms may take. */
const mostAlarms = (size: number) => Math.max(1, Math.floor(size / 4));

/**
 * Alarms, the newest first, come to the first tiles that are not pinned: a quarter of the wall. Who is on the wall already changes
 * places, so that none is decoded twice; a camera of another page covers a tile. `rest`: cameras with alarms that are not to be seen.
 */
export function arranged<A extends Alarm>({ size, tiles, pinned = [] }: Pick<WallLayout, "size" | "tiles" | "pinned">, alarms: readonly A[]): { places: Place<A>[]; rest: number } {
  const newest = new Map<string, A>();
  for (const alarm of alarms) if (!newest.has(alarm.camera_id)) newest.set(alarm.camera_id, alarm);
  const places: Place<A>[] = tiles.map((id, from) => ({ id, from, alarm: null }));
  const free = places.filter(({ from }) => !pinned.includes(from)).slice(0, mostAlarms(size)).map(({ from }) => from);
  let rest = 0;
  for (const [id, alarm] of newest) {
    let at = places.findIndex((place) => place.id === id);
    const before = places[at];
    const target = at >= 0 && pinned.includes(at) ? undefined : free.shift();
    const covered = target === undefined ? undefined : places[target];
    if (target !== undefined && covered) {
      if (before) places[at] = covered;
      places[target] = before ?? { id, from: covered.from, alarm };
      at = target;
    }
    const place = places[at];
    if (place) places[at] = { ...place, alarm };
    else rest += 1;
  }
  return { places, rest };
}

/** A pinned tile is taken by no alarm. */
export function pinned(layout: WallLayout, index: number): WallLayout {
  const before = layout.pinned ?? [];
  return { ...layout, pinned: before.includes(index) ? before.filter((one) => one !== index) : [...before, index].sort((a, b) => a - b) };
}

/** Which page of a cycle is due so long after its beginning. */
export function pageDue(seconds: readonly number[], afterS: number): number {
  const round = seconds.reduce((sum, one) => sum + one, 0);
  let left = round > 0 ? afterS % round : 0;
  for (const [index, one] of seconds.entries()) {
    if (left < one) return index;
    left -= one;
  }
  return 0;
}
