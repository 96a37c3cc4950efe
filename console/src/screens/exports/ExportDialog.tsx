/** Taking a stretch out as a package of evidence: of which cameras, in which form, for what. */
import { Button, Checkbox, Group, Modal, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";

import { ApiError } from "../../api/client";
import { useAskExport, type ExportNew } from "../../api/exports";
import { askForNeeds } from "../../app/needs";
import { getPurpose } from "../../app/purpose";
import { CamerasSelect } from "../../components/CamerasSelect";
import { ErrorNote } from "../../components/States";
import type { Span } from "../../components/timeline/scale";
import { useTexts } from "../../i18n";

const MOST = 32;

interface Props {
  cameras: readonly string[];
  span: Span;
  stream?: ExportNew["stream"];
  onClose: () => void;
}

export function ExportDialog({ cameras, span, stream = "main", onClose }: Props) {
  const { t, format } = useTexts();
  const ask = useAskExport();
  const [ids, setIds] = useState<string[]>([...cameras]);
  const [form, setForm] = useState<ExportNew["form"]>("exact");
  const [burnIn, setBurnIn] = useState(true);
  const masked = ask.error instanceof ApiError && ask.error.extra.reason === "masked";
  const send = () => {
    const wanted: ExportNew = { camera_ids: ids, from: new Date(span.startMs).toISOString(), to: new Date(span.endMs).toISOString(), stream, form, burn_in: form !== "exact" && burnIn, ...getPurpose() };
    ask.mutate(wanted, { onError: (error) => void askForNeeds(error, { cameraId: ids[0] ?? "", action: "media.export", fromMs: span.startMs, toMs: span.endMs }, send) });
  };
  return (
    <Modal opened onClose={onClose} title={t("exports.new")} size={520} closeButtonProps={{ "aria-label": t("app.close") }}>
      {ask.data ? (
        <Stack gap="lg">
          <p role="status">{t("exports.asked")}</p>
          <Group justify="flex-end" gap="sm">
            <Button onClick={onClose}>{t("app.close")}</Button>
            <Button component={Link} href="/exports" variant="filled" data-autofocus>
              {t("exports.see")}
            </Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <Stack gap="lg">
            <p className="note">{t("exports.what", { span: format.span(span.endMs - span.startMs), from: format.dateTime(span.startMs), to: format.dateTime(span.endMs) })}</p>
            <CamerasSelect label={t("exports.cameras")} value={ids} onChange={setIds} most={MOST} />
            <Radio.Group label={t("exports.form")} value={form} onChange={(value) => setForm(value)}>
              <Stack gap="sm" mt="xs">
                <Radio value="exact" label={t("exports.form.exact")} description={t("exports.form.exactWhat")} data-autofocus />
                <Radio value="masked" label={t("exports.form.masked")} description={t("exports.form.maskedWhat")} />
                <Radio value="redacted" label={t("exports.form.redacted")} description={t("exports.form.redactedWhat")} />
              </Stack>
            </Radio.Group>
            {form !== "exact" && <Checkbox label={t("exports.burnIn")} checked={burnIn} onChange={(event) => setBurnIn(event.currentTarget.checked)} />}
            {masked ? (
              <p className="note" role="alert">
                {t("exports.masked")}
              </p>
            ) : (
              ask.isError && <ErrorNote error={ask.error} />
            )}
            <Group justify="flex-end" gap="sm">
              <Button onClick={onClose}>{t("app.cancel")}</Button>
              <Button type="submit" variant="filled" loading={ask.isPending} disabled={!ids.length}>
                {t("exports.make")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
