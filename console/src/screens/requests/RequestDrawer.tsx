/** Asking a second person: filled in already where a refusal has led here. */
import { Button, Drawer, Select, Stack, Textarea } from "@mantine/core";
import { lazy, Suspense, useState } from "react";

import { useAskApproval, usePurposes } from "../../api/requests";
import { usePurpose } from "../../app/purpose";
import { actionText } from "../../components/ApprovalCard";
import { CamerasSelect } from "../../components/CamerasSelect";
import { ErrorNote } from "../../components/States";
import { TimeField } from "../../components/TimeField";
import { useTexts } from "../../i18n";

const PurposeDialog = lazy(() => import("../../components/PurposeDialog").then((module) => ({ default: module.PurposeDialog })));
const ACTIONS = ["media.export", "media.unmask"] as const;

/** In whole seconds, as the field shows it, and none of the range is lost. */
function inSeconds(time: string | null, round: (value: number) => number): number | null {
  const at = time ? round(Date.parse(time) / 1000) * 1000 : NaN;
  return Number.isNaN(at) ? null : at;
}

const iso = (ms: number | null) => (ms === null ? undefined : new Date(ms).toISOString());

export function RequestDrawer({ search, onClose, onSent }: { search: URLSearchParams; onClose: () => void; onSent: () => void }) {
  const { t, language } = useTexts();
  const ask = useAskApproval();
  const { purpose, reference } = usePurpose();
  const known = usePurposes().data?.find((one) => one.key === purpose);
  const first = search.get("camera");
  const [action, setAction] = useState(ACTIONS.find((one) => one === search.get("action")) ?? ACTIONS[0]);
  const [cameras, setCameras] = useState<string[]>(first ? [first] : []);
  const [from, setFrom] = useState(inSeconds(search.get("from"), Math.floor));
  const [to, setTo] = useState(inSeconds(search.get("to"), Math.ceil));
  const [reason, setReason] = useState("");
  const [choosing, setChoosing] = useState(false);
  const ready = cameras.length > 0 && purpose !== "" && reason.trim() !== "" && (from === null) === (to === null);
  return (
    <Drawer opened onClose={onClose} size={480} title={t("request.title")} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate({ action, camera_ids: cameras, from: iso(from), to: iso(to), purpose, reference, reason: reason.trim() }, { onSuccess: onSent });
        }}
      >
        <Stack gap="lg">
          <Select label={t("request.action")} data={ACTIONS.map((value) => ({ value, label: t(actionText(value)) }))} value={action} onChange={(value) => value && setAction(value)} allowDeselect={false} />
          <CamerasSelect label={t("request.cameras")} description={t("request.camerasWhat")} value={cameras} onChange={setCameras} most={100} />
          <TimeField seconds label={t("request.from")} value={from} onChange={setFrom} />
          <TimeField seconds label={t("request.to")} value={to} onChange={setTo} />
          {from === null && to === null && <p className="small dim">{t("request.live")}</p>}
          {purpose ? (
            <p className="note">
              <span className="grow">
                {known?.[`name_${language}`]} · <b className="num">{reference}</b>
              </span>
              <Button size="xs" onClick={() => setChoosing(true)}>
                {t("request.choose")}
              </Button>
            </p>
          ) : (
            <p className="note warn">
              <span className="grow">{t("request.noPurpose")}</span>
              <Button size="xs" onClick={() => setChoosing(true)}>
                {t("request.choose")}
              </Button>
            </p>
          )}
          <Textarea label={t("request.reason")} description={t("request.reasonWhat")} autosize minRows={2} maxLength={200} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          {ask.isError && <ErrorNote error={ask.error} />}
          <div className="row" style={{ justifyContent: "flex-end" }}>
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" disabled={!ready} loading={ask.isPending}>
              {t("request.send")}
            </Button>
          </div>
        </Stack>
      </form>
      <Suspense>{choosing && <PurposeDialog needed={null} onClose={() => setChoosing(false)} />}</Suspense>
    </Drawer>
  );
}
