/** Who may work here, and as what. */
import { Button, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";

import { can, useMe, useOrganisations, useUsers } from "../api/queries";
import type { User } from "../api/types";
import { useAddressParts } from "../app/addressParts";
import { Page } from "../app/Page";
import { EntityTable, type Column } from "../components/EntityTable";
import { Badge } from "../components/StateBadge";
import { EmptyState, ErrorState } from "../components/States";
import { useTexts } from "../i18n";
import css from "./Cameras.module.css";
import { SystemTabs } from "./SystemTabs";
import { UserDrawer } from "./UserDrawer";

export function Users() {
  const { t } = useTexts();
  const me = useMe();
  const [search, put] = useAddressParts();
  const q = search.get("q") ?? "";
  const open = search.get("open");
  const [typed, setTyped] = useState(q);
  const find = useDebouncedCallback((value: string) => put("q", value.trim()), 200);
  const users = useUsers(q);
  const organisations = useOrganisations();
  const names = useMemo(() => new Map(organisations.data?.map((organisation) => [organisation.id, organisation.name])), [organisations.data]);
  const rows = users.data?.pages.flatMap((page) => page.items);
  const opened = rows?.find((user) => user.id === open);
  const mayWrite = can(me.data, "user.write");

  const columns: Column<User>[] = [
    { key: "username", head: t("users.username"), num: true, cell: (user) => <b>{user.username}</b> },
    { key: "name", head: t("users.name"), cell: (user) => user.name || <span className="faint">–</span> },
    { key: "organisation", head: t("users.organisation"), phone: "hide", cell: (user) => names.get(user.organisation_id) ?? "–" },
    {
      key: "roles",
      head: t("users.roles"),
      cell: (user) => user.roles.map((role) => t("users.roleAt", { role: t(`role.${role.role}`), organisation: names.get(role.organisation_id) ?? "–" })).join("; ") || t("users.noRole"),
    },
    { key: "state", head: t("users.state"), phone: "end", cell: (user) => (user.disabled ? <Badge tone="off" shape="off">{t("users.disabled")}</Badge> : <Badge tone="ok" shape="ok">{t("users.enabled")}</Badge>) },
  ];
  const add = mayWrite && (
    <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => put("open", "new")}>
      {t("users.add")}
    </Button>
  );
  return (
    <Page title={t("users.title")} desk aside={<SystemTabs />} actions={add}>
      <div className={css.tools}>
        <TextInput
          className={css.search}
          leftSection={<IconSearch size={16} />}
          placeholder={t("users.search")}
          aria-label={t("users.search")}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            find(event.currentTarget.value);
          }}
        />
      </div>
      {users.isError ? (
        <ErrorState error={users.error} onRetry={() => void users.refetch()} />
      ) : (
        <EntityTable label={t("users.title")} columns={columns} rows={rows} rowKey={(user) => user.id} onOpen={mayWrite ? (user) => put("open", user.id) : undefined} hasMore={users.hasNextPage} loadingMore={users.isFetchingNextPage} onMore={() => void users.fetchNextPage()} empty={<EmptyState title={t("users.none")}>{t("users.noneWhat")}</EmptyState>} />
      )}
      {(open === "new" || opened) && <UserDrawer key={open} user={opened} organisations={organisations.data ?? []} onClose={() => put("open", null)} />}
    </Page>
  );
}
