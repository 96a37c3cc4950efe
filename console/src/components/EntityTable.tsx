/** Rows of anything, in keyset pages that follow as one scrolls; a list of cards on a phone. Of many rows only those near the view are drawn. */
import { Button, Skeleton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";

import { useTexts } from "../i18n";
import css from "./EntityTable.module.css";

export interface Column<Row> {
  key: string;
  head: string;
  /** In place of the head's text: a control. */
  headCell?: ReactNode;
  cell: (row: Row) => ReactNode;
  width?: number | string;
  /** On a phone, where a row is a card: before its lines, at its upper end, left out; else a line of its own. */
  phone?: "lead" | "end" | "hide";
  /** Left out where there is less room than at a desk, too (on a tablet). */
  desk?: boolean;
  num?: boolean;
}

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** Keys of a row beside Enter and the arrows. */
  onKey?: (row: Row, event: KeyboardEvent<HTMLElement>) => void;
  isChosen?: (row: Row) => boolean;
  empty: ReactNode;
  hasMore?: boolean;
  loadingMore?: boolean;
  onMore?: () => void;
  /** Which rows are drawn: what costs requests is asked for these alone. */
  onRange?: (first: number, last: number) => void;
  /** How many there are, also of pages not loaded yet. */
  total?: number;
  skeletonHeight?: number;
  /** Columns have their widths, so that nothing moves while one scrolls. */
  fixed?: boolean;
}

/** Fewer are drawn at once: cheap, and the browser's own search finds them all. */
const DRAWN_AT_ONCE = 60;
const ROW_PX = 37;
const OVERSCAN = 12;

export function EntityTable<Row>({ label, columns, rows, rowKey, onOpen, onKey, isChosen, empty, hasMore, loadingMore, onMore, onRange, total, skeletonHeight = 16, fixed }: Props<Row>) {
  const { t } = useTexts();
  const scroll = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  useEffect(() => {
    more.current = onMore;
  });
  useEffect(() => {
    const mark = end.current;
    if (!mark || !hasMore || loadingMore) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more.current?.(), { rootMargin: "600px" });
    observer.observe(mark);
    return () => observer.disconnect();
  }, [hasMore, loadingMore]);

  const count = rows?.length ?? 0;
  const virtual = count > DRAWN_AT_ONCE;
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are used while rendering only
  const virtualizer = useVirtualizer({
    count: virtual ? count : 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => Math.max(ROW_PX, skeletonHeight + 9),
    getItemKey: (index) => (rows?.[index] ? rowKey(rows[index]) : index),
    overscan: OVERSCAN,
  });
  const drawn = virtual ? virtualizer.getVirtualItems() : [];
  const first = virtual ? (drawn[0]?.index ?? 0) : 0;
  const last = virtual ? (drawn.at(-1)?.index ?? -1) : count - 1;
  const above = drawn[0]?.start ?? 0;
  const below = virtual ? virtualizer.getTotalSize() - (drawn.at(-1)?.end ?? 0) : 0;
  useEffect(() => {
    if (last >= first) onRange?.(first, last);
  }, [first, last, onRange]);

  if (rows?.length === 0 && !hasMore) return <div className={css.scroll}>{empty}</div>;
  const keyed = (row: Row) => (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter") onOpen?.(row);
    const next = { ArrowDown: event.currentTarget.nextElementSibling, ArrowUp: event.currentTarget.previousElementSibling }[event.key];
    if (next instanceof HTMLElement) {
      event.preventDefault();
      next.focus();
    } else onKey?.(row, event);
  };
  const width = columns.reduce((sum, column) => sum + (typeof column.width === "number" ? column.width : 160), 0);
  return (
    <div ref={scroll} className={css.scroll} role="region" aria-label={label} aria-busy={!rows}>
      <table className={clsx(css.table, fixed && css.fixed)} style={fixed ? { minWidth: width } : undefined} aria-rowcount={virtual || total ? (total ?? -1) : undefined}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" data-desk={column.desk} style={{ width: column.width }}>
                {column.headCell ?? column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr className={css.space} style={{ height: above }} aria-hidden />}
          {rows
            ? rows.slice(first, last + 1).map((row, offset) => (
                <tr
                  key={rowKey(row)}
                  ref={virtual ? virtualizer.measureElement : undefined}
                  data-index={first + offset}
                  aria-rowindex={virtual ? first + offset + 2 : undefined}
                  className={css.row}
                  data-open={onOpen ? true : undefined}
                  data-chosen={isChosen?.(row) || undefined}
                  tabIndex={onOpen ? 0 : undefined}
                  onClick={() => onOpen?.(row)}
                  onKeyDown={keyed(row)}
                  data-row={rowKey(row)}
                >
                  {columns.map((column) => (
                    <td key={column.key} data-phone={column.phone} data-desk={column.desk} className={clsx(column.num && "num")}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              ))
            : Array.from({ length: 12 }, (_, index) => (
                <tr key={index}>
                  {columns.map((column) => (
                    <td key={column.key} data-phone={column.phone}>
                      <Skeleton height={skeletonHeight} width="70%" />
                    </td>
                  ))}
                </tr>
              ))}
          {below > 0 && <tr className={css.space} style={{ height: below }} aria-hidden />}
        </tbody>
      </table>
      {hasMore && (
        <div ref={end} className={css.more}>
          <Button size="xs" loading={loadingMore} onClick={onMore}>
            {t("app.more")}
          </Button>
        </div>
      )}
    </div>
  );
}
