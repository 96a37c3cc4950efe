/** Rows that may be a camera which is there already, side by side; the answer is written into the file. */
import { ActionIcon, Button, Skeleton } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";

import { useChangeRow, useRow, type Import, type Row, type Suspect } from "../../api/inventory";
import { useCamera, useOrganisations } from "../../api/queries";
import type { Camera } from "../../api/types";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { cellLook, offsetM, suspectKey, type Spot } from "./rowLook";
import css from "./Suspects.module.css";
import { SpotsMap } from "./SpotsMap";

interface Side {
  code: string;
  name: string;
  owner: string;
  lat: string;
  lon: string;
  azimuth: string;
}

const FIELDS = ["code", "name", "place", "azimuth", "owner"] as const;

function readAs(row: Row, column: string): string {
  const look = cellLook(row, column);
  return look.kind === "read" ? look.readAs : look.kind === "changed" ? look.after : look.value;
}

/** 257.0 and 257 are no difference to look at. */
function plainNumber(text: string): string {
  const value = Number(text.replace(",", "."));
  return text && Number.isFinite(value) ? String(value) : text;
}

function sideOfRow(row: Row, owner: string): Side {
  return { code: row.cells.code ?? "", name: row.cells.name ?? "", owner: readAs(row, "owner_id") || owner, lat: readAs(row, "lat"), lon: readAs(row, "lon"), azimuth: plainNumber(readAs(row, "azimuth_deg")) };
}

function sideOfCamera(camera: Camera, owner: string): Side {
  return { code: camera.code, name: camera.name, owner, lat: String(camera.lat), lon: String(camera.lon), azimuth: camera.azimuth_deg == null ? "" : String(camera.azimuth_deg) };
}

function spotOf(side: Side): Spot | null {
  const [lat, lon] = [side.lat, side.lon].map((text) => Number(text.replace(",", ".")));
  if (!lat || !lon || Math.abs(lat) > 90) return null;
  const azimuth = side.azimuth === "" ? NaN : Number(side.azimuth.replace(",", "."));
  return { lat, lon, azimuth: Number.isFinite(azimuth) ? azimuth : null };
}

interface Props {
  found: Import;
  suspect: Suspect;
  number: number;
  count: number;
  onMove: (by: number) => void;
  onLater: (() => void) | undefined;
  onDecided: () => void;
}

export function SuspectPanel({ found, suspect, number, count, onMove, onLater, onDecided }: Props) {
  const { t, rich, format } = useTexts();
  const row = useRow(found.id, suspect.row);
  const other = useRow(found.id, suspect.other_row);
  const camera = useCamera(suspect.camera_id ?? undefined);
  const organisations = useOrganisations();
  const change = useChangeRow(found.id);
  const nameOf = (id: string) => organisations.data?.find((one) => one.id === id)?.name ?? "";
  const left = row.data ? sideOfRow(row.data, nameOf(found.organisation_id)) : null;
  const right = camera.data ? sideOfCamera(camera.data, nameOf(camera.data.owner_id)) : other.data ? sideOfRow(other.data, nameOf(found.organisation_id)) : null;
  const own = camera.data?.owner_id === found.organisation_id;
  const [a, b] = [left && spotOf(left), right && spotOf(right)];
  const far = a && b ? offsetM(a, b).far : null;
  const farText = far === null ? "" : t("imports.pair.metres", { metres: format.number(far, far < 100 ? 1 : 0) });
  const text = (side: Side, field: (typeof FIELDS)[number]) => (field === "place" ? [side.lat, side.lon].filter(Boolean).join(", ") : field === "azimuth" ? side.azimuth && `${side.azimuth}°` : side[field]);
  const isOne = () =>
    change.mutate(
      { number: suspect.row, patch: own && camera.data ? { cells: { code: camera.data.code } } : { left_out: true } },
      { onSuccess: onDecided },
    );

  return (
    <section className={css.panel} aria-label={t("imports.count.suspect")}>
      <div className={css.head}>
        <h2>{t("imports.count.suspect")}</h2>
        <span className="grow" />
        {onLater && (
          <Button size="xs" variant="subtle" onClick={onLater}>
            {t("imports.pair.later")}
          </Button>
        )}
        <ActionIcon size={28} aria-label={t("imports.pair.previous")} onClick={() => onMove(-1)} disabled={count < 2}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <span className="num small">{t("imports.pair.at", { number, count })}</span>
        <ActionIcon size={28} aria-label={t("imports.pair.next")} onClick={() => onMove(1)} disabled={count < 2}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </div>
      <p className={css.why}>{far === null ? rich("imports.pair.maybe") : rich("imports.pair.maybeFar", { far: farText })}</p>
      <div className={css.reasons}>
        {[...suspect.reasons]
          .sort((one, two) => Math.abs(two.weight) - Math.abs(one.weight))
          .slice(0, 6)
          .map((reason) => (
            <span key={reason.evidence} className={css.reason} data-against={reason.weight < 0 || undefined}>
              {t(`inventory.evidence.${reason.evidence}`)}
            </span>
          ))}
      </div>
      {camera.isError && <div className={css.why}><ErrorNote error={camera.error} /></div>}
      <table className={css.compare}>
        <thead>
          <tr>
            <th>
              <span className="sr">{t("imports.pair.field")}</span>
            </th>
            <th className="num">{t("imports.pair.inFile", { row: suspect.row })}</th>
            <th className="num">{suspect.other_row === null ? t("imports.pair.there") : t("imports.pair.inFile", { row: suspect.other_row })}</th>
          </tr>
        </thead>
        <tbody>
          {FIELDS.map((field) => (
            <tr key={field} data-differs={(left && right && text(left, field) !== text(right, field)) || undefined}>
              <th scope="row">{t(`imports.pair.${field}`)}</th>
              {[left, right].map((side, index) => (
                <td key={index} className={field === "name" || field === "owner" ? undefined : "num"}>
                  {side ? text(side, field) || <span className="faint">{t("imports.pair.unknown")}</span> : <Skeleton height={14} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {a && b && <SpotsMap a={a} b={b} aText={t("imports.pair.mapFile")} bText={t("imports.pair.mapThere", { far: farText })} label={t("imports.pair.map", { far: farText })} />}
      {change.isError && <div className={css.why}><ErrorNote error={change.error} /></div>}
      <div className={css.acts}>
        <Button variant="filled" loading={change.isPending} disabled={!left || !right} onClick={isOne}>
          {own && camera.data ? t("imports.pair.one", { code: camera.data.code }) : t("imports.pair.oneLeave", { row: suspect.row })}
        </Button>
        <Button onClick={onDecided}>{t("imports.pair.two")}</Button>
        <p className="small dim">{t(own ? "imports.pair.oneWhat" : "imports.pair.oneLeaveWhat")}</p>
      </div>
    </section>
  );
}

export function SuspectList({ suspects, loading, error, at, onOpen }: { suspects: readonly Suspect[]; loading: boolean; error: unknown; at: number; onOpen: (index: number) => void }) {
  const { t } = useTexts();
  if (error) return <ErrorState error={error} />;
  if (loading)
    return (
      <div className={css.pairs} aria-busy>
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className={css.pair}>
            <Skeleton height={16} width="60%" />
          </div>
        ))}
      </div>
    );
  if (!suspects.length) return <div className={css.pairs}><EmptyState title={t("imports.empty.suspect")}>{t("imports.emptyWhat.suspect")}</EmptyState></div>;
  return (
    <div className={css.pairs}>
      {suspects.map((suspect, index) => (
        <button key={suspectKey(suspect)} type="button" className={css.pair} aria-current={index === at || undefined} onClick={() => onOpen(index)}>
          <b className="num nowrap">{t("imports.rowNumber", { number: suspect.row })}</b>
          <span className="dim">
            {suspect.reasons
              .filter((reason) => reason.weight > 0)
              .slice(0, 4)
              .map((reason) => t(`inventory.evidence.${reason.evidence}`))
              .join(", ")}
          </span>
        </button>
      ))}
    </div>
  );
}
