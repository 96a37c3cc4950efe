/** Which cameras the map shows. The address holds it. */
import { Button, Indicator, MultiSelect, Popover, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconFilter } from "@tabler/icons-react";
import { useState } from "react";

import { useOrganisations } from "../../api/queries";
import { useTexts } from "../../i18n";
import { KINDS, LIFECYCLES, PURPOSES, type MapAddress } from "./address";
import css from "./Map.module.css";

interface Props {
  filter: MapAddress["filter"];
  onChange: (name: "q" | "purpose" | "kind" | "life" | "owner", value: string) => void;
  onClear: () => void;
}

export function MapFilters({ filter, onChange, onClear }: Props) {
  const { t } = useTexts();
  const [words, setWords] = useState(filter.q ?? "");
  const tell = useDebouncedCallback((value: string) => onChange("q", value.trim()), 300);
  const set = [filter.q, filter.purpose, filter.kind, filter.lifecycle, filter.owner_id].filter((value) => value !== undefined).length;
  return (
    <Popover position="bottom-start" width={320} withinPortal trapFocus>
      <Popover.Target>
        <Indicator disabled={!set} label={set} size={16} color="accent">
          <Button leftSection={<IconFilter size={16} />} aria-label={t("map.filter", { count: set })}>
            <span className="no-phone">{t("map.filterShort")}</span>
          </Button>
        </Indicator>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={css.filters}>
          <TextInput
            label={t("map.words")}
            placeholder={t("map.wordsWhat")}
            value={words}
            onChange={({ currentTarget }) => {
              setWords(currentTarget.value);
              tell(currentTarget.value);
            }}
          />
          <MultiSelect clearable comboboxProps={{ withinPortal: false }} label={t("map.purpose")} data={PURPOSES.map((value) => ({ value, label: t(`map.purpose.${value}`) }))} value={filter.purpose ?? []} onChange={(values) => onChange("purpose", values.join(","))} />
          <MultiSelect clearable comboboxProps={{ withinPortal: false }} label={t("map.kind")} data={KINDS.map((value) => ({ value, label: t(`map.kind.${value}`) }))} value={filter.kind ?? []} onChange={(values) => onChange("kind", values.join(","))} />
          <MultiSelect clearable comboboxProps={{ withinPortal: false }} label={t("map.life")} data={LIFECYCLES.map((value) => ({ value, label: t(`map.life.${value}`) }))} value={filter.lifecycle ?? []} onChange={(values) => onChange("life", values.join(","))} />
          <Owner id={filter.owner_id?.[0] ?? null} onChange={(value) => onChange("owner", value ?? "")} />
          <Button
            disabled={!set}
            onClick={() => {
              setWords("");
              onClear();
            }}
          >
            {t("map.clear")}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** By itself, so that a thousand names are asked for when the filters are opened and not with the first picture. */
function Owner({ id, onChange }: { id: string | null; onChange: (id: string | null) => void }) {
  const { t } = useTexts();
  const organisations = useOrganisations();
  return <Select searchable clearable comboboxProps={{ withinPortal: false }} label={t("map.owner")} nothingFoundMessage={t("app.nothing")} data={organisations.data?.map((one) => ({ value: one.id, label: one.name })) ?? []} value={id} onChange={onChange} />;
}
