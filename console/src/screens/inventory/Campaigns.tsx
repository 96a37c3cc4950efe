/** Campaigns: what is asked of my organisations, and those that one may follow or open. */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import { useCampaigns, useOwnTasks, type Campaign } from "../../api/inventory";
import { can, useMe, useOrganisations } from "../../api/queries";
import { useNow } from "../../app/now";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { Badge } from "../../components/StateBadge";
import { HeadButton } from "../../components/HeadButton";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { CameraTabs } from "../CameraTabs";
import { CampaignForm } from "./CampaignForm";
import css from "./Campaigns.module.css";
import { TaskCard } from "./TaskCard";

export function Campaigns() {
  const { t } = useTexts();
  const me = useMe();
  const now = useNow(60_000);
  const [, go] = useLocation();
  const campaigns = useCampaigns();
  const organisations = useOrganisations();
  const tasks = useOwnTasks(can(me.data, "inventory.submit"));
  const [opening, setOpening] = useState(false);
  const mayOpen = can(me.data, "campaign.write");
  // One who may hand in for a whole city follows the board; these cards are for an officer of one or a few.
  const mine = tasks.data && tasks.data.length <= 6 ? tasks.data : tasks.data?.filter((task) => task.organisation_id === me.data?.user.organisation_id);
  const columns: Column<Campaign>[] = [
    { key: "title", head: t("campaigns.name"), cell: (one) => <b>{one.title}</b> },
    { key: "owner", head: t("campaigns.owner"), cell: (one) => organisations.data?.find((place) => place.id === one.owner_id)?.name ?? "–" },
    { key: "deadline", head: t("campaigns.deadline"), cell: (one) => <DateTime at={one.deadline} until /> },
    {
      key: "state",
      head: t("cameras.state"),
      phone: "end",
      cell: (one) =>
        one.closed_at ? (
          <Badge tone="off" shape="off">{t("campaigns.closed")}</Badge>
        ) : Date.parse(one.deadline) < now ? (
          <Badge tone="warn" shape="warn">{t("campaigns.past")}</Badge>
        ) : (
          <Badge tone="ok" shape="ok">{t("campaigns.open")}</Badge>
        ),
    },
  ];
  const add = mayOpen && (
    <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setOpening(true)}>
      {t("campaigns.new")}
    </Button>
  );
  const head = mayOpen && <HeadButton icon={<IconPlus size={16} />} text={t("campaigns.new")} filled onClick={() => setOpening(true)} />;
  return (
    <Page title={t("campaigns.title")} desk aside={<CameraTabs />} actions={head}>
      <div className={css.body}>
        {mine && mine.length > 0 && (
          <section className={css.mine} aria-label={t("campaigns.mine")}>
            <h2>{t("campaigns.mine")}</h2>
            <div className={css.tasks}>
              {mine.map((task) => (
                <TaskCard key={`${task.campaign_id}:${task.organisation_id}`} task={task} />
              ))}
            </div>
          </section>
        )}
        <div className={css.table}>
          {campaigns.isError && !campaigns.data ? (
            <ErrorState error={campaigns.error} onRetry={() => void campaigns.refetch()} />
          ) : (
            <EntityTable
              label={t("campaigns.title")}
              columns={columns}
              rows={campaigns.data?.pages.flatMap((page) => page.items)}
              rowKey={(one) => one.id}
              onOpen={(one) => go(`/campaigns/${one.id}`)}
              hasMore={campaigns.hasNextPage}
              loadingMore={campaigns.isFetchingNextPage}
              onMore={() => void campaigns.fetchNextPage()}
              empty={
                <EmptyState title={t("campaigns.none")} action={add}>
                  {t(mayOpen ? "campaigns.noneWhat" : "campaigns.noneNoRight")}
                </EmptyState>
              }
            />
          )}
        </div>
      </div>
      {opening && <CampaignForm onClose={() => setOpening(false)} onDone={(made) => go(`/campaigns/${made.id}`)} />}
    </Page>
  );
}
