/** What somebody who manages a device sets on it; each card asks the device as it is opened. */
import { Button } from "@mantine/core";
import { useState } from "react";

import type { DeviceFile } from "../../../api/devices";
import { can, useMe } from "../../../api/queries";
import { useTexts } from "../../../i18n";
import css from "../Devices.module.css";
import { AccountsCard } from "./AccountsCard";
import { PictureCard } from "./PictureCard";

export function DeviceSettings({ device }: { device: DeviceFile }) {
  const { t } = useTexts();
  const me = useMe();
  const [open, setOpen] = useState(false);
  if (!can(me.data, "device.manage") || device.state === "retired") return null;
  if (!open)
    return (
      <section className={`card ${css.card}`} aria-label={t("deviceSettings.title")}>
        <h2>{t("deviceSettings.title")}</h2>
        <p className="small dim">{t("deviceSettings.what")}</p>
        <div>
          <Button onClick={() => setOpen(true)}>{t("deviceSettings.open")}</Button>
        </div>
      </section>
    );
  return (
    <>
      <PictureCard device={device} />
      <AccountsCard device={device} />
    </>
  );
}
