/** A second person's approval: what waits for mine, what I asked for, what I answered. */
import { ActionIcon, Button, SegmentedControl, Skeleton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconChevronLeft, IconUserCheck } from "@tabler/icons-react";
import { useRef } from "react";
import { useSearchParams } from "wouter";

import { can, useMe } from "../../api/queries";
import { useApprovals, type Box } from "../../api/requests";
import { Page } from "../../app/Page";
import { actionText, ApprovalBadge, ApprovalCard, TimeLeft } from "../../components/ApprovalCard";
import { HeadButton } from "../../components/HeadButton";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { RulesTabs } from "../PlaceTabs";
import { RequestDrawer } from "./RequestDrawer";
import css from "./Requests.module.css";

const BOXES: readonly Box[] = ["waiting", "mine", "answered"];

export function Requests() {
  const { t } = useTexts();
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const box = BOXES.find((known) => known === search.get("box")) ?? "waiting";
  const approvals = useApprovals(box);
  const approve = useRef<HTMLButtonElement>(null);
  const items = approvals.data?.pages.flatMap((page) => page.items);
  const wanted = search.get("request");
  const opened = items?.find((one) => one.id === wanted) ?? items?.[0];
  const go = (values: Record<string, string>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  const step = (by: 1 | -1) => {
    const next = items?.[items.findIndex((one) => one.id === opened?.id) + by];
    if (next) go({ request: next.id });
  };
  const close = () => setSearch({ box: "mine" }, { replace: true });
  useHotkeys([
    ["J", () => step(1)],
    ["K", () => step(-1)],
    ["A", () => approve.current?.focus()],
  ]);
  const mayAsk = can(me.data, "media.export") || can(me.data, "media.unmask");
  return (
    <Page title={t("requests.title")} desk aside={<RulesTabs />} actions={mayAsk && <HeadButton icon={<IconUserCheck size={16} />} text={t("requests.new")} onClick={() => go({ open: "new" })} />}>
      <div className={css.split} data-open={wanted ? true : undefined}>
        <nav className={css.list} aria-label={t("requests.title")}>
          <div className={css.listHead}>
            <SegmentedControl size="xs" fullWidth aria-label={t("requests.box")} value={box} onChange={(value) => go({ box: value, request: "" })} data={BOXES.map((value) => ({ value, label: t(`requests.box.${value}`) }))} />
          </div>
          {!items && !approvals.isError && Array.from({ length: 5 }, (_, index) => <div key={index} className={css.entry}><Skeleton height={16} width="60%" /><Skeleton height={14} width="90%" /></div>)}
          {items?.map((one) => (
            <button key={one.id} type="button" className={css.entry} aria-current={one.id === opened?.id} onClick={() => go({ request: one.id })}>
              <span className={css.entryTop}>
                <b className="cut">{one.asked_by_name}</b>
                <ApprovalBadge approval={one} />
              </span>
              <span>{t("approval.line", { action: t(actionText(one.action)), count: one.camera_ids.length })}</span>
              <span className="small dim cut">
                <span className="num">{one.reference}</span> <TimeLeft approval={one} />
              </span>
            </button>
          ))}
          {approvals.hasNextPage && (
            <Button m="md" size="xs" loading={approvals.isFetchingNextPage} onClick={() => void approvals.fetchNextPage()}>
              {t("app.more")}
            </Button>
          )}
          {items?.length === 0 && <EmptyState title={t(`requests.none.${box}`)}>{t(`requests.noneWhat.${box}`)}</EmptyState>}
        </nav>
        <div className={css.main}>
          {wanted && (
            <ActionIcon className={css.back} aria-label={t("requests.back")} onClick={() => go({ request: "" })}>
              <IconChevronLeft size={18} />
            </ActionIcon>
          )}
          {approvals.isError ? (
            <ErrorState error={approvals.error} onRetry={() => void approvals.refetch()} />
          ) : opened ? (
            <ApprovalCard key={opened.id} approval={opened} mine={opened.asked_by === me.data?.user.id} approve={approve} onDone={() => go({ request: "" })} />
          ) : (
            !items && <Skeleton height={420} style={{ maxWidth: 880, width: "100%", margin: "0 auto" }} />
          )}
        </div>
      </div>
      {search.get("open") === "new" && <RequestDrawer search={search} onClose={() => go({ open: "", camera: "", action: "", from: "", to: "" })} onSent={close} />}
    </Page>
  );
}
