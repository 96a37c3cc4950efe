/** A device's clock, where it takes its time from, and setting that. */
import { Button, TagsInput } from "@mantine/core";
import { useState } from "react";

import { useSetTime, type DeviceFile } from "../../api/devices";
import { FormDialog } from "../../components/FormDialog";
import { Shape } from "../../components/Shape";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Devices.module.css";
import type { Facts } from "./look";

const APART_MS = 5000;

export function TimeCard({ device, facts, may }: { device: DeviceFile; facts: Facts; may: boolean }) {
  const { t, format } = useTexts();
  const [setting, setSetting] = useState(false);
  const time = facts.time;
  const wrong = time !== null && Math.abs(time.offsetMs) > APART_MS;
  return (
    <section className={`card ${css.card}`} aria-label={t("devices.time")}>
      <h2>{t("devices.time")}</h2>
      {time === null ? (
        <p className="small dim">{t("devices.timeNone")}</p>
      ) : (
        <dl className={css.facts}>
          <dt>{t("devices.time.offset")}</dt>
          <dd className={wrong ? "c-bad" : "c-ok"}>
            <span className="row"><Shape name={wrong ? "bad" : "ok"} size={12} /> {Math.abs(time.offsetMs) < 1000 ? t("devices.time.right") : t(time.offsetMs > 0 ? "devices.time.ahead" : "devices.time.behind", { span: format.span(Math.abs(time.offsetMs)) })}</span>
          </dd>
          <dt>{t("devices.time.from")}</dt>
          <dd>{time.ntp ? time.servers.join(", ") || "NTP" : t("devices.time.byHand")}</dd>
          <dt>{t("devices.time.zone")}</dt>
          <dd className="num">{time.zone || "–"}</dd>
        </dl>
      )}
      {may && <div><Button size="xs" onClick={() => setSetting(true)}>{t("devices.time.set")}</Button></div>}
      {setting && <TimeDialog device={device} before={time?.servers ?? []} onClose={() => setSetting(false)} />}
    </section>
  );
}

function TimeDialog({ device, before, onClose }: { device: DeviceFile; before: string[]; onClose: () => void }) {
  const { t } = useTexts();
  const set = useSetTime(device.id);
  const [servers, setServers] = useState(before);
  const done = set.data;
  return (
    <FormDialog
      title={t("devices.time.set")}
      size={440}
      word={t(servers.length ? "devices.time.send" : "devices.time.sendOurs")}
      sending={set.isPending}
      disabled={false}
      onSend={() => set.mutate(servers)}
      onClose={onClose}
      done={
        done && (
          <>
            <p className={`note ${done.took ? "ok" : "warn"}`} role="status">
              <Shape name={done.took ? "ok" : "warn"} size={14} />
              <span>{done.took ? t("devices.time.took", { got: done.got }) : t("devices.time.differs", { got: done.got, why: done.why })}</span>
            </p>
            <Button onClick={onClose}>{t("app.close")}</Button>
          </>
        )
      }
    >
      <p className="small dim">{t("devices.time.what")}</p>
      <TagsInput label={t("devices.template.time")} placeholder={servers.length ? undefined : "10.12.0.1"} value={servers} onChange={setServers} maxTags={4} splitChars={[",", " ", ";"]} data-autofocus />
      {set.isError && <ErrorNote error={set.error} />}
    </FormDialog>
  );
}
