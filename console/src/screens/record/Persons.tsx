/** People who were recorded ask; the data-protection officer answers in time, without officers' names. */
import { Drawer } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useSearchParams } from "wouter";

import { usePersonRequests, type PersonRequest } from "../../api/record";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { HeadButton } from "../../components/HeadButton";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "../Cameras.module.css";
import { RulesTabs } from "../PlaceTabs";
import { DeskTabs } from "./DeskTabs";
import { PersonAnswer } from "./PersonAnswer";
import { PersonForm } from "./PersonForm";

const TONES = { open: "acc", late: "bad", answered: "off" } as const;

export function Persons() {
  const { t } = useTexts();
  const [search, setSearch] = useSearchParams();
  const open = search.get("open");
  const show = (id: string | null) => setSearch(id ? { open: id } : {}, { replace: true });
  const found = usePersonRequests();
  const rows = found.data?.pages.flatMap((page) => page.items);
  const columns: Column<PersonRequest>[] = [
    { key: "number", head: t("person.number"), width: 130, phone: "lead", cell: (row) => <b className="num">{row.number}</b> },
    { key: "place", head: t("person.place"), cell: (row) => row.place },
    { key: "from", head: t("person.when"), width: 170, cell: (row) => <DateTime at={row.from} /> },
    { key: "due", head: t("person.due"), width: 190, cell: (row) => (row.due ? <DateTime at={row.due} /> : <span className="faint">–</span>) },
    { key: "state", head: t("record.outcome"), width: 130, phone: "end", cell: (row) => <Badge tone={TONES[row.state]}>{t(`person.${row.state}`)}</Badge> },
  ];
  return (
    <Page title={t("desk.persons")} desk aside={<RulesTabs />} actions={<HeadButton filled icon={<IconPlus size={16} />} text={t("person.add")} onClick={() => show("new")} />}>
      <div className={css.tools} style={{ flexWrap: "wrap" }}>
        <DeskTabs />
      </div>
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <EntityTable label={t("desk.persons")} columns={columns} rows={rows} rowKey={(row) => row.id} onOpen={(row) => show(row.id)} hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} empty={<EmptyState title={t("person.none")}>{t("person.noneWhat")}</EmptyState>} />
      )}
      <Drawer opened={open !== null} onClose={() => show(null)} position="right" size={560} title={t(open === "new" ? "person.add" : "person.answer")}>
        {open === "new" && <PersonForm onDone={(made) => show(made.id)} />}
        {open && open !== "new" && <PersonAnswer key={open} id={open} />}
      </Drawer>
    </Page>
  );
}
