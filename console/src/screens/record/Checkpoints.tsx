/** Checkpoints of the record: made, taken away by an owner, and how they are used. */
import { Button } from "@mantine/core";
import { IconDownload, IconLock } from "@tabler/icons-react";
import { useState } from "react";

import { can, useMe } from "../../api/queries";
import { useCheckpoints, useMakeCheckpoint, useSaveCheckpoints, useSigningKeys, type Checkpoint } from "../../api/record";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { HeadButton } from "../../components/HeadButton";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "../Cameras.module.css";
import { RulesTabs } from "../PlaceTabs";
import { DeskTabs } from "./DeskTabs";

export function Checkpoints() {
  const { t } = useTexts();
  const me = useMe();
  const [chosen, setChosen] = useState<string | null>(null);
  const owner = chosen ?? me.data?.user.organisation_id ?? undefined;
  const found = useCheckpoints(owner);
  const keys = useSigningKeys();
  const make = useMakeCheckpoint();
  const file = useSaveCheckpoints();
  const rows = found.data?.pages.flatMap((page) => page.items);
  const columns: Column<Checkpoint>[] = [
    { key: "number", head: t("checkpoint.number"), width: 90, num: true, phone: "lead", cell: (row) => <b>{row.id}</b> },
    { key: "made", head: t("checkpoint.made"), width: 190, cell: (row) => <DateTime at={row.made} /> },
    { key: "sha", head: t("checkpoint.sha"), cell: (row) => <span className="num small" style={{ overflowWrap: "anywhere" }}>{row.sha256}</span> },
    { key: "key", head: t("checkpoint.key"), phone: "hide", cell: (row) => <span className="num small">{row.key.slice(0, 8)}</span> },
  ];
  return (
    <Page title={t("desk.checkpoints")} desk aside={<RulesTabs />} actions={can(me.data, "audit.read") && <HeadButton icon={<IconLock size={16} />} text={t("checkpoint.make")} onClick={() => make.mutate()} />}>
      <div className={css.tools} style={{ flexWrap: "wrap" }}>
        <DeskTabs />
        <OrganisationSelect aria-label={t("use.owner")} value={owner ?? null} onChange={setChosen} />
        <Button leftSection={<IconDownload size={16} />} disabled={!owner || !rows?.length} loading={file.isPending} onClick={() => owner && file.mutate(owner)}>
          {t("checkpoint.take")}
        </Button>
      </div>
      <div style={{ padding: "12px 16px", display: "grid", gap: 4, maxWidth: 900 }}>
        <p>{t("checkpoint.what")}</p>
        <p className="small dim">
          {t("checkpoint.how")} <code>toancanh audit verify --checkpoint checkpoints.jsonl</code>
        </p>
        {keys.data && keys.data.items.length > 0 && (
          <p className="small dim" style={{ overflowWrap: "anywhere" }}>
            {t("checkpoint.fingerprint")} <b className="num">{keys.data.items.at(-1)?.fingerprint}</b>
          </p>
        )}
        {make.isError && <ErrorNote error={make.error} />}
        {file.isError && <ErrorNote error={file.error} />}
      </div>
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <EntityTable label={t("desk.checkpoints")} columns={columns} rows={rows} rowKey={(row) => row.id} hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} empty={<EmptyState title={t("checkpoint.none")}>{t("checkpoint.noneWhat")}</EmptyState>} />
      )}
    </Page>
  );
}
