/** Masks on their way to the server. Pure. */
import type { MaskArea } from "../../api/masks";
import type { Dot } from "../../components/drawing/geometry";

/** `id` is empty until it is saved; `key` is the screen's own. */
export type Drawn = Omit<MaskArea, "points"> & { key: string; points: Dot[] };

export const MOST_AREAS = 24;
export const same = (a: readonly Drawn[], b: readonly Drawn[]) => JSON.stringify(a.map(plain)) === JSON.stringify(b.map(plain));

export const plain = ({ id, name, reason, points, seen_by }: Drawn) => ({ id, name: name.trim(), reason: reason.trim(), points, seen_by });
