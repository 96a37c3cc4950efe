/** How much each owner and camera has recorded, against what it may. */
import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";

import { useQuotas, useSetQuota, type QuotaUse } from "../../api/holds";
import { can, useMe } from "../../api/queries";
import { EntityTable, type Column } from "../../components/EntityTable";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { typedNumber } from "../cameraInput";
import css from "./Holds.module.css";

const GB = 1e9;
const keyOf = (one: QuotaUse) => `${one.kind}/${one.subject_id}`;

export function Quotas() {
  const { t, format } = useTexts();
  const me = useMe();
  const quotas = useQuotas();
  const [open, setOpen] = useState<string | null>(null);
  const rows = quotas.data?.items;
  const opened = rows?.find((one) => keyOf(one) === open);
  const columns: Column<QuotaUse>[] = [
    { key: "name", head: t("quota.whose"), cell: (one) => <><b>{one.name}</b> <span className="dim">{one.kind === "camera" ? t("quota.camera") : t("quota.cameras", { count: one.cameras })}</span></> },
    { key: "use", head: t("quota.used"), cell: (one) => <Use one={one} /> },
    { key: "quota", head: t("quota.quota"), num: true, phone: "hide", cell: (one) => (one.size_bytes === null ? <span className="dim">{t("quota.none")}</span> : format.bytes(one.size_bytes)) },
    { key: "state", head: t("holds.state"), phone: "end", cell: (one) => <Badge tone={isOver(one) ? "warn" : one.size_bytes === null ? "off" : "ok"} shape={isOver(one) ? "warn" : one.size_bytes === null ? "off" : "ok"}>{t(isOver(one) ? "quota.over" : one.size_bytes === null ? "quota.unbounded" : "quota.within")}</Badge> },
  ];
  if (quotas.isError) return <ErrorState error={quotas.error} onRetry={() => void quotas.refetch()} />;
  return (
    <>
      <p className={`small dim ${css.about}`}>{t("quota.what")}</p>
      <EntityTable label={t("holds.view.quotas")} columns={columns} rows={rows} rowKey={keyOf} onOpen={can(me.data, "archive.write") ? (one) => setOpen(keyOf(one)) : undefined} empty={<EmptyState title={t("holds.nothingKept")}>{t("quota.emptyWhat")}</EmptyState>} />
      {opened && <QuotaDialog key={open} one={opened} onClose={() => setOpen(null)} />}
    </>
  );
}

const isOver = (one: QuotaUse) => one.size_bytes !== null && one.used_bytes > one.size_bytes;

function Use({ one }: { one: QuotaUse }) {
  const { t, format } = useTexts();
  const used = format.bytes(one.used_bytes);
  if (one.size_bytes === null) return <span className="num">{used}</span>;
  const share = Math.min(1, one.used_bytes / one.size_bytes);
  return (
    <div className={css.use} role="img" aria-label={t("quota.usedOf", { used, quota: format.bytes(one.size_bytes) })}>
      <span className={css.useBar}><i data-over={isOver(one) || undefined} style={{ width: `${share * 100}%` }} /></span>
      <span className="num small">{used}</span>
    </div>
  );
}

function QuotaDialog({ one, onClose }: { one: QuotaUse; onClose: () => void }) {
  const { t, format } = useTexts();
  const put = useSetQuota(one);
  const [size, setSize] = useState(one.size_bytes === null ? "" : String(one.size_bytes / GB));
  const typed = typedNumber(size);
  const wrong = typed === null || typed < 0.001;
  return (
    <Modal opened onClose={onClose} title={t("quota.of", { name: one.name })} size={460} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!wrong) put.mutate(Math.round(typed * GB), { onSuccess: onClose });
        }}
      >
        <Stack gap="lg">
          <p className="note">{t("quota.dialog", { used: format.bytes(one.used_bytes) })}</p>
          <TextInput label={t("quota.size")} inputMode="decimal" value={size} onChange={(event) => setSize(event.currentTarget.value)} error={size !== "" && wrong && t("quota.fault")} data-autofocus />
          {put.isError && <ErrorNote error={put.error} />}
          <Group justify="flex-end" gap="sm">
            {one.size_bytes !== null && (
              <Button color="red" variant="outline" onClick={() => put.mutate(null, { onSuccess: onClose })} disabled={put.isPending}>
                {t("quota.remove")}
              </Button>
            )}
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" loading={put.isPending} disabled={wrong}>
              {t("quota.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
