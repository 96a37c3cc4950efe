/**
 * Pictures of signs, drawn when the map first asks for one by its name: `cam|state|purpose`, `ring|size|24ths`,
 * `badge|bad|9`, `cone|state|angle`, `reach|state`, `halo`. Names hold what is to be seen and nothing else, so that signs alike
 * share a picture.
 */
import { MAP_STATES, OUTLINES, type MapState, type Palette, type Purpose } from "./looks";

export const RATIO = 2;
export const CONE_PX = 54;
export const REACH_PX = 70;

type Context = CanvasRenderingContext2D;

/** The paths of components/Shape.tsx in a box of 16 by 16. */
const SHAPES: Record<MapState, (context: Context, cut: string) => void> = {
  ok: (context) => disc(context, 6),
  warn: (context) => context.fill(new Path2D("M8 1.6 15.2 14H.8z")),
  bad: (context, cut) => {
    context.fill(new Path2D("M3.5 1.5h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2z"));
    stroke(context, "m5 5 6 6m0-6-6 6", 2, cut);
  },
  off: (context) => {
    circle(context, 6, 2);
    stroke(context, "m4 12 8-8", 2);
  },
  lock: (context) => {
    stroke(context, "M4.6 7V5a3.4 3.4 0 0 1 6.8 0v2", 2);
    context.fill(new Path2D("M3.8 6.8h8.4a1.6 1.6 0 0 1 1.6 1.6v4.8a1.6 1.6 0 0 1-1.6 1.6H3.800a1.600 1.600 0 0 1-1.600-1.600V8.400a1.600 1.600 0 0 1 1.600-1.600z"));
  },
  planned: (context) => context.fill(new Path2D("M8 1.5 14.5 8 8 14.5 1.5 8z")),
  unlinked: (context) => circle(context, 4.5, 2),
};

function disc(context: Context, radius: number): void {
  context.beginPath();
  context.arc(8, 8, radius, 0, 2 * Math.PI);
  context.fill();
}

function circle(context: Context, radius: number, width: number): void {
  context.beginPath();
  context.arc(8, 8, radius, 0, 2 * Math.PI);
  context.lineWidth = width;
  context.stroke();
}

function stroke(context: Context, path: string, width: number, colour?: string): void {
  context.save();
  if (colour) context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineCap = "round";
  context.stroke(new Path2D(path));
  context.restore();
}

function shape(context: Context, state: MapState, x: number, y: number, size: number, palette: Palette, cut: string): void {
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(size / 16, size / 16);
  context.fillStyle = context.strokeStyle = palette.ink[state];
  SHAPES[state](context, cut);
  context.restore();
}

function outline(context: Context, purpose: string, middle: number, radius: number): void {
  const kind = purpose in OUTLINES ? OUTLINES[purpose as Purpose] : "circle";
  context.beginPath();
  if (kind === "square") context.roundRect(middle - radius + 1, middle - radius + 1, 2 * radius - 2, 2 * radius - 2, 4);
  else if (kind === "hexagon") {
    for (let corner = 0; corner < 6; corner++) {
      const angle = (corner * Math.PI) / 3;
      context.lineTo(middle + radius * 1.08 * Math.sin(angle), middle - radius * 1.08 * Math.cos(angle));
    }
    context.closePath();
  } else context.arc(middle, middle, radius, 0, 2 * Math.PI);
}

function canvas(width: number, height: number): Context {
  const made = document.createElement("canvas");
  made.width = Math.ceil(width * RATIO);
  made.height = Math.ceil(height * RATIO);
  const context = made.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.scale(RATIO, RATIO);
  return context;
}

function camera(state: MapState, purpose: string, palette: Palette): Context {
  const context = canvas(28, 28);
  outline(context, purpose, 14, 11);
  context.fillStyle = palette.surface;
  context.fill();
  context.strokeStyle = palette.edge;
  context.lineWidth = 1.25;
  if (!(purpose in OUTLINES)) context.setLineDash([3, 2.2]);
  context.stroke();
  shape(context, state, 14, 14, 13, palette, palette.surface);
  return context;
}

function ring(size: number, shares: number[], palette: Palette): Context {
  const context = canvas(size + 4, size + 4);
  const middle = (size + 4) / 2;
  context.beginPath();
  context.arc(middle, middle, size / 2, 0, 2 * Math.PI);
  context.fillStyle = palette.surface;
  context.fill();
  context.lineWidth = 4;
  const present = shares.filter((share) => share > 0).length;
  const gap = present > 1 ? 0.05 : 0;
  let from = -Math.PI / 2;
  shares.forEach((share, index) => {
    const state = MAP_STATES[index];
    if (!share || !state) return;
    const to = from + (share * Math.PI) / 12;
    context.beginPath();
    context.arc(middle, middle, size / 2 - 2, from + gap / 2, to - gap / 2);
    context.strokeStyle = palette.line[state];
    context.stroke();
    from = to;
  });
  return context;
}

function badge(state: "bad" | "warn", text: string, palette: Palette): Context {
  const font = '600 11px "TC Figures", "Be Vietnam Pro", sans-serif';
  const measure = canvas(1, 1);
  measure.font = font;
  const width = Math.ceil(measure.measureText(text).width) + 24;
  const context = canvas(width + 2, 20);
  context.beginPath();
  context.roundRect(1, 1, width, 18, 4);
  context.fillStyle = palette.soft[state];
  context.fill();
  context.strokeStyle = palette.line[state];
  context.lineWidth = 1;
  context.stroke();
  shape(context, state, 11, 10, 10, palette, palette.soft[state]);
  context.font = font;
  context.fillStyle = palette.ink[state];
  context.textBaseline = "middle";
  context.fillText(text, 19.5, 10.5);
  return context;
}

const BLIND: ReadonlySet<MapState> = new Set(["bad", "off", "lock", "planned", "unlinked"]);

/** A sector that looks north, its point in the middle of the lower edge; dashed where nothing is seen by it now. */
function cone(colour: string, angleDeg: number, filled: boolean): Context {
  const context = canvas(2 * CONE_PX + 2, CONE_PX + 1);
  const half = (Math.min(angleDeg, 170) * Math.PI) / 360;
  context.beginPath();
  context.moveTo(CONE_PX + 1, CONE_PX + 1);
  context.arc(CONE_PX + 1, CONE_PX + 1, CONE_PX, -Math.PI / 2 - half, -Math.PI / 2 + half);
  context.closePath();
  context.fillStyle = context.strokeStyle = colour;
  if (filled) {
    context.globalAlpha = 0.22;
    context.fill();
  } else context.setLineDash([3.5, 3]);
  context.globalAlpha = filled ? 0.65 : 0.55;
  context.stroke();
  return context;
}

function reach(colour: string): Context {
  const context = canvas(2 * REACH_PX + 2, 2 * REACH_PX + 2);
  context.beginPath();
  context.arc(REACH_PX + 1, REACH_PX + 1, REACH_PX, 0, 2 * Math.PI);
  context.setLineDash([2, 5]);
  context.strokeStyle = colour;
  context.globalAlpha = 0.55;
  context.stroke();
  return context;
}

/** Around the sign that is chosen, or under the pointer. */
function halo(colour: string): Context {
  const context = canvas(34, 34);
  context.beginPath();
  context.arc(17, 17, 15.25, 0, 2 * Math.PI);
  context.fillStyle = context.strokeStyle = colour;
  context.globalAlpha = 0.25;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 2.5;
  context.stroke();
  return context;
}

/** The picture of this name, or null for one that is none of ours. */
export function drawSign(name: string, palette: Palette): ImageData | null {
  const [kind, first = "", second = ""] = name.split("|");
  const colour = first === "accent" ? palette.accent : palette.line[first as MapState];
  const made =
    kind === "cam" ? camera(first as MapState, second, palette)
    : kind === "ring" ? ring(Number(first), second.split(".").map(Number), palette)
    : kind === "badge" ? badge(first as "bad" | "warn", second, palette)
    : kind === "cone" ? cone(colour, Number(second), first === "accent" || !BLIND.has(first as MapState))
    : kind === "reach" ? reach(colour)
    : kind === "halo" ? halo(palette.accent)
    : null;
  return made?.getImageData(0, 0, made.canvas.width, made.canvas.height) ?? null;
}
