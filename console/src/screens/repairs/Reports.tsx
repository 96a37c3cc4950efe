/** Up-time by the month: made in the background, looked at here, taken along as a signed PDF or a spreadsheet. */
import { Button, Progress, Select, Skeleton } from "@mantine/core";
import { IconDownload, IconFileCertificate } from "@tabler/icons-react";
import { useState } from "react";

import { useMe } from "../../api/queries";
import { useMakeReport, useSaveReport, useUpTimeReport, useUpTimeReports, type ReportSuffix, type UpTime, type UpTimeReport } from "../../api/repairs";
import { useAddressParts } from "../../app/addressParts";
import { useNow } from "../../app/now";
import { DateTime } from "../../components/DateTime";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { SITE } from "../../i18n/zone";
import { RepairFrame } from "./RepairFrame";
import css from "./Repairs.module.css";

const MONTHS = 24;
const FILES: readonly ReportSuffix[] = ["pdf", "pdf.sig", "xlsx", "xlsx.sig"];

function lastMonths(nowMs: number): string[] {
  const [year = 2026, month = 1] = SITE.day(nowMs).split("-").map(Number);
  return Array.from({ length: MONTHS }, (_, back) => {
    const months = year * 12 + month - 1 - back;
    return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
  });
}

const written = (month: string) => month.split("-").reverse().join("/");

export function Reports() {
  const { t } = useTexts();
  const me = useMe();
  const now = useNow(60_000);
  const reports = useUpTimeReports();
  const make = useMakeReport();
  const [search, put] = useAddressParts();
  const [organisation, setOrganisation] = useState<string | null>(me.data?.user.organisation_id ?? null);
  const months = lastMonths(now);
  const [month, setMonth] = useState(months[1] ?? "");
  const chosen = search.get("report") ?? reports.data?.items[0]?.id;
  if (reports.isError) return <RepairFrame title="uptime.title"><ErrorState error={reports.error} onRetry={() => void reports.refetch()} /></RepairFrame>;
  return (
    <RepairFrame title="uptime.title">
      <div className={css.body}>
        <div className={css.report}>
          <form
            className={`card ${css.card}`}
            onSubmit={(event) => {
              event.preventDefault();
              if (organisation) make.mutate({ organisation_id: organisation, month }, { onSuccess: (made) => put("report", made.id) });
            }}
          >
            <h2>{t("uptime.make")}</h2>
            <p className="small dim">{t("uptime.makeWhat")}</p>
            <div className={css.two}>
              <OrganisationSelect label={t("uptime.organisation")} value={organisation} onChange={setOrganisation} />
              <Select label={t("uptime.month")} value={month} onChange={(value) => value && setMonth(value)} data={months.map((value) => ({ value, label: written(value) }))} allowDeselect={false} />
            </div>
            {make.isError && <ErrorNote error={make.error} />}
            <div>
              <Button type="submit" variant="filled" leftSection={<IconFileCertificate size={16} />} loading={make.isPending} disabled={!organisation}>
                {t("uptime.make")}
              </Button>
            </div>
          </form>
          {!reports.data && <Skeleton height={120} />}
          {reports.data?.items.length === 0 && <EmptyState title={t("uptime.none")}>{t("uptime.noneWhat")}</EmptyState>}
          {chosen && (
            <>
              <Select label={t("uptime.report")} value={chosen} onChange={(value) => put("report", value)} data={(reports.data?.items ?? []).map((one) => ({ value: one.id, label: t(one.by_itself ? "uptime.ofItself" : "uptime.of", { month: written(one.month), organisation: one.organisation }) }))} allowDeselect={false} />
              <Report key={chosen} id={chosen} />
            </>
          )}
        </div>
      </div>
    </RepairFrame>
  );
}

function Report({ id }: { id: string }) {
  const { t, format } = useTexts();
  const report = useUpTimeReport(id);
  if (report.isError) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  if (!report.data) return <Skeleton height={240} />;
  const one = report.data;
  if (one.state === "failed") return <div className="note bad" role="alert">{t("uptime.failed")}</div>;
  if (one.state === "making" || !one.summary)
    return (
      <div role="status">
        <Progress value={one.cameras_all ? (one.cameras_done / one.cameras_all) * 100 : 100} aria-label={t("uptime.making", { done: one.cameras_done, all: one.cameras_all })} />
        <p className="small dim num">{t("uptime.making", { done: one.cameras_done, all: one.cameras_all })}</p>
      </div>
    );
  const { all } = one.summary;
  const hours = (seconds: number) => format.number(seconds / 3600, 1);
  return (
    <>
      <div className={css.figures}>
        <Figure head={t("uptime.share")} value={percent(all.share, format.number)} />
        <Figure head={t("uptime.cameras")} value={format.number(all.cameras)} />
        <Figure head={t("uptime.up")} value={hours(all.up_s)} />
        <Figure head={t("uptime.down")} value={hours(all.down_s)} />
        <Figure head={t("uptime.planned")} value={hours(all.planned_s)} />
        <Figure head={t("uptime.unknown")} value={hours(all.unknown_s)} />
      </div>
      <p className="small dim">{t("uptime.denominator", { observed: hours(all.observed_s) })}</p>
      <Files report={one} />
      <Times head={t("uptime.owners")} rows={one.summary.owners} />
      <Times head={t("uptime.contractors")} rows={one.summary.contractors} />
      <Times head={t("uptime.wards")} rows={one.summary.wards} />
      <Times head={t("uptime.worst")} rows={one.summary.worst} />
    </>
  );
}

function percent(share: number | null, number: (value: number, digits?: number) => string): string {
  return share === null ? "–" : `${number(share * 100, 2)} %`;
}

function Figure({ head, value }: { head: string; value: string }) {
  return (
    <div className={`card ${css.figure}`}>
      <span className="small dim">{head}</span>
      <b className="num">{value}</b>
    </div>
  );
}

function Files({ report }: { report: UpTimeReport }) {
  const { t } = useTexts();
  const save = useSaveReport(report);
  return (
    <section className={`card ${css.card}`} aria-label={t("uptime.files")}>
      <h2>{t("uptime.files")}</h2>
      <div className={css.more}>
        {FILES.map((suffix) => (
          <Button key={suffix} leftSection={<IconDownload size={16} />} loading={save.isPending && save.variables === suffix} onClick={() => save.mutate(suffix)}>
            {t(`uptime.${suffix}`)}
          </Button>
        ))}
      </div>
      {save.isError && <ErrorNote error={save.error} />}
      <p className="small dim">
        {t("uptime.signed", { serial: report.serial })} <DateTime at={report.ended_at} />
      </p>
    </section>
  );
}

function Times({ head, rows }: { head: string; rows: readonly UpTime[] }) {
  const { t, format } = useTexts();
  if (!rows.length) return null;
  const hours = (seconds: number) => format.number(seconds / 3600, 1);
  return (
    <section className={`card ${css.card}`} aria-label={head}>
      <h2>{head}</h2>
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th>{t("uptime.name")}</th>
              <th>{t("uptime.cameras")}</th>
              <th>{t("uptime.share")}</th>
              <th>{t("uptime.up")}</th>
              <th>{t("uptime.down")}</th>
              <th>{t("uptime.planned")}</th>
              <th>{t("uptime.unknown")}</th>
            </tr>
          </thead>
          <tbody className="num">
            {rows.map((one, index) => (
              <tr key={index}>
                <td>{one.code ? `${one.code} ${one.name}` : one.name || t("uptime.unsaid")}</td>
                <td>{format.number(one.cameras)}</td>
                <td>
                  <b>{percent(one.share, format.number)}</b>
                </td>
                <td>{hours(one.up_s)}</td>
                <td>{hours(one.down_s)}</td>
                <td>{hours(one.planned_s)}</td>
                <td>{hours(one.unknown_s)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
