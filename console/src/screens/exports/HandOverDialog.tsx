/** Giving a package to named people: a link and a pass code for each, shown this once. */
import { Button, Checkbox, Group, NumberInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";

import { useHandOver, type Export, type Given } from "../../api/exports";
import { FormDialog } from "../../components/FormDialog";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";

const MOST = 10;
const NOBODY = { name: "", organisation: "", contact: "" };
const FIELDS = ["name", "organisation", "contact"] as const;

interface Props {
  exportId: string;
  form: Export["form"];
  onClose: () => void;
}

export function HandOverDialog({ exportId, form, onClose }: Props) {
  const { t } = useTexts();
  const give = useHandOver(exportId);
  const [people, setPeople] = useState([NOBODY]);
  const [days, setDays] = useState(3);
  const [most, setMost] = useState(5);
  const [onlyView, setOnlyView] = useState(false);
  const [lookedThrough, setLookedThrough] = useState(form !== "redacted");
  const done = give.data && (
    <>
      <p className="note" role="status">
        {t("handover.once")}
      </p>
      {give.data.map((one) => (
        <Told key={one.handover.id} one={one} />
      ))}
      <Group justify="flex-end">
        <Button variant="filled" onClick={onClose}>
          {t("handover.noted")}
        </Button>
      </Group>
    </>
  );
  const ready = lookedThrough && people.every((person) => person.name.trim());
  return (
    <FormDialog title={t("handover.give")} size={560} word={t("handover.make")} sending={give.isPending} disabled={!ready} onSend={() => give.mutate({ receivers: people, days, most_openings: most, only_view: onlyView })} onClose={onClose} done={done} stays={Boolean(done)}>
      <p className="small dim">{t("handover.what")}</p>
      {people.map((person, index) => (
        <Stack key={index} gap="xs" component="fieldset" className="note" m={0} bd="none" aria-label={t("handover.person", { number: String(index + 1) })}>
          {FIELDS.map((field) => (
            <TextInput key={field} label={t(`handover.${field}`)} required={field === "name"} maxLength={200} data-autofocus={(index === 0 && field === "name") || undefined} value={person[field]} onChange={(event) => setPeople(people.map((other, at) => (at === index ? { ...other, [field]: event.currentTarget.value } : other)))} />
          ))}
          {people.length > 1 && (
            <Group justify="flex-end">
              <Button onClick={() => setPeople(people.filter((_, at) => at !== index))}>{t("handover.drop")}</Button>
            </Group>
          )}
        </Stack>
      ))}
      {people.length < MOST && (
        <Group>
          <Button onClick={() => setPeople([...people, NOBODY])}>{t("handover.more")}</Button>
        </Group>
      )}
      <Group grow>
        <NumberInput label={t("handover.days")} min={1} max={30} allowDecimal={false} value={days} onChange={(value) => setDays(Number(value) || 1)} />
        <NumberInput label={t("handover.most")} min={1} max={100} allowDecimal={false} value={most} onChange={(value) => setMost(Number(value) || 1)} />
      </Group>
      <Checkbox label={t("handover.onlyView")} description={t("handover.onlyViewWhat")} checked={onlyView} onChange={(event) => setOnlyView(event.currentTarget.checked)} />
      {form === "redacted" && (
        <Stack gap="xs">
          <p className="note" role="note">
            {t("exports.still")}
          </p>
          <Checkbox label={t("handover.lookedThrough")} checked={lookedThrough} onChange={(event) => setLookedThrough(event.currentTarget.checked)} />
        </Stack>
      )}
      {give.isError && <ErrorNote error={give.error} />}
    </FormDialog>
  );
}

function Told({ one }: { one: Given }) {
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  const link = `${window.location.origin}${one.path}`;
  return (
    <dl className="kv">
      <dt>{t("handover.name")}</dt>
      <dd>
        <b>{one.handover.name}</b>
      </dd>
      <dt>{t("handover.link")}</dt>
      <dd>
        <div className="num" style={{ overflowWrap: "anywhere" }}>
          {link}
        </div>
        <Button mt="xs" onClick={() => void navigator.clipboard.writeText(link).then(() => setCopied(true))}>
          {t(copied ? "handover.copied" : "handover.copy")}
        </Button>
      </dd>
      <dt>{t("handover.code")}</dt>
      <dd className="num">
        <b>{one.code}</b>
      </dd>
    </dl>
  );
}
