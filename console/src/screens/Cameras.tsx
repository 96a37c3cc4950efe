/** The inventory of cameras: what there is and how it does. */
import { ActionIcon, Button, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import { IconPencil, IconPhotoOff, IconPlus, IconSearch } from "@tabler/icons-react";
import { useMemo, useRef, useState, type MouseEvent } from "react";
import { Link, useLocation, useSearchParams } from "wouter";

import { can, useCameras, useMe, useOrganisations, useStatuses, useThumbnails } from "../api/queries";
import type { Camera } from "../api/types";
import { Page } from "../app/Page";
import { DateTime } from "../components/DateTime";
import { EntityTable, type Column } from "../components/EntityTable";
import { StateBadge } from "../components/StateBadge";
import { EmptyState, ErrorState } from "../components/States";
import { reasonTexts } from "../components/tileLook";
import { useTexts } from "../i18n";
import css from "./Cameras.module.css";

const STATES = ["all", "online", "offline", "disabled"] as const;

export function Cameras() {
  const { t, format } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const [search, setSearch] = useSearchParams();
  const q = search.get("q") ?? "";
  const state = search.get("state") ?? "all";
  const [typed, setTyped] = useState(q);
  const box = useRef<HTMLInputElement>(null);
  const put = (name: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const find = useDebouncedCallback((value: string) => put("q", value.trim()), 200);
  useHotkeys([
    ["/", () => box.current?.focus()],
    ["N", () => can(me.data, "camera.write") && go("/cameras/new")],
  ]);

  const cameras = useCameras(q);
  const organisations = useOrganisations();
  const owners = useMemo(() => new Map(organisations.data?.map((organisation) => [organisation.id, organisation.name])), [organisations.data]);
  const pages = cameras.data?.pages;
  const all = useMemo(() => pages?.flatMap((page) => page.items), [pages]);
  const statuses = useStatuses(all?.map((camera) => camera.id) ?? []);
  const rows = all?.filter((camera) => {
    const now = statuses?.get(camera.id)?.state;
    return state === "all" || now === undefined || (state === "offline" ? now !== "online" && now !== "disabled" : now === state);
  });

  const columns: Column<Camera>[] = [
    { key: "picture", head: t("cameras.picture"), width: 104, phone: "lead", cell: (camera) => <Thumbnail camera={camera} pages={pages} /> },
    { key: "code", head: t("cameras.code"), num: true, cell: (camera) => <b className="nowrap">{camera.code}</b> },
    { key: "name", head: t("cameras.name"), cell: (camera) => camera.name },
    {
      key: "state",
      head: t("cameras.state"),
      cell: (camera) => {
        const status = statuses?.get(camera.id);
        return (
          <>
            <StateBadge state={status?.state} />
            {status && (status.state === "offline" || status.state === "frozen") && <span className={css.why}>{t(reasonTexts(status.reason).why)}</span>}
          </>
        );
      },
    },
    { key: "last", head: t("cameras.last"), phone: "hide", cell: (camera) => <DateTime at={statuses?.get(camera.id)?.last_frame_at} relative /> },
    {
      key: "stream",
      head: t("cameras.stream"),
      phone: "hide",
      num: true,
      cell: (camera) => {
        const status = statuses?.get(camera.id);
        return status?.height && status.codec ? <span className="nowrap">{t("cameras.streamOf", { height: status.height, codec: status.codec === "h265" ? "H.265" : "H.264", rate: format.bitrate(status.bitrate_bps ?? 0) })}</span> : <span className="faint">–</span>;
      },
    },
    { key: "owner", head: t("cameras.owner"), phone: "hide", cell: (camera) => owners.get(camera.owner_id) ?? "–" },
    {
      key: "act",
      head: "",
      width: 48,
      phone: "end",
      cell: (camera) =>
        can(me.data, "camera.write") && (
          <ActionIcon component={Link} href={`/cameras/${camera.id}`} aria-label={t("cameras.edit", { code: camera.code })} onClick={(event: MouseEvent) => event.stopPropagation()}>
            <IconPencil size={16} />
          </ActionIcon>
        ),
    },
  ];

  const add = can(me.data, "camera.write") && (
    <Button variant="filled" component={Link} href="/cameras/new" leftSection={<IconPlus size={16} />}>
      {t("cameras.add")}
    </Button>
  );
  return (
    <Page title={t("cameras.title")} desk actions={add}>
      <div className={css.tools}>
        <TextInput
          ref={box}
          className={css.search}
          leftSection={<IconSearch size={16} />}
          placeholder={t("cameras.search")}
          aria-label={t("cameras.search")}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            find(event.currentTarget.value);
          }}
        />
        <SegmentedControl size="xs" aria-label={t("cameras.state")} value={state} onChange={(value) => put("state", value === "all" ? "" : value)} data={STATES.map((value) => ({ value, label: t(`cameras.filter.${value}`) }))} />
      </div>
      {cameras.isError ? (
        <ErrorState error={cameras.error} onRetry={() => void cameras.refetch()} />
      ) : (
        <EntityTable
          label={t("cameras.title")}
          columns={columns}
          rows={rows}
          rowKey={(camera) => camera.id}
          onOpen={(camera) => go(can(me.data, "media.live") ? `/watch/${camera.id}` : `/cameras/${camera.id}`)}
          hasMore={cameras.hasNextPage}
          loadingMore={cameras.isFetchingNextPage}
          onMore={() => void cameras.fetchNextPage()}
          skeletonHeight={45}
          empty={
            q || state !== "all" ? (
              <EmptyState title={t("cameras.noMatch")} action={<Button onClick={() => { setTyped(""); setSearch({}); }}>{t("cameras.clear")}</Button>}>
                {t("cameras.noMatchWhat")}
              </EmptyState>
            ) : (
              <EmptyState title={t("cameras.none")} action={add}>
                {t("cameras.noneWhat")}
              </EmptyState>
            )
          }
        />
      )}
    </Page>
  );
}

/** A page's pictures are asked for together: one request and one row on the record. */
function Thumbnail({ camera, pages }: { camera: Camera; pages: readonly { items: Camera[] }[] | undefined }) {
  const me = useMe();
  const page = pages?.find((candidate) => candidate.items.includes(camera));
  const ids = useMemo(() => page?.items.filter((item) => item.enabled).map((item) => item.id) ?? [], [page]);
  const thumbnails = useThumbnails(ids, can(me.data, "media.snapshot"));
  const [broken, setBroken] = useState<string | null>(null);
  const url = thumbnails.data?.get(camera.id);
  if (!url || broken === url) {
    return (
      <span className={css.noThumb}>
        <IconPhotoOff size={16} aria-hidden />
      </span>
    );
  }
  return <img className={css.thumb} src={url} alt="" loading="lazy" onError={() => setBroken(url)} />;
}
