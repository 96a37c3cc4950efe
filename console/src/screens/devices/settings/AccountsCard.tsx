/** The accounts on a device, as it says now. */
import { Button, PasswordInput, Popover, SegmentedControl, Skeleton, TextInput } from "@mantine/core";
import { useState } from "react";

import { useDeviceUserAct, useDeviceUsers, type DeviceUser, type UserLevel } from "../../../api/deviceSettings";
import type { DeviceFile } from "../../../api/devices";
import { FormDialog } from "../../../components/FormDialog";
import { ErrorNote } from "../../../components/States";
import { useTexts } from "../../../i18n";
import css from "../Devices.module.css";

const LEVELS = ["User", "Operator", "Administrator"] as const satisfies readonly UserLevel[];

export function AccountsCard({ device }: { device: DeviceFile }) {
  const { t } = useTexts();
  const users = useDeviceUsers(device.id);
  const [making, setMaking] = useState(false);
  return (
    <section className={`card ${css.card}`} aria-label={t("deviceSettings.accounts")}>
      <div className={css.head}>
        <h2>{t("deviceSettings.accounts")}</h2>
        <Button size="compact-sm" disabled={!users.data} onClick={() => setMaking(true)}>{t("deviceSettings.makeAccount")}</Button>
      </div>
      {users.isError ? (
        <>
          <ErrorNote error={users.error} />
          <div>
            <Button loading={users.isFetching} onClick={() => void users.refetch()}>{t("deviceSettings.again")}</Button>
          </div>
        </>
      ) : users.data ? (
        <ul className={css.rows}>
          {users.data.map((one) => (
            <li key={one.name} className={css.line} style={{ justifyContent: "space-between" }}>
              <span>
                <b>{one.name}</b> <span className="small dim">{t(`deviceSettings.level.${one.level}`)}</span>
              </span>
              {one.name === device.credential?.username ? <span className="small dim">{t("deviceSettings.ours")}</span> : <Remove id={device.id} user={one} />}
            </li>
          ))}
        </ul>
      ) : (
        <Skeleton height={72} aria-label={t("deviceSettings.asking")} />
      )}
      {making && <MakeAccount id={device.id} onClose={() => setMaking(false)} />}
    </section>
  );
}

function Remove({ id, user }: { id: string; user: DeviceUser }) {
  const { t } = useTexts();
  const act = useDeviceUserAct(id);
  return (
    <Popover position="bottom-end" withArrow trapFocus returnFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="subtle">{t("deviceSettings.removeAccount")}</Button>
      </Popover.Target>
      <Popover.Dropdown maw={320}>
        <p>{t("deviceSettings.removeWhat", { name: user.name })}</p>
        {act.isError && <ErrorNote error={act.error} />}
        <Button fullWidth mt="sm" c="var(--tc-bad)" loading={act.isPending} onClick={() => act.mutate({ remove: user.name })}>{t("deviceSettings.removeSure", { name: user.name })}</Button>
      </Popover.Dropdown>
    </Popover>
  );
}

function MakeAccount({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTexts();
  const act = useDeviceUserAct(id);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [level, setLevel] = useState<(typeof LEVELS)[number]>("User");
  return (
    <FormDialog title={t("deviceSettings.makeAccount")} size={460} word={t("deviceSettings.make")} sending={act.isPending} disabled={!name.trim() || password.length < 8} onClose={onClose} onSend={() => act.mutate({ make: { name: name.trim(), password, level } }, { onSuccess: onClose })}>
      <p className="small dim">{t("deviceSettings.makeWhat")}</p>
      <TextInput label={t("deviceSettings.name")} value={name} maxLength={64} onChange={(event) => setName(event.currentTarget.value)} autoComplete="off" data-autofocus />
      <PasswordInput label={t("deviceSettings.password")} description={t("deviceSettings.passwordWhat")} value={password} maxLength={64} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="new-password" />
      <SegmentedControl aria-label={t("deviceSettings.level")} value={level} onChange={(value) => setLevel(value)} data={LEVELS.map((value) => ({ value, label: t(`deviceSettings.level.${value}`) }))} />
      {act.isError && <ErrorNote error={act.error} />}
    </FormDialog>
  );
}
