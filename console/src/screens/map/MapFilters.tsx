/** Which cameras the map shows. The address holds it. */
import { Button, Indicator, MultiSelect, Popover, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback, useDebouncedValue } from "@mantine/hooks";
import { IconFilter } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api, body } from "../../api/client";
import { serverClock } from "../../api/clock";
import type { Organisation } from "../../api/types";
import { useTexts } from "../../i18n";
import { KINDS, LIFECYCLES, PURPOSES, type MapAddress } from "./address";
import css from "./Map.module.css";

/** So many owners are shown at once; who has more types a word of the name. */
const OWNERS = 60;

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

/** By itself, so that names are asked for when the filters are opened and not with the first picture. */
function Owner({ id, onChange }: { id: string | null; onChange: (id: string | null) => void }) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery({
    queryKey: ["organisations", "living", asked],
    staleTime: 300_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET("/api/v1/organisations", { params: { query: { q: asked || undefined, at: new Date(serverClock.now()).toISOString().slice(0, 10), limit: OWNERS } }, signal })),
  });
  const chosen = useQuery({
    queryKey: ["organisations", "one", id],
    staleTime: 300_000,
    enabled: id !== null,
    queryFn: ({ signal }) => body(api.GET("/api/v1/organisations/{organisation_id}", { params: { path: { organisation_id: id ?? "" } }, signal })),
  });
  const shown = (one: Organisation) => ({ value: one.id, label: one.found_by ? `${one.name} (${one.found_by})` : one.name });
  const others = (found.data?.items ?? []).filter((one) => one.id !== id).map(shown);
  // The server has searched, also by names of before, so what it found is not searched again here.
  return <Select searchable clearable filter={({ options }) => options} comboboxProps={{ withinPortal: false }} label={t("map.owner")} nothingFoundMessage={t("app.nothing")} data={chosen.data && id ? [{ value: id, label: chosen.data.name }, ...others] : others} value={id} onChange={onChange} onSearchChange={(text) => setTyped(text === chosen.data?.name ? "" : text)} />;
}
