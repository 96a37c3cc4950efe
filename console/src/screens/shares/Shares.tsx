/** What one's agency shares with others and receives from them, the newest first. */
import { Button, SegmentedControl, Select } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";

import { ApiError } from "../../api/client";
import { can, useMe } from "../../api/queries";
import { useShares, useShareTerms, type Share } from "../../api/shares";
import { useAddressParts } from "../../app/addressParts";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { HeadButton } from "../../components/HeadButton";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import tools from "../Cameras.module.css";
import { RulesTabs } from "../PlaceTabs";
import { shareLook, STATES } from "./looks";

const SIDES = ["given", "received"] as const;

export function Shares() {
  const { t, format } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const [search, put] = useAddressParts();
  const side = SIDES.find((one) => one === search.get("side"));
  const state = STATES.find((one) => one === search.get("state"));
  const shares = useShares(side, state);
  const rows = shares.data?.pages.flatMap((page) => page.items);
  const purpose = usePurposeName();
  const mayAsk = can(me.data, "share.request");
  useHotkeys([["N", () => mayAsk && go("/shares/new")]]);
  if (me.data && !can(me.data, "share.read")) return <ErrorState error={new ApiError(403, "denied", "")} />;

  const columns: Column<Share>[] = [
    { key: "state", head: t("share.stateHead"), phone: "end", cell: (one) => <ShareBadge share={one} /> },
    { key: "receiver", head: t("share.receiver"), cell: (one) => <b>{one.receiver}</b> },
    { key: "owner", head: t("share.owner"), cell: (one) => one.owner },
    { key: "cameras", head: t("share.cameras"), num: true, cell: (one) => (one.struck ? t("share.ofAsked", { given: format.number(one.cameras - one.struck), asked: format.number(one.cameras) }) : t("share.count", { count: one.cameras })) },
    { key: "what", head: t("share.what"), phone: "hide", cell: (one) => <span className="nowrap">{t(`share.what.${one.what.join("_") as "live" | "recorded" | "live_recorded"}`)}</span> },
    { key: "purpose", head: t("share.purpose"), phone: "hide", cell: (one) => purpose(one.purpose) },
    { key: "until", head: t("share.deadline"), phone: "hide", cell: (one) => <DateTime at={one.until} until /> },
    { key: "asked", head: t("share.sentAt"), phone: "hide", cell: (one) => <DateTime at={one.asked_at} relative /> },
  ];
  const ask = mayAsk && (
    <Button variant="filled" component={Link} href="/shares/new" leftSection={<IconPlus size={16} />}>
      {t("share.ask")}
    </Button>
  );
  return (
    <Page title={t("share.title")} desk aside={<RulesTabs />} actions={mayAsk && <HeadButton filled href="/shares/new" icon={<IconPlus size={16} />} text={t("share.ask")} />}>
      <div className={tools.tools}>
        <SegmentedControl aria-label={t("share.side")} value={side ?? ""} onChange={(value) => put("side", value)} data={[{ value: "", label: t("share.side.all") }, ...SIDES.map((value) => ({ value, label: t(`share.side.${value}`) }))]} />
        <Select aria-label={t("share.stateHead")} placeholder={t("share.anyState")} clearable data={STATES.map((value) => ({ value, label: t(`share.state.${value}`) }))} value={state ?? null} onChange={(value) => put("state", value ?? "")} />
      </div>
      {shares.isError ? (
        <ErrorState error={shares.error} onRetry={() => void shares.refetch()} />
      ) : (
        <EntityTable label={t("share.title")} columns={columns} rows={rows} rowKey={(one) => one.id} onOpen={(one) => go(`/shares/${one.id}`)} hasMore={shares.hasNextPage} loadingMore={shares.isFetchingNextPage} onMore={() => void shares.fetchNextPage()} empty={side || state ? <EmptyState title={t("share.noMatch")} /> : <EmptyState title={t("share.none")} action={ask}>{t("share.noneWhat")}</EmptyState>} />
      )}
    </Page>
  );
}

export function ShareBadge({ share }: { share: Share }) {
  const { t } = useTexts();
  const look = shareLook(share);
  return (
    <Badge tone={look.tone} shape={look.shape}>
      {t(look.word)}
    </Badge>
  );
}

/** Names of purposes are the regulation's; until it has been read, and for one that it no longer has, the key. */
export function usePurposeName(): (key: string) => string {
  const { language } = useTexts();
  const terms = useShareTerms();
  return (key) => terms.data?.purposes.find((one) => one.key === key)?.name[language] ?? key;
}
