import { Button, Group, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useState } from "react";

import { getPurpose, PURPOSES, setPurpose, type PurposeCode } from "../app/purpose";
import { useTexts } from "../i18n";

/** For which purpose and case pictures are looked at from now on; open views begin anew under it, on the record. */
export function PurposeDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={t("purpose.title")} closeButtonProps={{ "aria-label": t("app.close") }}>
      {opened && <Form onClose={onClose} />}
    </Modal>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const [purpose, choose] = useState<PurposeCode>(getPurpose().purpose);
  const [reference, setReference] = useState(getPurpose().reference);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setPurpose({ purpose, reference: reference.trim() });
        onClose();
      }}
    >
      <Stack gap="lg">
        <p className="dim">{t("purpose.what")}</p>
        <Radio.Group value={purpose} onChange={(value) => choose(value)} aria-label={t("purpose.key")}>
          <Stack gap="sm">
            {PURPOSES.map((code) => (
              <Radio key={code} value={code} label={t(`purpose.${code}`)} data-autofocus={code === purpose || undefined} />
            ))}
          </Stack>
        </Radio.Group>
        <TextInput label={t("purpose.reference")} description={t("purpose.referenceWhat")} placeholder="VV-2026-01187" value={reference} onChange={(event) => setReference(event.currentTarget.value)} maxLength={64} />
        <Group justify="flex-end" gap="sm">
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" variant="filled">
            {t("purpose.set")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
