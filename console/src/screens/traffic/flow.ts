/** The drawing of who turns where at a junction: one band a movement, as wide as its flow. Pure; y grows downwards. */

export interface Arm {
  id: string;
  /** From the junction outwards, clockwise from north. */
  azimuthDeg: number;
}

export interface Turn {
  from: string;
  to: string;
  /** Null: not measured. */
  perH: number | null;
}

export interface Room {
  width: number;
  height: number;
  /** Left free on either side for names. */
  sidePx: number;
}

type Point = readonly [x: number, y: number];

export interface Band extends Turn {
  widthPx: number;
  path: string;
  /** The head of the arrow, where it leaves. */
  head: string;
}

export interface PlacedArm {
  id: string;
  end: Point;
  /** Where the arm points to. */
  out: Point;
  /** Half of what its bands take, on its wider side. */
  halfPx: number;
  /** The same to the right of the arm's middle, on the screen. */
  besidePx: number;
  enters: number | null;
  leaves: number | null;
}

export interface Drawing {
  bands: Band[];
  arms: PlacedArm[];
  centre: Point;
  radiusPx: number;
}

const THIN_PX = 1.5;
const AXIS_PX = 4;
const BETWEEN_PX = 2;
/** The widest side of an arm takes this share of the drawing's radius. */
const SIDE = 0.42;

/** 0: turns back; 90: left; 180: on; 270: right, where one drives on the right. */
export function turnDeg(from: Arm, to: Arm): number {
  return (((to.azimuthDeg - from.azimuthDeg) % 360) + 360) % 360;
}

export type Way = "back" | "left" | "on" | "right";

export function wayOf(from: Arm, to: Arm): Way {
  const turn = turnDeg(from, to);
  if (from.id === to.id || turn < 22.5 || turn > 337.5) return "back";
  return turn < 135 ? "left" : turn <= 225 ? "on" : "right";
}

/** Sum of what is known; null where nothing is. */
export function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) : null;
}

interface Sound {
  turn: Turn;
  from: Arm;
  to: Arm;
}

export function drawn(arms: readonly Arm[], turns: readonly Turn[], { width, height, sidePx }: Room): Drawing {
  const centre: Point = [width / 2, height / 2];
  const radiusPx = Math.max(24, Math.min(height / 2 - 14, width / 2 - sidePx));
  const known = new Map(arms.map((arm) => [arm.id, arm]));
  const sound = turns.flatMap((turn): Sound[] => {
    const [from, to] = [known.get(turn.from), known.get(turn.to)];
    return from && to ? [{ turn, from, to }] : [];
  });
  const sides = arms.map((arm) => {
    const [entering, leaving] = [sound.filter(({ from }) => from === arm), sound.filter(({ to }) => to === arm)];
    return { arm, entering, leaving, enters: sumOf(entering.map(({ turn }) => turn.perH)), leaves: sumOf(leaving.map(({ turn }) => turn.perH)) };
  });
  const most = Math.max(1, ...sides.flatMap(({ enters, leaves }) => [enters ?? 0, leaves ?? 0]));
  const px = ({ perH }: Turn) => (perH === null ? THIN_PX : Math.max(THIN_PX, (perH / most) * radiusPx * SIDE));
  // From the arm's middle outwards: who turns back, left, goes on, right; so bands of one arm do not cross at its mouth.
  const stacked = (mine: Sound[]) => {
    let at = AXIS_PX;
    const offsets = new Map<Turn, number>();
    for (const { turn } of [...mine].sort((one, other) => turnDeg(one.from, one.to) - turnDeg(other.from, other.to))) {
      offsets.set(turn, at + px(turn) / 2);
      at += px(turn) + BETWEEN_PX;
    }
    return { offsets, halfPx: at };
  };
  const stacks = sides.map((side) => ({ ...side, into: stacked(side.entering), out: stacked(side.leaving) }));
  const offsets = (which: "into" | "out") => new Map(stacks.flatMap((stack) => [...stack[which].offsets]));
  const [into, out] = [offsets("into"), offsets("out")];
  const at = (arm: Arm, alongPx: number, asidePx: number): Point => {
    const [x, y] = outward(arm);
    return [centre[0] + x * alongPx + y * asidePx, centre[1] + y * alongPx - x * asidePx];
  };
  const inner = radiusPx * 0.62;
  const bands = sound.map(({ turn, from, to }): Band => {
    const [off, away] = [into.get(turn) ?? 0, -(out.get(turn) ?? 0)];
    const half = Math.max(4, px(turn) / 2 + 2);
    const headPx = Math.max(9, half * 0.6);
    const bend = inner * (wayOf(from, to) === "back" ? 0.35 : 0.62);
    const [a, b, c] = [at(from, radiusPx, off), at(from, inner, off), at(from, inner - bend, off)].map(text);
    const [d, e, f] = [at(to, inner - bend, away), at(to, inner, away), at(to, radiusPx - headPx + 1, away)].map(text);
    const [left, tip, right] = [at(to, radiusPx - headPx, away - half), at(to, radiusPx, away), at(to, radiusPx - headPx, away + half)].map(text);
    return { ...turn, widthPx: px(turn), path: `M${a}L${b}C${c} ${d} ${e}L${f}`, head: `M${left}L${tip}L${right}z` };
  });
  const placed = stacks.map(({ arm, into: mine, out: others, enters, leaves }): PlacedArm => ({ id: arm.id, end: at(arm, radiusPx, 0), out: outward(arm), halfPx: Math.max(mine.halfPx, others.halfPx), besidePx: (outward(arm)[1] < 0 ? others : mine).halfPx, enters, leaves }));
  return { bands, arms: placed, centre, radiusPx };
}

function outward({ azimuthDeg }: Arm): Point {
  const angle = (azimuthDeg * Math.PI) / 180;
  return [Math.sin(angle), -Math.cos(angle)];
}

function text([x, y]: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/** A name on at most two lines, for a place with room for so many letters. */
export function lines(name: string, most: number): string[] {
  if (name.length <= most) return [name];
  const words = name.split(" ");
  let first = words.shift() ?? "";
  while (words[0] && first.length + 1 + words[0].length <= most) first += ` ${words.shift()}`;
  const rest = words.join(" ");
  return [first, rest.length > most ? `${rest.slice(0, most - 1)}…` : rest].filter(Boolean);
}
