/** Where a camera looks, from above and from the side; a sketch, not to scale. */
import { useTexts } from "../../i18n";
import css from "./Dossier.module.css";

interface Props {
  azimuth: number | null;
  angle: number | null;
  tilt: number | null;
  height: number | null;
  turns: boolean;
}

const R = 62;
/** Where nobody has declared an angle. */
const USUAL_DEG = 60;

export function conePath(azimuth: number, angle: number, radius: number): string {
  const at = (degrees: number) => {
    const rad = ((degrees - 90) * Math.PI) / 180;
    return `${(radius * Math.cos(rad)).toFixed(2)} ${(radius * Math.sin(rad)).toFixed(2)}`;
  };
  return `M0 0L${at(azimuth - angle / 2)}A${radius} ${radius} 0 ${angle > 180 ? 1 : 0} 1 ${at(azimuth + angle / 2)}Z`;
}

export function Cone({ azimuth, angle, tilt, height, turns }: Props) {
  const { t, format } = useTexts();
  const shown = (value: number | null, unit: "degrees" | "m") => (value === null ? t("fact.none") : t(`fact.in.${unit}`, { value: format.number(value, Number.isInteger(value) ? 0 : 1) }));
  const known = azimuth !== null;
  const drop = ((tilt ?? 15) * Math.PI) / 180;
  const top = 26;
  const reach = Math.min(104, (96 - top) / Math.max(0.05, Math.tan(drop)));
  return (
    <figure className={css.cone}>
      <svg viewBox="-80 -80 160 160" role="img" aria-label={known ? t("cone.label", { azimuth: shown(azimuth, "degrees"), angle: shown(angle, "degrees") }) : t("cone.unknown")}>
        <circle r={R} className={css.ring} />
        {turns && <circle r={R - 8} className={css.turns} />}
        {known && angle !== null && angle >= 360 ? <circle r={R} className={css.view} /> : known && <path d={conePath(azimuth, angle ?? USUAL_DEG, R)} className={css.view} data-guess={angle === null || undefined} />}
        <circle r={5} className={css.spot} />
        {([["north", 0, -69], ["east", 71, 4], ["south", 0, 77], ["west", -71, 4]] as const).map(([name, x, y]) => (
          <text key={name} x={x} y={y} textAnchor="middle" className={css.wind}>
            {t(`cone.${name}`)}
          </text>
        ))}
      </svg>
      <svg viewBox="0 0 140 110" aria-hidden="true">
        <path d="M4 98H136" className={css.ground} />
        <path d={`M16 98V${top}`} className={css.pole} />
        {tilt !== null && tilt > 0 && <path d={`M16 ${top}L${16 + reach} ${top + reach * Math.tan(drop)}`} className={css.ray} />}
        {tilt !== null && <path d={`M16 ${top}H120`} className={css.level} />}
        <circle cx={16} cy={top} r={5} className={css.spot} />
      </svg>
      <figcaption>
        <dl className="kv">
          {(
            [
              ["azimuth_deg", azimuth, "degrees"],
              ["hfov_deg", angle, "degrees"],
              ["tilt_deg", tilt, "degrees"],
              ["height_m", height, "m"],
            ] as const
          ).map(([name, value, unit]) => (
            <div key={name} style={{ display: "contents" }}>
              <dt>{t(`fact.${name}`)}</dt>
              <dd className={value === null ? "faint" : "num"}>{shown(value, unit)}</dd>
            </div>
          ))}
        </dl>
      </figcaption>
    </figure>
  );
}
