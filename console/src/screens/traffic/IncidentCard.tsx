/** One incident: what was found and how sure that is, its picture, what happens there now, what was recorded; and what one says of it. */
import { Button, SegmentedControl, Select, Textarea } from "@mantine/core";
import { IconCheck, IconFlag, IconX } from "@tabler/icons-react";
import { useState, type Ref } from "react";
import { Link } from "wouter";

import { can, useMe } from "../../api/queries";
import { incidentPictureUrl, useIncidentRates, type Incident, type IncidentAct, type IncidentSighting } from "../../api/traffic";
import { usePurpose } from "../../app/purpose";
import { DateTime } from "../../components/DateTime";
import { Badge } from "../../components/StateBadge";
import { ErrorNote } from "../../components/States";
import { useTexts, type TextKey } from "../../i18n";
import { LiveCamera, RecordedCamera } from "./CameraView";
import { evidenceValue, incidentKey, incidentLook } from "./looks";
import css from "./Traffic.module.css";

export const VIEWS = ["picture", "recorded", "live"] as const;
export type View = (typeof VIEWS)[number];
/** Recorded pictures begin so long before the incident does. */
const BEFORE_MS = 10_000;

interface Props {
  incident: Incident;
  view: View;
  onView: (view: View) => void;
  words: Ref<HTMLTextAreaElement>;
  mayAnswer: boolean;
  pending: IncidentAct | null;
  error: unknown;
  onAct: (act: IncidentAct) => void;
}

export function IncidentCard({ incident, view, onView, words, mayAnswer, pending, error, onAct }: Props) {
  const { t, format } = useTexts();
  const [chosen, setChosen] = useState(incident.sightings[0]?.camera_id ?? "");
  const sighting = incident.sightings.find((one) => one.camera_id === chosen) ?? incident.sightings[0];
  const { state, answer } = incident;
  const percent = (share: number) => t("traffic.percent", { value: format.number(Math.round(share * 100)) });
  return (
    <article className={css.incident} aria-label={t(incidentKey(incident.kind))} data-incident-open={incident.id}>
      <header className="card">
        <div className={css.block}>
          <div className={css.blockHead}>
            <h2 className={css.big}>{t(incidentKey(incident.kind))}</h2>
            <IncidentBadge incident={incident} />
            <span className="grow" />
            <span title={t("traffic.confidenceWhat")}>
              <span className={css.confidence} aria-hidden>
                <i style={{ width: `${incident.confidence * 100}%` }} />
              </span>
              <span className="dim">{t("traffic.confidence")}</span> <b className="num">{percent(incident.confidence)}</b>
            </span>
          </div>
          <p className="dim">
            {t("traffic.began")} <DateTime at={incident.began} /> · {incident.ended ? t("traffic.lastedFor", { span: format.span(Date.parse(incident.ended) - Date.parse(incident.began)) }) : <>{t("traffic.lastSeen")} <DateTime at={incident.last} relative /></>}
            {incident.lat !== null && incident.lon !== null && (
              <>
                {" · "}
                <Link href={`/traffic?c=${incident.lat.toFixed(5)},${incident.lon.toFixed(5)},16`}>{t("traffic.onMap")}</Link>
                {incident.uncertainty_m !== null && <span className="num"> ±{t("map.m", { value: format.number(Math.round(incident.uncertainty_m)) })}</span>}
              </>
            )}
          </p>
          {mayAnswer && (
            <>
              <Textarea ref={words} rows={1} autosize maxRows={4} aria-label={t("traffic.words")} placeholder={t("traffic.words")} defaultValue={incident.words} maxLength={1000} />
              <div className={css.acts}>
                <Button variant="filled" leftSection={<IconCheck size={16} />} loading={pending === "confirm"} disabled={answer === "confirmed"} onClick={() => onAct("confirm")}>
                  {t("traffic.confirm")} <kbd className="no-phone" style={{ marginLeft: 8 }}>C</kbd>
                </Button>
                <Button leftSection={<IconX size={16} />} loading={pending === "dismiss"} disabled={answer === "dismissed"} onClick={() => onAct("dismiss")}>
                  {t("traffic.dismiss")} <kbd className="no-phone" style={{ marginLeft: 8 }}>D</kbd>
                </Button>
                {state === "open" && (
                  <Button leftSection={<IconFlag size={16} />} loading={pending === "close"} onClick={() => onAct("close")}>
                    {t("traffic.close")} <kbd className="no-phone" style={{ marginLeft: 8 }}>E</kbd>
                  </Button>
                )}
                <span className="small faint">{t("traffic.answerMeans")}</span>
              </div>
            </>
          )}
          {Boolean(error) && <ErrorNote error={error} />}
          {answer !== "none" && incident.answered && (
            <p className="small dim">
              {t(answer === "confirmed" ? "traffic.wasConfirmed" : "traffic.wasDismissed")} <DateTime at={incident.answered} />
              {incident.words && `: ${incident.words}`}
            </p>
          )}
        </div>
      </header>
      {sighting && (
        <section className={`card ${css.block}`} aria-label={t("traffic.views")}>
          <div className={css.acts}>
            <SegmentedControl size="xs" aria-label={t("traffic.views")} value={view} onChange={onView} data={VIEWS.map((value, index) => ({ value, label: `${t(`traffic.view.${value}`)} ${index + 1}` }))} />
            {incident.sightings.length > 1 && <Select w={220} size="xs" aria-label={t("traffic.cameras")} value={sighting.camera_id} onChange={(id) => id && setChosen(id)} data={incident.sightings.map((one) => ({ value: one.camera_id, label: `${one.camera_code} ${one.camera_name}` }))} allowDeselect={false} />}
            <span className="grow" />
            <Link href={`/watch/${sighting.camera_id}?at=${new Date(Date.parse(sighting.first) - BEFORE_MS).toISOString()}`}>{t("traffic.openRecorded")}</Link>
          </div>
          {view === "live" ? <LiveCamera key={sighting.camera_id} id={sighting.camera_id} /> : view === "recorded" ? <RecordedCamera key={sighting.camera_id} id={sighting.camera_id} startMs={Date.parse(sighting.first) - BEFORE_MS} onLive={() => onView("live")} /> : <Picture key={sighting.camera_id} incident={incident} sighting={sighting} />}
        </section>
      )}
      <section className={`card ${css.block}`} aria-label={t("traffic.evidence")}>
        <h2>{t("traffic.evidence")}</h2>
        <Evidence incident={incident} />
      </section>
    </article>
  );
}

/** Taken when it was found; where one object shows it, that is framed. */
function Picture({ incident, sighting }: { incident: Incident; sighting: IncidentSighting }) {
  const { t, format } = useTexts();
  const me = useMe();
  const { purpose, reference } = usePurpose();
  const [broken, setBroken] = useState(false);
  const [shape, setShape] = useState(16 / 9);
  const none: TextKey | null = !sighting.picture ? "traffic.noPicture" : !can(me.data, "media.playback") ? "health.mayNot" : broken ? "repair.noPicture" : null;
  if (none) return <div className={css.view}><div className={css.viewNone}>{t(none)}</div></div>;
  const [left = 0, top = 0, right = 0, bottom = 0] = sighting.box ?? [];
  const share = (value: number) => `${(value * 100).toFixed(2)}%`;
  return (
    <div className={css.view} style={{ aspectRatio: shape }} data-view="picture">
      <img src={incidentPictureUrl(sighting.camera_id, incident.id, { width: "1280", purpose, reference })} alt={t("traffic.pictureOf", { kind: t(incidentKey(incident.kind)), camera: sighting.camera_code })} onError={() => setBroken(true)} onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => naturalHeight > 0 && setShape(naturalWidth / naturalHeight)} />
      {sighting.box && <i className={css.found} style={{ left: share(left), top: share(top), width: share(right - left), height: share(bottom - top) }} />}
      <div className={css.viewFoot}>
        <b className="num">{sighting.camera_code}</b>
        <span className="cut grow">{sighting.camera_name}</span>
        <span className="num">{sighting.picture && format.dateTime(Date.parse(sighting.picture))}</span>
      </div>
    </div>
  );
}

/** What each camera told, and how often it was wrong about this kind before. */
function Evidence({ incident }: { incident: Incident }) {
  const { t, format } = useTexts();
  const rates = useIncidentRates(incident.sightings.map((one) => one.camera_id));
  const percent = (share: number) => t("traffic.percent", { value: format.number(Math.round(share * 100)) });
  return (
    <ul className={css.told}>
      {incident.sightings.map((one) => {
        const rate = rates.data?.items.find((item) => item.camera_id === one.camera_id && item.kind === incident.kind);
        return (
          <li key={one.camera_id}>
            <div className={css.blockHead}>
              <b>
                <span className="num">{one.camera_code}</span> {one.camera_name}
              </b>
              <span className="dim num">{t("traffic.sure", { share: percent(one.strength) })}</span>
              <span className="grow" />
              <span className="small dim">
                <DateTime at={one.first} /> – <span className="num">{format.time(Date.parse(one.last))}</span>
              </span>
            </div>
            <dl className={css.signs}>
              {Object.entries(one.evidence).map(([name, value]) => (
                <div key={name}>
                  <dt>{t(`traffic.evidence.${name as keyof typeof one.evidence}` as TextKey)}</dt>
                  <dd className="num">{evidenceValue(name, value, format)}</dd>
                </div>
              ))}
            </dl>
            <p className="small dim">{rate && rate.confirmed + rate.dismissed > 0 ? t("traffic.rate", { confirmed: rate.confirmed, dismissed: rate.dismissed, perDay: rate.false_per_day === null ? "–" : format.number(rate.false_per_day, 1), needed: percent(rate.needed) }) : rates.isSuccess && t("traffic.noRate")}</p>
          </li>
        );
      })}
    </ul>
  );
}

export function IncidentBadge({ incident }: { incident: Incident }) {
  const { t } = useTexts();
  const { tone, shape, word } = incidentLook(incident);
  return (
    <Badge tone={tone} shape={shape}>
      {t(word)}
    </Badge>
  );
}
