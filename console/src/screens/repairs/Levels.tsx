/** Whom to tell when a contract's time has run out, one after the other. */
import { ActionIcon, Button, NumberInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";

import type { Contract } from "../../api/repairs";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { useTexts } from "../../i18n";
import css from "./Repairs.module.css";

const MOST = 10;

/** As it is being written: an empty place or time is none yet. */
export interface Level {
  organisation: string | null;
  after: number | string;
}

export const NOBODY: Level = { organisation: null, after: 0 };

/** What is complete, in the order of the hours. */
export function levelsOf(written: readonly Level[]): Contract["levels"] {
  const complete = written.flatMap(({ organisation, after }) => (organisation ? [{ organisation_id: organisation, after_h: Number(after) || 0 }] : []));
  return complete.sort((one, other) => one.after_h - other.after_h);
}

export function Levels({ value, onChange }: { value: readonly Level[]; onChange: (value: Level[]) => void }) {
  const { t } = useTexts();
  const put = (at: number, change: Partial<Level>) => onChange(value.map((one, index) => (index === at ? { ...one, ...change } : one)));
  return (
    <fieldset className={css.levels}>
      <legend>{t("contract.tell")}</legend>
      <p className="small dim">{t("contract.tellWhat")}</p>
      {value.map((one, index) => (
        <div key={index} className={css.level}>
          <OrganisationSelect aria-label={t("contract.level", { level: index + 1 })} placeholder={t("contract.level", { level: index + 1 })} value={one.organisation} onChange={(organisation) => put(index, { organisation })} clearable />
          <NumberInput w={120} aria-label={t("contract.levelAfter", { level: index + 1 })} suffix={` ${t("contract.hour")}`} min={0} max={8784} value={one.after} onChange={(after) => put(index, { after })} />
          <ActionIcon size="lg" variant="default" aria-label={t("contract.levelDrop", { level: index + 1 })} onClick={() => onChange(value.filter((_, at) => at !== index))}>
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button size="xs" leftSection={<IconPlus size={14} />} disabled={value.length >= MOST} onClick={() => onChange([...value, NOBODY])}>
          {t("contract.levelAdd")}
        </Button>
      </div>
    </fieldset>
  );
}
