/** Files that organisations handed in, and handing in another. */
import { useLocation } from "wouter";

import { useImports, type Import, type ImportState } from "../../api/inventory";
import { can, useMe, useOrganisations } from "../../api/queries";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import type { ShapeName } from "../../components/Shape";
import { Badge, type Tone } from "../../components/StateBadge";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { CameraTabs } from "../CameraTabs";
import css from "./Imports.module.css";
import { countOf } from "./rowLook";
import { Sign, TONES } from "./Signs";
import { Upload } from "./Upload";

const LOOKS: Record<ImportState, { tone: Tone; shape: ShapeName }> = {
  checking: { tone: "acc", shape: "connecting" },
  checked: { tone: "warn", shape: "warn" },
  applied: { tone: "ok", shape: "ok" },
  failed: { tone: "bad", shape: "bad" },
  withdrawn: { tone: "off", shape: "off" },
};

export function Imports() {
  const { t, format } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const imports = useImports();
  const organisations = useOrganisations();
  const may = can(me.data, "inventory.submit");
  const columns: Column<Import>[] = [
    { key: "file", head: t("imports.file"), cell: (one) => <b>{one.file_name}</b> },
    { key: "owner", head: t("cameras.owner"), cell: (one) => organisations.data?.find((place) => place.id === one.organisation_id)?.name ?? "–" },
    { key: "state", head: t("cameras.state"), phone: "end", cell: (one) => <Badge {...LOOKS[one.state]}>{t(`imports.state.${one.state}`)}</Badge> },
    { key: "rows", head: t("imports.rowsHead"), num: true, phone: "hide", cell: (one) => format.number(one.row_count) },
    {
      key: "counts",
      head: t("imports.result"),
      num: true,
      cell: (one) => (
        <span className={css.figures}>
          {(["error", "new", "changed", "same"] as const).map((status) => (
            <span key={status} className={TONES[status]} title={t(`imports.count.${status}`)}>
              <Sign of={status} />
              <span className="sr">{t(`imports.count.${status}`)}</span>
              {format.number(countOf(one, status))}
            </span>
          ))}
        </span>
      ),
    },
    { key: "at", head: t("imports.at"), cell: (one) => <DateTime at={one.created_at} relative /> },
  ];
  return (
    <Page title={t("imports.tab")} desk aside={<CameraTabs />}>
      <div className={css.body}>
        {may && <Upload onDone={(made) => go(`/imports/${made.id}`)} />}
        <div className={css.table}>
          {imports.isError && !imports.data ? (
            <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />
          ) : (
            <EntityTable
              label={t("imports.tab")}
              columns={columns}
              rows={imports.data?.pages.flatMap((page) => page.items)}
              rowKey={(one) => one.id}
              onOpen={(one) => go(`/imports/${one.id}`)}
              hasMore={imports.hasNextPage}
              loadingMore={imports.isFetchingNextPage}
              onMore={() => void imports.fetchNextPage()}
              empty={<EmptyState title={t("imports.none")}>{t(may ? "imports.noneWhat" : "imports.noneNoRight")}</EmptyState>}
            />
          )}
        </div>
      </div>
    </Page>
  );
}
