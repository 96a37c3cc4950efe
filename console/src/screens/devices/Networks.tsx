/** Networks that an administrator named, and naming one. */
import { Button, Popover } from "@mantine/core";
import { useState } from "react";

import { useForgetNetwork, useNetworks, type NamedNetwork } from "../../api/devices";
import { can, useMe, useOrganisations } from "../../api/queries";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { DeviceFrame } from "./DeviceFrame";
import { NetworkDialog } from "./NetworkDialog";

export function Networks() {
  const { t } = useTexts();
  const me = useMe();
  const networks = useNetworks();
  const organisations = useOrganisations();
  const [naming, setNaming] = useState(false);
  const may = can(me.data, "device.network");
  const columns: Column<NamedNetwork>[] = [
    { key: "name", head: t("devices.network.title"), cell: (one) => <b>{one.name}</b> },
    { key: "cidr", head: t("devices.network.range"), cell: (one) => <span className="num">{one.cidr}</span> },
    { key: "owner", head: t("devices.owner"), cell: (one) => organisations.data?.find((each) => each.id === one.owner_id)?.name ?? "…" },
    { key: "protected", head: t("devices.protected"), cell: (one) => (one.protected ? <Badge tone="hold" shape="lock">{t("devices.protected")}</Badge> : "–") },
    { key: "since", head: t("devices.network.since"), phone: "hide", cell: (one) => <DateTime at={one.created_at} /> },
    ...(may ? [{ key: "forget", head: "", phone: "end" as const, cell: (one: NamedNetwork) => <Forget network={one} /> }] : []),
  ];
  return (
    <DeviceFrame title="devices.networks" tools={may && <Button onClick={() => setNaming(true)}>{t("devices.network.add")}</Button>}>
      {networks.isError ? (
        <ErrorState error={networks.error} onRetry={() => void networks.refetch()} />
      ) : (
        <EntityTable label={t("devices.networks")} columns={columns} rows={networks.data} rowKey={(one) => one.id} empty={<EmptyState title={t("devices.network.noneTitle")} action={may && <Button variant="filled" onClick={() => setNaming(true)}>{t("devices.network.add")}</Button>}>{t(may ? "devices.network.none" : "devices.network.noneAsk")}</EmptyState>} />
      )}
      {naming && <NetworkDialog onClose={() => setNaming(false)} />}
    </DeviceFrame>
  );
}

function Forget({ network }: { network: NamedNetwork }) {
  const { t } = useTexts();
  const forget = useForgetNetwork();
  return (
    <Popover position="bottom-end" withArrow trapFocus returnFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="subtle">{t("devices.network.forget")}</Button>
      </Popover.Target>
      <Popover.Dropdown maw={320}>
        <p>{t("devices.network.forgetWhat", { name: network.name })}</p>
        {forget.isError && <ErrorNote error={forget.error} />}
        <Button fullWidth mt="sm" c="var(--tc-bad)" loading={forget.isPending} onClick={() => forget.mutate(network.id)}>{t("devices.network.forgetSure")}</Button>
      </Popover.Dropdown>
    </Popover>
  );
}
