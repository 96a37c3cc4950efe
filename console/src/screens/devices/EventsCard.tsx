/** What a device tells by itself: how the subscription stands, and the newest events in its own words. */
import { Button, Skeleton } from "@mantine/core";

import { useDeviceAct, useDeviceEvents, type DeviceEvent, type DeviceFile } from "../../api/devices";
import { DateTime } from "../../components/DateTime";
import { Badge } from "../../components/StateBadge";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Devices.module.css";
import { LISTENING_LOOK } from "./look";

export function EventsCard({ device, may }: { device: DeviceFile; may: boolean }) {
  const { t, format } = useTexts();
  const events = useDeviceEvents(device.id);
  const act = useDeviceAct(device.id);
  const standing = events.data?.subscription;
  return (
    <section className={`card ${css.card}`} aria-label={t("devices.events")}>
      <div className={css.head}>
        <h2>{t("devices.events")}</h2>
        {standing && <Badge {...LISTENING_LOOK[standing.state]}>{t(`devices.listening.${standing.state}`)}</Badge>}
        {may && events.data && <Button size="xs" loading={act.isPending} onClick={() => act.mutate(standing ? "unlisten" : "listen")}>{t(standing ? "devices.unlisten" : "devices.listen")}</Button>}
      </div>
      {act.isError && <ErrorNote error={act.error} />}
      {events.isError && !events.data ? (
        <ErrorNote error={events.error} />
      ) : !events.data ? (
        <Skeleton height={80} />
      ) : (
        <>
          {standing ? (
            <dl className={css.facts} aria-live="polite">
              <dt>{t("devices.listening.since")}</dt>
              <dd><DateTime at={standing.since} relative />{standing.reason && <span className="dim"> · {standing.reason}</span>}</dd>
              <dt>{t("devices.listening.heard")}</dt>
              <dd><DateTime at={standing.heard_at} relative /></dd>
              <dt>{t("devices.listening.events")}</dt>
              <dd className="num">{format.number(standing.events)}{standing.left_out > 0 && <span className="dim"> · {t("devices.listening.leftOut", { count: standing.left_out })}</span>}</dd>
            </dl>
          ) : (
            <p className="small dim">{t("devices.listenWhat")}</p>
          )}
          {events.data.items.length > 0 && (
            <ul className={css.rows} style={{ maxHeight: 360, overflow: "auto" }}>
              {events.data.items.map((one) => <Event key={one.id} event={one} />)}
            </ul>
          )}
          {standing && events.data.items.length === 0 && <p className="small dim">{t("devices.eventsNone")}</p>}
        </>
      )}
    </section>
  );
}

const TOPICS = ["MotionAlarm", "GlobalSceneChange", "ImageTooDark", "ImageTooBright", "ImageTooBlurry", "SignalLoss", "DigitalInput", "CellMotionDetector", "StorageFailure", "LineDetector", "TamperDetector", "FieldDetector"] as const;

function Event({ event }: { event: DeviceEvent }) {
  const { t } = useTexts();
  const known = TOPICS.find((one) => event.topic.includes(one));
  const said = [...Object.entries(event.source), ...Object.entries(event.data)].map(([name, value]) => `${name}=${value}`).join(" · ");
  return (
    <li className={css.line}>
      <span className={`grow ${css.why}`}>
        <span>{known ? t(`devices.topic.${known}`) : event.topic}</span>
        <span className={`dim ${css.mono}`}>{said}</span>
      </span>
      <span className="small"><DateTime at={event.at} relative /></span>
    </li>
  );
}
