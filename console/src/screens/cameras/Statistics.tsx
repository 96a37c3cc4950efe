/** How many cameras of each owner, unit, model, state ...; a bar narrows the list to what it counts. */
import { SegmentedControl, Skeleton } from "@mantine/core";

import { useStatistics, type CameraFilter, type Dimension } from "../../api/lists";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts, type TextKey } from "../../i18n";
import { DIMENSIONS, NARROWS, type FilterName } from "./address";
import controls from "../Cameras.module.css";
import css from "./List.module.css";

const CODED: Partial<Record<Dimension, string>> = { state: "lifecycle", purpose: "purpose", kind: "kind", funding: "funding", connection: "connection" };

export function Statistics({ filter, by, onBy, onNarrow }: { filter: CameraFilter; by: Dimension; onBy: (by: Dimension) => void; onNarrow: (name: FilterName, value: string) => void }) {
  const { t, format } = useTexts();
  const statistics = useStatistics(filter, by);
  const items = statistics.data?.by === by ? statistics.data.items : undefined;
  const most = Math.max(1, ...(items?.map((item) => item.count) ?? []));
  const total = statistics.data?.total ?? 0;
  const word = (key: string | null, name: string) => (key === null ? t("stats.unknown") : CODED[by] ? t(`choice.${CODED[by]}.${key}` as TextKey) : name || key);
  return (
    <>
      <div className={controls.tools} style={{ overflowX: "auto" }}>
        <SegmentedControl size="xs" aria-label={t("stats.by")} value={by} onChange={onBy} data={DIMENSIONS.map((value) => ({ value, label: t(`stats.by.${value}`) }))} />
      </div>
      {statistics.isError ? (
        <ErrorState error={statistics.error} onRetry={() => void statistics.refetch()} />
      ) : items?.length === 0 ? (
        <EmptyState title={t("cameras.noMatch")} />
      ) : (
        <ul className={css.bars} aria-label={t("stats.title", { by: t(`stats.by.${by}`) })} aria-busy={!items}>
          {items?.map((item) => (
            <li key={item.key ?? ""}>
              <button type="button" className={css.bar} onClick={() => (item.key === null ? onNarrow("missing", NARROWS[by]) : onNarrow(NARROWS[by], item.key))} aria-label={t("stats.narrow", { name: word(item.key, item.name), count: item.count })} data-bar={item.key ?? "none"}>
                <span className={item.key === null ? "cut dim" : "cut"}>{word(item.key, item.name)}</span>
                <span className={css.track}>
                  <i data-none={item.key === null || undefined} style={{ width: `${(item.count / most) * 100}%` }} />
                </span>
                <span className={`num ${css.count}`}>{t("stats.share", { count: format.number(item.count), share: format.number(total ? (item.count / total) * 100 : 0, 1) })}</span>
              </button>
            </li>
          )) ??
            Array.from({ length: 10 }, (_, index) => (
              <li key={index} className={css.bar}>
                <Skeleton height={14} width="70%" />
                <Skeleton height={16} />
                <Skeleton height={14} />
              </li>
            ))}
        </ul>
      )}
    </>
  );
}
