/** The repair desk: what is broken, whose work it is, and whose time runs out first. */
import { Button, Select, Switch, TextInput } from "@mantine/core";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import { ApiError } from "../../api/client";
import { can, useMe } from "../../api/queries";
import { useTicketCounts, useTickets, type FaultSeverity, type Ticket, type TicketState } from "../../api/repairs";
import { useAddressParts } from "../../app/addressParts";
import { EntityTable, type Column } from "../../components/EntityTable";
import { HeadButton } from "../../components/HeadButton";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import tools from "../Cameras.module.css";
import { Clock } from "./Clock";
import { causeKey, firstCode, SEVERITY_LOOKS, STATE_LOOKS, UNDER_WAY } from "./looks";
import { OpenTicket } from "./OpenTicket";
import { RepairFrame } from "./RepairFrame";
import css from "./Repairs.module.css";

const STATES = Object.keys(STATE_LOOKS) as TicketState[];
const SEVERITIES = Object.keys(SEVERITY_LOOKS) as FaultSeverity[];
const TYPED_MS = 250;

export function Repairs() {
  const { t } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const [search, put] = useAddressParts();
  const [opening, setOpening] = useState(false);
  const state = search.get("state");
  const picked = STATES.find((one) => one === state);
  const severity = SEVERITIES.find((one) => one === search.get("severity"));
  const late = search.has("late");
  const q = search.get("q") ?? "";
  const camera = search.get("camera") ?? undefined;
  const [typed, setTyped] = useState(q);
  const find = useDebouncedCallback((words: string) => put("q", words.trim()), TYPED_MS);
  const tickets = useTickets({ q: q || undefined, state: picked ? [picked] : state === "all" || camera ? undefined : [...UNDER_WAY], late: late || undefined, severity, camera_id: camera });
  const counts = useTicketCounts();
  const rows = tickets.data?.pages.flatMap((page) => page.items);
  const mayOpen = can(me.data, "ticket.write");
  useHotkeys([["N", () => mayOpen && setOpening(true)]]);
  if (me.data && !can(me.data, "ticket.read")) return <ErrorState error={new ApiError(403, "denied", "")} />;

  const filtered = Boolean(q || late || severity || state || camera);
  const columns: Column<Ticket>[] = [
    { key: "clock", head: t("repair.due"), cell: (one) => <Clock ticket={one} /> },
    { key: "what", head: t("repair.what"), cell: (one) => <What ticket={one} /> },
    { key: "where", head: t("repair.where"), phone: "hide", desk: true, cell: (one) => <span className="cut" style={{ display: "block", maxWidth: 260 }}>{one.cameras[0]?.address || one.cameras[0]?.name || "–"}</span> },
    { key: "severity", head: t("repair.severity"), phone: "hide", cell: (one) => <Badge {...SEVERITY_LOOKS[one.severity]}>{t(`repair.severity.${one.severity}`)}</Badge> },
    { key: "whose", head: t("repair.maintainer"), cell: (one) => one.maintainer },
    { key: "number", head: t("repair.number"), num: true, phone: "hide", desk: true, cell: (one) => <span className="nowrap">{one.number}</span> },
    { key: "state", head: t("repair.state"), phone: "end", cell: (one) => <TicketBadge state={one.state} /> },
  ];
  return (
    <RepairFrame
      title="repair.title"
      actions={mayOpen && <HeadButton filled icon={<IconPlus size={16} />} text={t("repair.open")} onClick={() => setOpening(true)} />}
      tools={
        <>
          <TextInput
            className={tools.search}
            aria-label={t("repair.find")}
            placeholder={t("repair.find")}
            leftSection={<IconSearch size={16} />}
            value={typed}
            maxLength={200}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              find(event.currentTarget.value);
            }}
          />
          <Select w={190} aria-label={t("repair.state")} value={state ?? ""} onChange={(value) => put("state", value ?? "")} allowDeselect={false} data={[{ value: "", label: t("repair.underWay") }, { value: "all", label: t("repair.anyState") }, ...STATES.map((value) => ({ value, label: counts.data?.states[value] ? t("repair.stateCount", { state: t(`repair.state.${value}`), count: counts.data.states[value] }) : t(`repair.state.${value}`) }))]} />
          <Select w={150} aria-label={t("repair.severity")} placeholder={t("repair.anySeverity")} clearable value={severity ?? null} onChange={(value) => put("severity", value ?? "")} data={SEVERITIES.map((value) => ({ value, label: t(`repair.severity.${value}`) }))} />
          <Switch label={t("repair.late", { count: counts.data?.late ?? 0 })} checked={late} onChange={(event) => put("late", event.currentTarget.checked ? "1" : "")} />
        </>
      }
    >
      {tickets.isError ? (
        <ErrorState error={tickets.error} onRetry={() => void tickets.refetch()} />
      ) : (
        <EntityTable
          label={t("repair.title")}
          columns={columns}
          rows={rows}
          rowKey={(one) => one.id}
          onOpen={(one) => go(`/repairs/${one.id}`)}
          hasMore={tickets.hasNextPage}
          loadingMore={tickets.isFetchingNextPage}
          onMore={() => void tickets.fetchNextPage()}
          skeletonHeight={34}
          empty={
            filtered ? (
              <EmptyState title={t("repair.noMatch")}>{t("repair.noMatchWhat")}</EmptyState>
            ) : (
              <EmptyState title={t("repair.none")} action={mayOpen && <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setOpening(true)}>{t("repair.open")}</Button>}>
                {t("repair.noneWhat")}
              </EmptyState>
            )
          }
        />
      )}
      {opening && <OpenTicket onClose={() => setOpening(false)} />}
    </RepairFrame>
  );
}

function What({ ticket }: { ticket: Ticket }) {
  const { t } = useTexts();
  const { code, more } = firstCode(ticket);
  return (
    <span className={css.what}>
      <b className="num">{more ? t("repair.codeAndMore", { code, count: more }) : code}</b>
      <span>
        {ticket.text || t(causeKey(ticket.cause))}
        {ticket.warranty_until && <span className="c-hold"> · {t("repair.warrantyShort")}</span>}
        {ticket.healed_at && <span className="c-ok"> · {t("repair.healedShort")}</span>}
      </span>
    </span>
  );
}

export function TicketBadge({ state }: { state: TicketState }) {
  const { t } = useTexts();
  return <Badge {...STATE_LOOKS[state]}>{t(`repair.state.${state}`)}</Badge>;
}
