/** What clicks gave: how wrong a place may be, and the view, to be held against what is known of the mast. */
import type { FoundView } from "../../api/drawings";
import { useTexts } from "../../i18n";
import css from "./Drawings.module.css";

/** Farther from its place in the dossier than this, one of both is wrong. */
const FAR_M = 5;
/** A grid of fewer lines covers no road. */
const FEW_LINES = 6;

export function Found({ found }: { found: FoundView }) {
  const { t, format } = useTexts();
  const metres = (value: number) => t("draw.metres", { value: format.number(value, value < 1 ? 2 : 1) });
  const degrees = (value: number) => t("draw.degrees", { value: format.number(Math.round(value)) });
  return (
    <section className={`card ${css.item}`} aria-label={t("draw.errors")}>
      <b>{t("draw.errors")}</b>
      <p className="small dim">{t("draw.gridWhat", { step: format.number(found.step_m) })}</p>
      <table className={`${css.errors} small`}>
        <tbody>
          {found.distances.map(({ distance_m, error_m }) => (
            <tr key={distance_m}>
              <th scope="row">{t("draw.ahead", { distance: format.number(distance_m) })}</th>
              <td className="num">{t("draw.within", { error: metres(error_m) })}</td>
            </tr>
          ))}
          <tr><th scope="row">{t("draw.fact.height_m")}</th><td className="num">{metres(found.height_m)}</td></tr>
          <tr><th scope="row">{t("draw.fact.tilt_deg")}</th><td className="num">{degrees(found.tilt_deg)}</td></tr>
          <tr><th scope="row">{t("draw.fact.hfov_deg")}</th><td className="num">{degrees(found.hfov_deg)}</td></tr>
          <tr><th scope="row">{t("draw.fact.azimuth_deg")}</th><td className="num">{found.azimuth_deg === null ? t("draw.noNorth") : degrees(found.azimuth_deg)}</td></tr>
        </tbody>
      </table>
      {found.distances.length > 0 && found.lines.length < FEW_LINES && <p className="note warn small">{t("draw.unsure")}</p>}
      {found.distances.length === 0 && <p className="note warn small">{t("draw.noErrors")}</p>}
      {found.foot_off_m !== null && found.foot_off_m > FAR_M && <p className="note warn small">{t("draw.footOff", { off: metres(found.foot_off_m) })}</p>}
      {found.azimuth_deg === null && <p className="note warn small">{t("draw.noNorthWhat")}</p>}
      {found.turns && <p className="note warn small">{t("draw.turns")}</p>}
    </section>
  );
}
