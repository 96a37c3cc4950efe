/** Two places near each other, north up, with what they look at and a scale. */
import { offsetM, scaleBarM, type Spot } from "./rowLook";
import css from "./Suspects.module.css";

const WIDTH = 352;
const HEIGHT = 176;
const CONE_PX = 60;
const HALF_DEG = 22;

function cone(x: number, y: number, azimuth: number): string {
  const end = (deg: number) => [x + CONE_PX * Math.sin((deg * Math.PI) / 180), y - CONE_PX * Math.cos((deg * Math.PI) / 180)].map((value) => value.toFixed(1)).join(" ");
  return `M${x} ${y} L${end(azimuth - HALF_DEG)} L${end(azimuth + HALF_DEG)}z`;
}

export function SpotsMap({ a, b, aText, bText, label }: { a: Spot; b: Spot; aText: string; bText: string; label: string }) {
  const { east, north, far } = offsetM(a, b);
  const pxPerM = Math.min(120 / Math.max(Math.abs(east), 1), 60 / Math.max(Math.abs(north), 1), 90 / Math.max(far, 6));
  const at = (sign: number) => ({ x: WIDTH / 2 + (sign * east * pxPerM) / 2, y: HEIGHT / 2 - (sign * north * pxPerM) / 2 });
  const [first, second] = [at(-1), at(1)];
  const bar = scaleBarM(WIDTH / pxPerM);
  const upper = first.y < second.y ? first : second;
  return (
    <svg className={css.mini} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <rect width={WIDTH} height={HEIGHT} fill="var(--tc-map-land)" />
      <g fillOpacity=".16" strokeWidth="1.2">
        {a.azimuth !== null && <path d={cone(first.x, first.y, a.azimuth)} fill="var(--tc-warn-line)" stroke="var(--tc-warn-line)" />}
        {b.azimuth !== null && <path d={cone(second.x, second.y, b.azimuth)} fill="var(--tc-accent-line)" stroke="var(--tc-accent-line)" />}
      </g>
      <circle cx={second.x} cy={second.y} r="8" fill="var(--tc-accent-line)" stroke="var(--tc-surface)" strokeWidth="2" />
      <rect x={first.x - 6} y={first.y - 6} width="12" height="12" fill="var(--tc-warn-line)" stroke="var(--tc-surface)" strokeWidth="2" transform={`rotate(45 ${first.x} ${first.y})`} />
      <g fontSize="12" fontWeight="500" fill="var(--tc-text)" textAnchor="middle">
        <text x={first.x} y={upper === first ? first.y - 16 : first.y + 26}>{aText}</text>
        <text x={second.x} y={upper === second ? second.y - 16 : second.y + 26}>{bText}</text>
      </g>
      <path d={`M16 152v6h${(bar * pxPerM).toFixed(1)}v-6`} fill="none" stroke="var(--tc-dim)" strokeWidth="1.5" />
      <text x={24 + bar * pxPerM} y="160" fontSize="11" fill="var(--tc-dim)">{`${bar}\u00a0m`}</text>
    </svg>
  );
}
