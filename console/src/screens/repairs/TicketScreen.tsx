/** One repair: what, where, until when, what to do next; complete on a phone. */
import { Button } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { Link } from "wouter";

import { can, useMe } from "../../api/queries";
import { useTicket, type TicketCamera, type TicketFile, type TicketState } from "../../api/repairs";
import { Page } from "../../app/Page";
import { PageSkeleton } from "../../app/Splash";
import { DateTime } from "../../components/DateTime";
import { writeDay } from "../../components/moment";
import { Shape } from "../../components/Shape";
import { Badge } from "../../components/StateBadge";
import { ErrorState } from "../../components/States";
import { useTexts, type TextKey } from "../../i18n";
import { Clock } from "./Clock";
import { causeKey, firstCode, SEVERITY_LOOKS } from "./looks";
import { CameraPictures, Photos } from "./Pictures";
import { PartsCard } from "./PartsCard";
import css from "./Repairs.module.css";
import { TicketBadge } from "./Repairs";
import { FootSteps, Steps } from "./Steps";
import { TestCard } from "./TestCard";

export function TicketScreen({ id }: { id: string }) {
  const ticket = useTicket(id);
  if (ticket.isError) return <ErrorState error={ticket.error} onRetry={() => void ticket.refetch()} />;
  if (!ticket.data) return <PageSkeleton />;
  return <File ticket={ticket.data} />;
}

function File({ ticket }: { ticket: TicketFile }) {
  const { t } = useTexts();
  const { code, more } = firstCode(ticket);
  const title = more ? t("repair.codeAndMore", { code, count: more }) : code;
  return (
    <Page
      title={t("repair.one", { number: ticket.number })}
      desk
      heading={
        <>
          <Link href="/repairs" aria-label={t("repair.back")} className="row">
            <IconChevronLeft size={18} />
          </Link>
          <h1 className="cut">{title}</h1>
          <span className="dim num no-phone">{ticket.number}</span>
        </>
      }
    >
      <div className={css.body}>
        <div className={css.file}>
          <div className={css.column}>
            <What ticket={ticket} />
            <Where ticket={ticket} />
            <TestCard ticket={ticket} />
            <section className={`card ${css.card}`} aria-label={t("repair.pictures")}>
              <h2>{t("repair.pictures")}</h2>
              <CameraPictures ticket={ticket} />
              <Photos ticket={ticket} />
            </section>
            <PartsCard ticket={ticket} />
          </div>
          <div className={css.column}>
            <Steps ticket={ticket} />
            <Terms ticket={ticket} />
            <Story ticket={ticket} />
          </div>
        </div>
      </div>
      <FootSteps ticket={ticket} />
    </Page>
  );
}

/** In these states a time runs out. */
const COUNTS: readonly TicketState[] = ["open", "reopened", "acknowledged", "on_the_way"];

function What({ ticket }: { ticket: TicketFile }) {
  const { t } = useTexts();
  return (
    <section className={`card ${css.card}`} aria-label={t("repair.what")}>
      <div className={css.state}>
        <TicketBadge state={ticket.state} />
        <Badge {...SEVERITY_LOOKS[ticket.severity]}>{t(`repair.severity.${ticket.severity}`)}</Badge>
      </div>
      <div>
        <h2>{ticket.cause === "other" ? ticket.text : t(causeKey(ticket.cause))}</h2>
        {ticket.text && ticket.cause !== "other" && <p>{ticket.text}</p>}
      </div>
      {COUNTS.includes(ticket.state) && (
        <div className={ticket.deadline ? css.clock : undefined}>
          <Clock ticket={ticket} />
        </div>
      )}
      <p className="small dim">
        {t("repair.openedAt")} <DateTime at={ticket.opened_at} relative />
      </p>
      {ticket.warranty_until && (
        <div className="note">
          <Shape name="hold" />
          <span>{t(ticket.assigned_as === "supplier" ? "repair.warranty" : "repair.warrantyNoSupplier", { date: writeDay(ticket.warranty_until), maintainer: ticket.maintainer })}</span>
        </div>
      )}
      {ticket.healed_at && ticket.state !== "closed" && (
        <div className="note ok">
          <Shape name="ok" />
          <span>{t("repair.healed")}</span>
        </div>
      )}
      {ticket.level > 0 && (
        <div className="note bad">
          <Shape name="bad" cut="var(--tc-bad-soft)" />
          <span>{t("repair.escalated", { level: ticket.level })}</span>
        </div>
      )}
    </section>
  );
}

const SHOWN = 5;

function Where({ ticket }: { ticket: TicketFile }) {
  const { t, format } = useTexts();
  const me = useMe();
  const [all, setAll] = useState(false);
  const shown = all ? ticket.faults : ticket.faults.slice(0, SHOWN);
  return (
    <section className={`card ${css.card}`} aria-label={t("repair.where")}>
      <h2>{t("repair.where")}</h2>
      <ul className={css.places}>
        {shown.map(({ camera, camera_id, began_at, ended_at }) => (
          <li key={camera_id}>
            <b>
              <span className="num">{camera?.code ?? "–"}</span> {camera?.name !== camera?.code && camera?.name}
            </b>
            {camera && <span>{camera.address || `${format.number(camera.lat, 5)}; ${format.number(camera.lon, 5)}`}</span>}
            {camera && <span className="small dim">{made(camera, t)}</span>}
            <span className="small dim">
              {t("repair.wrongSince")} <DateTime at={began_at} relative />
              {ended_at && <span className="c-ok"> · {t("repair.healedShort")}</span>}
            </span>
            {camera && (
              <span className={css.links}>
                <Link href={`/map?c=${camera.lat},${camera.lon},17`}>{t("repair.map")}</Link>
                <a href={`geo:${camera.lat},${camera.lon}?q=${camera.lat},${camera.lon}`}>{t("repair.way")}</a>
                {can(me.data, "media.live") && <Link href={`/watch/${camera.id}`}>{t("repair.watch")}</Link>}
                {can(me.data, "camera.read") && <Link href={`/cameras/${camera.id}/health`}>{t("health.ofCamera")}</Link>}
              </span>
            )}
          </li>
        ))}
      </ul>
      {ticket.faults.length > SHOWN && !all && (
        <Button size="xs" onClick={() => setAll(true)}>
          {t("repair.allCameras", { count: ticket.camera_count })}
        </Button>
      )}
    </section>
  );
}

function made(camera: TicketCamera, t: (key: TextKey, values?: Record<string, string | number>) => string): string {
  const parts = [camera.maker, camera.model, camera.serial && t("repair.serial", { serial: camera.serial }), camera.height_m && t("repair.height", { metres: camera.height_m })];
  return parts.filter(Boolean).join(" · ");
}

function Terms({ ticket }: { ticket: TicketFile }) {
  const { t } = useTexts();
  const rows: [TextKey, ReactNode][] = [
    ["repair.number", <span key="n" className="num">{ticket.number}</span>],
    ["repair.owner", ticket.owner],
    ["repair.maintainer", <span key="m">{ticket.maintainer} <span className="dim">({t(`repair.as.${ticket.assigned_as}`)})</span></span>],
    ["repair.contract", ticket.contract || t("repair.clock.none")],
    ["repair.answerDue", <DateTime key="a" at={ticket.answer_due} />],
    ["repair.repairDue", <DateTime key="r" at={ticket.repair_due} />],
  ];
  return (
    <section className={`card ${css.card}`} aria-label={t("repair.terms")}>
      <h2>{t("repair.terms")}</h2>
      <dl className="kv">
        {rows.map(([key, value]) => (
          <span key={key} style={{ display: "contents" }}>
            <dt>{t(key)}</dt>
            <dd>{value}</dd>
          </span>
        ))}
      </dl>
      {ticket.pauses.map((one) => (
        <p key={one.start} className="small dim">
          {t("repair.stoodFor", { reason: one.reason })} <DateTime at={one.start} /> – {one.end ? <DateTime at={one.end} /> : t("repair.stillStands")}
        </p>
      ))}
    </section>
  );
}

const ACTS = ["open", "joined", "reopened", "healed", "acknowledged", "on_the_way", "work_done", "accepted", "closed", "cancelled", "given", "paused", "resumed", "note", "photo", "part", "test", "escalated"] as const;

function Story({ ticket }: { ticket: TicketFile }) {
  const { t } = useTexts();
  return (
    <section className={`card ${css.card}`} aria-label={t("repair.story")}>
      <h2>{t("repair.story")}</h2>
      <ol className={css.story}>
        {ticket.entries.toReversed().map((one) => {
          const act = ACTS.find((known) => known === one.act) ?? "note";
          const words = act === "test" ? t(one.text === "passed" ? "repair.test.passed" : "repair.test.failed") : act === "photo" ? t(one.text === "after" ? "repair.after" : "repair.before") : one.text;
          return (
            <li key={one.id}>
              <i aria-hidden />
              <div>
                <b>{t(`repair.did.${act}`)}</b>
                {words && <p>{words}</p>}
                <p className="small dim">
                  <DateTime at={one.at} relative /> · {one.who || t("repair.platform")}
                </p>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
