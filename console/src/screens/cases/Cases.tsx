/** Cases, as far as their numbers go with a purpose. */
import { Button, Drawer, SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";

import { can, useMe, useOrganisations } from "../../api/queries";
import { useCases, useSaveCase, type Case, type CaseKind } from "../../api/requests";
import { useAddressParts } from "../../app/addressParts";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { HeadButton } from "../../components/HeadButton";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "../Cameras.module.css";
import { RulesTabs } from "../PlaceTabs";

const KINDS: readonly CaseKind[] = ["incident", "violation", "investigation", "person_asks", "maintenance", "other"];
const STATES = ["open", "closed", "all"] as const;

export function Cases() {
  const { t } = useTexts();
  const me = useMe();
  const [search, put] = useAddressParts();
  const q = search.get("q") ?? "";
  const state = STATES.find((known) => known === search.get("state")) ?? "open";
  const open = search.get("open");
  const [typed, setTyped] = useState(q);
  const find = useDebouncedCallback((value: string) => put("q", value.trim()), 200);
  const cases = useCases(q, state === "all" ? undefined : state === "open");
  const organisations = useOrganisations();
  const names = useMemo(() => new Map(organisations.data?.map((one) => [one.id, one.name])), [organisations.data]);
  const rows = cases.data?.pages.flatMap((page) => page.items);
  const opened = rows?.find((one) => one.id === open);
  const mayWrite = can(me.data, "case.write");
  const columns: Column<Case>[] = [
    { key: "number", head: t("cases.number"), num: true, cell: (one) => <b>{one.number}</b> },
    { key: "kind", head: t("cases.kind"), cell: (one) => t(`case.kind.${one.kind}`) },
    { key: "title", head: t("cases.name"), cell: (one) => one.title || <span className="faint">–</span> },
    { key: "owner", head: t("cases.owner"), phone: "hide", cell: (one) => names.get(one.owner_id) ?? "–" },
    { key: "opened", head: t("cases.opened"), phone: "hide", cell: (one) => <DateTime at={one.opened_at} /> },
    { key: "state", head: t("cases.state"), phone: "end", cell: (one) => (one.closed_at ? <Badge tone="off" shape="off">{t("cases.closed")}</Badge> : <Badge tone="ok" shape="ok">{t("cases.open")}</Badge>) },
  ];
  return (
    <Page title={t("cases.title")} desk aside={<RulesTabs />} actions={mayWrite && <HeadButton filled icon={<IconPlus size={16} />} text={t("cases.add")} onClick={() => put("open", "new")} />}>
      <div className={css.tools}>
        <TextInput
          className={css.search}
          leftSection={<IconSearch size={16} />}
          placeholder={t("cases.search")}
          aria-label={t("cases.search")}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            find(event.currentTarget.value);
          }}
        />
        <SegmentedControl size="xs" aria-label={t("cases.state")} value={state} onChange={(value) => put("state", value)} data={STATES.map((value) => ({ value, label: t(`cases.${value}`) }))} />
      </div>
      {cases.isError ? (
        <ErrorState error={cases.error} onRetry={() => void cases.refetch()} />
      ) : (
        <EntityTable label={t("cases.title")} columns={columns} rows={rows} rowKey={(one) => one.id} onOpen={mayWrite ? (one) => put("open", one.id) : undefined} hasMore={cases.hasNextPage} loadingMore={cases.isFetchingNextPage} onMore={() => void cases.fetchNextPage()} empty={<EmptyState title={t("cases.none")}>{t("cases.noneWhat")}</EmptyState>} />
      )}
      {(open === "new" || opened) && <CaseDrawer key={open} one={opened} home={me.data?.user.organisation_id ?? ""} onClose={() => put("open", null)} />}
    </Page>
  );
}

function CaseDrawer({ one, home, onClose }: { one: Case | undefined; home: string; onClose: () => void }) {
  const { t } = useTexts();
  const save = useSaveCase(one?.id);
  const [number, setNumber] = useState(one?.number ?? "");
  const [kind, setKind] = useState<CaseKind>(one?.kind ?? "incident");
  const [title, setTitle] = useState(one?.title ?? "");
  const [basis, setBasis] = useState(one?.legal_basis ?? "");
  const [owner, setOwner] = useState(one?.owner_id ?? home);
  const text = { kind, title: title.trim(), legal_basis: basis.trim() };
  return (
    <Drawer opened onClose={onClose} size={440} title={one ? t("cases.edit", { number: one.number }) : t("cases.add")} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(one ? { ...text, version: one.version } : { ...text, number: number.trim(), owner_id: owner }, { onSuccess: onClose });
        }}
      >
        <Stack gap="lg">
          {!one && <TextInput data-autofocus label={t("cases.number")} placeholder="VV-2026-01187" value={number} onChange={(event) => setNumber(event.currentTarget.value)} maxLength={64} required withAsterisk={false} />}
          <Select label={t("cases.kind")} data={KINDS.map((value) => ({ value, label: t(`case.kind.${value}`) }))} value={kind} onChange={(value) => value && setKind(value)} allowDeselect={false} />
          <TextInput label={t("cases.name")} value={title} onChange={(event) => setTitle(event.currentTarget.value)} maxLength={200} />
          <TextInput label={t("cases.basis")} value={basis} onChange={(event) => setBasis(event.currentTarget.value)} maxLength={200} />
          {!one && <OrganisationSelect label={t("cases.owner")} value={owner} onChange={(value) => setOwner(value ?? home)} />}
          {save.isError && <ErrorNote error={save.error} />}
          <div className="row" style={{ justifyContent: "flex-end" }}>
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" loading={save.isPending}>
              {t(one ? "cases.save" : "cases.add")}
            </Button>
          </div>
        </Stack>
      </form>
      {one && (
        <div style={{ borderTop: "1px solid var(--tc-line)", marginTop: 24, paddingTop: 16, display: "grid", gap: 12, justifyItems: "start" }}>
          {!one.closed_at && <p className="small dim">{t("cases.closeWhat")}</p>}
          <Button color={one.closed_at ? undefined : "red"} variant="outline" onClick={() => save.mutate({ open: one.closed_at !== null, version: one.version }, { onSuccess: onClose })}>
            {t(one.closed_at ? "cases.reopen" : "cases.close")}
          </Button>
        </div>
      )}
    </Drawer>
  );
}
