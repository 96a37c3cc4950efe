/** What narrows the list: all conditions in a drawer, each one set as a chip that can be taken away. */
import { Button, Drawer, MultiSelect, Select, TagsInput, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";

import { usePlace } from "../../api/dossier";
import type { CameraFilter } from "../../api/lists";
import { OrganisationSelect, OrganisationsSelect } from "../../components/OrganisationSelect";
import { DayField } from "../../components/TimeField";
import { useTexts, type TextKey } from "../../i18n";
import { CHOICES, MAY_BE_MISSING, type ChoiceName } from "../dossier/facts";
import { PlaceSelect } from "../dossier/FactInput";
import { useFactLabel, useOrganisationNames } from "../dossier/FactValue";
import { chipsOf, withoutChip, type Chip } from "./address";
import css from "./List.module.css";

export function FilterChips({ filter, onChange }: { filter: CameraFilter; onChange: (filter: CameraFilter) => void }) {
  const { t } = useTexts();
  const chips = chipsOf(filter);
  if (!chips.length) return null;
  return (
    <div className={css.chips} role="group" aria-label={t("filter.set")}>
      {chips.map((chip) => (
        <ChipShown key={`${chip.name} ${chip.value}`} chip={chip} onRemove={() => onChange(withoutChip(filter, chip))} />
      ))}
      <Button size="xs" variant="subtle" c="var(--tc-accent-text)" onClick={() => onChange(filter.q ? { q: filter.q } : {})}>
        {t("cameras.clear")}
      </Button>
    </div>
  );
}

function ChipShown({ chip, onRemove }: { chip: Chip; onRemove: () => void }) {
  const { t } = useTexts();
  const label = t(`filter.${chip.name}`);
  const word = useChipWord(chip);
  return (
    <span className={css.chip} data-chip={chip.name}>
      <span>{label}</span>
      {word && <span className="cut">{word}</span>}
      <button type="button" aria-label={t("filter.remove", { field: label, value: word })} onClick={onRemove}>
        <IconX size={14} />
      </button>
    </span>
  );
}

function useChipWord({ name, value }: Chip): string {
  const { t, format } = useTexts();
  const names = useOrganisationNames();
  const factLabel = useFactLabel();
  const place = usePlace(name === "pole_id" ? "pole" : "site", name === "site_id" || name === "pole_id" ? value : null);
  switch (name) {
    case "owner_id":
    case "operator_id":
    case "maintainer_id":
    case "unit_id":
    case "under_id":
      return names.get(value) ?? t("fact.notSeen");
    case "site_id":
    case "pole_id":
      return place.data?.label ?? "…";
    case "lifecycle":
    case "kind":
    case "purpose":
    case "funding":
    case "connection":
      return (CHOICES[name] as readonly string[]).includes(value) ? t(`choice.${name}.${value}` as TextKey) : value;
    case "missing":
      return factLabel(value);
    case "notice":
    case "enabled":
      return t(value === "true" ? "choice.yes" : "choice.no");
    case "installed_from":
    case "installed_to":
    case "warranty_before":
      return format.date(Date.parse(`${value}T12:00:00+07:00`));
    case "bbox":
    case "lasso":
      return "";
    default:
      return value;
  }
}

export function FilterDrawer({ filter, count, onChange, onClose }: { filter: CameraFilter; count: string; onChange: (filter: CameraFilter) => void; onClose: () => void }) {
  const { t } = useTexts();
  const factLabel = useFactLabel();
  const [near, setNear] = useState(filter.near ?? "");
  const put = (change: Partial<Record<keyof CameraFilter, unknown>>) => onChange({ ...filter, ...change } as CameraFilter);
  const choice = (name: ChoiceName) => (
    <MultiSelect clearable label={t(`filter.${name}`)} data={CHOICES[name].map((value) => ({ value, label: t(`choice.${name}.${value}` as TextKey) }))} value={(filter[name]) ?? []} onChange={(values) => put({ [name]: values })} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />
  );
  const organisations = (name: "owner_id" | "operator_id" | "maintainer_id" | "unit_id") => <OrganisationsSelect label={t(`filter.${name}`)} units={name === "unit_id"} value={filter[name] ?? []} onChange={(values) => put({ [name]: values })} />;
  const texts = (name: "maker" | "model" | "tag") => <TagsInput label={t(`filter.${name}`)} placeholder={filter[name]?.length ? undefined : t("camera.tagsWhat")} value={filter[name] ?? []} onChange={(values) => put({ [name]: values })} />;
  const day = (name: "installed_from" | "installed_to" | "warranty_before") => <DayField label={t(`filter.${name}`)} value={filter[name] ?? ""} onChange={(day) => put({ [name]: day || undefined })} />;
  const yesNo = (name: "notice" | "enabled") => {
    const value = filter[name];
    return <Select clearable label={t(`filter.${name}`)} data={[{ value: "true", label: t("choice.yes") }, { value: "false", label: t("choice.no") }]} value={typeof value === "boolean" ? String(value) : null} onChange={(next) => put({ [name]: next === null ? undefined : next === "true" })} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />;
  };
  return (
    <Drawer opened onClose={onClose} size={460} title={t("filter.title")} closeButtonProps={{ "aria-label": t("app.close") }}>
      <div className={css.form}>
        <OrganisationSelect clearable label={t("filter.under_id")} description={t("filter.underWhat")} value={filter.under_id ?? null} onChange={(value) => put({ under_id: value ?? undefined })} />
        {organisations("owner_id")}
        {organisations("unit_id")}
        {choice("lifecycle")}
        <div className={css.two}>
          {choice("purpose")}
          {choice("kind")}
          {choice("funding")}
          {choice("connection")}
          {texts("maker")}
          {texts("model")}
          {yesNo("notice")}
          {yesNo("enabled")}
        </div>
        <MultiSelect clearable searchable label={t("filter.missing")} description={t("filter.missingWhat")} data={MAY_BE_MISSING.map((value) => ({ value, label: factLabel(value) }))} value={filter.missing ?? []} onChange={(values) => put({ missing: values })} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />
        {texts("tag")}
        {organisations("operator_id")}
        {organisations("maintainer_id")}
        <div className={css.two}>
          <PlaceSelect kind="site" label={t("filter.site_id")} value={filter.site_id?.[0] ?? null} onChange={(value) => put({ site_id: value ? [value] : undefined })} />
          <PlaceSelect kind="pole" label={t("filter.pole_id")} value={filter.pole_id?.[0] ?? null} onChange={(value) => put({ pole_id: value ? [value] : undefined })} />
          {day("installed_from")}
          {day("installed_to")}
          {day("warranty_before")}
          <TextInput label={t("filter.near")} placeholder="21.0285,105.8542,300" value={near} onChange={(event) => setNear(event.currentTarget.value)} onBlur={() => put({ near: near.replaceAll(/\s/g, "") || undefined })} />
        </div>
        <div className="row" style={{ justifyContent: "flex-end", position: "sticky", bottom: 0, background: "var(--tc-surface)", padding: "8px 0" }}>
          <span className="grow num" role="status">
            {count}
          </span>
          <Button onClick={() => onChange(filter.q ? { q: filter.q } : {})}>{t("cameras.clear")}</Button>
          <Button variant="filled" onClick={onClose} data-autofocus>
            {t("filter.done")}
          </Button>
        </div>
      </div>
    </Drawer>
  );
}
