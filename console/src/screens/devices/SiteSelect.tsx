import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";

import { useSitesLike } from "../../api/devices";
import { useTexts } from "../../i18n";

/** Where new cameras stand. */
export function SiteSelect({ value, onChange }: { value: string | null; onChange: (site: string | null) => void }) {
  const { t } = useTexts();
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search, 250);
  const sites = useSitesLike(asked);
  const [names, setNames] = useState<Record<string, string>>({});
  const found = (sites.data ?? []).map((one) => ({ value: one.id, label: `${one.code} ${one.name}` }));
  const data = value && names[value] && !found.some((one) => one.value === value) ? [{ value, label: names[value] }, ...found] : found;
  return (
    <Select
      label={t("devices.site")}
      description={t("devices.siteWhat")}
      data={data}
      value={value}
      onChange={(next, option) => {
        if (option) setNames({ ...names, [option.value]: option.label });
        onChange(next);
      }}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("filter.clearOne") }}
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      nothingFoundMessage={t("devices.siteNone")}
    />
  );
}
