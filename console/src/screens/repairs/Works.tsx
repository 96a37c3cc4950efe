/** Planned work: what is announced, and announcing more. */
import { Button, Stack, Textarea, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";

import { can, useMe } from "../../api/queries";
import { useCallOffWork, usePlannedWorks, usePlanWork, type PlannedWork } from "../../api/repairs";
import { useNow } from "../../app/now";
import { CamerasSelect } from "../../components/CamerasSelect";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { FormDialog } from "../../components/FormDialog";
import { HeadButton } from "../../components/HeadButton";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { TimeField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { RepairFrame } from "./RepairFrame";

const HOUR_MS = 3_600_000;
const MOST = 500;

export function Works() {
  const { t } = useTexts();
  const me = useMe();
  const now = useNow(30_000);
  const works = usePlannedWorks();
  const [planning, setPlanning] = useState(false);
  const [ending, setEnding] = useState<PlannedWork | null>(null);
  const may = can(me.data, "work.plan");
  useHotkeys([["N", () => may && setPlanning(true)]]);
  const columns: Column<PlannedWork>[] = [
    { key: "title", head: t("work.title"), cell: (one) => <><b>{one.title}</b>{one.why && <span className="dim"> {one.why}</span>}</> },
    { key: "cameras", head: t("work.cameras"), cell: (one) => <span className="num">{one.cameras.length > 3 ? t("repair.codeAndMore", { code: one.cameras[0]?.code ?? "–", count: one.cameras.length - 1 }) : one.cameras.map((camera) => camera.code).join(", ")}</span> },
    { key: "from", head: t("work.from"), cell: (one) => <><span className="only-phone dim" style={{ marginRight: 6 }}>{t("work.from")}</span><DateTime at={one.start} /></> },
    { key: "to", head: t("work.to"), cell: (one) => <><span className="only-phone dim" style={{ marginRight: 6 }}>{t("work.to")}</span><DateTime at={one.end} /></> },
    { key: "who", head: t("work.who"), phone: "hide", cell: (one) => one.who || "–" },
    { key: "state", head: t("repair.state"), phone: "end", cell: (one) => (Date.parse(one.start) <= now ? <Badge tone="acc" shape="connecting">{t("work.now")}</Badge> : <Badge tone="off" shape="none">{t("work.coming")}</Badge>) },
    { key: "end", head: "", cell: (one) => may && <Button size="xs" onClick={() => setEnding(one)}>{t("work.callOff")}</Button> },
  ];
  const plan = may && (
    <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setPlanning(true)}>
      {t("work.plan")}
    </Button>
  );
  return (
    <RepairFrame title="work.list" actions={may && <HeadButton filled icon={<IconPlus size={16} />} text={t("work.plan")} onClick={() => setPlanning(true)} />}>
      {works.isError ? (
        <ErrorState error={works.error} onRetry={() => void works.refetch()} />
      ) : (
        <EntityTable label={t("work.list")} columns={columns} rows={works.data?.items} rowKey={(one) => one.id} empty={<EmptyState title={t("work.none")} action={plan}>{t("work.noneWhat")}</EmptyState>} />
      )}
      {planning && <PlanWork onClose={() => setPlanning(false)} />}
      {ending && <CallOff work={ending} onClose={() => setEnding(null)} />}
    </RepairFrame>
  );
}

function PlanWork({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const now = useNow(60_000);
  const plan = usePlanWork();
  const [title, setTitle] = useState("");
  const [why, setWhy] = useState("");
  const [cameras, setCameras] = useState<string[]>([]);
  const [from, setFrom] = useState<number | null>(now);
  const [to, setTo] = useState<number | null>(now + 4 * HOUR_MS);
  const wrong = from === null || to === null || from >= to;
  return (
    <FormDialog
      title={t("work.plan")}
      size={520}
      word={t("work.plan")}
      sending={plan.isPending}
      disabled={!title.trim() || !cameras.length || wrong}
      onClose={onClose}
      onSend={() => !wrong && plan.mutate({ title: title.trim(), why: why.trim(), from: new Date(from).toISOString(), to: new Date(to).toISOString(), camera_ids: cameras, site_id: "", node_id: "" }, { onSuccess: onClose })}
    >
      <Stack gap="lg">
        <p className="note">{t("work.means")}</p>
        <TextInput data-autofocus label={t("work.title")} description={t("work.titleWhat")} value={title} maxLength={200} onChange={(event) => setTitle(event.currentTarget.value)} />
        <CamerasSelect label={t("work.cameras")} value={cameras} onChange={setCameras} most={MOST} />
        <TimeField label={t("work.from")} value={from} onChange={setFrom} />
        <TimeField label={t("work.to")} value={to} onChange={setTo} error={wrong && t("work.order")} />
        <Textarea label={t("work.why")} value={why} maxLength={2000} autosize minRows={2} onChange={(event) => setWhy(event.currentTarget.value)} />
        {plan.isError && <ErrorNote error={plan.error} />}
      </Stack>
    </FormDialog>
  );
}

function CallOff({ work, onClose }: { work: PlannedWork; onClose: () => void }) {
  const { t } = useTexts();
  const callOff = useCallOffWork();
  return (
    <FormDialog title={t("work.callOff")} size={440} word={t("work.callOff")} sending={callOff.isPending} disabled={false} onClose={onClose} onSend={() => callOff.mutate(work.id, { onSuccess: onClose })}>
      <p>{t("work.callOffWhat", { title: work.title, count: work.cameras.length })}</p>
      {callOff.isError && <ErrorNote error={callOff.error} />}
    </FormDialog>
  );
}
