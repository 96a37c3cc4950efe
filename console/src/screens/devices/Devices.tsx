/** Cameras and recorders that are known, and what is done to many of them. */
import { Button, Checkbox, Menu, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconChevronDown, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import { useDevices, type Device, type DeviceState, type JobKind } from "../../api/devices";
import { can, useMe } from "../../api/queries";
import { useAddressParts } from "../../app/addressParts";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import tools from "../Cameras.module.css";
import { BulkDialog } from "./BulkDialog";
import { DeviceFrame } from "./DeviceFrame";
import { DEVICE_LOOK } from "./look";

const STATES = Object.keys(DEVICE_LOOK) as DeviceState[];
const KINDS: readonly JobKind[] = ["read", "rotate", "apply"];
const TYPED_MS = 250;

export function DeviceBadge({ state }: { state: DeviceState }) {
  const { t } = useTexts();
  return <Badge {...DEVICE_LOOK[state]}>{t(`devices.state.${state}`)}</Badge>;
}

export function Devices() {
  const { t } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const [search, put] = useAddressParts();
  const q = search.get("q") ?? "";
  const state = STATES.find((one) => one === search.get("state"));
  const [typed, setTyped] = useState(q);
  const find = useDebouncedCallback((words: string) => put("q", words.trim()), TYPED_MS);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [bulk, setBulk] = useState<JobKind | null>(null);
  const found = useDevices({ q: q || undefined, state: state && [state] });
  const mayManage = can(me.data, "device.manage");

  const rows = found.data?.pages.flatMap((page) => page.items);
  const all = rows?.length ? rows.every((one) => chosen.has(one.id)) : false;
  const choose = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) if (on) next.add(id); else next.delete(id);
    setChosen(next);
  };
  const columns: Column<Device>[] = [
    ...(mayManage
      ? [
          {
            key: "choose",
            head: t("devices.choose.all"),
            headCell: <Checkbox size="xs" aria-label={t("devices.choose.all")} checked={all} indeterminate={!all && chosen.size > 0} onChange={(event) => choose(rows?.map((one) => one.id) ?? [], event.currentTarget.checked)} />,
            width: 44,
            phone: "hide" as const,
            cell: (one: Device) => (
              <span onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
                <Checkbox size="xs" aria-label={t("devices.choose.one", { address: `${one.host}:${one.port}` })} checked={chosen.has(one.id)} onChange={(event) => choose([one.id], event.currentTarget.checked)} />
              </span>
            ),
          },
        ]
      : []),
    { key: "host", head: t("devices.column.address"), cell: (one) => <b className="num nowrap">{one.host}:{one.port}</b> },
    { key: "state", head: t("devices.column.state"), phone: "end", cell: (one) => <DeviceBadge state={one.state} /> },
    { key: "model", head: t("devices.column.model"), cell: (one) => [one.maker, one.model].filter(Boolean).join(" ") || "–" },
    { key: "firmware", head: t("devices.column.firmware"), phone: "hide", cell: (one) => one.firmware || "–" },
    { key: "serial", head: t("devices.column.serial"), cell: (one) => <span className="num">{one.serial || "–"}</span> },
    { key: "channels", head: t("devices.column.channels"), num: true, phone: "hide", cell: (one) => t("devices.linked", { linked: one.channels.filter((channel) => channel.camera_id).length, all: one.channels.length }) },
    { key: "seen", head: t("devices.column.seen"), phone: "hide", cell: (one) => <DateTime at={one.seen_at} relative /> },
  ];
  const filtered = Boolean(q || state);
  return (
    <DeviceFrame
      title="devices.title"
      tools={
        <>
          <TextInput className={tools.search} aria-label={t("devices.search")} placeholder={t("devices.search")} leftSection={<IconSearch size={16} />} value={typed} maxLength={200} onChange={(event) => { setTyped(event.currentTarget.value); find(event.currentTarget.value); }} />
          <Select w={190} aria-label={t("devices.column.state")} placeholder={t("devices.anyState")} clearable clearButtonProps={{ "aria-label": t("filter.clearOne") }} value={state ?? null} onChange={(value) => put("state", value)} data={STATES.map((value) => ({ value, label: t(`devices.state.${value}`) }))} />
          {chosen.size > 0 && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button rightSection={<IconChevronDown size={16} />}>{t("devices.chosen", { count: chosen.size })}</Button>
              </Menu.Target>
              <Menu.Dropdown>
                {KINDS.map((kind) => <Menu.Item key={kind} onClick={() => setBulk(kind)}>{t(`devices.kind.${kind}`)}</Menu.Item>)}
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      }
    >
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <EntityTable
          label={t("devices.title")}
          columns={columns}
          rows={rows}
          rowKey={(one) => one.id}
          onOpen={(one) => go(`/devices/${one.id}`)}
          isChosen={(one) => chosen.has(one.id)}
          hasMore={found.hasNextPage}
          loadingMore={found.isFetchingNextPage}
          onMore={() => void found.fetchNextPage()}
          empty={
            filtered ? (
              <EmptyState title={t("devices.noneFound")}>{t("devices.noneFoundWhat")}</EmptyState>
            ) : (
              <EmptyState title={t("devices.none")} action={mayManage && <Button variant="filled" onClick={() => go("/devices/onboard")}>{t("devices.onboard")}</Button>}>
                {t("devices.noneWhat")}
              </EmptyState>
            )
          }
        />
      )}
      {bulk && <BulkDialog kind={bulk} ids={[...chosen]} onClose={() => setBulk(null)} />}
    </DeviceFrame>
  );
}
