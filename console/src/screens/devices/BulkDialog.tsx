/** Says what is done to how many devices, before it is. */
import { useState } from "react";
import { useLocation } from "wouter";

import { useStartJob, type JobKind } from "../../api/devices";
import { FormDialog } from "../../components/FormDialog";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { asTemplate, EMPTY_TEMPLATE, isWhole, NOTHING, TemplateFields } from "./TemplateFields";

export function BulkDialog({ kind, ids, onClose }: { kind: JobKind; ids: string[]; onClose: () => void }) {
  const { t } = useTexts();
  const [, go] = useLocation();
  const start = useStartJob();
  const [wanted, setWanted] = useState(EMPTY_TEMPLATE);
  const template = kind === "apply" ? asTemplate(wanted) : NOTHING;
  const ready = kind !== "apply" || (isWhole(wanted) && JSON.stringify(template) !== JSON.stringify(NOTHING));
  const send = () => start.mutate({ kind, device_ids: ids, template }, { onSuccess: (job) => go(`/devices/jobs/${job.id}`) });
  return (
    <FormDialog title={t(`devices.kind.${kind}`)} size={620} word={t("devices.bulk.start", { count: ids.length })} sending={start.isPending} disabled={!ready} onSend={send} onClose={onClose} stays>
      <p>{t(`devices.bulk.${kind}`, { count: ids.length })}</p>
      {kind === "apply" && <TemplateFields value={wanted} onChange={setWanted} />}
      {start.isError && <ErrorNote error={start.error} />}
    </FormDialog>
  );
}
