/** What the screens of health share: the head, and the way from one to the other. */
import { SegmentedControl, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useLocation } from "wouter";

import { ApiError } from "../../api/client";
import { can, useMe } from "../../api/queries";
import { placesFor, type Place } from "../../app/areas";
import { Page } from "../../app/Page";
import { ErrorState } from "../../components/States";
import { useTexts, type TextKey } from "../../i18n";
import tools from "../Cameras.module.css";
import { CameraTabs } from "../CameraTabs";

const VIEWS: readonly Place[] = [
  { to: "/health", text: "health.view.board", action: "camera.read" },
  { to: "/health/faults", text: "health.view.faults", action: "camera.read" },
  { to: "/health/alerts", text: "health.view.alerts", action: "camera.read" },
  { to: "/health/rules", text: "health.view.rules", action: "alert.write" },
];

export function HealthFrame({ title, tools: more, actions, children }: { title: TextKey; tools?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const { t } = useTexts();
  const me = useMe();
  const [path, go] = useLocation();
  const wide = useMediaQuery("(min-width: 900px)", undefined, { getInitialValueInEffect: false });
  if (me.data && !can(me.data, "camera.read")) return <ErrorState error={new ApiError(403, "denied", "")} />;
  const data = placesFor(me.data, VIEWS).map((one) => ({ value: one.to, label: t(one.text) }));
  return (
    <Page title={t(title)} desk aside={<CameraTabs />} actions={actions}>
      <div className={tools.tools} style={{ flexWrap: wide ? undefined : "wrap" }}>
        {wide ? <SegmentedControl size="xs" style={{ flex: "none" }} aria-label={t("health.title")} value={path} onChange={go} data={data} /> : <Select w="100%" aria-label={t("health.title")} value={path} onChange={(to) => to && go(to)} data={data} allowDeselect={false} />}
        {more}
      </div>
      {children}
    </Page>
  );
}
