/** Rows of anything, in keyset pages that follow as one scrolls; a list of cards on a phone. */
import { Button, Skeleton } from "@mantine/core";
import clsx from "clsx";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";

import { useTexts } from "../i18n";
import css from "./EntityTable.module.css";

export interface Column<Row> {
  key: string;
  head: string;
  cell: (row: Row) => ReactNode;
  width?: number | string;
  /** On a phone, where a row is a card: before its lines, at its upper end, left out; else a line of its own. */
  phone?: "lead" | "end" | "hide";
  num?: boolean;
}

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
  empty: ReactNode;
  hasMore?: boolean;
  loadingMore?: boolean;
  onMore?: () => void;
  skeletonHeight?: number;
}

export function EntityTable<Row>({ label, columns, rows, rowKey, onOpen, empty, hasMore, loadingMore, onMore, skeletonHeight = 16 }: Props<Row>) {
  const { t } = useTexts();
  const end = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  useEffect(() => {
    more.current = onMore;
  });
  useEffect(() => {
    const mark = end.current;
    if (!mark || !hasMore || loadingMore) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more.current?.(), { rootMargin: "400px" });
    observer.observe(mark);
    return () => observer.disconnect();
  }, [hasMore, loadingMore]);

  if (rows?.length === 0 && !hasMore) return <div className={css.scroll}>{empty}</div>;
  const keyed = (row: Row) => (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter") onOpen?.(row);
    const next = { ArrowDown: event.currentTarget.nextElementSibling, ArrowUp: event.currentTarget.previousElementSibling }[event.key];
    if (next instanceof HTMLElement) {
      event.preventDefault();
      next.focus();
    }
  };
  return (
    <div className={css.scroll} role="region" aria-label={label} aria-busy={!rows}>
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" style={{ width: column.width }}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            ? rows.map((row) => (
                <tr key={rowKey(row)} className={css.row} data-open={onOpen ? true : undefined} tabIndex={onOpen ? 0 : undefined} onClick={() => onOpen?.(row)} onKeyDown={keyed(row)} data-row={rowKey(row)}>
                  {columns.map((column) => (
                    <td key={column.key} data-phone={column.phone} className={clsx(column.num && "num")}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              ))
            : Array.from({ length: 8 }, (_, index) => (
                <tr key={index}>
                  {columns.map((column) => (
                    <td key={column.key} data-phone={column.phone}>
                      <Skeleton height={skeletonHeight} width="70%" />
                    </td>
                  ))}
                </tr>
              ))}
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
