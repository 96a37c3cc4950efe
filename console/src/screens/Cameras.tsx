/** The inventory of cameras: what there is and how it does; as a list, and counted. */
import { Button, Checkbox, Indicator, Menu, Popover, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import { IconColumns, IconDownload, IconFilter, IconPlus, IconSearch } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation } from "wouter";

import { useCameraCount, useCameraList, useExport, type CameraFilter, type Dimension, type ListedCamera, type Picked } from "../api/lists";
import { can, useMe, useStatuses } from "../api/queries";
import { useAddressParts } from "../app/addressParts";
import { Page } from "../app/Page";
import { EntityTable, type Column } from "../components/EntityTable";
import { HeadButton } from "../components/HeadButton";
import { EmptyState, ErrorNote, ErrorState } from "../components/States";
import { useTexts } from "../i18n";
import css from "./Cameras.module.css";
import { CameraTabs } from "./CameraTabs";
import { chipsOf, DIMENSIONS, parseFilter, withFilter } from "./cameras/address";
import { BulkEdit } from "./cameras/BulkEdit";
import { keepColumns, OPTIONAL, readColumns, useColumnLabel, useListColumns } from "./cameras/columns";
import { FilterChips, FilterDrawer } from "./cameras/FilterBar";
import list from "./cameras/List.module.css";
import { SavedFilters } from "./cameras/SavedFilters";
import { Statistics } from "./cameras/Statistics";

const FORMATS = ["xlsx", "csv", "geojson"] as const;
/** So many are changed in one run. */
const MOST_AT_ONCE = 50_000;

export function Cameras() {
  const { t } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const [search, put, setSearch] = useAddressParts();
  const filter = useMemo(() => parseFilter(search), [search]);
  const counting = search.get("view") === "stats";
  const by = DIMENSIONS.find((one) => one === search.get("by")) ?? "owner";
  const [typed, setTyped] = useState(filter.q ?? "");
  const [drawer, setDrawer] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const count = useCameraCount(filter);
  const mayWrite = can(me.data, "camera.write");

  const apply = (next: Readonly<Record<string, unknown>>) => {
    setTyped(typeof next.q === "string" ? next.q : "");
    setSearch((before) => withFilter(before, next), { replace: true });
  };
  const find = useDebouncedCallback((value: string) => put("q", value.trim()), 200);
  useHotkeys([
    ["/", () => box.current?.focus()],
    ["N", () => mayWrite && go("/cameras/new")],
    ["F", () => setDrawer(true)],
  ]);
  const chips = chipsOf(filter).length;
  const total = count.data === undefined ? "" : t("cameras.count", { count: count.data });

  const add = mayWrite && (
    <Button variant="filled" component={Link} href="/cameras/new" leftSection={<IconPlus size={16} />}>
      {t("cameras.add")}
    </Button>
  );
  return (
    <Page title={t("cameras.title")} desk aside={<CameraTabs />} actions={mayWrite && <HeadButton filled href="/cameras/new" icon={<IconPlus size={16} />} text={t("cameras.add")} />}>
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
        <Indicator disabled={!chips} label={chips} size={16} color="accent">
          <Button leftSection={<IconFilter size={16} />} aria-label={t("filter.open", { count: chips })} onClick={() => setDrawer(true)}>
            <span className="no-phone">{t("filter.short")}</span>
          </Button>
        </Indicator>
        <SavedFilters filter={filter} onApply={apply} />
        <span className="num dim no-phone nowrap" style={{ flex: "1 0 auto" }} role="status" data-count={count.data}>
          {total}
        </span>
        <SegmentedControl size="xs" aria-label={t("cameras.view")} value={counting ? "stats" : "list"} onChange={(value) => put("view", value === "stats" ? "stats" : "")} data={[{ value: "list", label: t("cameras.view.list") }, { value: "stats", label: t("cameras.view.stats") }]} />
        {!counting && <ColumnMenu search={search} onChange={(names) => put("cols", names.join(","))} />}
        <ExportMenu filter={filter} count={count.data} />
      </div>
      <FilterChips filter={filter} onChange={apply} />
      {counting ? (
        <Statistics filter={filter} by={by} onBy={(next: Dimension) => put("by", next === "owner" ? "" : next)} onNarrow={(name, value) => apply({ ...filter, [name]: name === "missing" ? [...(filter.missing ?? []), value] : [value] })} />
      ) : (
        <CameraList key={JSON.stringify(filter)} filter={filter} total={count.data} search={search} add={add} onClear={() => apply({})} />
      )}
      {drawer && <FilterDrawer filter={filter} count={total} onChange={apply} onClose={() => setDrawer(false)} />}
    </Page>
  );
}

function ColumnMenu({ search, onChange }: { search: URLSearchParams; onChange: (names: string[]) => void }) {
  const { t } = useTexts();
  const label = useColumnLabel();
  const chosen = readColumns(search.get("cols"));
  return (
    <Popover position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Button className="no-phone" leftSection={<IconColumns size={16} />} aria-label={t("cameras.columns")}>
          {t("cameras.columnsShort")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          label={t("cameras.columns")}
          value={[...chosen]}
          onChange={(names) => {
            const next = OPTIONAL.filter((name) => names.includes(name));
            keepColumns(next);
            onChange(next);
          }}
        >
          <div style={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: "8px 16px", marginTop: 8 }}>
            {OPTIONAL.map((name) => (
              <Checkbox key={name} size="xs" value={name} label={label(name)} />
            ))}
          </div>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}

function ExportMenu({ filter, count }: { filter: CameraFilter; count: number | undefined }) {
  const { t, format } = useTexts();
  const file = useExport();
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button leftSection={<IconDownload size={16} />} loading={file.isPending} disabled={!count} aria-label={t("export.title")}>
          <span className="no-phone">{t("export.short")}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("export.what", { count: format.number(count ?? 0) })}</Menu.Label>
        {FORMATS.map((name) => (
          <Menu.Item key={name} onClick={() => file.mutate({ filter, format: name })}>
            {t(`export.${name}`)}
          </Menu.Item>
        ))}
        {file.isError && <ErrorNote error={file.error} />}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ListProps {
  filter: CameraFilter;
  total: number | undefined;
  search: URLSearchParams;
  add: React.ReactNode;
  onClear: () => void;
}

function CameraList({ filter, total, search, add, onClear }: ListProps) {
  const { t, format } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const mayWrite = can(me.data, "camera.write");
  const cameras = useCameraList(filter);
  const pages = cameras.data?.pages;
  const all = useMemo(() => pages?.flatMap((page) => page.items), [pages]);
  const [range, setRange] = useState<readonly [number, number]>([0, 0]);
  const onRange = useCallback((first: number, last: number) => setRange([first, last]), []);
  // States of whole pages: while one scrolls within a page the same question stays.
  const near = useMemo(
    () =>
      pages?.flatMap((page, index) => {
        const start = pages.slice(0, index).reduce((sum, before) => sum + before.items.length, 0);
        const isNear = start <= range[1] && start + page.items.length > range[0];
        return isNear ? page.items.filter((camera) => camera.streams.length > 0).map((camera) => camera.id) : [];
      }),
    [pages, range],
  );
  const statuses = useStatuses(near ?? []);
  const columns = useListColumns(readColumns(search.get("cols")), statuses, pages);

  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [whole, setWhole] = useState(false);
  const [bulk, setBulk] = useState(false);
  const toggle = (camera: ListedCamera) => {
    setWhole(false);
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(camera.id)) next.add(camera.id);
      return next;
    });
  };
  const forget = () => {
    setChosen(new Set());
    setWhole(false);
  };
  const some = whole || chosen.size > 0;
  useEffect(() => {
    if (!some || bulk) return;
    const leave = (event: KeyboardEvent) => event.key === "Escape" && forget();
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  }, [some, bulk]);
  const many = whole ? (total ?? 0) : chosen.size;
  const picked: Picked = whole ? { filter } : { ids: [...chosen] };
  const isChosen = (camera: ListedCamera) => whole || chosen.has(camera.id);
  const choice: Column<ListedCamera> = {
    key: "choose",
    head: "",
    headCell: <Checkbox size="xs" aria-label={t("cameras.chooseLoaded")} checked={whole || (Boolean(all?.length) && chosen.size === all?.length)} indeterminate={!whole && chosen.size > 0 && chosen.size !== all?.length} onChange={(event) => { setWhole(false); setChosen(new Set(event.currentTarget.checked ? all?.map((camera) => camera.id) : [])); }} />,
    width: 44,
    phone: "hide",
    cell: (camera) => (
      <span onClick={(event) => event.stopPropagation()}>
        <Checkbox size="xs" tabIndex={-1} aria-label={t("cameras.choose", { code: camera.code })} checked={isChosen(camera)} onChange={() => toggle(camera)} />
      </span>
    ),
  };

  if (cameras.isError) return <ErrorState error={cameras.error} onRetry={() => void cameras.refetch()} />;
  return (
    <>
      <EntityTable
        fixed
        label={t("cameras.title")}
        columns={mayWrite ? [choice, ...columns] : columns}
        rows={all}
        total={total}
        rowKey={(camera) => camera.id}
        isChosen={isChosen}
        onOpen={(camera) => go(can(me.data, "media.live") && camera.streams.length ? `/watch/${camera.id}` : `/cameras/${camera.id}/dossier`)}
        onKey={(camera, event) => {
          if (event.key === " " && mayWrite) {
            event.preventDefault();
            toggle(camera);
          } else if (event.key === "d") go(`/cameras/${camera.id}/dossier`);
        }}
        hasMore={cameras.hasNextPage}
        loadingMore={cameras.isFetchingNextPage}
        onMore={() => void cameras.fetchNextPage()}
        onRange={onRange}
        skeletonHeight={45}
        empty={
          Object.keys(filter).length ? (
            <EmptyState title={t("cameras.noMatch")} action={<Button onClick={onClear}>{t("cameras.clear")}</Button>}>
              {t("cameras.noMatchWhat")}
            </EmptyState>
          ) : (
            <EmptyState title={t("cameras.none")} action={add}>
              {t("cameras.noneWhat")}
            </EmptyState>
          )
        }
      />
      {some && (
        <div className={list.foot} role="region" aria-label={t("bulk.region")}>
          <span role="status">{t("bulk.chosen", { count: format.number(many) })}</span>
          {!whole && total !== undefined && total > chosen.size && (
            <Button variant="subtle" c="var(--tc-accent-text)" onClick={() => setWhole(true)}>
              {t("bulk.whole", { count: format.number(total) })}
            </Button>
          )}
          <span className="grow small c-warn">{many > MOST_AT_ONCE && t("bulk.tooMany", { most: format.number(MOST_AT_ONCE) })}</span>
          <Button onClick={forget}>{t("bulk.forget")}</Button>
          <Button variant="filled" disabled={many > MOST_AT_ONCE} onClick={() => setBulk(true)}>
            {t("bulk.edit", { count: format.number(many) })}
          </Button>
        </div>
      )}
      {bulk && (
        <BulkEdit
          picked={picked}
          count={many}
          onClose={(done) => {
            setBulk(false);
            if (done) forget();
          }}
        />
      )}
    </>
  );
}
