/** Beside a camera's faults: what its stream does, what of it was recorded, who repairs it. */
import { Button, Skeleton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";

import type { CameraHealth } from "../../api/health";
import { can, useMe, useStatus } from "../../api/queries";
import { useTickets } from "../../api/repairs";
import { DateTime } from "../../components/DateTime";
import { StateBadge } from "../../components/StateBadge";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { causeKey } from "../repairs/looks";
import { OpenTicket } from "../repairs/OpenTicket";
import { TicketBadge } from "../repairs/Repairs";
import css from "./Health.module.css";

export function StreamFigures({ id }: { id: string }) {
  const { t, format } = useTexts();
  const status = useStatus(id).data;
  const rows = status && [
    [t("health.lastFrame"), <DateTime key="at" at={status.last_frame_at} relative />],
    [t("watch.picture"), status.width && status.height ? t("watch.size", { width: status.width, height: status.height, fps: format.number(status.fps ?? 0) }) : "–"],
    [t("health.rate"), status.bitrate_bps ? format.bitrate(status.bitrate_bps) : "–"],
    [t("health.lost"), format.number(status.lost_packets ?? 0)],
    [t("health.reconnects"), format.number(status.reconnects ?? 0)],
    [t("watch.clock"), status.clock?.source === "camera_rtcp" ? t("watch.clockRtcp", { offset: format.number(status.clock.offset_ms ?? 0) }) : status.clock ? t("watch.clockArrival") : "–"],
  ];
  return (
    <section className={`card ${css.card}`} aria-label={t("health.stream")}>
      <div className={css.sectionHead}>
        <h2 className="grow">{t("health.stream")}</h2>
        <StateBadge state={status?.state} />
      </div>
      {rows ? (
        <dl className="kv">
          {rows.map(([head, value], index) => (
            <span key={index} style={{ display: "contents" }}>
              <dt>{head}</dt>
              <dd className="num">{value}</dd>
            </span>
          ))}
        </dl>
      ) : (
        <Skeleton height={130} />
      )}
    </section>
  );
}

export function Repairs({ id }: { id: string }) {
  const { t } = useTexts();
  const me = useMe();
  const [opening, setOpening] = useState(false);
  if (!can(me.data, "ticket.read")) return null;
  return (
    <section className={`card ${css.card}`} aria-label={t("health.tickets")}>
      <div className={css.sectionHead}>
        <h2 className="grow">{t("health.tickets")}</h2>
        {can(me.data, "ticket.write") && (
          <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setOpening(true)}>
            {t("repair.open")}
          </Button>
        )}
      </div>
      <Tickets id={id} />
      {opening && <OpenTicket cameraId={id} onClose={() => setOpening(false)} />}
    </section>
  );
}

function Tickets({ id }: { id: string }) {
  const { t } = useTexts();
  const tickets = useTickets({ camera_id: id });
  const found = tickets.data?.pages.flatMap((page) => page.items);
  if (tickets.isError) return <ErrorNote error={tickets.error} />;
  if (!found) return <Skeleton height={44} />;
  if (!found.length) return <p className="small dim">{t("health.noTickets")}</p>;
  return (
    <ul className={css.list}>
      {found.slice(0, 6).map((one) => (
        <li key={one.id}>
          <Link href={`/repairs/${one.id}`}>
            <b className="num">{one.number}</b>
            <span className="cut">{one.text || t(causeKey(one.cause))}</span>
            <span className="grow" />
            <TicketBadge state={one.state} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function Recorded({ days }: { days: CameraHealth["recorded"] }) {
  const { t, format } = useTexts();
  if (!days.length) return null;
  return (
    <section className={`card ${css.card}`} aria-label={t("health.recorded")}>
      <h2>{t("health.recorded")}</h2>
      <div className={css.days}>
        {[...days].sort((one, other) => other.day.localeCompare(one.day)).map((day) => {
          const share = day.expected_s > 0 ? Math.min(1, day.recorded_s / day.expected_s) : null;
          const missing = Object.entries(day.missing_s).sort(([, one], [, other]) => other - one).filter(([, seconds]) => seconds >= 1);
          return (
            <div key={day.day} className={css.day} title={missing.map(([cause, seconds]) => t("health.missing", { cause: t(`gap.${cause as "unknown"}`), span: format.span(seconds * 1000) })).join("\n")}>
              <span className="num">{format.dayMonth(Date.parse(`${day.day}T12:00:00+07:00`))}</span>
              {share === null ? <span className="small faint">{t("health.notExpected")}</span> : <span className={css.track}><i style={{ width: `${share * 100}%` }} /></span>}
              <b className="num">{share === null ? "–" : t("health.percent", { share: format.number(share * 100, 1) })}</b>
              {missing[0] && share !== null && share < 0.999 && (
                <span className="small dim" style={{ gridColumn: "2 / -1" }}>
                  {t("health.missing", { cause: t(`gap.${missing[0][0] as "unknown"}`), span: format.span(missing[0][1] * 1000) })}
                </span>
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}
