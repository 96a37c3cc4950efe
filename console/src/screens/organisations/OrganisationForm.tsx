/** An organisation: made here, changed here, ended here by its last day. */
import { Button, Drawer, Select, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";

import { useSaveOrganisation, type OrganisationKind } from "../../api/dossier";
import type { Organisation } from "../../api/types";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote } from "../../components/States";
import { DayField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { CERTAINTIES } from "./OrganisationPanel";
import css from "./Organisations.module.css";

const KINDS: readonly OrganisationKind[] = ["city", "department", "police", "district", "ward", "commune", "agency", "company", "residents", "unit", "other"];

export function OrganisationForm({ organisation, parentId, onClose }: { organisation: Organisation | undefined; parentId: string | null; onClose: (id: string | null) => void }) {
  const { t } = useTexts();
  const save = useSaveOrganisation(organisation?.id);
  const [code, setCode] = useState(organisation?.code ?? "");
  const [name, setName] = useState(organisation?.name ?? "");
  const [kind, setKind] = useState<OrganisationKind>(organisation?.kind ?? "unit");
  const [parent, setParent] = useState(organisation ? organisation.parent_id : parentId);
  const [official, setOfficial] = useState(organisation?.official_code ?? "");
  const [from, setFrom] = useState(organisation?.valid_from ?? "");
  const [to, setTo] = useState(organisation?.valid_to ?? "");
  const [aliases, setAliases] = useState<string[]>(organisation?.aliases ?? []);
  const [source, setSource] = useState(organisation?.source ?? "");
  const [certainty, setCertainty] = useState(organisation?.certainty ?? null);
  const wrongWay = Boolean(from && to && to <= from);
  const text = (value: string, put: (value: string) => void) => ({ value, onChange: (event: { currentTarget: { value: string } }) => put(event.currentTarget.value) });
  return (
    <Drawer opened onClose={() => onClose(null)} size={460} title={organisation ? t("organisations.editTitle", { name: organisation.name }) : t("organisations.add")} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          const common = { code: code.trim(), name: name.trim(), kind, official_code: official.trim(), valid_from: from || null, valid_to: to || null, aliases, source: source.trim(), certainty };
          // A parent that stays is not sent: moving needs a right of its own.
          const moved = parent && parent !== organisation?.parent_id ? { parent_id: parent } : {};
          save.mutate({ ...common, ...moved, ...(organisation ? { version: organisation.version } : {}) }, { onSuccess: (saved) => onClose(saved.id) });
        }}
      >
        <TextInput label={t("organisations.name")} {...text(name, setName)} required withAsterisk={false} data-autofocus />
        <div className={css.two}>
          <TextInput label={t("cameras.code")} {...text(code, setCode)} required withAsterisk={false} />
          <TextInput label={t("organisations.official")} {...text(official, setOfficial)} />
        </div>
        <Select label={t("organisations.kind")} data={KINDS.map((value) => ({ value, label: t(`organisation.kind.${value}`) }))} value={kind} onChange={(value) => value && setKind(value)} allowDeselect={false} />
        {(!organisation || organisation.parent_id) && <OrganisationSelect label={t("organisations.parent")} value={parent} onChange={setParent} />}
        <TagsInput label={t("organisations.aliases")} description={t("organisations.aliasesWhat")} value={aliases} onChange={setAliases} />
        <div className={css.two}>
          <DayField label={t("organisations.from")} value={from} onChange={setFrom} />
          <DayField label={t("organisations.to")} description={t("organisations.toWhat")} value={to} onChange={setTo} error={wrongWay && t("organisations.wrongWay")} />
        </div>
        <TextInput label={t("organisations.source")} description={t("succession.sourceWhat")} {...text(source, setSource)} />
        <Select label={t("organisations.certainty")} data={CERTAINTIES.map((value) => ({ value, label: t(`certainty.${value}`) }))} value={certainty} onChange={(value) => setCertainty(value)} clearable clearButtonProps={{ "aria-label": t("filter.clearOne") }} />
        {save.isError && <ErrorNote error={save.error} />}
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button onClick={() => onClose(null)}>{t("app.cancel")}</Button>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={wrongWay || !name.trim() || !code.trim()}>
            {t(organisation ? "organisations.save" : "organisations.make")}
          </Button>
        </div>
      </form>
    </Drawer>
  );
}
