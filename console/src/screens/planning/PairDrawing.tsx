/** Where the two stand and look, to scale: north is up. */
import type { PairSide } from "../../api/planning";
import { useTexts } from "../../i18n";
import { barMetres, metresBetween, offset } from "./pairs";

const [WIDTH, HEIGHT] = [640, 200];
const CONE_PX = 78;

export function PairDrawing({ a, b, codes }: { a: PairSide; b: PairSide; codes: [string, string] }) {
  const { t, format } = useTexts();
  const metres = metresBetween(a, b);
  const [east, north] = offset(a, b);
  // Both and what they look at fit; two on one spot are drawn as on one spot.
  const across = Math.max(12, Math.abs(east) * 1.8, Math.abs(north) * 1.8 * (WIDTH / (HEIGHT - 60)));
  const scale = (WIDTH - 240) / across;
  const at = (share: number): [number, number] => [WIDTH / 2 + (share * east * scale) / 2, HEIGHT / 2 - (share * north * scale) / 2];
  const spots = [at(-1), at(1)] as const;
  const bar = barMetres(WIDTH / scale);
  const cone = (side: PairSide, [x, y]: readonly [number, number]) => {
    const { azimuth_deg: azimuth, hfov_deg: angle } = side.values;
    if (typeof azimuth !== "number") return undefined;
    const half = Math.min(85, (typeof angle === "number" ? angle : 80) / 2);
    const corner = (degrees: number) => `${(x + CONE_PX * Math.sin((degrees * Math.PI) / 180)).toFixed(1)} ${(y - CONE_PX * Math.cos((degrees * Math.PI) / 180)).toFixed(1)}`;
    return `M${x.toFixed(1)} ${y.toFixed(1)}L${corner(azimuth - half)}A${CONE_PX} ${CONE_PX} 0 0 1 ${corner(azimuth + half)}Z`;
  };
  const [left, right] = spots;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} style={{ display: "block", width: "100%", background: "var(--tc-map-land)", border: "1px solid var(--tc-line)", borderRadius: "var(--tc-r-control)" }} role="img" aria-label={t("double.drawing", { a: codes[0], b: codes[1], metres: format.number(metres, metres < 10 ? 1 : 0) })} data-drawing>
      <path d={cone(a, left)} fill="var(--tc-warn-line)" fillOpacity="0.18" stroke="var(--tc-warn-line)" strokeWidth="1.5" />
      <path d={cone(b, right)} fill="var(--tc-accent-line)" fillOpacity="0.18" stroke="var(--tc-accent-line)" strokeWidth="1.5" />
      <line x1={left[0]} y1={left[1]} x2={right[0]} y2={right[1]} stroke="var(--tc-line-strong)" strokeDasharray="4 3" />
      <rect x={left[0] - 6} y={left[1] - 6} width="12" height="12" transform={`rotate(45 ${left[0]} ${left[1]})`} fill="var(--tc-warn-line)" stroke="var(--tc-surface)" strokeWidth="1.5" />
      <circle cx={right[0]} cy={right[1]} r="6" fill="var(--tc-accent-line)" stroke="var(--tc-surface)" strokeWidth="1.5" />
      <g fill="none" stroke="var(--tc-dim)" strokeWidth="1.5">
        <path d={`M16 ${HEIGHT - 24}v6h${bar * scale}v-6`} />
        <path d={`M${WIDTH - 24} 34V14m-5 7 5-7 5 7`} />
      </g>
      <text x="16" y={HEIGHT - 30} fill="var(--tc-dim)" fontSize="12">
        {bar < 1000 ? t("double.metres", { metres: format.number(bar) }) : t("double.kilometres", { kilometres: format.number(bar / 1000) })}
      </text>
    </svg>
  );
}
