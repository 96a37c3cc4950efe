/** The wall's address: `?n=9&c=id,,id` : how many tiles, and which camera in each (empty: an empty tile). */

export const SIZES = [1, 4, 9, 16] as const;
export type WallSize = (typeof SIZES)[number];

export interface WallLayout {
  size: WallSize;
  /** As many as the size; null is an empty tile. */
  tiles: (string | null)[];
}

export function parseWall(search: URLSearchParams, fallback: readonly string[]): WallLayout {
  const asked = Number(search.get("n"));
  const given = search.get("c");
  const ids = given === null ? fallback : given.split(",");
  const size = SIZES.find((known) => known === asked) ?? fit(ids.length);
  return { size, tiles: Array.from({ length: size }, (_, index) => ids[index] || null) };
}

function fit(count: number): WallSize {
  return count <= 1 ? 1 : count <= 4 ? 4 : 9;
}

export function wallSearch({ size, tiles }: WallLayout): URLSearchParams {
  const ids = tiles.slice(0, size).map((id) => id ?? "");
  while (ids.length && ids.at(-1) === "") ids.pop();
  return new URLSearchParams({ n: String(size), c: ids.join(",") });
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

/** Cameras in trouble first, each group in its order; nothing leaves the wall. */
export function troubledFirst(layout: WallLayout, troubled: (id: string) => boolean): WallLayout {
  const inTrouble = (id: string | null) => id !== null && troubled(id);
  return { ...layout, tiles: [...layout.tiles.filter(inTrouble), ...layout.tiles.filter((id) => !inTrouble(id))] };
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
