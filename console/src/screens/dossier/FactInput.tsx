/** How a declared value is typed. */
import { ActionIcon, Button, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";

import { usePlace, usePlaces, type Certificate } from "../../api/dossier";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { DayField } from "../../components/TimeField";
import { useTexts, type TextKey } from "../../i18n";
import css from "./Dossier.module.css";
import { useFactLabel } from "./FactValue";
import { CHOICES, type ChoiceName, type Fact } from "./facts";

interface Props {
  fact: Fact;
  value: unknown;
  onChange: (value: unknown) => void;
  error?: ReactNode;
  /** Only these states of the life cycle may follow. */
  allowed?: readonly string[];
  autoFocus?: boolean;
}

export function FactInput({ fact, value, onChange, error, allowed, autoFocus }: Props) {
  const { t } = useTexts();
  const label = useFactLabel()(fact.name);
  const text = typeof value === "string" ? value : "";
  const typed = { label, error, value: text, onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value), "data-autofocus": autoFocus || undefined };
  switch (fact.kind) {
    case "long":
      return <Textarea {...typed} autosize minRows={2} maxRows={8} />;
    case "number":
    case "whole":
      return <TextInput {...typed} inputMode="decimal" rightSection={fact.unit && <span className="faint">{t(`fact.sign.${fact.unit}`)}</span>} />;
    case "date":
      return <DayField {...typed} onChange={onChange} asTyped />;
    case "choice": {
      const data = CHOICES[fact.name as ChoiceName].filter((one) => !allowed || allowed.includes(one)).map((one) => ({ value: one, label: t(`choice.${fact.name as ChoiceName}.${one}` as TextKey) }));
      return <Select label={label} error={error} data={data} value={text || null} onChange={onChange} clearable={fact.name !== "lifecycle"} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />;
    }
    case "yesNo":
      return <Select label={label} error={error} data={[{ value: "yes", label: t("choice.yes") }, { value: "no", label: t("choice.no") }]} value={value === true ? "yes" : value === false ? "no" : null} onChange={(next) => onChange(next === null ? null : next === "yes")} clearable clearButtonProps={{ "aria-label": t("filter.clearOne") }} />;
    case "organisation":
    case "unit":
      return <OrganisationSelect label={label} error={error} units={fact.kind === "unit"} clearable={!fact.needed} value={text || null} onChange={onChange} />;
    case "site":
    case "pole":
      return <PlaceSelect kind={fact.kind} label={label} value={text || null} onChange={onChange} />;
    case "tags":
      return <TagsInput label={label} error={error} value={Array.isArray(value) ? (value as string[]) : []} onChange={onChange} />;
    case "certificates":
      return <Certificates label={label} value={Array.isArray(value) ? (value as Certificate[]) : []} onChange={onChange} />;
    default:
      return <TextInput {...typed} spellCheck={fact.name === "name" || fact.name === "address"} />;
  }
}

export function PlaceSelect({ kind, label, value, onChange }: { kind: "site" | "pole"; label: string; value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const chosen = usePlace(kind, value);
  const [q] = useDebouncedValue(typed === chosen.data?.label ? "" : typed, 200);
  const places = usePlaces(kind, q, open);
  const data = (places.data ?? []).map((place) => ({ value: place.id, label: place.label }));
  if (value && !data.some((one) => one.value === value)) data.unshift({ value, label: chosen.data?.label ?? "…" });
  return <Select label={label} searchable clearable data={data} value={value} searchValue={typed} onSearchChange={setTyped} onDropdownOpen={() => setOpen(true)} onChange={onChange} filter={({ options }) => options} nothingFoundMessage={t("app.nothing")} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />;
}

const MOST_CERTIFICATES = 20;

function Certificates({ label, value, onChange }: { label: string; value: Certificate[]; onChange: (value: Certificate[]) => void }) {
  const { t } = useTexts();
  const put = (index: number, change: Partial<Certificate>) => onChange(value.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <fieldset className={css.certificates}>
      <legend>{label}</legend>
      {value.map((one, index) => (
        <div key={index} className={css.certificate}>
          <TextInput aria-label={t("certificate.kind")} placeholder={t("certificate.kind")} value={one.kind} onChange={(event) => put(index, { kind: event.currentTarget.value })} error={!one.kind.trim()} />
          <TextInput aria-label={t("certificate.number")} placeholder={t("certificate.number")} value={one.number} onChange={(event) => put(index, { number: event.currentTarget.value })} />
          <DayField aria-label={t("certificate.until")} placeholder={t("certificate.until")} asTyped value={one.expires_on ?? ""} onChange={(day) => put(index, { expires_on: day || null })} />
          <ActionIcon aria-label={t("certificate.remove")} onClick={() => onChange(value.filter((_, at) => at !== index))}>
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      {value.length < MOST_CERTIFICATES && (
        <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => onChange([...value, { kind: "", number: "", expires_on: null }])}>
          {t("certificate.add")}
        </Button>
      )}
    </fieldset>
  );
}
