/** All proposals that one may know of, the newest first. */
import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import { IconPlus, IconSearch, IconSettings } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";

import { ApiError } from "../../api/client";
import { useProposals, type Proposal, type ProposalState } from "../../api/planning";
import { can, useMe } from "../../api/queries";
import { useAddressParts } from "../../app/addressParts";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { HeadButton } from "../../components/HeadButton";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import tools from "../Cameras.module.css";
import { CameraTabs } from "../CameraTabs";
import { ProposalBadge } from "./ProposalBadge";
import { PROPOSAL_LOOKS } from "./looks";

const STATES = Object.keys(PROPOSAL_LOOKS) as ProposalState[];

export function Proposals() {
  const { t, format } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const [search, put] = useAddressParts();
  const q = search.get("q") ?? "";
  const state = STATES.find((one) => one === search.get("state"));
  const [typed, setTyped] = useState(q);
  const find = useDebouncedCallback((value: string) => put("q", value.trim()), 200);
  const proposals = useProposals(q, state);
  const rows = proposals.data?.pages.flatMap((page) => page.items);
  const mayWrite = can(me.data, "proposal.write");
  useHotkeys([["N", () => mayWrite && go("/proposals/new")]]);
  if (me.data && !can(me.data, "proposal.read")) return <ErrorState error={new ApiError(403, "denied", "")} />;

  const columns: Column<Proposal>[] = [
    { key: "number", head: t("proposal.number"), num: true, cell: (one) => <b className="nowrap">{one.number}</b> },
    { key: "title", head: t("proposal.title"), cell: (one) => one.title },
    { key: "owner", head: t("proposal.owner"), cell: (one) => one.owner_name },
    { key: "cameras", head: t("proposal.count"), num: true, phone: "hide", cell: (one) => format.number(one.cameras) },
    { key: "state", head: t("proposal.stateHead"), phone: "end", cell: (one) => <ProposalBadge state={one.state} /> },
    { key: "submitted", head: t("proposal.sentAt"), phone: "hide", cell: (one) => <DateTime at={one.submitted_at} /> },
    { key: "updated", head: t("proposal.updated"), phone: "hide", cell: (one) => <DateTime at={one.updated_at} relative /> },
  ];
  const add = mayWrite && (
    <Button variant="filled" component={Link} href="/proposals/new" leftSection={<IconPlus size={16} />}>
      {t("proposal.add")}
    </Button>
  );
  return (
    <Page
      title={t("proposal.list")}
      desk
      aside={<CameraTabs />}
      actions={
        <>
          {can(me.data, "organisation.write") && (
            <HeadButton href="/proposals/settings" icon={<IconSettings size={16} />} text={t("planning.settings")} />
          )}
          {mayWrite && <HeadButton filled href="/proposals/new" icon={<IconPlus size={16} />} text={t("proposal.add")} />}
        </>
      }
    >
      <div className={tools.tools}>
        <TextInput
          className={tools.search}
          leftSection={<IconSearch size={16} />}
          placeholder={t("proposal.search")}
          aria-label={t("proposal.search")}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            find(event.currentTarget.value);
          }}
        />
        <Select aria-label={t("proposal.stateHead")} placeholder={t("proposal.anyState")} clearable data={STATES.map((value) => ({ value, label: t(`proposal.state.${value}`) }))} value={state ?? null} onChange={(value) => put("state", value ?? "")} />
      </div>
      {proposals.isError ? (
        <ErrorState error={proposals.error} onRetry={() => void proposals.refetch()} />
      ) : (
        <EntityTable label={t("proposal.list")} columns={columns} rows={rows} rowKey={(one) => one.id} onOpen={(one) => go(`/proposals/${one.id}`)} hasMore={proposals.hasNextPage} loadingMore={proposals.isFetchingNextPage} onMore={() => void proposals.fetchNextPage()} empty={q || state ? <EmptyState title={t("proposal.noMatch")} /> : <EmptyState title={t("proposal.none")} action={add}>{t("proposal.noneWhat")}</EmptyState>} />
      )}
    </Page>
  );
}
