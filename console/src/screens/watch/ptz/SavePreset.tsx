import { Select, TextInput } from "@mantine/core";
import { useState } from "react";

import { useSavePreset, type PtzPreset } from "../../../api/ptz";
import { FormDialog } from "../../../components/FormDialog";
import { ErrorNote } from "../../../components/States";
import { useTexts } from "../../../i18n";

/** Where the camera looks now, under a name of our own. */
export function SavePreset({ cameraId, presets, onClose }: { cameraId: string; presets: readonly PtzPreset[]; onClose: () => void }) {
  const { t } = useTexts();
  const save = useSavePreset(cameraId);
  const [name, setName] = useState("");
  const [token, setToken] = useState("");
  return (
    <FormDialog title={t("ptz.save")} size={420} word={t("ptz.keep")} sending={save.isPending} disabled={!name.trim()} onSend={() => save.mutate({ name: name.trim(), token }, { onSuccess: onClose })} onClose={onClose}>
      <TextInput label={t("ptz.name")} description={t("ptz.nameWhat")} value={name} maxLength={200} data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
      <Select
        label={t("ptz.over")}
        value={token}
        data={[{ value: "", label: t("ptz.overNone") }, ...presets.map((one) => ({ value: one.token, label: `${one.token} ${one.name}` }))]}
        onChange={(value) => setToken(value ?? "")}
      />
      {save.isError && <ErrorNote error={save.error} />}
    </FormDialog>
  );
}
