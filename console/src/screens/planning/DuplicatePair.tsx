/** Two entries side by side, and what will happen when they are one. */
import { useMemo, useState } from "react";

import { can, useMe, useOrganisations, useThumbnails } from "../../api/queries";
import type { PairDetail } from "../../api/planning";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import { comparedRows, metresBetween, standing, turnBetween, type ComparedRow, type Picks, type SideName } from "./pairs";
import { PairDrawing } from "./PairDrawing";
import css from "./Planning.module.css";

interface Props {
  detail: PairDetail;
  picks: Picks;
  onPick: (field: ComparedRow["field"], side: SideName) => void;
  /** The side into which the other would be merged where nothing else is said. */
  keep: SideName;
}

export const codeOf = (detail: PairDetail, side: SideName) => String(detail[side].values.code);

export function DuplicatePair({ detail, picks, onPick, keep }: Props) {
  const { t, format } = useTexts();
  const rows = useMemo(() => comparedRows(detail), [detail]);
  const words = useFieldWords();
  const { a, b, pair } = detail;
  const metres = metresBetween(a, b);
  const turn = turnBetween(a, b);
  const apart = { metres: format.number(metres, metres < 10 ? 1 : 0), degrees: format.number(turn ?? 0) };
  const open = pair.state === "open";
  const speaking = [...pair.reasons].sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight));
  const name = (field: ComparedRow["field"]) => t(`double.field.${field}`);

  const cell = (row: ComparedRow, side: SideName) => {
    const text = words(row.field, row[side]);
    const kept = standing(row, keep, picks) === side;
    const marks = row.differs ? { "data-differs": true, "data-kept": kept || undefined, "data-lost": !kept || undefined } : {};
    const choosable = open && row.differs && !row.fixed && row[side] !== null;
    return (
      <td data-differs={row.differs || undefined}>
        {choosable ? (
          <button type="button" className={css.cell} {...marks} aria-pressed={kept} aria-label={t("double.pick", { field: name(row.field), value: text })} onClick={() => onPick(row.field, side)}>
            {text}
          </button>
        ) : (
          <span className={css.cell} {...(open ? marks : {})}>
            {row[side] === null ? <span className="faint">{t("double.nothing")}</span> : text}
          </span>
        )}
      </td>
    );
  };

  return (
    <div className={css.review} data-pair={pair.id}>
      <div>
        <h2 style={{ fontSize: "var(--tc-fs-16)" }}>
          {t("double.maybe")} <span className="dim" style={{ fontWeight: 400 }}>{turn === null ? t("double.apart", apart) : t("double.apartTurned", apart)}</span>
        </h2>
      </div>
      <Pictures detail={detail} />
      <div className={css.reasons}>
        {(["for", "against"] as const).map((way) => {
          const found = speaking.filter((reason) => (way === "for" ? reason.weight > 0 : reason.weight < 0));
          return (
            found.length > 0 && (
              <section key={way}>
                <h3>{t(`double.${way}`)}</h3>
                <ul>
                  {found.map((reason) => (
                    <li key={reason.evidence}>
                      <span className={way === "for" ? "c-ok" : "c-warn"}>
                        <Shape name={way === "for" ? "ok" : "warn"} size={10} />
                      </span>
                      {t(`double.evidence.${reason.evidence}`)}
                    </li>
                  ))}
                </ul>
              </section>
            )
          );
        })}
      </div>
      <PairDrawing a={a} b={b} codes={[codeOf(detail, "a"), codeOf(detail, "b")]} />
      <section>
        {open && <p className="small dim" style={{ marginBottom: 6 }}>{t("double.fieldsWhat", { code: codeOf(detail, keep) })}</p>}
        <table className={css.compare} aria-label={t("double.fields")}>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr">{t("double.field")}</span>
              </th>
              <th scope="col">
                <span className="row"><i className={css.diamond} aria-hidden /> {t("double.left")}</span>
              </th>
              <th scope="col">
                <span className="row"><i className={css.circle} aria-hidden /> {t("double.right")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.field}>
                <th scope="row">{name(row.field)}</th>
                {cell(row, "a")}
                {cell(row, "b")}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

/** The picture of now of each, where it is linked to the platform and one may see it. */
function Pictures({ detail }: { detail: PairDetail }) {
  const { t } = useTexts();
  const me = useMe();
  const may = can(me.data, "media.snapshot");
  const sides = ["a", "b"] as const;
  const linked = sides.filter((side) => detail[side].has_stream).map((side) => detail[side].camera_id);
  const thumbnails = useThumbnails(linked, may);
  const [broken, setBroken] = useState<readonly string[]>([]);
  return (
    <div className={css.twoPictures}>
      {sides.map((side) => {
        const { camera_id: id, has_stream: hasStream } = detail[side];
        const url = thumbnails.data?.get(id);
        const code = codeOf(detail, side);
        return (
          <figure key={side} className={css.picture} data-empty={linked.length === 0 || !may || undefined}>
            {url && !broken.includes(url) ? <img src={url} alt={t("double.pictureOf", { code })} onError={() => setBroken((before) => [...before, url])} /> : t(!hasStream ? "double.noPicture" : !may ? "double.noPictureRight" : "double.noPictureNow")}
            <figcaption>
              <i className={side === "a" ? css.diamond : css.circle} aria-hidden />
              <b className="cut">{code}</b>
            </figcaption>
          </figure>
        );
      })}
    </div>
  );
}

/** A field's value as people read it. */
function useFieldWords() {
  const { t } = useTexts();
  const organisations = useOrganisations();
  const names = useMemo(() => new Map(organisations.data?.map((one) => [one.id, one.name])), [organisations.data]);
  return (field: ComparedRow["field"], value: unknown): string => {
    if (value === null || value === undefined) return t("double.nothing");
    if (typeof value === "boolean") return t(value ? "double.yes" : "double.no");
    const said = typeof value === "string" || typeof value === "number" ? String(value) : "";
    switch (field) {
      case "owner_id":
      case "operator_id":
      case "unit_id":
        return names.get(said) ?? said;
      case "kind":
        return t(`map.kind.${said === "ptz" ? "ptz" : "fixed"}`);
      case "purpose":
        return t(`map.purpose.${said === "defence" ? "defence" : said === "security" ? "security" : "state_management"}`);
      case "connection":
        return t(`proposal.connection.${said === "fibre" ? "fibre" : said === "mobile" ? "mobile" : "internet"}`);
      case "funding":
        return t(`proposal.funding.${said === "budget" ? "budget" : said === "socialised" ? "socialised" : "other"}`);
      case "mac":
        return said.replace(/(..)(?=.)/g, "$1:");
      default:
        return said;
    }
  };
}
