/** The same as the tree map, in rows: for who reads rather than looks, and for what is too small to be drawn. */
import { EntityTable, type Column } from "../../components/EntityTable";
import { useTexts, type TextKey } from "../../i18n";
import css from "./Health.module.css";
import { kindKey, stepOf, type Cell } from "./looks";

export function BoardTable({ cells, head, nameOf, onOpen }: { cells: readonly Cell[]; head: TextKey; nameOf: (cell: Cell) => string; onOpen: (cell: Cell) => void }) {
  const { t, format } = useTexts();
  const rows = [...cells].sort((one, other) => other.faulty - one.faulty || other.cameras - one.cameras);
  const columns: Column<Cell>[] = [
    { key: "name", head: t(head), cell: (cell) => <b>{nameOf(cell)}</b> },
    { key: "share", head: t("health.share"), num: true, phone: "end", cell: (cell) => <span className={css.share}><i data-step={stepOf(cell.faulty, cell.watched) ?? "off"} /> {cell.watched ? t("health.percent", { share: format.number((cell.faulty / cell.watched) * 100, 1) }) : "–"}</span> },
    { key: "faulty", head: t("health.faulty"), num: true, phone: "hide", cell: (cell) => format.number(cell.faulty) },
    { key: "cameras", head: t("health.cameras"), num: true, cell: (cell) => <><span className="only-phone">{t("health.faultyOf", { faulty: cell.faulty, cameras: cell.cameras })}</span><span className="no-phone">{format.number(cell.cameras)}</span></> },
    { key: "watched", head: t("health.watchedShort"), num: true, phone: "hide", cell: (cell) => format.number(cell.watched) },
    { key: "planned", head: t("health.planned"), num: true, phone: "hide", cell: (cell) => (cell.planned ? format.number(cell.planned) : "–") },
    { key: "kinds", head: t("health.kinds"), cell: (cell) => <span className="dim small">{mostOf(cell, (kind, count) => t("health.kindCount", { kind: t(kindKey(kind)), count })) || <span className="faint">–</span>}</span> },
  ];
  return (
    <div className={css.tableRoom}>
      <EntityTable label={t("health.map")} columns={columns} rows={rows} rowKey={(cell) => cell.key} onOpen={onOpen} empty={null} />
    </div>
  );
}

const MOST = 3;

function mostOf(cell: Cell, words: (kind: string, count: number) => string): string {
  const kinds = Object.entries(cell.kinds).sort(([, one], [, other]) => other - one);
  return kinds.slice(0, MOST).map(([kind, count]) => words(kind, count)).join(", ");
}
