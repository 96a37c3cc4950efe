/** Contracts of maintenance and of warranty: times by severity, hours of service, whom to tell. */
import { Button, Checkbox, NumberInput, SegmentedControl, TagsInput, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";

import { can, useMe } from "../../api/queries";
import { useContracts, useDeleteContract, useKeepContract, type Contract, type ContractNew, type FaultSeverity } from "../../api/repairs";
import { EntityTable, type Column } from "../../components/EntityTable";
import { FormDialog } from "../../components/FormDialog";
import { HeadButton } from "../../components/HeadButton";
import { writeDay } from "../../components/moment";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { DayField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { Levels, levelsOf, NOBODY, type Level } from "./Levels";
import { SEVERITY_LOOKS } from "./looks";
import { RepairFrame } from "./RepairFrame";
import css from "./Repairs.module.css";

const SEVERITIES = Object.keys(SEVERITY_LOOKS) as FaultSeverity[];
const ALL_DAY = { start: 0, end: 1440 };
const OFFICE = { start: 450, end: 1050 };
type Hours = "always" | "office";
const WEEKS: Record<Hours, ContractNew["week"]> = { always: Array.from({ length: 7 }, () => ALL_DAY), office: [...Array.from({ length: 5 }, () => OFFICE), null, null] };
const USUAL: Record<FaultSeverity, [number, number]> = { critical: [2, 24], major: [8, 72], minor: [24, 168] };

export function Contracts() {
  const { t } = useTexts();
  const me = useMe();
  const contracts = useContracts(true);
  const [open, setOpen] = useState<Contract | "new" | null>(null);
  const may = can(me.data, "contract.write");
  useHotkeys([["N", () => may && setOpen("new")]]);
  const columns: Column<Contract>[] = [
    { key: "number", head: t("contract.number"), cell: (one) => <b>{one.number}</b> },
    { key: "kind", head: t("contract.kind"), phone: "end", cell: (one) => <Badge tone={one.kind === "warranty" ? "hold" : "off"}>{t(`contract.kind.${one.kind}`)}</Badge> },
    { key: "owner", head: t("repair.owner"), cell: (one) => one.owner },
    { key: "maintainer", head: t("repair.maintainer"), cell: (one) => one.maintainer },
    { key: "terms", head: t("contract.terms"), phone: "hide", cell: (one) => one.terms.filter((term) => !term.purpose).map((term) => t("contract.term", { severity: t(`repair.severity.${term.severity}`), answer: term.answer_h, repair: term.repair_h })).join("; ") || "–" },
    { key: "until", head: t("contract.until"), num: true, cell: (one) => <><span className="only-phone dim" style={{ marginRight: 6 }}>{t("contract.until")}</span>{writeDay(one.until_on)}</> },
  ];
  const add = may && <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setOpen("new")}>{t("contract.add")}</Button>;
  return (
    <RepairFrame title="contract.title" actions={may && <HeadButton filled icon={<IconPlus size={16} />} text={t("contract.add")} onClick={() => setOpen("new")} />}>
      {contracts.isError ? (
        <ErrorState error={contracts.error} onRetry={() => void contracts.refetch()} />
      ) : (
        <EntityTable label={t("contract.title")} columns={columns} rows={contracts.data?.items} rowKey={(one) => one.id} onOpen={may ? setOpen : undefined} empty={<EmptyState title={t("contract.none")} action={add}>{t("contract.noneWhat")}</EmptyState>} />
      )}
      {open && <ContractDialog key={open === "new" ? "" : open.id} contract={open === "new" ? null : open} ownId={me.data?.user.organisation_id ?? null} onClose={() => setOpen(null)} />}
    </RepairFrame>
  );
}

function hoursOf(contract: Contract | null): Hours {
  return contract?.week.some((day) => day === null) ? "office" : "always";
}

function ContractDialog({ contract, ownId, onClose }: { contract: Contract | null; ownId: string | null; onClose: () => void }) {
  const { t } = useTexts();
  const keep = useKeepContract(contract);
  const remove = useDeleteContract();
  const [owner, setOwner] = useState(contract?.owner_id ?? ownId);
  const [maintainer, setMaintainer] = useState(contract?.maintainer_id ?? null);
  const [kind, setKind] = useState<Contract["kind"]>(contract?.kind ?? "maintenance");
  const [number, setNumber] = useState(contract?.number ?? "");
  const [from, setFrom] = useState(contract?.from_on ?? "");
  const [until, setUntil] = useState(contract?.until_on ?? "");
  const [makers, setMakers] = useState(contract?.makers ?? []);
  const [hours, setHours] = useState<Hours>(hoursOf(contract));
  const [onHolidays, setOnHolidays] = useState(contract?.on_holidays ?? true);
  const [told, setTold] = useState<Level[]>(() => contract?.levels.map((one) => ({ organisation: one.organisation_id, after: one.after_h })) ?? [NOBODY]);
  const [times, setTimes] = useState(() =>
    SEVERITIES.map((severity) => {
      const term = contract?.terms.find((one) => one.severity === severity && !one.purpose);
      const [answer, repair] = contract ? ["", ""] : USUAL[severity];
      return { severity, answer: (term?.answer_h ?? answer), repair: (term?.repair_h ?? repair) };
    }),
  );
  const put = (severity: FaultSeverity, change: { answer?: number | string; repair?: number | string }) => setTimes(times.map((one) => (one.severity === severity ? { ...one, ...change } : one)));
  const special = contract?.terms.filter((one) => one.purpose) ?? [];
  const sameWeek = contract && hours === hoursOf(contract);
  const wanted = (): ContractNew => ({
    owner_id: owner ?? "",
    maintainer_id: maintainer ?? "",
    kind,
    number: number.trim(),
    from_on: from,
    until_on: until,
    makers: kind === "warranty" ? makers : [],
    week: sameWeek ? contract.week : WEEKS[hours],
    on_holidays: onHolidays,
    terms: [...times.filter((one) => one.answer !== "" && one.repair !== "").map((one) => ({ severity: one.severity, purpose: null, answer_h: Number(one.answer), repair_h: Number(one.repair) })), ...special],
    levels: levelsOf(told),
  });
  return (
    <FormDialog title={contract ? contract.number : t("contract.add")} size={620} word={t("contract.keep")} sending={keep.isPending} disabled={!owner || !maintainer || !number.trim() || !from || !until} onClose={onClose} onSend={() => keep.mutate(wanted(), { onSuccess: onClose })}>
      <SegmentedControl aria-label={t("contract.kind")} value={kind} onChange={(value) => setKind(value)} data={(["maintenance", "warranty"] as const).map((value) => ({ value, label: t(`contract.kind.${value}`) }))} />
      <TextInput label={t("contract.number")} value={number} maxLength={200} onChange={(event) => setNumber(event.currentTarget.value)} />
      <div className={css.two}>
        <OrganisationSelect label={t("repair.owner")} value={owner} onChange={setOwner} />
        <OrganisationSelect label={t(kind === "warranty" ? "contract.supplier" : "repair.maintainer")} value={maintainer} onChange={setMaintainer} />
        <DayField label={t("contract.from")} value={from} onChange={setFrom} />
        <DayField label={t("contract.until")} value={until} onChange={setUntil} min={from || undefined} />
      </div>
      {kind === "warranty" && <TagsInput label={t("contract.makers")} description={t("contract.makersWhat")} value={makers} onChange={setMakers} />}
      <SegmentedControl aria-label={t("contract.hours")} value={hours} onChange={(value) => setHours(value)} data={(["always", "office"] as const).map((value) => ({ value, label: t(`contract.hours.${value}`) }))} />
      <Checkbox label={t("contract.onHolidays")} checked={onHolidays} onChange={(event) => setOnHolidays(event.currentTarget.checked)} />
      <table className={css.table}>
        <thead>
          <tr>
            <th>{t("repair.severity")}</th>
            <th>{t("contract.answerH")}</th>
            <th>{t("contract.repairH")}</th>
          </tr>
        </thead>
        <tbody>
          {times.map((one) => (
            <tr key={one.severity}>
              <td>{t(`repair.severity.${one.severity}`)}</td>
              <td>
                <NumberInput w={96} aria-label={t("contract.answerOf", { severity: t(`repair.severity.${one.severity}`) })} min={0} max={8784} value={one.answer} onChange={(answer) => put(one.severity, { answer })} />
              </td>
              <td>
                <NumberInput w={96} aria-label={t("contract.repairOf", { severity: t(`repair.severity.${one.severity}`) })} min={0} max={8784} value={one.repair} onChange={(repair) => put(one.severity, { repair })} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Levels value={told} onChange={setTold} />
      {(keep.isError || remove.isError) && <ErrorNote error={keep.error ?? remove.error} />}
      {contract && (
        <div>
          <Button color="red" variant="outline" loading={remove.isPending} onClick={() => remove.mutate(contract.id, { onSuccess: onClose })}>
            {t("contract.delete")}
          </Button>
        </div>
      )}
    </FormDialog>
  );
}
