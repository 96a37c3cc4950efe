import { can, useMe } from "../api/queries";
import type { Place } from "../app/areas";
import { PlaceTabs } from "./PlaceTabs";

const TABS: readonly Place[] = [
  { to: "/users", text: "users.title", action: "user.read" },
  { to: "/consumers", text: "consumers.title", action: "user.read" },
  { to: "/account", text: "account.title", action: null },
  { to: "/storage", text: "storage.title", action: "archive.read" },
  { to: "/models", text: "models.title", action: "model.read" },
  { to: "/vision", text: "vision.title", action: "model.read" },
  { to: "/settings", text: "settings.title", action: null },
];

export function SystemTabs() {
  const me = useMe().data;
  return (can(me, "user.read") || can(me, "model.read")) && <PlaceTabs label="rail.system" places={TABS} />;
}
