/** The inventory's screens, in the order of the work. */
import type { Place } from "../app/areas";
import { PlaceTabs } from "./PlaceTabs";

const TABS: readonly Place[] = [
  { to: "/cameras", text: "cameras.title", action: "camera.read" },
  { to: "/campaigns", text: "campaigns.title", action: "campaign.read" },
  { to: "/imports", text: "imports.tab", action: "inventory.submit" },
  { to: "/field", text: "field.title", action: "camera.write" },
  { to: "/duplicates", text: "double.title", action: "camera.merge" },
  { to: "/targets", text: "target.title", action: "target.read" },
  { to: "/proposals", text: "proposal.list", action: "proposal.read" },
  { to: "/opinions", text: "opinion.inbox", action: "proposal.opinion" },
  { to: "/health", text: "health.title", action: "camera.read" },
  { to: "/devices", text: "devices.title", action: "device.read" },
  { to: "/repairs", text: "repair.title", action: "ticket.read" },
  { to: "/organisations", text: "organisations.title", action: "organisation.read" },
];

export function CameraTabs() {
  return <PlaceTabs label="rail.cameras" places={TABS} />;
}
