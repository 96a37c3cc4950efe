/** How safe one device is, by requirement group; somebody answers for a failure until a day. */
import { Button, Select, Skeleton, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";

import { ApiError } from "../../api/client";
import { useEndException, useExcept, usePosture, usePostures, type DeviceFile, type Posture, type PostureCheck } from "../../api/devices";
import { DateTime } from "../../components/DateTime";
import { FormDialog } from "../../components/FormDialog";
import { Shape } from "../../components/Shape";
import { Badge } from "../../components/StateBadge";
import { ErrorNote } from "../../components/States";
import { DayField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { SITE } from "../../i18n/zone";
import { serverClock } from "../../api/clock";
import { moved } from "../../components/moment";
import css from "./Devices.module.css";
import { SEVERITY_LOOK, VERDICT_LOOK } from "./look";

type Finding = Posture["findings"][number];

export function PostureCard({ device, may }: { device: DeviceFile; may: boolean }) {
  const { t, language } = useTexts();
  const posture = usePosture(device.id);
  const all = usePostures();
  const [excepting, setExcepting] = useState<PostureCheck | null>(null);
  const groups = all.data?.groups.filter((one) => one.checks.length > 0) ?? [];
  const unjudged = posture.error instanceof ApiError && posture.error.status === 404;
  const held = posture.data?.exceptions.filter((one) => !one.ended_at && Date.parse(one.until) > serverClock.now()) ?? [];
  return (
    <section className={`card ${css.card}`} aria-label={t("devices.posture")}>
      <div className={css.head}>
        <h2>{t("devices.posture")}</h2>
        {posture.data && <Badge {...SEVERITY_LOOK[posture.data.worst]}>{t(`devices.worst.${posture.data.worst}`)}</Badge>}
      </div>
      {unjudged ? (
        <p className="small dim">{t("devices.posture.unjudged")}</p>
      ) : posture.isError ? (
        <ErrorNote error={posture.error} />
      ) : !posture.data || !all.data ? (
        <Skeleton height={180} />
      ) : (
        <>
          {groups.map((group) => (
            <div key={group.id}>
              <h3 className="small dim">{group.title[language] ?? group.title.vi}</h3>
              <ul className={css.rows}>
                {posture.data.findings.filter((one) => group.checks.includes(one.check)).map((one) => <Row key={one.check} finding={one} may={may} onExcept={() => setExcepting(one.check)} />)}
              </ul>
            </div>
          ))}
          {held.length > 0 && (
            <div>
              <h3 className="small dim">{t("devices.exceptions")}</h3>
              <ul className={css.rows}>{held.map((one) => <Held key={one.id} device={device} exception={one} may={may} />)}</ul>
            </div>
          )}
          <p className="small dim">{t("devices.posture.judged")} <DateTime at={posture.data.judged_at} relative /></p>
        </>
      )}
      {excepting && posture.data && <ExceptDialog device={device} checks={posture.data.findings.filter((one) => one.verdict === "fails").map((one) => one.check)} first={excepting} onClose={() => setExcepting(null)} />}
    </section>
  );
}

/** Of these the device's own words are shown. */
const FIGURES: ReadonlySet<PostureCheck> = new Set<PostureCheck>(["firmware_old", "other_services", "clock_wrong"]);

function Row({ finding, may, onExcept }: { finding: Finding; may: boolean; onExcept: () => void }) {
  const { t } = useTexts();
  const look = VERDICT_LOOK[finding.verdict];
  const wrong = finding.verdict === "fails" || finding.verdict === "excepted";
  return (
    <li className={css.line}>
      <span className={`c-${look.tone}`}><Shape name={look.shape} size={12} /></span>
      <span className={`grow ${css.why}`}>
        <span>{t(wrong ? `devices.check.${finding.check}` : `devices.checkKept.${finding.check}`)}</span>
        {wrong && <span className="small dim">{t(`devices.checkDo.${finding.check}`)}</span>}
      </span>
      {FIGURES.has(finding.check) && <span className="small dim num">{finding.said}</span>}
      <span className="small nowrap">{t(`devices.verdict.${finding.verdict}`)}</span>
      {may && finding.verdict === "fails" && <Button size="compact-xs" onClick={onExcept}>{t("devices.except")}</Button>}
    </li>
  );
}

function Held({ device, exception, may }: { device: DeviceFile; exception: Posture["exceptions"][number]; may: boolean }) {
  const { t } = useTexts();
  const end = useEndException(device.id);
  return (
    <li className={css.line}>
      <span className="c-hold"><Shape name="hold" size={12} /></span>
      <span className={`grow ${css.why}`}>
        <span>{t(`devices.check.${exception.check}`)}</span>
        <span className="small dim">{t("devices.exception.who", { who: exception.responsible, reason: exception.reason })}</span>
        {end.isError && <ErrorNote error={end.error} />}
      </span>
      <span className="small nowrap">{t("devices.exception.until")} <DateTime at={exception.until} until /></span>
      {may && <Button size="compact-xs" loading={end.isPending} onClick={() => end.mutate(exception.id)}>{t("devices.exception.end")}</Button>}
    </li>
  );
}

function ExceptDialog({ device, checks, first, onClose }: { device: DeviceFile; checks: PostureCheck[]; first: PostureCheck; onClose: () => void }) {
  const { t } = useTexts();
  const except = useExcept(device.id);
  const today = SITE.day(serverClock.now());
  const [check, setCheck] = useState<PostureCheck>(first);
  const [who, setWho] = useState("");
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState(moved(today, { days: 90 }));
  const send = () => except.mutate({ check, responsible: who.trim(), reason: reason.trim(), until: new Date(SITE.dayStart(until, 1) - 1000).toISOString() }, { onSuccess: onClose });
  return (
    <FormDialog title={t("devices.except")} size={480} word={t("devices.except.send")} sending={except.isPending} disabled={!who.trim() || !reason.trim() || !until} onSend={send} onClose={onClose}>
      <p className="small dim">{t("devices.except.what")}</p>
      <Select label={t("devices.except.check")} value={check} onChange={(value) => value && setCheck(value)} allowDeselect={false} data={checks.map((one) => ({ value: one, label: t(`devices.check.${one}`) }))} />
      <TextInput label={t("devices.except.responsible")} value={who} onChange={(event) => setWho(event.currentTarget.value)} maxLength={200} data-autofocus />
      <Textarea label={t("devices.except.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={200} autosize minRows={2} />
      <DayField label={t("devices.exception.until")} value={until} onChange={setUntil} min={today} max={moved(today, { days: 365 })} />
      {except.isError && <ErrorNote error={except.error} />}
    </FormDialog>
  );
}
