/** The rows of a file with what is wrong, changed or read otherwise in its own cell; thousands of them scroll. */
import { ActionIcon, Button, Skeleton, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowBackUp, IconTrash } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import type { InventoryColumn, Row, RowPatch } from "../../api/inventory";
import { useTexts } from "../../i18n";
import { RowCell } from "./RowCell";
import { cellLook } from "./rowLook";
import css from "./Rows.module.css";
import { Sign, TONES } from "./Signs";

const ROW_PX = 37;
const WIDTHS: Record<string, number> = { code: 124, name: 180, lat: 138, lon: 138, azimuth_deg: 92, owner_id: 160, network_address: 124 };
const FIGURES = /^(code|lat|lon|azimuth_deg|height_m|tilt_deg|hfov_deg|fps|bitrate_kbps|key_interval_s|resolution|serial|mac|network_address|\w+_on|warranty_until)$/;

interface Props {
  label: string;
  columns: readonly InventoryColumn[];
  rows: readonly Row[] | undefined;
  editable: boolean;
  busyRow: number | null;
  onPatch: (number: number, patch: RowPatch) => void;
  hasMore: boolean;
  loadingMore: boolean;
  onMore: () => void;
  empty: ReactNode;
}

export function RowsTable({ label, columns, rows, editable, busyRow, onPatch, hasMore, loadingMore, onMore, empty }: Props) {
  const { t, language } = useTexts();
  const phone = useMediaQuery("(max-width: 720px)", undefined, { getInitialValueInEffect: false });
  const frame = useRef<HTMLDivElement>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const count = rows?.length ?? 0;
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are used here only
  const virtual = useVirtualizer({ count, getScrollElement: () => (phone ? (frame.current?.parentElement ?? null) : frame.current), estimateSize: () => (phone ? 180 : ROW_PX), overscan: 12, getItemKey: (index) => rows?.[index]?.number ?? index });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && !loadingMore && last >= count - 20) onMore();
  }, [hasMore, loadingMore, last, count, onMore]);

  if (rows?.length === 0) return <div className={css.frame}>{empty}</div>;
  const words = (column: InventoryColumn) => (language === "vi" ? column.vi : column.en);
  const width = 56 + 92 + 44 + columns.reduce((sum, column) => sum + (WIDTHS[column.key] ?? 150), 0);
  const focusAt = (row: number, column: number) => {
    const found = () => frame.current?.querySelector<HTMLElement>(`[data-at="${row}:${column}"]`);
    if (found()) return found()?.focus();
    virtual.scrollToIndex(row);
    requestAnimationFrame(() => requestAnimationFrame(() => found()?.focus()));
  };
  const keyed = (event: KeyboardEvent<HTMLElement>) => {
    const at = (event.target as HTMLElement).dataset.at?.split(":").map(Number);
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const [row, column] = at ?? [];
    const [down, right] = step ?? [];
    if (row === undefined || column === undefined || down === undefined || right === undefined) return;
    event.preventDefault();
    const next = row + down;
    if (next >= 0 && next < count && column + right >= 0 && column + right < columns.length) focusAt(next, column + right);
  };
  const done = (index: number, column: number) => {
    setEditing(null);
    requestAnimationFrame(() => focusAt(index, column));
  };

  return (
    <div ref={frame} className={css.frame} role="region" aria-label={label} aria-busy={!rows} tabIndex={-1} onKeyDown={keyed}>
      <table className={css.table} style={phone ? undefined : { minWidth: width }} aria-rowcount={hasMore ? -1 : count + 1}>
        {!phone && (
          <colgroup>
            <col style={{ width: 56 }} />
            <col style={{ width: 92 }} />
            {columns.map((column) => (
              <col key={column.key} style={{ width: column.key === "name" ? undefined : (WIDTHS[column.key] ?? 150) }} />
            ))}
            <col style={{ width: 44 }} />
          </colgroup>
        )}
        <thead>
          <tr>
            <th className={css.no} scope="col">
              {t("imports.row")}
            </th>
            <th scope="col">{t("imports.result")}</th>
            {columns.map((column) => (
              <th key={column.key} scope="col" title={words(column)}>
                {words(column)}
              </th>
            ))}
            <th aria-label={t("imports.rowActs")} />
          </tr>
        </thead>
        <tbody>
          {!rows &&
            Array.from({ length: 10 }, (_, index) => (
              <tr key={index}>
                {Array.from({ length: columns.length + 3 }, (_unused, at) => (
                  <td key={at}>
                    <Skeleton height={14} width="70%" />
                  </td>
                ))}
              </tr>
            ))}
          {rows && (items[0]?.start ?? 0) > 0 && (
            <tr className={css.space} aria-hidden="true">
              <td colSpan={columns.length + 3} style={{ height: items[0]?.start }} />
            </tr>
          )}
          {items.map((item) => {
            const row = rows?.[item.index];
            if (!row) return null;
            const left = row.outcome === "left_out";
            return (
              <tr key={row.number} ref={virtual.measureElement} data-index={item.index} aria-rowindex={item.index + 2} data-row={row.number} data-status={row.status} className={clsx(row.status === "same" && css.quiet, left && css.leftOut)}>
                <td className={clsx("num", css.no)}>{row.number}</td>
                <td data-cell="result" data-result>
                  <span className={clsx(css.result, left ? "c-off" : TONES[row.status])}>
                    {!left && <Sign of={row.status} />}
                    {t(left ? "imports.outcome.left_out" : row.outcome === "stale" ? "imports.outcome.stale" : `imports.status.${row.status}`)}
                  </span>
                  <span className="only-phone small faint num">{t("imports.rowNumber", { number: row.number })}</span>
                </td>
                {columns.map((column, at) => {
                  const key = `${row.number}:${column.key}`;
                  const look = cellLook(row, column.key);
                  return (
                    <td key={column.key} data-label={words(column)} data-empty={look.kind === "plain" && !look.value ? true : undefined} className={clsx(FIGURES.test(column.key) && "num")}>
                      <RowCell
                        look={look}
                        at={`${item.index}:${at}`}
                        name={t("imports.cell", { column: words(column), number: row.number, value: look.value })}
                        editable={editable && !left}
                        busy={busyRow === row.number}
                        editing={editing === key}
                        onEdit={() => setEditing(key)}
                        onCancel={() => done(item.index, at)}
                        onSave={(value) => {
                          done(item.index, at);
                          if (value !== look.value) onPatch(row.number, { cells: { [column.key]: value } });
                        }}
                        onMend={(cells) => onPatch(row.number, { cells })}
                      />
                    </td>
                  );
                })}
                <td data-cell="act">
                  {editable && (
                    <Tooltip label={t(left ? "imports.takeBack" : "imports.leaveOut")}>
                      <ActionIcon size={28} aria-label={t(left ? "imports.takeBackRow" : "imports.leaveOutRow", { number: row.number })} onClick={() => onPatch(row.number, { left_out: !left })}>
                        {left ? <IconArrowBackUp size={16} /> : <IconTrash size={16} />}
                      </ActionIcon>
                    </Tooltip>
                  )}
                </td>
              </tr>
            );
          })}
          {rows && (
            <tr className={css.space} aria-hidden="true">
              <td colSpan={columns.length + 3} style={{ height: Math.max(0, virtual.getTotalSize() - (items.at(-1)?.end ?? 0)) }} />
            </tr>
          )}
        </tbody>
      </table>
      {hasMore && (
        <div className={css.more}>
          <Button size="xs" loading={loadingMore} onClick={onMore}>
            {t("app.more")}
          </Button>
        </div>
      )}
    </div>
  );
}
