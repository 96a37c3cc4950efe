/** The parts of the auditor's desk, to go from one to the other. */
import { Select, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useLocation } from "wouter";

import { useMe } from "../../api/queries";
import { placesFor, type Place } from "../../app/areas";
import { useTexts } from "../../i18n";

const DESK: readonly Place[] = [
  { to: "/record", text: "desk.entries", action: "audit.read" },
  { to: "/record/use", text: "desk.use", action: "audit.read" },
  { to: "/record/unusual", text: "desk.unusual", action: "audit.read" },
  { to: "/record/checkpoints", text: "desk.checkpoints", action: "audit.read" },
  { to: "/record/persons", text: "desk.persons", action: "audit.person" },
];

export function DeskTabs() {
  const { t } = useTexts();
  const me = useMe();
  const [path, go] = useLocation();
  const wide = useMediaQuery("(min-width: 720px)", undefined, { getInitialValueInEffect: false });
  const data = placesFor(me.data, DESK).map((tab) => ({ value: tab.to, label: t(tab.text) }));
  if (data.length < 2) return null;
  if (!wide) return <Select w="100%" aria-label={t("desk.title")} value={path} onChange={(to) => to && go(to)} data={data} allowDeselect={false} />;
  return <SegmentedControl size="xs" style={{ flex: "none" }} aria-label={t("desk.title")} value={path} onChange={go} data={data} />;
}
