/** The inventory's screens, in the order of the work. What a person may not use is not there. */
import { Select, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useLocation } from "wouter";

import { can, useMe } from "../api/queries";
import type { Action } from "../api/types";
import { useTexts, type TextKey } from "../i18n";

const TABS: readonly { to: string; text: TextKey; action: Action }[] = [
  { to: "/cameras", text: "cameras.title", action: "camera.read" },
  { to: "/campaigns", text: "campaigns.title", action: "campaign.read" },
  { to: "/imports", text: "imports.tab", action: "inventory.submit" },
  { to: "/field", text: "field.title", action: "camera.write" },
  { to: "/duplicates", text: "double.title", action: "camera.merge" },
  { to: "/targets", text: "target.title", action: "target.read" },
  { to: "/proposals", text: "proposal.list", action: "proposal.read" },
  { to: "/opinions", text: "opinion.inbox", action: "proposal.opinion" },
  { to: "/organisations", text: "organisations.title", action: "organisation.read" },
];

export function CameraTabs() {
  const { t } = useTexts();
  const me = useMe();
  const [path, go] = useLocation();
  const wide = useMediaQuery("(min-width: 1280px)", undefined, { getInitialValueInEffect: false });
  const tabs = TABS.filter((tab) => can(me.data, tab.action));
  if (tabs.length < 2) return null;
  const here = tabs.find((tab) => path.startsWith(tab.to))?.to ?? "";
  const data = tabs.map((tab) => ({ value: tab.to, label: t(tab.text) }));
  if (!wide) return <Select w={200} style={{ flex: "0 1 auto" }} wrapperProps={{ "data-tabs": true }} aria-label={t("rail.cameras")} value={here} onChange={(to) => to && go(to)} data={data} allowDeselect={false} />;
  return <SegmentedControl size="xs" style={{ flex: "none" }} aria-label={t("rail.cameras")} value={here} onChange={go} data={data} />;
}
