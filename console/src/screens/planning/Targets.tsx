/** The register of places that matter, and how far what must be seen there is seen. */
import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";

import { ApiError } from "../../api/client";
import { useTargets, type Need, type Target } from "../../api/planning";
import { can, useMe, useOrganisations } from "../../api/queries";
import { useAddressParts } from "../../app/addressParts";
import { Page } from "../../app/Page";
import { EntityTable, type Column } from "../../components/EntityTable";
import { Shape } from "../../components/Shape";
import { Badge } from "../../components/StateBadge";
import { HeadButton } from "../../components/HeadButton";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import tools from "../Cameras.module.css";
import { CameraTabs } from "../CameraTabs";
import { COVER_LOOKS, TARGET_KINDS } from "./looks";
import { TargetDrawer } from "./TargetDrawer";

export function Targets() {
  const { t, format } = useTexts();
  const me = useMe();
  const [search, put] = useAddressParts();
  const q = search.get("q") ?? "";
  const kind = TARGET_KINDS.find((one) => one === search.get("kind"));
  const open = search.get("open");
  const [typed, setTyped] = useState(q);
  const find = useDebouncedCallback((value: string) => put("q", value.trim()), 300);
  const targets = useTargets(q, kind);
  const organisations = useOrganisations();
  const names = useMemo(() => new Map(organisations.data?.map((one) => [one.id, one.name])), [organisations.data]);
  const rows = targets.data?.pages.flatMap((page) => page.items);
  const opened = rows?.find((target) => target.id === open);
  const mayWrite = can(me.data, "target.write");
  if (me.data && !can(me.data, "target.read")) return <ErrorState error={new ApiError(403, "denied", "")} />;

  const need = (one: Need) => {
    const density = t(`density.${one.density}`);
    return typeof one.azimuth_deg === "number" ? t("target.needTowards", { density, degrees: format.number(one.azimuth_deg), width: format.number(one.width_deg ?? 90) }) : t("target.needAround", { density });
  };
  const columns: Column<Target>[] = [
    {
      key: "name",
      head: t("target.name"),
      cell: (target) => (
        <>
          <b>{target.name}</b>
          {target.protected && (
            <span className="row small c-hold">
              <Shape name="lock" /> {t("target.protected")}
            </span>
          )}
        </>
      ),
    },
    { key: "kind", head: t("target.kind"), cell: (target) => t(`target.kind.${target.kind}`) },
    { key: "owner", head: t("target.owner"), phone: "hide", cell: (target) => names.get(target.owner_id) ?? "–" },
    { key: "needs", head: t("target.needs"), cell: (target) => (target.needs.length ? <ul>{target.needs.map((one, index) => <li key={index}>{need(one)}</li>)}</ul> : <span className="faint">–</span>) },
    {
      key: "cover",
      head: t("target.cover"),
      phone: "end",
      cell: ({ cover }) =>
        cover && (
          <>
            <Badge tone={COVER_LOOKS[cover.state].tone} shape={COVER_LOOKS[cover.state].shape}>
              {t(`target.state.${cover.state}`)}
            </Badge>
            {cover.needs.length > 0 && <span className="small dim num nowrap" style={{ marginLeft: 8 }}>{cover.needs.map((one) => t("target.share", { share: format.number(one.share * 100) })).join("; ")}</span>}
            {cover.is_stale && <span className="small dim" style={{ display: "block" }}>{t("target.stale")}</span>}
          </>
        ),
    },
  ];
  const add = mayWrite && (
    <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => put("open", "new")}>
      {t("target.add")}
    </Button>
  );
  return (
    <Page title={t("target.title")} desk aside={<CameraTabs />} actions={mayWrite && <HeadButton filled icon={<IconPlus size={16} />} text={t("target.add")} onClick={() => put("open", "new")} />}>
      <div className={tools.tools}>
        <TextInput
          className={tools.search}
          leftSection={<IconSearch size={16} />}
          placeholder={t("target.search")}
          aria-label={t("target.search")}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            find(event.currentTarget.value);
          }}
        />
        <Select aria-label={t("target.kind")} placeholder={t("target.anyKind")} clearable data={TARGET_KINDS.map((value) => ({ value, label: t(`target.kind.${value}`) }))} value={kind ?? null} onChange={(value) => put("kind", value ?? "")} />
        <span className="row small dim">
          <span className="c-hold"><Shape name="lock" /></span>
          {t("target.sensitive")}
        </span>
      </div>
      {targets.isError ? (
        <ErrorState error={targets.error} onRetry={() => void targets.refetch()} />
      ) : (
        <EntityTable
          label={t("target.title")}
          columns={columns}
          rows={rows}
          rowKey={(target) => target.id}
          onOpen={mayWrite ? (target) => put("open", target.id) : undefined}
          hasMore={targets.hasNextPage}
          loadingMore={targets.isFetchingNextPage}
          onMore={() => void targets.fetchNextPage()}
          empty={q || kind ? <EmptyState title={t("target.noMatch")} /> : <EmptyState title={t("target.none")} action={add}>{t("target.noneWhat")}</EmptyState>}
        />
      )}
      {mayWrite && (open === "new" || opened) && <TargetDrawer key={open} target={opened} onClose={() => put("open", "")} />}
    </Page>
  );
}
