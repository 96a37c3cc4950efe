/** Holding a stretch of a camera for a case: what exactly, for which case, why and for how long. */
import { Button, Group, Modal, Select, Stack, Textarea } from "@mantine/core";
import { useState } from "react";

import { ApiError } from "../../api/client";
import { usePlaceHold } from "../../api/holds";
import { getPurpose } from "../../app/purpose";
import { Reference } from "../../components/PurposeDialog";
import { ErrorNote } from "../../components/States";
import type { Span } from "../../components/timeline/scale";
import { useTexts } from "../../i18n";

const DAY_MS = 86_400_000;
const TERMS = ["30", "90", "365", "never"] as const;
type Term = (typeof TERMS)[number];

interface Props {
  camera: { id: string; code: string };
  span: Span;
  onClose: () => void;
}

export function HoldDialog({ camera, span, onClose }: Props) {
  const { t, format } = useTexts();
  const place = usePlaceHold();
  const [number, setNumber] = useState(getPurpose().reference);
  const [reason, setReason] = useState("");
  const [term, setTerm] = useState<Term>("90");
  const noCase = place.error instanceof ApiError && place.error.extra.fault === "no_open_case";
  return (
    <Modal opened onClose={onClose} title={t("holds.place")} size={520} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const expires_at = term === "never" ? null : new Date(Date.now() + Number(term) * DAY_MS).toISOString();
          place.mutate({ camera_ids: [camera.id], from: new Date(span.startMs).toISOString(), to: new Date(span.endMs).toISOString(), case: number.trim(), reason: reason.trim(), expires_at }, { onSuccess: onClose });
        }}
      >
        <Stack gap="lg">
          <p className="note">{t("holds.what", { span: format.span(span.endMs - span.startMs), camera: camera.code, from: format.dateTime(span.startMs), to: format.dateTime(span.endMs) })}</p>
          <Reference kind="case" value={number} onChange={setNumber} error={noCase ? t("purpose.noOpenCase") : undefined} />
          <Textarea label={t("holds.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={500} autosize minRows={2} required withAsterisk={false} />
          <Select label={t("holds.until")} data={TERMS.map((value) => ({ value, label: t(`holds.term.${value}`) }))} value={term} onChange={(value) => value && setTerm(value)} allowDeselect={false} />
          {place.isError && !noCase && <ErrorNote error={place.error} />}
          <Group justify="flex-end" gap="sm">
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" loading={place.isPending} disabled={!number.trim() || !reason.trim()}>
              {t("holds.place")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
