/** What the screens of repairs share: the head, and the way from one to the other. */
import { Select, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useLocation } from "wouter";

import { useMe } from "../../api/queries";
import { placesFor, type Place } from "../../app/areas";
import { Page } from "../../app/Page";
import { useTexts, type TextKey } from "../../i18n";
import tools from "../Cameras.module.css";
import { CameraTabs } from "../CameraTabs";

const VIEWS: readonly Place[] = [
  { to: "/repairs", text: "repair.view.tickets", action: "ticket.read" },
  { to: "/repairs/works", text: "repair.view.works", action: "camera.read" },
  { to: "/repairs/stock", text: "repair.view.stock", action: "ticket.write" },
  { to: "/repairs/contracts", text: "repair.view.contracts", action: "contract.read" },
  { to: "/repairs/reports", text: "repair.view.reports", action: "uptime.report" },
];

export function RepairFrame({ title, tools: more, actions, children }: { title: TextKey; tools?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const { t } = useTexts();
  const me = useMe();
  const [path, go] = useLocation();
  const wide = useMediaQuery("(min-width: 900px)", undefined, { getInitialValueInEffect: false });
  const data = placesFor(me.data, VIEWS).map((one) => ({ value: one.to, label: t(one.text) }));
  return (
    <Page title={t(title)} desk aside={<CameraTabs />} actions={actions}>
      <div className={tools.tools} style={{ flexWrap: wide ? undefined : "wrap" }}>
        {wide ? <SegmentedControl size="xs" aria-label={t("repair.title")} value={path} onChange={go} data={data} /> : <Select w="100%" aria-label={t("repair.title")} value={path} onChange={(to) => to && go(to)} data={data} allowDeselect={false} />}
        {more}
      </div>
      {children}
    </Page>
  );
}
