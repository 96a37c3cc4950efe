/** One pack: its text beside its policies beside its test cases, what it would change, and its way into force. */
import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useSearchParams } from "wouter";

import { useRegulation, type RegulationFull } from "../../api/regulations";
import { Page } from "../../app/Page";
import { ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { Changes } from "./Changes";
import { DraftBadge, RegulationBadge, Sources } from "./looks";
import { Reader } from "./Reader";
import css from "./Rules.module.css";
import { Steps } from "./Steps";

const PARTS = ["text", "lists", "changes"] as const;

export function RegulationScreen({ id }: { id: string }) {
  const { t, language } = useTexts();
  const [search, setSearch] = useSearchParams();
  const part = PARTS.find((one) => one === search.get("part")) ?? "text";
  const found = useRegulation(id);
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const one = found.data;
  const failed = one?.cases.filter((test) => test.why).length ?? 0;
  return (
    <Page
      title={one?.title[language] ?? t("regulation.title")}
      desk
      heading={
        <>
          <Button component={Link} href="/regulation" variant="subtle" leftSection={<IconArrowLeft size={16} />} aria-label={t("regulation.back")} style={{ flex: "none" }}>
            <span className="no-phone">{t("regulation.title")}</span>
          </Button>
          <h1 className="cut">{one ? t("regulation.head", { version: one.version }) : t("regulation.title")}</h1>
        </>
      }
      actions={one && <RegulationBadge state={one.state} />}
    >
      <div className={css.body}>
        {!one ? (
          <Skeleton height={560} />
        ) : (
          <div className={css.columns}>
            <div className={css.main}>
              <section className={`card ${css.card}`}>
                <div className={css.acts}>
                  <DraftBadge status={one.status} />
                  <span className="small dim">{t("regulation.counts", { articles: one.articles.length, policies: one.policies.length, cases: one.cases.length, failed })}</span>
                </div>
                <p style={{ fontSize: "var(--tc-fs-20)", lineHeight: 1.35 }}>{one.title[language]}</p>
                <div className={`note ${one.status === "draft" ? "warn" : ""}`}>{one.note[language]}</div>
              </section>
              <SegmentedControl style={{ justifySelf: "start" }} aria-label={t("regulation.parts")} value={part} onChange={(next) => setSearch({ part: next }, { replace: true })} data={PARTS.map((value) => ({ value, label: t(`regulation.part.${value}`) }))} />
              {part === "text" && <Reader regulation={one} />}
              {part === "lists" && <Lists regulation={one} />}
              {part === "changes" && <Changes regulation={one} />}
            </div>
            <Steps regulation={one} />
          </div>
        )}
      </div>
    </Page>
  );
}

function Lists({ regulation }: { regulation: RegulationFull }) {
  const { t, language } = useTexts();
  return (
    <>
      <List title={t("regulation.purposes")} rows={regulation.purposes.map((row) => [row.name[language], t(`regulation.reference.${row.reference}`), row.article])} />
      <List title={t("regulation.retention")} rows={regulation.retention.map((row) => [<>{row.name[language]}<Sources article={row} /></>, (row.thin_after_days ? t("regulation.daysThin", { least: row.min_days, most: row.max_days, thin: row.thin_after_days }) : t("regulation.days", { least: row.min_days, most: row.max_days })) + (row.cold_after_days ? t("regulation.daysCold", { cold: row.cold_after_days }) : ""), row.article])} />
      <ApprovalRules regulation={regulation} />
      <List title={t("regulation.sharing")} rows={regulation.sharing.map((row) => [row.name[language], t("regulation.atMostDays", { days: row.max_days }), row.article])} />
      <List title={t("regulation.footage")} rows={regulation.footage.length ? regulation.footage.map((row) => [t(`regulation.footage.${row.rights}`), "", row.article]) : [[t("regulation.footage.owner_now"), t("regulation.footage.unsaid"), null]]} />
      <List title={t("regulation.duties")} rows={regulation.duties.map((row) => [<>{row.name[language]}<Sources article={row} /></>, t("regulation.within", { hours: row.hours, begins: row.begins[language] }), row.article])} />
    </>
  );
}

function ApprovalRules({ regulation }: { regulation: RegulationFull }) {
  const { t } = useTexts();
  const rows = regulation.approval_rules.map((row): [string, string, string] => [
    t(`act.${row.action as "media.export"}`),
    t("regulation.approvedBy", { roles: row.roles.map((role) => t(`role.${role as "leader"}`)).join(", "), hours: row.hours }),
    row.article,
  ]);
  return <List title={t("regulation.approvalRules")} rows={rows} />;
}

function List({ title, rows }: { title: string; rows: [React.ReactNode, string, string | null][] }) {
  const { t } = useTexts();
  return (
    <section className={`card ${css.card}`}>
      <h2>{title}</h2>
      {!rows.length && <p className="small dim">{t("regulation.noRows")}</p>}
      <table className={css.rows}>
        <tbody>
          {rows.map(([name, value, article], index) => (
            <tr key={index}>
              <td>{name}</td>
              <td>{value}</td>
              <td className="nowrap">
                {article && <Link href={`?part=text#article-${article}`}>{t("regulation.article", { number: article })}</Link>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
