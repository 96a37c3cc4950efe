/** Who is on duty now and later. */
import { ActionIcon, Autocomplete, Button, Drawer, Select, Stack, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFileImport, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useSearchParams } from "wouter";

import { can, useMe, useOrganisations, useUsers } from "../../api/queries";
import { useDuties, useLoadDuties, useRemoveDuty, type Duty } from "../../api/requests";
import type { Role } from "../../api/types";
import { useNow } from "../../app/now";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { HeadButton } from "../../components/HeadButton";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { TimeField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { RulesTabs } from "../PlaceTabs";
import { ROLES } from "../UserDrawer";

const HOUR_MS = 3_600_000;

export function Duties() {
  const { t } = useTexts();
  const me = useMe();
  const now = useNow(10_000);
  const [search, setSearch] = useSearchParams();
  const open = search.get("open");
  const duties = useDuties(new Date(Math.floor(now / HOUR_MS) * HOUR_MS).toISOString());
  const organisations = useOrganisations();
  const names = useMemo(() => new Map(organisations.data?.map((one) => [one.id, one.name])), [organisations.data]);
  const remove = useRemoveDuty();
  const rows = duties.data?.pages.flatMap((page) => page.items).filter((one) => Date.parse(one.end) > now).sort((a, b) => a.start.localeCompare(b.start));
  const mayWrite = can(me.data, "duty.write");
  const home = me.data?.user.organisation_id ?? "";
  const close = () => setSearch({}, { replace: true });
  const columns: Column<Duty>[] = [
    { key: "person", head: t("duties.person"), cell: (one) => <b>{one.username}</b> },
    { key: "role", head: t("duties.role"), cell: (one) => t(`role.${one.role}`) },
    { key: "at", head: t("duties.at"), cell: (one) => names.get(one.organisation_id) ?? "–" },
    { key: "from", head: t("duties.from"), cell: (one) => <DateTime at={one.start} /> },
    { key: "to", head: t("duties.to"), cell: (one) => <DateTime at={one.end} /> },
    { key: "state", head: t("duties.state"), phone: "end", cell: (one) => (Date.parse(one.start) <= now ? <Badge tone="ok" shape="ok">{t("duties.now")}</Badge> : <Badge tone="off">{t("duties.later")}</Badge>) },
    ...(mayWrite
      ? [{ key: "remove", head: "", width: 56, cell: (one: Duty) => one.user_id !== me.data?.user.id && (
          <ActionIcon aria-label={`${t("duties.remove")}: ${one.username}`} title={t("duties.remove")} onClick={() => remove.mutate(one.id)}>
            <IconTrash size={16} />
          </ActionIcon>
        ) }]
      : []),
  ];
  const actions = mayWrite && (
    <span className="row">
      <HeadButton icon={<IconFileImport size={16} />} text={t("duties.list")} onClick={() => setSearch({ open: "list" }, { replace: true })} />
      <HeadButton filled icon={<IconPlus size={16} />} text={t("duties.add")} onClick={() => setSearch({ open: "new" }, { replace: true })} />
    </span>
  );
  return (
    <Page title={t("duties.title")} desk aside={<RulesTabs />} actions={actions}>
      {remove.isError && <ErrorNote error={remove.error} />}
      {duties.isError ? (
        <ErrorState error={duties.error} onRetry={() => void duties.refetch()} />
      ) : (
        <EntityTable label={t("duties.title")} columns={columns} rows={rows} rowKey={(one) => one.id} hasMore={duties.hasNextPage} loadingMore={duties.isFetchingNextPage} onMore={() => void duties.fetchNextPage()} empty={<EmptyState title={t("duties.none")}>{t("duties.noneWhat")}</EmptyState>} />
      )}
      {open === "new" && <TurnDrawer home={home} onClose={close} />}
      {open === "list" && <ListDrawer home={home} onClose={close} />}
    </Page>
  );
}

function TurnDrawer({ home, onClose }: { home: string; onClose: () => void }) {
  const { t } = useTexts();
  const add = useLoadDuties();
  const [start] = useState(() => Math.ceil(Date.now() / HOUR_MS) * HOUR_MS);
  const [person, setPerson] = useState("");
  const [q] = useDebouncedValue(person.trim(), 150);
  const users = useUsers(q).data?.pages[0]?.items ?? [];
  const [role, setRole] = useState<Role>("operator");
  const [at, setAt] = useState(home);
  const [from, setFrom] = useState<number | null>(start);
  const [to, setTo] = useState<number | null>(start + 8 * HOUR_MS);
  return (
    <Drawer opened onClose={onClose} size={440} title={t("duties.add")} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (from === null || to === null) return;
          const turn = [person.trim(), role, new Date(from).toISOString(), new Date(to).toISOString()].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
          add.mutate({ text: `username,role,from,until\n${turn}\n`, organisation_id: at }, { onSuccess: onClose });
        }}
      >
        <Stack gap="lg">
          <p className="note">{t("duties.notSelf")}</p>
          <Autocomplete data-autofocus label={t("users.username")} data={users.map((user) => user.username)} filter={({ options }) => options} value={person} onChange={setPerson} autoCapitalize="none" spellCheck={false} maxLength={64} />
          <Select label={t("duties.role")} data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} value={role} onChange={(value) => value && setRole(value)} allowDeselect={false} />
          <OrganisationSelect label={t("duties.at")} value={at} onChange={(value) => setAt(value ?? home)} />
          <TimeField label={t("duties.from")} value={from} onChange={setFrom} required withAsterisk={false} />
          <TimeField label={t("duties.to")} value={to} onChange={setTo} required withAsterisk={false} />
          {add.isError && <ErrorNote error={add.error} />}
          <div className="row" style={{ justifyContent: "flex-end" }}>
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" disabled={!person.trim()} loading={add.isPending}>
              {t("duties.save")}
            </Button>
          </div>
        </Stack>
      </form>
    </Drawer>
  );
}

function ListDrawer({ home, onClose }: { home: string; onClose: () => void }) {
  const { t } = useTexts();
  const load = useLoadDuties();
  const [text, setText] = useState("");
  const [at, setAt] = useState(home);
  return (
    <Drawer opened onClose={onClose} size={520} title={t("duties.list")} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          load.mutate({ text, organisation_id: at }, { onSuccess: onClose });
        }}
      >
        <Stack gap="lg">
          <OrganisationSelect label={t("duties.at")} value={at} onChange={(value) => setAt(value ?? home)} />
          <Textarea data-autofocus className="num" label={t("duties.file")} description={t("duties.fileWhat")} autosize minRows={8} maxRows={20} value={text} onChange={(event) => setText(event.currentTarget.value)} spellCheck={false} />
          {load.isError && <ErrorNote error={load.error} />}
          <div className="row" style={{ justifyContent: "flex-end" }}>
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" disabled={!text.trim()} loading={load.isPending}>
              {t("duties.load")}
            </Button>
          </div>
        </Stack>
      </form>
    </Drawer>
  );
}
