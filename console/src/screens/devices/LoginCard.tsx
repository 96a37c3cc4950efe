/** The log-in that is kept and how a change of its password stands; the accounts on the device. No password is shown. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";

import { useDeviceAct, useEnterLogin, type DeviceFile } from "../../api/devices";
import { DateTime } from "../../components/DateTime";
import { FormDialog } from "../../components/FormDialog";
import { Shape } from "../../components/Shape";
import { Badge } from "../../components/StateBadge";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Devices.module.css";
import type { Facts } from "./look";

const LEVELS = ["Administrator", "Operator", "User", "Anonymous", "Extended"] as const;

export function LoginCard({ device, facts, may }: { device: DeviceFile; facts: Facts; may: boolean }) {
  const { t } = useTexts();
  const [dialog, setDialog] = useState<"login" | "password" | null>(null);
  const again = useDeviceAct(device.id);
  const kept = device.credential;
  const stuck = kept?.step === "stuck";
  const close = () => setDialog(null);
  return (
    <section className={`card ${css.card}`} aria-label={t("devices.login")}>
      <h2>{t("devices.login")}</h2>
      {kept ? (
        <>
          <dl className={css.facts}>
            <dt>{t("devices.username")}</dt>
            <dd>{kept.username}</dd>
            <dt>{t("devices.login.set")}</dt>
            <dd><DateTime at={kept.set_at} /></dd>
            <dt>{t("devices.login.changed")}</dt>
            <dd>{kept.changed_at ? <DateTime at={kept.changed_at} /> : t("devices.login.never")}</dd>
          </dl>
          {(kept.factory || kept.shared_with > 0) && (
            <div className={css.checks}>
              {kept.factory && <Badge tone="bad" shape="bad">{t("devices.login.factory")}</Badge>}
              {kept.shared_with > 0 && <Badge tone="warn" shape="warn">{t("devices.login.shared", { count: kept.shared_with })}</Badge>}
            </div>
          )}
          <div className={`note ${stuck ? "bad" : kept.step === "idle" ? (kept.outcome === "changed" ? "ok" : "") : "warn"}`} role="status">
            <Shape name={stuck ? "bad" : kept.step === "idle" ? (kept.outcome === "changed" ? "ok" : "none") : "hold"} size={14} />
            <span>{kept.step === "idle" ? t(`devices.outcome.${kept.outcome || "none"}`) : t(`devices.change.${kept.step}`)}</span>
          </div>
        </>
      ) : (
        <p className="small dim">{t("devices.login.none")}</p>
      )}
      {may && (
        <div className={css.line}>
          {kept && !stuck && <Button size="xs" disabled={kept.step !== "idle" || (device.state !== "ready" && device.state !== "away")} onClick={() => setDialog("password")}>{t("devices.changePassword")}</Button>}
          {stuck && <Button size="xs" variant="filled" loading={again.isPending} onClick={() => again.mutate("again")}>{t("devices.tryAgain")}</Button>}
          <Button size="xs" onClick={() => setDialog("login")}>{t("devices.enterLogin")}</Button>
        </div>
      )}
      {again.isError && <ErrorNote error={again.error} />}
      <div>
        <h3 className="small dim">{t("devices.users")}</h3>
        {facts.users.length === 0 ? (
          <p className="small dim">{t("devices.usersNone")}</p>
        ) : (
          <ul className={css.rows}>
            {facts.users.map((one) => {
              const level = LEVELS.find((known) => known === one.level);
              return (
                <li key={one.name} className={css.line}>
                  <span className="grow">{one.name}{one.name === kept?.username && <span className="dim"> · {t("devices.usersOurs")}</span>}</span>
                  <span className="small dim">{level ? t(`devices.level.${level}`) : one.level}</span>
                </li>
              );
            })}
          </ul>
        )}
      </div>
      {dialog === "login" && <LoginDialog device={device} onClose={close} />}
      {dialog === "password" && <PasswordDialog device={device} onClose={close} />}
    </section>
  );
}

export function LoginDialog({ device, onClose }: { device: DeviceFile; onClose: () => void }) {
  const { t } = useTexts();
  const enter = useEnterLogin(device.id);
  const [username, setUsername] = useState(device.credential?.username ?? "admin");
  const [password, setPassword] = useState("");
  return (
    <FormDialog title={t("devices.enterLogin")} size={440} word={t("devices.enterLogin.send")} sending={enter.isPending} disabled={!username.trim()} onSend={() => enter.mutate({ username: username.trim(), password }, { onSuccess: onClose })} onClose={onClose}>
      <p className="small dim">{t("devices.enterLogin.what")}</p>
      <TextInput label={t("devices.username")} value={username} onChange={(event) => setUsername(event.currentTarget.value)} autoComplete="off" maxLength={200} data-autofocus />
      <PasswordInput label={t("devices.password")} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="new-password" maxLength={128} />
      {enter.isError && <ErrorNote error={enter.error} />}
    </FormDialog>
  );
}

function PasswordDialog({ device, onClose }: { device: DeviceFile; onClose: () => void }) {
  const { t } = useTexts();
  const act = useDeviceAct(device.id);
  return (
    <FormDialog title={t("devices.changePassword")} size={480} word={t("devices.changePassword.sure")} sending={act.isPending} disabled={false} onSend={() => act.mutate("password", { onSuccess: onClose })} onClose={onClose}>
      <p>{t("devices.changePassword.what", { address: `${device.host}:${device.port}` })}</p>
      {act.isError && <ErrorNote error={act.error} />}
    </FormDialog>
  );
}
