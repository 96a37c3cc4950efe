/** Where forward leads over counted lines, and the heads of arrows: over the picture, in its SVG of 1000 by 1000. */
import { forwardArrow, type Dot } from "../../components/drawing/geometry";
import css from "./Drawings.module.css";
import { isCounted, type DrawnZone } from "./zones";

const HEAD = 0.014;

/** Two strokes back from the tip, in shares of the picture. */
function head([fx, fy]: Dot, [tx, ty]: Dot, aspect: number): Dot[] {
  const [dx, dy] = [tx - fx, (ty - fy) * aspect];
  const size = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [(dx / size) * HEAD, (dy / size) * HEAD];
  const back = (side: number): Dot => [tx - ux + side * uy * 0.7, ty - (uy + side * ux * 0.7) / aspect];
  return [back(1), [tx, ty], back(-1)];
}

const line = (points: readonly Dot[]) => points.map(([x, y]) => `${x * 1000},${y * 1000}`).join(" ");

export function Arrows({ zones, aspect }: { zones: readonly DrawnZone[]; aspect: number }) {
  return zones.map((zone) => {
    const [first, second] = zone.points;
    if (!first || !second) return null;
    if (zone.kind === "direction") return <polyline key={zone.key} className={css.arrow} points={line(head(first, second, aspect))} />;
    if (!isCounted(zone.kind)) return null;
    const [from, to] = forwardArrow(zone.points, aspect);
    return (
      <g key={zone.key}>
        <polyline className={css.arrow} points={line([from, to])} />
        <polyline className={css.arrow} points={line(head(from, to, aspect))} />
      </g>
    );
  });
}
