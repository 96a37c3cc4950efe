/** Somebody saw it before the platform did. */
import { SegmentedControl, Textarea } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";

import { useOpenTicket, type FaultSeverity } from "../../api/repairs";
import { CamerasSelect } from "../../components/CamerasSelect";
import { FormDialog } from "../../components/FormDialog";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { SEVERITY_LOOKS } from "./looks";

const SEVERITIES = Object.keys(SEVERITY_LOOKS) as FaultSeverity[];

export function OpenTicket({ cameraId, onClose }: { cameraId?: string; onClose: () => void }) {
  const { t } = useTexts();
  const [, go] = useLocation();
  const open = useOpenTicket();
  const [cameras, setCameras] = useState(cameraId ? [cameraId] : []);
  const [text, setText] = useState("");
  const [severity, setSeverity] = useState<FaultSeverity>("major");
  return (
    <FormDialog
      title={t("repair.open")}
      size={520}
      word={t("repair.open")}
      sending={open.isPending}
      disabled={!cameras.length || !text.trim()}
      onClose={onClose}
      onSend={() => open.mutate({ camera_ids: cameras, text: text.trim(), severity }, { onSuccess: (made) => go(`/repairs/${made.id}`) })}
    >
      <CamerasSelect label={t("repair.cameras")} description={t("repair.camerasWhat")} value={cameras} onChange={setCameras} most={100} />
      <Textarea label={t("repair.seen")} value={text} onChange={(event) => setText(event.currentTarget.value)} maxLength={500} autosize minRows={2} />
      <SegmentedControl aria-label={t("repair.severity")} value={severity} onChange={(value) => setSeverity(value)} data={SEVERITIES.map((value) => ({ value, label: t(`repair.severity.${value}`) }))} />
      {open.isError && <ErrorNote error={open.error} />}
    </FormDialog>
  );
}
