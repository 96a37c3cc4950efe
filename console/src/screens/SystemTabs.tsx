import { SegmentedControl } from "@mantine/core";
import { useLocation } from "wouter";

import { can, useMe } from "../api/queries";
import { useTexts } from "../i18n";

export function SystemTabs() {
  const { t } = useTexts();
  const me = useMe();
  const [path, go] = useLocation();
  if (!can(me.data, "user.read")) return null;
  return <SegmentedControl size="xs" aria-label={t("rail.system")} value={path} onChange={go} data={[{ value: "/users", label: t("users.title") }, { value: "/account", label: t("account.title") }, ...(can(me.data, "archive.read") ? [{ value: "/storage", label: t("storage.title") }] : []), { value: "/settings", label: t("settings.title") }]} />;
}
