/** Some cameras, found by typing. */
import { MultiSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";

import { useCamera, useCameras } from "../api/queries";
import { useTexts } from "../i18n";

interface Props {
  label: string;
  description?: string;
  value: string[];
  onChange: (ids: string[]) => void;
  most: number;
}

export function CamerasSelect({ label, description, value, onChange, most }: Props) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 150);
  const found = useCameras(q, 20).data?.pages[0]?.items ?? [];
  const first = useCamera(value[0]).data;
  const [names, setNames] = useState<Record<string, string>>({});
  const labels = { ...names, ...Object.fromEntries([...found, ...(first ? [first] : [])].map((camera) => [camera.id, `${camera.code} ${camera.name}`])) };
  const data = [...new Set([...value, ...found.map((camera) => camera.id)])].map((id) => ({ value: id, label: labels[id] ?? "…" }));
  return (
    <MultiSelect
      label={label}
      description={description}
      searchable
      data={data}
      filter={({ options }) => options}
      value={value}
      onChange={(next) => {
        setNames(labels);
        onChange(next);
      }}
      searchValue={typed}
      onSearchChange={setTyped}
      maxValues={most}
      nothingFoundMessage={t("app.nothing")}
    />
  );
}
