/** Nothing is older than its class allows, and nothing held is gone: or what is wrong, as a picture a class. */
import { Skeleton } from "@mantine/core";
import { Link } from "wouter";

import { useKeepingReport, type KeepingReport, type KeptClass, type KeptStream } from "../../api/holds";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { Shape } from "../../components/Shape";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Holds.module.css";

const DAY_MS = 86_400_000;

export function Report() {
  const { t, format, language } = useTexts();
  const report = useKeepingReport();
  if (report.isError) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  if (!report.data) return <Skeleton className={css.wait} height={320} />;
  const { classes, streams, streams_in_all, held, at } = report.data;
  const names = new Map(classes.map((one) => [one.key, language === "vi" ? one.name_vi : one.name_en]));
  const used = classes.filter((one) => one.streams > 0);
  const shown = used.length ? used : classes;
  const columns: Column<KeptStream>[] = [
    { key: "name", head: t("holds.camera"), cell: (one) => <><b>{one.name}</b> <span className="dim">{t(one.stream === "sub" ? "holds.sub" : "holds.main")}</span></> },
    { key: "class", head: t("holds.class"), phone: "hide", cell: (one) => <>{names.get(one.class_key) ?? "–"} {one.declared_class && one.declared_class !== one.class_key && <span className="dim">{t("holds.declared", { declared: one.declared_class })}</span>}</> },
    { key: "oldest", head: t("holds.oldest"), cell: (one) => <DateTime at={one.oldest} /> },
    { key: "age", head: t("holds.age"), num: true, cell: (one) => t("holds.ageOf", { age: format.number(one.age_days, 1), most: format.number(one.max_days) }) },
    { key: "state", head: t("holds.state"), phone: "end", cell: (one) => (one.too_old ? <Badge tone="bad" shape="bad">{t("holds.tooOld")}</Badge> : one.held ? <Badge tone="hold" shape="hold">{t("holds.held")}</Badge> : <Badge tone="ok" shape="ok">{t("holds.inTime")}</Badge>) },
  ];
  return (
    <div className={css.report}>
      <Verdict report={report.data} />
      <p className="small dim">{t("holds.checkedAt", { time: format.dateTime(Date.parse(at)), streams: streams_in_all, held: held.length })}</p>
      <section className={css.classes} aria-label={t("holds.classes")}>
        {shown.map((one) => (
          <ClassBar key={one.key} one={one} nowMs={Date.parse(at)} />
        ))}
        <p className={`small ${css.legend}`}>
          <span><i data-kind="stays" /> {t("holds.mustStay")}</span>
          <span><i data-kind="may" /> {t("holds.mayGo")}</span>
          <span><i data-kind="oldest" /> {t("holds.oldest")}</span>
        </p>
      </section>
      <EntityTable label={t("holds.streams")} columns={columns} rows={streams} rowKey={(one) => `${one.camera_id}/${one.stream}`} empty={<EmptyState title={t("holds.nothingKept")}>{t("holds.nothingKeptWhat")}</EmptyState>} />
    </div>
  );
}

function Verdict({ report }: { report: KeepingReport }) {
  const { t, format } = useTexts();
  const late = report.streams.filter((one) => one.too_old).length;
  const gone = report.held.flatMap((one) => one.missing.map((missing) => ({ ...missing, hold: one })));
  if (report.kept)
    return (
      <p className={css.verdict} data-ok>
        <Shape name="ok" /> <b>{t("holds.allKept")}</b>
      </p>
    );
  return (
    <div className={css.verdict} role="alert">
      <Shape name="bad" />
      <div>
        <b>{t("holds.notKept")}</b>
        {late > 0 && <p>{t("holds.lateCount", { count: late })}</p>}
        <ul>
          {gone.slice(0, 20).map((one) => (
            <li key={`${one.hold.hold_id}${one.camera_id}${one.start}`}>
              <Link href={`/watch/${one.camera_id}?at=${encodeURIComponent(one.start)}`}>{t("holds.gone", { number: one.hold.case, from: format.dateTime(Date.parse(one.start)), span: format.span(Date.parse(one.end) - Date.parse(one.start)) })}</Link>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** From now on the left to the class's most on the right: the least stays, the rest may go, a line for the oldest. */
function ClassBar({ one, nowMs }: { one: KeptClass; nowMs: number }) {
  const { t, format, language } = useTexts();
  const ageDays = one.oldest ? (nowMs - Date.parse(one.oldest)) / DAY_MS : null;
  const share = (days: number) => `${Math.min(100, (days / one.max_days) * 100)}%`;
  return (
    <div className={css.class} data-none={one.streams === 0 || undefined}>
      <div className={css.classHead}>
        <b>{language === "vi" ? one.name_vi : one.name_en}</b>
        <span className="small dim">{t("holds.article", { article: one.article })}</span>
        <span className="grow" />
        {one.too_old > 0 && <Badge tone="bad" shape="bad">{t("holds.lateCount", { count: one.too_old })}</Badge>}
        <span className="small dim num">{t("holds.streamCount", { count: one.streams })}</span>
      </div>
      <div className={css.bar} role="img" aria-label={t("holds.bar", { least: format.number(one.min_days), most: format.number(one.max_days), age: ageDays === null ? "–" : format.number(ageDays, 1) })}>
        <i data-kind="stays" style={{ width: share(one.min_days) }} />
        {ageDays !== null && <i data-kind="oldest" data-late={one.too_old > 0 || undefined} style={{ left: `clamp(0px, calc(${share(ageDays)} - 2px), calc(100% - 4px))` }} />}
      </div>
      <div className={`${css.scale} small dim num`}>
        <span>{t("holds.today")}</span>
        <span style={{ left: share(one.min_days) }}>{t("holds.days", { days: format.number(one.min_days) })}</span>
        <span>{t("holds.days", { days: format.number(one.max_days) })}</span>
      </div>
    </div>
  );
}
