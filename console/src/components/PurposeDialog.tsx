/** For which purpose and case pictures are looked at from now on, on the record; and what the regulation asks for before a yes. */
import { Autocomplete, Button, Group, Modal, Radio, Skeleton, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconShieldLock, IconUserCheck } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";

import { ApiError } from "../api/client";
import { can, useMe } from "../api/queries";
import { useCases, useChoosePurpose, usePurposes, type PurposeKind } from "../api/requests";
import { setNeeded, type Needed } from "../app/needs";
import { getPurpose } from "../app/purpose";
import { useTexts } from "../i18n";
import { ErrorNote, ErrorState } from "./States";

export function PurposeDialog({ needed, onClose }: { needed: Needed | null; onClose: () => void }) {
  const { t } = useTexts();
  const asksPurpose = !needed || needed.needs.includes("purpose");
  const title = asksPurpose ? "purpose.title" : needed.needs.includes("approval") ? "needs.approvalTitle" : "needs.factorTitle";
  return (
    <Modal opened onClose={onClose} title={t(title)} size={520} closeButtonProps={{ "aria-label": t("app.close") }}>
      {asksPurpose ? <Choice needed={needed} onClose={onClose} /> : <Lacking needed={needed} onClose={onClose} />}
    </Modal>
  );
}

/** Which article asks for it, in the regulation's own count. */
function Articles({ needed }: { needed: Needed }) {
  const { t } = useTexts();
  const numbers = [...new Set(needed.clauses.map((clause) => /\(\S+ ([\d.]+)\)/.exec(clause)?.[1]).filter((number) => number !== undefined))];
  if (!numbers.length) return null;
  return <p className="note">{t("needs.article", { articles: numbers.join(", "), count: numbers.length })}</p>;
}

function Choice({ needed, onClose }: { needed: Needed | null; onClose: () => void }) {
  const { t, language } = useTexts();
  const purposes = usePurposes();
  const choose = useChoosePurpose();
  const before = getPurpose();
  const [purpose, setPurpose] = useState(before.purpose);
  const [reference, setReference] = useState(before.reference);
  const offered = purposes.data?.filter((one) => !needed?.purposes.length || needed.purposes.includes(one.key));
  const chosen = offered?.find((one) => one.key === purpose);
  const fault = choose.error instanceof ApiError ? choose.error.extra.fault : choose.isIdle && needed && purpose === before.purpose && reference === before.reference ? needed.fault : "";
  if (purposes.isError) return <ErrorState error={purposes.error} onRetry={() => void purposes.refetch()} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const next = chosen ? { purpose: chosen.key, reference: reference.trim() } : { purpose: "", reference: "" };
        choose.mutate(next, {
          onSuccess: () => {
            onClose();
            needed?.repeat();
          },
        });
      }}
    >
      <Stack gap="lg">
        {needed ? <Articles needed={needed} /> : <p className="dim">{t("purpose.what")}</p>}
        {offered ? (
          <Radio.Group value={chosen?.key ?? ""} onChange={(value) => setPurpose(value)} aria-label={t("purpose.key")}>
            <Stack gap="sm">
              {!needed && <Radio value="" label={t("purpose.routine")} description={t("purpose.routineWhat")} data-autofocus={!chosen || undefined} />}
              {offered.map((one, index) => (
                <Radio key={one.key} value={one.key} label={language === "vi" ? one.name_vi : one.name_en} data-autofocus={(chosen ? one === chosen : needed && index === 0) || undefined} />
              ))}
            </Stack>
          </Radio.Group>
        ) : (
          <Skeleton height={220} />
        )}
        {chosen && <Reference kind={chosen.reference} value={reference} onChange={setReference} error={fault === "no_open_case" ? t("purpose.noOpenCase") : undefined} />}
        {choose.isError && fault !== "no_open_case" && <ErrorNote error={choose.error} />}
        <Group justify="flex-end" gap="sm">
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" variant="filled" loading={choose.isPending} disabled={chosen ? !reference.trim() : needed !== null}>
            {t(needed ? "purpose.goOn" : "purpose.set")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function Reference({ kind, value, onChange, error }: { kind: PurposeKind["reference"]; value: string; onChange: (value: string) => void; error?: string }) {
  const { t } = useTexts();
  const me = useMe();
  const [q] = useDebouncedValue(value.trim(), 150);
  const cases = useCases(q, true, { enabled: kind === "case" && can(me.data, "case.read") });
  if (kind === "order") return <TextInput label={t("purpose.order")} description={t("purpose.orderWhat")} placeholder="15/LĐ-CAQ" value={value} onChange={(event) => onChange(event.currentTarget.value)} maxLength={100} required withAsterisk={false} />;
  const found = cases.data?.pages[0]?.items ?? [];
  const titles = new Map(found.map((one) => [one.number, one.title]));
  return (
    <Autocomplete
      label={t("purpose.case")}
      description={t("purpose.caseWhat")}
      placeholder="VV-2026-01187"
      value={value}
      onChange={onChange}
      maxLength={100}
      required
      withAsterisk={false}
      error={error}
      data={titles.has(value.trim()) ? [] : [...titles.keys()]}
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span>
          <b className="num">{option.value}</b> <span className="dim">{titles.get(option.value)}</span>
        </span>
      )}
    />
  );
}

/** Not a word, but a second person or a second factor. */
function Lacking({ needed, onClose }: { needed: Needed; onClose: () => void }) {
  const { t } = useTexts();
  const { cameraId, action, fromMs, toMs } = needed.asked;
  const request = new URLSearchParams({ open: "new", camera: cameraId, action });
  if (fromMs !== null && toMs !== null) {
    request.set("from", new Date(fromMs).toISOString());
    request.set("to", new Date(toMs).toISOString());
  }
  const factor = needed.needs.includes("second_factor");
  return (
    <Stack gap="lg">
      <Articles needed={needed} />
      {factor && <p>{t("needs.factorWhat")}</p>}
      {needed.needs.includes("approval") && <p>{t("needs.approvalWhat")}</p>}
      <Group justify="flex-end" gap="sm">
        <Button onClick={onClose}>{t("app.cancel")}</Button>
        {factor && (
          <Button component={Link} href="/account" variant="filled" leftSection={<IconShieldLock size={16} />} onClick={() => setNeeded(null)}>
            {t("needs.factorGo")}
          </Button>
        )}
        {!factor && (
          <Button component={Link} href={`/requests?${request.toString()}`} variant="filled" leftSection={<IconUserCheck size={16} />} onClick={() => setNeeded(null)}>
            {t("needs.approvalGo")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
