/** What one camera is watched for: by its drawings, or as somebody says. */
import { Checkbox, Group, NativeSelect, Radio, Stack } from "@mantine/core";
import { useState } from "react";

import { useModels } from "../../api/models";
import { can, useMe } from "../../api/queries";
import { usePutAsk, type Planned, type Purpose } from "../../api/vision";
import { FormDialog } from "../../components/FormDialog";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { StillFits } from "./StillFits";

const PURPOSES: readonly Purpose[] = ["counting", "incidents"];
const PRIORITIES = ["1", "2", "3", "4", "5"] as const;

export function AskDialog({ planned, onClose }: { planned: Planned; onClose: () => void }) {
  const { t } = useTexts();
  const put = usePutAsk();
  const [own, setOwn] = useState(planned.asked !== null);
  const [purposes, setPurposes] = useState<readonly string[]>(planned.purposes);
  const [priority, setPriority] = useState(String(planned.priority));
  const [model, setModel] = useState(planned.model);
  const send = () => {
    const chosen = PURPOSES.filter((purpose) => purposes.includes(purpose));
    put.mutate({ cameraId: planned.camera_id, ask: own ? { purposes: chosen, priority: Number(priority), model } : null }, { onSuccess: onClose });
  };
  return (
    <FormDialog title={t("vision.askOf", { code: planned.code })} size={480} word={t("vision.save")} sending={put.isPending} disabled={false} onSend={send} onClose={onClose}>
      {planned.why === "view_changed" && <StillFits cameraId={planned.camera_id} onDone={onClose} />}
      <Radio.Group label={t("vision.askedBy")} value={own ? "own" : "drawings"} onChange={(value) => setOwn(value === "own")}>
        <Stack gap="xs" mt="xs">
          <Radio value="drawings" label={t("vision.byDrawings")} />
          <Radio value="own" label={t("vision.byPerson")} />
        </Stack>
      </Radio.Group>
      {own && (
        <>
          <Checkbox.Group label={t("vision.purposes")} description={t("vision.noPurpose")} value={[...purposes]} onChange={setPurposes}>
            <Group mt="xs">
              {PURPOSES.map((purpose) => (
                <Checkbox key={purpose} value={purpose} label={t(`vision.purpose.${purpose}`)} />
              ))}
            </Group>
          </Checkbox.Group>
          <NativeSelect label={t("vision.priority")} description={t("vision.priorityWhat")} data={[...PRIORITIES]} value={priority} onChange={(event) => setPriority(event.currentTarget.value)} />
          <ModelChoice value={model} onChange={setModel} />
        </>
      )}
      {put.isError && <ErrorNote error={put.error} />}
    </FormDialog>
  );
}

/** Of the models that are approved, for who may know which there are. */
function ModelChoice({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const { t } = useTexts();
  const me = useMe().data;
  return can(me, "model.read") ? <ApprovedModels value={value} onChange={onChange} /> : <p className="small">{t("vision.methodIs", { method: value || t("vision.withoutWeights") })}</p>;
}

function ApprovedModels({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const { t } = useTexts();
  const models = useModels();
  const names = new Set((models.data ?? []).filter((model) => model.state === "approved").map((model) => model.name));
  if (value) names.add(value);
  const data = [{ value: "", label: t("vision.withoutWeights") }, ...[...names].map((name) => ({ value: name, label: name }))];
  return <NativeSelect label={t("vision.method")} data={data} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
}
