/** What is wrong with one camera now and what to do about it; what was. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";

import type { CameraHealth, Fault } from "../../api/health";
import { can, useMe } from "../../api/queries";
import { usePlannedWorks } from "../../api/repairs";
import { DateTime } from "../../components/DateTime";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import { useMeasured } from "./measured";
import { FaultBadge } from "./FaultBadge";
import css from "./Health.module.css";

const SHOWN = 8;

export function Now({ health }: { health: CameraHealth }) {
  const { t } = useTexts();
  const me = useMe();
  const works = usePlannedWorks().data?.items.filter((work) => work.cameras.some((camera) => camera.id === health.camera_id) && !work.is_called_off) ?? [];
  const looked = health.days.map((day) => day.looked_at).sort().at(-1);
  return (
    <section className={`card ${css.card}`} aria-label={t("health.now")}>
      <div className={css.sectionHead}>
        <h2 className="grow">{t("health.now")}</h2>
        {looked && (
          <span className="small dim">
            {t("health.looked")} <DateTime at={looked} relative />
          </span>
        )}
      </div>
      {works.map((work) => (
        <div key={work.id} className="note">
          <span className="c-hold">
            <Shape name="hold" />
          </span>
          <span>
            <b>{t("health.work", { title: work.title })}</b> <DateTime at={work.start} /> – <DateTime at={work.end} />. {t("health.workMeans")}
          </span>
        </div>
      ))}
      {health.view?.time_reading && health.view.time_reading !== "read" && (
        <div className="note" data-not-judged="overlay_time">
          <span className="c-warn">
            <Shape name="warn" />
          </span>
          <span>
            <b>{t("health.timeNotJudged")}</b> {t(`health.time.${health.view.time_reading}`)}
          </span>
        </div>
      )}
      {health.now.length === 0 && (
        <p className="row">
          <span className="c-ok">
            <Shape name="ok" size={14} />
          </span>
          <span>{t(looked ? "health.well" : "health.notLooked")}</span>
        </p>
      )}
      <div>
        {health.now.map((fault) => (
          <FaultNow key={fault.id} fault={fault} />
        ))}
      </div>
      <div className={css.acts}>
        {can(me.data, "media.live") && (
          <Button component={Link} href={`/watch/${health.camera_id}`} size="xs">
            {t("repair.watch")}
          </Button>
        )}
        {health.now.length > 0 && can(me.data, "work.plan") && (
          <Button component={Link} href="/repairs/works" size="xs">
            {t("health.planWork")}
          </Button>
        )}
      </div>
    </section>
  );
}

function FaultNow({ fault }: { fault: Fault }) {
  const { t, format } = useTexts();
  const measured = useMeasured();
  const words = measured(fault);
  return (
    <article className={css.fault} data-fault={fault.kind}>
      <div className={css.faultHead}>
        <FaultBadge fault={fault} />
        <span className="small dim">
          {t("health.from")} <DateTime at={fault.began_at} relative />
        </span>
        {fault.threshold < 1 && <span className="small dim num">{t("health.score", { score: format.number(fault.score, 2), threshold: format.number(fault.threshold, 2) })}</span>}
        {fault.incident_id && <Link href={`/health/faults?incident=${fault.incident_id}`}>{t("health.commonCause")}</Link>}
      </div>
      {words && <p className={css.measured}>{words}</p>}
      <p className={css.advice}>
        <b>{t("health.todo")}</b> {t(fault.incident_id ? "health.do.common" : `health.do.${fault.kind}`)}
      </p>
    </article>
  );
}

export function History({ faults, chosen, onChoose }: { faults: readonly Fault[]; chosen: string | undefined; onChoose: (id: string) => void }) {
  const { t, format } = useTexts();
  const [all, setAll] = useState(false);
  if (!faults.length) return <p className="small dim">{t("health.noPast")}</p>;
  return (
    <>
      <ul className={css.list}>
        {(all ? faults : faults.slice(0, SHOWN)).map((fault) => (
          <li key={fault.id}>
            <button type="button" aria-current={fault.id === chosen || undefined} onClick={() => onChoose(fault.id)}>
              <FaultBadge fault={fault} />
              <span className="grow" />
              <span className="small dim num">
                {format.dateTime(Date.parse(fault.began_at)).slice(0, -3)}
                {fault.closed_at && ` · ${format.span(Date.parse(fault.closed_at) - Date.parse(fault.began_at))}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {faults.length > SHOWN && !all && (
        <div>
          <Button size="xs" onClick={() => setAll(true)}>
            {t("health.morePast", { count: faults.length })}
          </Button>
        </div>
      )}
    </>
  );
}
