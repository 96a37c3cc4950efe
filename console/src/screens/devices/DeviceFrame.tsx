/** What the screens of devices share: the head, and the way from one to the other. */
import { SegmentedControl, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useLocation } from "wouter";

import { ApiError } from "../../api/client";
import { can, useMe } from "../../api/queries";
import { placesFor, type Place } from "../../app/areas";
import { Page } from "../../app/Page";
import { HeadButton } from "../../components/HeadButton";
import { ErrorState } from "../../components/States";
import { useTexts, type TextKey } from "../../i18n";
import tools from "../Cameras.module.css";
import { CameraTabs } from "../CameraTabs";

const VIEWS: readonly Place[] = [
  { to: "/devices", text: "devices.view.devices", action: "device.read" },
  { to: "/devices/jobs", text: "devices.jobs", action: "device.read" },
  { to: "/devices/posture", text: "devices.posture", action: "device.read" },
  { to: "/devices/networks", text: "devices.networks", action: "device.read" },
];

export function DeviceFrame({ title, tools: more, children }: { title: TextKey; tools?: ReactNode; children: ReactNode }) {
  const { t } = useTexts();
  const me = useMe();
  const [path, go] = useLocation();
  const wide = useMediaQuery("(min-width: 900px)", undefined, { getInitialValueInEffect: false });
  const data = placesFor(me.data, VIEWS).map((one) => ({ value: one.to, label: t(one.text) }));
  if (me.data && !can(me.data, "device.read")) return <ErrorState error={new ApiError(403, "denied", "")} />;
  const onboard = can(me.data, "device.manage") && <HeadButton filled icon={<IconPlus size={16} />} text={t("devices.onboard")} href="/devices/onboard" />;
  return (
    <Page title={t(title)} heading={<h1 className="cut">{t("devices.title")}</h1>} desk aside={<CameraTabs />} actions={onboard}>
      <div className={tools.tools} style={{ flexWrap: "wrap" }}>
        {wide ? <SegmentedControl size="xs" aria-label={t("devices.title")} value={path} onChange={go} data={data} /> : <Select w="100%" aria-label={t("devices.title")} value={path} onChange={(to) => to && go(to)} data={data} allowDeselect={false} />}
        {more}
      </div>
      {children}
    </Page>
  );
}
