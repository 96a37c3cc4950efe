/** The regulation in force, those on their way and those of before; proposing another. */
import { Button, FileInput, Modal, Textarea } from "@mantine/core";
import { IconFileZip, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import { ApiError } from "../../api/client";
import { can, useMe } from "../../api/queries";
import { usePropose, useRegulations, type Regulation } from "../../api/regulations";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { HeadButton } from "../../components/HeadButton";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { RulesTabs } from "../PlaceTabs";
import { DraftBadge, RegulationBadge, useActName } from "./looks";

export function Regulations() {
  const { t, language } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const [proposes, setProposes] = useState(false);
  const found = useRegulations();
  const columns: Column<Regulation>[] = [
    { key: "state", head: t("regulation.state"), width: 170, phone: "end", cell: (one) => <RegulationBadge state={one.state} /> },
    { key: "version", head: t("regulation.version"), num: true, width: 90, phone: "hide", cell: (one) => one.version },
    { key: "title", head: t("regulation.name"), cell: (one) => <b>{one.title[language]}</b> },
    { key: "status", head: t("regulation.status"), width: 150, phone: "hide", cell: (one) => <DraftBadge status={one.status} /> },
    { key: "by", head: t("regulation.by"), width: 170, phone: "hide", cell: (one) => (one.proposed_by ? one.proposer : t("regulation.shipped")) },
    { key: "approvals", head: t("regulation.approvals"), width: 110, phone: "hide", num: true, cell: (one) => (one.proposed_by ? t("regulation.ofNeeded", { count: one.approvals.length, needed: one.approvals_needed }) : "–") },
    { key: "at", head: t("regulation.at"), width: 170, phone: "hide", cell: (one) => <DateTime at={one.at} /> },
  ];
  return (
    <Page
      title={t("regulation.title")}
      desk
      aside={<RulesTabs />}
      actions={can(me.data, "regulation.propose") && <HeadButton icon={<IconPlus size={16} />} text={t("regulation.propose")} filled onClick={() => setProposes(true)} />}
    >
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <EntityTable label={t("regulation.title")} columns={columns} rows={found.data} rowKey={(one) => one.id} onOpen={(one) => go(`/regulation/${one.id}`)} empty={<EmptyState title={t("regulation.none")} />} />
      )}
      {proposes && <Propose onClose={() => setProposes(false)} onDone={(id) => go(`/regulation/${id}`)} />}
    </Page>
  );
}

function Propose({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const { t } = useTexts();
  const [files, setFiles] = useState<File[]>([]);
  const [reason, setReason] = useState("");
  const propose = usePropose();
  return (
    <Modal opened onClose={onClose} title={t("regulation.propose")} size="lg">
      <form
        style={{ display: "grid", gap: 12 }}
        onSubmit={(event) => {
          event.preventDefault();
          propose.mutate({ files, reason: reason.trim() }, { onSuccess: (made) => onDone(made.id) });
        }}
      >
        <p className="small dim">{t("regulation.proposeWhat")}</p>
        <FileInput label={t("regulation.files")} description={t("regulation.filesWhat")} leftSection={<IconFileZip size={16} />} multiple clearable accept=".zip,.toml,.cedar" value={files} onChange={setFiles} />
        <Textarea label={t("regulation.reason")} description={t("regulation.reasonWhat")} required maxLength={1000} autosize minRows={2} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        {propose.isError && <Refused error={propose.error} />}
        <div style={{ display: "flex", gap: 8, justifyContent: "flex-end" }}>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" variant="filled" loading={propose.isPending} disabled={!files.length || !reason.trim()}>
            {t("regulation.proposeGo")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface Finding {
  where: string;
  what: string;
}

/** What the pack's own tests say, or what nobody could do any more. */
export function Refused({ error }: { error: unknown }) {
  const { t } = useTexts();
  const act = useActName();
  const extra = error instanceof ApiError ? error.extra : {};
  if (Array.isArray(extra.findings)) {
    return (
      <div className="note bad" role="alert" style={{ display: "grid", gap: 6 }}>
        <b>{t("regulation.failed", { count: extra.findings.length })}</b>
        <ul className="small" style={{ margin: 0, paddingLeft: 16, maxHeight: 200, overflow: "auto" }}>
          {(extra.findings as Finding[]).map((finding) => (
            <li key={`${finding.where}${finding.what}`}>
              <b>{finding.where}</b>: {finding.what}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  if (Array.isArray(extra.actions)) return <div className="note bad" role="alert">{t("regulation.lockedOut", { actions: (extra.actions as string[]).map(act).join(", ") })}</div>;
  return <ErrorNote error={error} />;
}
