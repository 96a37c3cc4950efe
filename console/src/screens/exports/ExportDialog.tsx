/** Taking a stretch out as a package of evidence: of which cameras, in which form, for what. */
import { Button, Checkbox, Group, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";

import { ApiError } from "../../api/client";
import { otherOwnersTime, useAskExport, type ExportNew, type ExportPart } from "../../api/exports";
import { askForNeeds } from "../../app/needs";
import { getPurpose } from "../../app/purpose";
import { CamerasSelect } from "../../components/CamerasSelect";
import { FormDialog } from "../../components/FormDialog";
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
  const [part, setPart] = useState<ExportPart>({ from: new Date(span.startMs).toISOString(), to: new Date(span.endMs).toISOString() });
  const masked = ask.error instanceof ApiError && ask.error.extra.reason === "masked";
  const others = otherOwnersTime(ask.error);
  const told = ({ from, to }: ExportPart) => ({ from: format.dateTime(Date.parse(from)), to: format.dateTime(Date.parse(to)) });
  const send = (of: ExportPart) => {
    setPart(of);
    const wanted: ExportNew = { camera_ids: ids, ...of, stream, form, burn_in: form !== "exact" && burnIn, ...getPurpose() };
    ask.mutate(wanted, { onError: (error) => void askForNeeds(error, { cameraId: ids[0] ?? "", action: "media.export", fromMs: Date.parse(of.from), toMs: Date.parse(of.to) }, () => send(of)) });
  };
  const done = ask.data && (
    <>
      <p role="status">{t("exports.asked")}</p>
      <Group justify="flex-end" gap="sm">
        <Button onClick={onClose}>{t("app.close")}</Button>
        <Button component={Link} href="/exports" variant="filled" data-autofocus>
          {t("exports.see")}
        </Button>
      </Group>
    </>
  );
  return (
    <FormDialog title={t("exports.new")} size={520} word={t("exports.make")} sending={ask.isPending} disabled={!ids.length} onSend={() => send(part)} onClose={onClose} done={done}>
      <p className="note">{t("exports.what", { span: format.span(Date.parse(part.to) - Date.parse(part.from)), ...told(part) })}</p>
      <CamerasSelect label={t("exports.cameras")} value={ids} onChange={setIds} most={MOST} />
      <Radio.Group label={t("exports.form")} value={form} onChange={(value) => setForm(value)}>
        <Stack gap="sm" mt="xs">
          <Radio value="exact" label={t("exports.form.exact")} description={t("exports.form.exactWhat")} data-autofocus />
          <Radio value="masked" label={t("exports.form.masked")} description={t("exports.form.maskedWhat")} />
          <Radio value="redacted" label={t("exports.form.redacted")} description={t("exports.form.redactedWhat")} />
        </Stack>
      </Radio.Group>
      {form === "redacted" && (
        <p className="note" role="note">
          {t("exports.still")}
        </p>
      )}
      {form !== "exact" && <Checkbox label={t("exports.burnIn")} checked={burnIn} onChange={(event) => setBurnIn(event.currentTarget.checked)} />}
      {masked ? (
        <p className="note" role="alert">
          {t("exports.masked")}
        </p>
      ) : others ? (
        <Stack gap="sm" className="note" role="alert">
          <p>{t("exports.otherOwner", { camera: others.camera })}</p>
          {others.may.map((one) => (
            <Group key={one.from} justify="space-between" gap="sm">
              <span className="num">{t("exports.part", told(one))}</span>
              <Button onClick={() => send(one)}>{t("exports.onlyPart")}</Button>
            </Group>
          ))}
        </Stack>
      ) : (
        ask.isError && <ErrorNote error={ask.error} />
      )}
    </FormDialog>
  );
}
