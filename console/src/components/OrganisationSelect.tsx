/** Choosing among a thousand organisations: by name or code, with or without accents. */
import { MultiSelect, Select, type ComboboxItem, type OptionsFilter, type SelectProps } from "@mantine/core";
import { useMemo } from "react";

import { useOrganisations } from "../api/queries";
import type { Organisation } from "../api/types";
import { useTexts } from "../i18n";
import { fold } from "../i18n/fold";

const SHOWN = 60;

export const byFoldedWords: OptionsFilter = ({ options, search, limit }) => {
  const words = fold(search).split(/\s+/).filter(Boolean);
  return (options as ComboboxItem[]).filter((option) => words.every((word) => fold(option.label).includes(word))).slice(0, limit);
};

export const UNIT_KINDS: readonly Organisation["kind"][] = ["commune", "ward"];

/** Those that still are, and those that are chosen already. */
function useChoices(units: boolean | undefined, chosen: readonly string[]): ComboboxItem[] {
  const organisations = useOrganisations();
  const kept = chosen.join();
  return useMemo(() => {
    const today = new Date(organisations.dataUpdatedAt).toISOString().slice(0, 10);
    return (organisations.data ?? [])
      .filter((one) => kept.includes(one.id) || ((!units || UNIT_KINDS.includes(one.kind)) && (!one.valid_to || one.valid_to > today)))
      .map((one) => ({ value: one.id, label: one.name }));
  }, [organisations.data, organisations.dataUpdatedAt, units, kept]);
}

interface Props {
  label?: string;
  "aria-label"?: string;
  description?: string;
  placeholder?: string;
  /** Communes and wards alone. */
  units?: boolean;
  disabled?: boolean;
  comboboxProps?: SelectProps["comboboxProps"];
  error?: SelectProps["error"];
  clearable?: boolean;
}

export function OrganisationSelect({ value, onChange, units, ...more }: Props & { value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useTexts();
  const data = useChoices(units, value ? [value] : []);
  return <Select {...more} searchable filter={byFoldedWords} limit={SHOWN} data={data} value={value} onChange={onChange} nothingFoundMessage={t("app.nothing")} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />;
}

export function OrganisationsSelect({ value, onChange, units, ...more }: Props & { value: string[]; onChange: (value: string[]) => void }) {
  const { t } = useTexts();
  const data = useChoices(units, value);
  return <MultiSelect {...more} searchable clearable filter={byFoldedWords} limit={SHOWN} data={data} value={value} onChange={onChange} nothingFoundMessage={t("app.nothing")} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />;
}
