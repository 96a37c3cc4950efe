/** How far a stretch of the screen is, where the view lies in the city, and whose ground this is. */
import { schematic } from "../../components/map/base/schematic";
import type { Box } from "../../components/map/MapView";
import type { BaseMap } from "../../api/types";
import { useTexts } from "../../i18n";
import css from "./Map.module.css";

const [WIDTH, HEIGHT] = [168, 120];
/** What the small map shows: the inner city with some of its surroundings. */
const [WEST, SOUTH, EAST, NORTH] = [105.66, 20.9, 105.96, 21.115];

const x = (lon: number) => ((lon - WEST) / (EAST - WEST)) * WIDTH;
const y = (lat: number) => ((NORTH - lat) / (NORTH - SOUTH)) * HEIGHT;

function path(points: readonly (readonly number[])[]): string {
  return `M${points.map(([lon = 0, lat = 0]) => `${x(lon).toFixed(1)} ${y(lat).toFixed(1)}`).join("L")}`;
}

type Lines = [string, string][];
const RIVERS: Lines = schematic.rivers.features.map(({ properties, geometry }) => [path((geometry as GeoJSON.LineString).coordinates), String(Math.max(1, Number(properties?.width) / 160))]);
const LAKES = schematic.lakes.features.map(({ geometry }) => path((geometry as GeoJSON.Polygon).coordinates[0] ?? []));
const ROADS = schematic.roads.features.filter(({ properties }) => properties?.rank === 1).map(({ geometry }) => path((geometry as GeoJSON.LineString).coordinates));

/** The largest round length that fits. */
function scaleOf(zoom: number, lat: number): { metres: number; px: number } {
  const perPx = (40_075_017 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
  const most = perPx * 90;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((step) => step * power).find((step) => step <= most) ?? power;
  return { metres, px: metres / perPx };
}

export function MapFoot({ box, zoom, base, onGo }: { box: Box | null; zoom: number; base: BaseMap; onGo: (lat: number, lon: number) => void }) {
  const { t, format } = useTexts();
  if (!box) return null;
  const [west, south, east, north] = box;
  const { metres, px } = scaleOf(zoom, (south + north) / 2);
  return (
    <div className={css.foot}>
      <div className={css.scale}>
        <span className="num">{metres >= 1000 ? t("map.km", { value: format.number(metres / 1000) }) : t("map.m", { value: format.number(metres) })}</span>
        <i style={{ width: px }} />
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={`${css.inset} no-phone`}
        role="img"
        aria-label={t("map.inset")}
        onClick={(event) => {
          const frame = event.currentTarget.getBoundingClientRect();
          onGo(NORTH - ((event.clientY - frame.top) / frame.height) * (NORTH - SOUTH), WEST + ((event.clientX - frame.left) / frame.width) * (EAST - WEST));
        }}
      >
        <g fill="none" stroke="var(--tc-map-water)">
          {RIVERS.map(([d, width]) => (
            <path key={d} d={d} strokeWidth={width} />
          ))}
        </g>
        {LAKES.map((d) => (
          <path key={d} d={d} fill="var(--tc-map-water)" />
        ))}
        <g fill="none" stroke="var(--tc-map-road)" strokeWidth="1.5">
          {ROADS.map((d) => (
            <path key={d} d={d} />
          ))}
        </g>
        <rect x={x(west)} y={y(north)} width={Math.max(3, x(east) - x(west))} height={Math.max(3, y(south) - y(north))} fill="rgb(79 155 255 / 0.14)" stroke="var(--tc-accent-line)" strokeWidth="1.5" />
      </svg>
      <span className={css.note}>{base.kind === "schematic" ? t("map.schematic") : base.attribution}</span>
    </div>
  );
}
