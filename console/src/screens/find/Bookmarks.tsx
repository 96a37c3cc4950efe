/** One's own bookmarks, and those that colleagues share. */
import { SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import { useBookmarks, type Bookmark } from "../../api/finding";
import { Page } from "../../app/Page";
import { EntityTable, type Column } from "../../components/EntityTable";
import { DateTime } from "../../components/DateTime";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "../Cameras.module.css";
import { FindTabs } from "./FindTabs";
import { BookmarkDialog } from "./BookmarkDialog";

export function Bookmarks() {
  const { t, format } = useTexts();
  const [, go] = useLocation();
  const [q, setQ] = useState("");
  const [whose, setWhose] = useState<"all" | "own">("all");
  const [words] = useDebouncedValue(q, 250);
  const [open, setOpen] = useState<string | null>(null);
  const found = useBookmarks({ q: words, own: whose === "own" });
  const rows = found.data?.pages.flatMap((page) => page.items);
  const opened = rows?.find((one) => one.id === open);
  const columns: Column<Bookmark>[] = [
    { key: "text", head: t("bookmark.text"), cell: (one) => <span className="cut" style={{ display: "inline-block", maxWidth: 420 }}>{one.text || one.tags.join(", ")}</span> },
    { key: "tags", head: t("bookmark.tags"), phone: "hide", cell: (one) => <span className="dim">{one.tags.join(", ")}</span> },
    { key: "camera", head: t("bookmark.camera"), cell: (one) => <span className="num">{one.cameras.map(({ code }) => code).join(", ")}</span> },
    { key: "from", head: t("bookmark.from"), cell: (one) => <DateTime at={one.start} /> },
    { key: "span", head: t("bookmark.length"), num: true, phone: "hide", cell: (one) => format.span(Math.max(1000, Date.parse(one.end) - Date.parse(one.start))) },
    { key: "maker", head: t("bookmark.maker"), phone: "hide", cell: (one) => one.maker },
    { key: "shared", head: t("bookmark.who"), phone: "end", cell: (one) => (one.shared ? <Badge tone="ok" shape="ok">{t("bookmark.isShared")}</Badge> : <Badge tone="off" shape="lock">{t("bookmark.isPrivate")}</Badge>) },
  ];
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <Page title={t("bookmark.list")} desk aside={<FindTabs />}>
      <div className={css.tools}>
        <TextInput type="search" aria-label={t("bookmark.search")} placeholder={t("bookmark.search")} leftSection={<IconSearch size={16} />} value={q} onChange={(event) => setQ(event.currentTarget.value)} w={280} />
        <SegmentedControl size="xs" aria-label={t("bookmark.who")} value={whose} onChange={(value) => setWhose(value)} data={[{ value: "all", label: t("bookmark.all") }, { value: "own", label: t("bookmark.own") }]} />
      </div>
      <EntityTable label={t("bookmark.list")} columns={columns} rows={rows} rowKey={(one) => one.id} onOpen={(one) => setOpen(one.id)} hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} empty={<EmptyState title={t("bookmark.none")}>{t("bookmark.noneWhat")}</EmptyState>} />
      {opened && <BookmarkDialog key={opened.id} bookmark={opened} cameras={opened.cameras} span={{ startMs: Date.parse(opened.start), endMs: Date.parse(opened.end) }} onClose={() => setOpen(null)} onGo={() => go(addressOf(opened))} />}
    </Page>
  );
}

/** Where its pictures are seen: one camera on its own, several in step. */
export function addressOf(one: Bookmark): string {
  const [first] = one.cameras;
  const at = encodeURIComponent(one.start);
  if (one.cameras.length === 1 && first) return `/watch/${first.id}?at=${at}`;
  return `/playback?cameras=${one.cameras.map(({ id }) => id).join(",")}&at=${at}&from=${at}&to=${encodeURIComponent(one.end)}`;
}
