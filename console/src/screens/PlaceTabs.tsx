/** The screens behind one item of the rail, to go from one to the other. */
import { Select, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useLocation } from "wouter";

import { useMe } from "../api/queries";
import { placesFor, RULES, type Place } from "../app/areas";
import { useWaiting } from "../app/waiting";
import { useTexts, type TextKey } from "../i18n";

export function RulesTabs() {
  return <PlaceTabs label="rail.rules" places={RULES} waiting={useWaiting()} />;
}

/** `waiting`: by screen, how much waits for one's answer there. */
export function PlaceTabs({ label, places, waiting = {} }: { label: TextKey; places: readonly Place[]; waiting?: Record<string, number> }) {
  const { t } = useTexts();
  const me = useMe();
  const [path, go] = useLocation();
  const wide = useMediaQuery("(min-width: 1280px)", undefined, { getInitialValueInEffect: false });
  const tabs = placesFor(me.data, places);
  if (tabs.length < 2) return null;
  const here = tabs.reduce((best, { to }) => (path.startsWith(to) && to.length > best.length ? to : best), "");
  const data = tabs.map((tab) => ({ value: tab.to, label: waiting[tab.to] ? `${t(tab.text)} (${waiting[tab.to]})` : t(tab.text) }));
  if (!wide) return <Select w={200} style={{ flex: "0 1 auto" }} wrapperProps={{ "data-tabs": true }} aria-label={t(label)} value={here} onChange={(to) => to && go(to)} data={data} allowDeselect={false} />;
  return <SegmentedControl size="xs" style={{ flex: "none" }} aria-label={t(label)} value={here} onChange={go} data={data} />;
}
