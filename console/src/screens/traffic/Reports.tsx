/** A day or a week of the network: how much drove, how fast, where and how long it jammed. */
import { ActionIcon, Button, SegmentedControl, Skeleton } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import { saveReport, useReport, type NetworkReport, type ReportPeriod } from "../../api/traffic";
import { useAddressParts } from "../../app/addressParts";
import { useNow } from "../../app/now";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { DayField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { SITE } from "../../i18n/zone";
import { LevelMark } from "./LevelMark";
import { useSaid } from "./said";
import { Series } from "./Series";
import css from "./Traffic.module.css";
import { TrafficFrame } from "./TrafficFrame";

const DAYS: Record<ReportPeriod, number> = { day: 1, week: 7 };
const FILES = ["xlsx", "csv"] as const;

export function Reports() {
  const { t, format } = useTexts();
  const [search, put] = useAddressParts();
  const now = useNow(60_000);
  const today = SITE.day(now);
  const period: ReportPeriod = search.get("period") === "week" ? "week" : "day";
  const asked = search.get("day") ?? "";
  const day = /^\d{4}-\d{2}-\d{2}$/.test(asked) && asked <= today ? asked : today;
  const report = useReport(period, day);
  const [saving, setSaving] = useState<string | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const move = (by: number) => put("day", SITE.day(SITE.dayStart(day, by) + 12 * 3_600_000));
  const next = SITE.day(SITE.dayStart(day, DAYS[period]) + 12 * 3_600_000);
  const take = (suffix: (typeof FILES)[number]) => {
    setSaving(suffix);
    setFailed(null);
    saveReport(period, day, suffix)
      .catch(setFailed)
      .finally(() => setSaving(null));
  };
  const found = report.data;
  const lasts = found && Date.parse(found.end) > now;
  return (
    <TrafficFrame title={t("traffic.reports")}>
      <div className={css.body}>
        <div className={css.choose}>
          <SegmentedControl size="xs" aria-label={t("traffic.period")} value={period} onChange={(value) => put("period", value === "day" ? null : value)} data={(["day", "week"] as const).map((value) => ({ value, label: t(`traffic.period.${value}`) }))} />
          <ActionIcon variant="default" aria-label={t("traffic.before")} onClick={() => move(-DAYS[period])}>
            <IconChevronLeft size={16} />
          </ActionIcon>
          <DayField style={{ flex: "0 1 150px" }} aria-label={t("traffic.day")} value={day} max={today} onChange={(value) => value && put("day", value)} />
          <ActionIcon variant="default" aria-label={t("traffic.after")} disabled={next > today} onClick={() => move(DAYS[period])}>
            <IconChevronRight size={16} />
          </ActionIcon>
          {found && (
            <b className="num">
              {format.date(Date.parse(found.starts))}
              {period === "week" && ` – ${format.date(Date.parse(found.end) - 1)}`}
            </b>
          )}
          {lasts && <span className="small dim">{t("traffic.lasts")}</span>}
          <span className="grow" />
          {found && found.measured > 0 && FILES.map((suffix) => <Button key={suffix} size="xs" leftSection={<IconDownload size={14} />} loading={saving === suffix} onClick={() => take(suffix)}>{t(`traffic.file.${suffix}`)}</Button>)}
        </div>
        {failed !== null && <ErrorNote error={failed} />}
        {report.isError ? <ErrorState error={report.error} onRetry={() => void report.refetch()} /> : !found ? <Skeleton height={420} m={16} /> : found.measured === 0 ? <EmptyState title={t("traffic.nothingMeasured")}>{t("traffic.nothingMeasuredWhat")}</EmptyState> : <Report report={found} nowMs={now} />}
      </div>
    </TrafficFrame>
  );
}

function Report({ report, nowMs }: { report: NetworkReport; nowMs: number }) {
  const { t, format } = useTexts();
  const said = useSaid();
  const [, go] = useLocation();
  const marksMs = [...report.hours.map((hour) => Date.parse(hour)), Date.parse(report.end)];
  return (
    <div className={css.report}>
      <div className={css.figures} role="status" aria-label={t("traffic.reports")}>
        <Figure head={t("traffic.driven")} value={report.vehicles_km === null ? t("traffic.unknown") : t("traffic.vehicleKm", { value: format.number(Math.round(report.vehicles_km)) })} />
        <Figure head={t("traffic.meanSpeed")} value={said.kmh(report.mean_speed_mps)} />
        <Figure head={t("traffic.jammed")} value={t("traffic.kmHours", { value: format.number(report.jammed_km_h, 1) })} />
        <Figure head={t("traffic.measured")} value={format.number(report.measured)} />
      </div>
      <section className={`card ${css.block}`} aria-label={t("traffic.byHour")}>
        <h2>{t("traffic.byHour")}</h2>
        <Series label={t("traffic.drivenByHour")} marksMs={marksMs} rows={[{ id: "volume", name: t("traffic.drivenByHour"), values: report.volume_by_hour }]} write={(value) => t("traffic.vehicleKmH", { value: format.number(Math.round(value)) })} untilMs={nowMs} />
        <Series label={t("traffic.speedByHour")} marksMs={marksMs} rows={[{ id: "speed", name: t("traffic.speedByHour"), values: report.speed_by_hour }]} write={said.kmh} untilMs={nowMs} />
      </section>
      <section className={`card ${css.block}`} aria-label={t("traffic.streets")}>
        <div className={css.blockHead}>
          <h2>{t("traffic.streets")}</h2>
          <span className="small dim">{t("traffic.streetsOrder")}</span>
        </div>
        <div className={css.scroll}>
          <table className={css.table}>
            <thead>
              <tr>
                <th>{t("traffic.street")}</th>
                <th>{t("traffic.worstLevel")}</th>
                <th>{t("traffic.jammedFor")}</th>
                <th>{t("traffic.perDay")}</th>
                <th>{t("traffic.peak")}</th>
                <th>{t("traffic.speed")}</th>
                <th>{t("traffic.travelTime")}</th>
                <th>{t("traffic.worstTime")}</th>
                <th>{t("traffic.queueMost")}</th>
                <th>{t("traffic.againstBefore")}</th>
                <th>{t("traffic.seen")}</th>
              </tr>
            </thead>
            <tbody className="num">
              {report.segments.map((one) => (
                <tr key={one.id} data-open data-street={one.id} onClick={() => go(`/traffic?street=${encodeURIComponent(one.id)}&day=${SITE.day(Date.parse(report.starts))}`)}>
                  <td>{one.name}</td>
                  <td>
                    <LevelMark level={one.level} />
                  </td>
                  <td>{one.seen > 0 ? said.span(one.jammed_s) : t("traffic.unknown")}</td>
                  <td>{said.count(one.per_day)}</td>
                  <td>{one.peak_start === null ? t("traffic.unknown") : t("traffic.peakAt", { time: format.minute(Date.parse(one.peak_start)), value: said.perH(one.peak_per_h) })}</td>
                  <td>{said.kmh(one.speed_mps)}</td>
                  <td>{said.span(one.travel_time_s)}</td>
                  <td>{said.span(one.worst_time_s)}</td>
                  <td>{said.metres(one.queue_max_m)}</td>
                  <td>{said.against(one.against_before)}</td>
                  <td>{said.share(one.seen)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  );
}

function Figure({ head, value }: { head: string; value: string }) {
  return (
    <div className={`card ${css.figure}`}>
      <span className="small dim">{head}</span>
      <b className="num">{value}</b>
    </div>
  );
}
