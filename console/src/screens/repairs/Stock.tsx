/** Spare parts: what one's organisations keep. */
import { Button, NumberInput, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";

import { can, useMe, useOrganisations } from "../../api/queries";
import { usePutPart, useSpareParts, type SparePart } from "../../api/repairs";
import { EntityTable, type Column } from "../../components/EntityTable";
import { FormDialog } from "../../components/FormDialog";
import { HeadButton } from "../../components/HeadButton";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { RepairFrame } from "./RepairFrame";

export function Stock() {
  const { t, format } = useTexts();
  const me = useMe();
  const parts = useSpareParts(undefined);
  const organisations = useOrganisations();
  const [open, setOpen] = useState<SparePart | "new" | null>(null);
  const may = can(me.data, "ticket.write");
  useHotkeys([["N", () => may && setOpen("new")]]);
  const names = new Map(organisations.data?.map((one) => [one.id, one.name]));
  const columns: Column<SparePart>[] = [
    { key: "code", head: t("stock.code"), num: true, cell: (one) => <b>{one.code}</b> },
    { key: "name", head: t("stock.name"), cell: (one) => one.name },
    { key: "whose", head: t("stock.whose"), cell: (one) => names.get(one.organisation_id) ?? "–" },
    { key: "quantity", head: t("repair.quantity"), num: true, phone: "end", cell: (one) => <span className={one.quantity > 0 ? "nowrap" : "c-bad nowrap"}>{format.number(one.quantity, one.quantity % 1 ? 2 : 0)} {one.unit}</span> },
  ];
  const add = may && <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setOpen("new")}>{t("stock.add")}</Button>;
  return (
    <RepairFrame title="stock.title" actions={may && <HeadButton filled icon={<IconPlus size={16} />} text={t("stock.add")} onClick={() => setOpen("new")} />}>
      {parts.isError ? (
        <ErrorState error={parts.error} onRetry={() => void parts.refetch()} />
      ) : (
        <EntityTable label={t("stock.title")} columns={columns} rows={parts.data?.items} rowKey={(one) => one.id} onOpen={may ? setOpen : undefined} empty={<EmptyState title={t("stock.none")} action={add}>{t("stock.noneWhat")}</EmptyState>} />
      )}
      {open && <PartDialog key={open === "new" ? "" : open.id} part={open === "new" ? null : open} ownId={me.data?.user.organisation_id ?? null} onClose={() => setOpen(null)} />}
    </RepairFrame>
  );
}

function PartDialog({ part, ownId, onClose }: { part: SparePart | null; ownId: string | null; onClose: () => void }) {
  const { t } = useTexts();
  const put = usePutPart();
  const [whose, setWhose] = useState(part?.organisation_id ?? ownId);
  const [code, setCode] = useState(part?.code ?? "");
  const [name, setName] = useState(part?.name ?? "");
  const [unit, setUnit] = useState(part?.unit ?? "");
  const [quantity, setQuantity] = useState<number | string>(part?.quantity ?? 1);
  return (
    <FormDialog title={part ? t("stock.change", { code: part.code }) : t("stock.add")} size={460} word={t("stock.keep")} sending={put.isPending} disabled={!whose || !code.trim() || !name.trim() || quantity === ""} onClose={onClose} onSend={() => whose && put.mutate({ organisation_id: whose, code: code.trim(), name: name.trim(), unit: unit.trim(), quantity: Number(quantity) }, { onSuccess: onClose })}>
      <OrganisationSelect label={t("stock.whose")} value={whose} onChange={setWhose} disabled={part !== null} />
      <TextInput label={t("stock.code")} value={code} maxLength={64} disabled={part !== null} onChange={(event) => setCode(event.currentTarget.value)} />
      <TextInput label={t("stock.name")} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput label={t("stock.unit")} value={unit} maxLength={32} onChange={(event) => setUnit(event.currentTarget.value)} />
      <NumberInput label={t("repair.quantity")} min={0} max={1_000_000} decimalScale={2} value={quantity} onChange={setQuantity} />
      {put.isError && <ErrorNote error={put.error} />}
    </FormDialog>
  );
}
