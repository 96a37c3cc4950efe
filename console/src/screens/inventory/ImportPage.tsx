/** One file that was handed in: what is wrong in it, what it would change, and applying it. */
import { ActionIcon, Button, Popover, Progress } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCheck, IconChevronLeft, IconDownload, IconFileSpreadsheet, IconTrash } from "@tabler/icons-react";
import { useCallback, useMemo, useState, type ReactNode } from "react";
import { Link } from "wouter";

import { saveErrors, useApply, useChangeRow, useColumns, useImport, useMend, useMissing, useRows, useSuspects, useWithdraw, type Fault, type Import, type Missing } from "../../api/inventory";
import { can, useMe, useOrganisations } from "../../api/queries";
import { useAddressParts } from "../../app/addressParts";
import { Page } from "../../app/Page";
import { PageSkeleton } from "../../app/Splash";
import { EntityTable } from "../../components/EntityTable";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { ApplyDialog } from "./ApplyDialog";
import css from "./Import.module.css";
import { ImportMessage } from "./ImportMessage";
import { Matching, matchingFaults } from "./Matching";
import { countOf, firstShow, isOpen, shownColumns, SHOWS, suspectKey, type Show } from "./rowLook";
import { RowsTable } from "./RowsTable";
import { Sign, TONES } from "./Signs";
import { SuspectList, SuspectPanel } from "./Suspects";

export function ImportPage({ id }: { id: string }) {
  const found = useImport(id);
  if (found.isError && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <PageSkeleton />;
  return <Shown found={found.data} />;
}

function Shown({ found }: { found: Import }) {
  const { t, format } = useTexts();
  const me = useMe();
  const organisations = useOrganisations();
  const [matching, setMatching] = useState(false);
  const [review, setReview] = useState(false);
  const columns = useColumns();
  const apply = useApply(found.id);
  const wrongColumns = columns.data ? matchingFaults(found, columns.data) : 0;
  const step = found.state === "applied" || review ? 4 : found.state === "checked" || found.state === "checking" ? 3 : 1;
  const owner = organisations.data?.find((one) => one.id === found.organisation_id)?.name;

  return (
    <Page
      title={t("imports.title")}
      desk
      heading={
        <>
          <ActionIcon component={Link} href="/imports" aria-label={t("imports.back")}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <h1 className="cut no-phone">{t("imports.title")}</h1>
          <span className={css.file}>
            <IconFileSpreadsheet size={16} style={{ flex: "none" }} />
            <span className="cut">{found.file_name}</span>
            <span className="num dim nowrap">{t("imports.rows", { count: found.row_count })}</span>
          </span>
          {owner && <span className="dim cut no-phone">{owner}</span>}
        </>
      }
      actions={
        <ol className={css.steps} aria-label={t("imports.steps")}>
          <Step number={1} at={step} text={t("imports.step.upload")} />
          <Step number={2} at={step} warn={wrongColumns > 0} text={<button type="button" className={css.stepButton} onClick={() => setMatching(true)}>{t("imports.step.match")}</button>} />
          <Step number={3} at={step} text={t("imports.step.check")} />
          <Step number={4} at={step} text={t("imports.step.apply")} done={found.state === "applied"} />
        </ol>
      }
    >
      {found.state === "checking" ? (
        <ImportMessage title={t("imports.checking")}>
          <p>{t("imports.checkingWhat", { done: format.number(found.rows_done), all: format.number(found.row_count) })}</p>
          <Progress value={(100 * found.rows_done) / Math.max(1, found.row_count)} animated striped aria-label={t("imports.checking")} />
        </ImportMessage>
      ) : found.state === "failed" || found.state === "withdrawn" ? (
        <ImportMessage title={t(`imports.state.${found.state}`)} action={<Button variant="filled" component={Link} href="/imports">{t("imports.again")}</Button>}>
          <p>{t(`imports.stateWhat.${found.state}`)}</p>
        </ImportMessage>
      ) : (
        <Checked found={found} mayApply={can(me.data, "inventory.apply")} onReview={() => setReview(true)} onMatching={() => setMatching(true)} wrongColumns={wrongColumns} />
      )}
      {matching && columns.data && <Matching found={found} columns={columns.data} onClose={() => setMatching(false)} />}
      {review && <ApplyDialog found={found} apply={apply} onClose={() => { setReview(false); apply.reset(); }} />}
    </Page>
  );
}

function Step({ number, at, text, warn, done = number < at }: { number: number; at: number; text: ReactNode; warn?: boolean; done?: boolean }) {
  return (
    <li aria-current={number === at && !done ? "step" : undefined} data-step={warn ? "warn" : done ? "done" : undefined}>
      <i>{done && !warn ? <IconCheck size={14} /> : number}</i>
      <span>{text}</span>
    </li>
  );
}

interface CheckedProps {
  found: Import;
  mayApply: boolean;
  wrongColumns: number;
  onReview: () => void;
  onMatching: () => void;
}

function Checked({ found, mayApply, wrongColumns, onReview, onMatching }: CheckedProps) {
  const { t, rich, format } = useTexts();
  const wide = useMediaQuery("(min-width: 1200px)", undefined, { getInitialValueInEffect: false });
  const [search, put] = useAddressParts();
  const asked = search.get("show");
  const [first] = useState(() => firstShow(found));
  const show: Show = SHOWS.find((one) => one === asked) ?? first;
  const phone = useMediaQuery("(max-width: 720px)", undefined, { getInitialValueInEffect: false });
  const around = search.has("around") ? search.get("around") === "yes" : !phone;

  const editable = found.state === "checked";
  const suspects = useSuspects(found.id, editable);
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState(0);
  const [later, setLater] = useState(false);
  const open = useMemo(() => suspects.data?.filter((one) => isOpen(one, decided)) ?? [], [suspects.data, decided]);
  const isRows = show !== "missing" && show !== "suspect";
  const columns = useColumns();
  const rows = useRows(found.id, show === "error" && around ? { around: true } : isRows ? { status: show } : {}, isRows);
  const missing = useMissing(found.id, show === "missing");
  const change = useChangeRow(found.id);
  const mend = useMend(found.id);
  const shown = useMemo(() => rows.data?.pages.flatMap((page) => page.items), [rows.data]);
  const shownCols = useMemo(() => shownColumns(columns.data ?? [], found.columns, shown ?? []), [columns.data, found.columns, shown]);
  const { fetchNextPage } = rows;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);

  const errors = countOf(found, "error");
  const added = countOf(found, "new");
  const changed = countOf(found, "changed");
  const counts: Record<Show, number | undefined> = { error: errors, new: added, changed, same: countOf(found, "same"), missing: found.missing, suspect: editable ? suspects.data && open.length : 0 };
  const mendable = (Object.entries(found.mendable) as [Fault, number][]).filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  const panel = wide && editable && !later && open.length > 0;
  const current = open[Math.min(at, open.length - 1)];
  const suspectPanel = current && (
    <SuspectPanel
      key={suspectKey(current)}
      found={found}
      suspect={current}
      number={Math.min(at, open.length - 1) + 1}
      count={open.length}
      onMove={(by) => setAt((open.length + Math.min(at, open.length - 1) + by) % open.length)}
      onLater={panel ? () => setLater(true) : undefined}
      onDecided={() => setDecided(new Set([...decided, suspectKey(current)]))}
    />
  );

  return (
    <div className={css.cols} data-panel={panel || undefined}>
      <div className={css.left}>
        <Notices found={found} wrongColumns={wrongColumns} onMatching={onMatching} />
        <div className={css.counts} role="group" aria-label={t("imports.filter")}>
          {SHOWS.map((one) => (
            <button key={one} type="button" className={css.count} aria-pressed={show === one} onClick={() => put("show", one)}>
              <span className="row">
                <span className={TONES[one]}>
                  <Sign of={one} size={14} />
                </span>
                <b className="num">{counts[one] === undefined ? "…" : format.number(counts[one])}</b>
              </span>
              <span>{t(`imports.count.${one}`)}</span>
              <small>{t(`imports.countWhat.${one}`)}</small>
            </button>
          ))}
        </div>
        <div className={css.tools}>
          {show === "error" && (
            <label>
              <input type="checkbox" checked={around} onChange={(event) => put("around", event.currentTarget.checked ? "yes" : "no")} /> {t("imports.around")}
            </label>
          )}
          <span className="grow" />
          {editable &&
            show === "error" &&
            mendable.slice(0, 3).map(([fault, count]) => (
              <Button key={fault} size="xs" loading={mend.isPending && mend.variables === fault} disabled={mend.isPending} onClick={() => mend.mutate(fault)}>
                {t("imports.mendAll", { count, fault: t(`inventory.kind.${fault}`) })}
              </Button>
            ))}
          {errors > 0 && (
            <Button size="xs" leftSection={<IconDownload size={16} />} onClick={() => void saveErrors(found)}>
              {t("imports.errorFile")}
            </Button>
          )}
        </div>
        {(change.isError || mend.isError) && (
          <div className={css.notes}>
            <ErrorNote error={change.error ?? mend.error} />
          </div>
        )}
        {show === "suspect" ? (
          panel || !current ? (
            <SuspectList suspects={open} loading={suspects.isPending && editable} error={suspects.error} at={at} onOpen={(index) => { setAt(index); setLater(false); }} />
          ) : (
            suspectPanel
          )
        ) : show === "missing" ? (
          <EntityTable<Missing>
            label={t("imports.count.missing")}
            columns={[
              { key: "code", head: t("cameras.code"), num: true, width: 180, cell: (camera) => <Link href={`/cameras/${camera.id}`}>{camera.code}</Link> },
              { key: "name", head: t("cameras.name"), cell: (camera) => camera.name },
            ]}
            rows={missing.data?.pages.flatMap((page) => page.items)}
            rowKey={(camera) => camera.id}
            hasMore={missing.hasNextPage}
            loadingMore={missing.isFetchingNextPage}
            onMore={() => void missing.fetchNextPage()}
            empty={<EmptyState title={t("imports.empty.missing")}>{t("imports.emptyWhat.missing")}</EmptyState>}
          />
        ) : rows.isError ? (
          <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />
        ) : (
          <RowsTable
            key={show}
            label={t(`imports.count.${show}`)}
            columns={shownCols}
            rows={rows.isPlaceholderData ? undefined : shown}
            editable={editable}
            busyRow={change.isPending ? change.variables.number : null}
            onPatch={(number, patch) => change.mutate({ number, patch })}
            hasMore={rows.hasNextPage}
            loadingMore={rows.isFetchingNextPage}
            onMore={more}
            empty={<EmptyState title={t(`imports.empty.${show}`)}>{t(`imports.emptyWhat.${show}`)}</EmptyState>}
          />
        )}
        <div className={css.foot}>
          <p aria-live="polite">
            {found.state === "applied"
              ? rich("imports.foot.applied", { added: found.added, changed: found.changed, at: found.applied_at ? format.dateTime(Date.parse(found.applied_at)) : "" })
              : rich("imports.foot.plan", { added, changed })}
          </p>
          <span className="grow no-phone" />
          {editable && (errors > 0 || open.length > 0) && <span className="small dim nowrap">{t("imports.foot.left", { errors, pairs: open.length })}</span>}
          {editable && <Withdraw id={found.id} />}
          {found.state === "applied" ? (
            <Button component={Link} href="/cameras">
              {t("imports.toCameras")}
            </Button>
          ) : mayApply ? (
            <Button variant="filled" disabled={added + changed === 0} onClick={onReview}>
              {t(errors > 0 ? "imports.reviewLeave" : "imports.review")}
            </Button>
          ) : (
            <span className="small dim">{t("imports.noApply")}</span>
          )}
        </div>
      </div>
      {panel && suspectPanel}
    </div>
  );
}

/** Asks before it does: what was mended in the file is lost with it. */
function Withdraw({ id }: { id: string }) {
  const { t } = useTexts();
  const withdraw = useWithdraw(id);
  return (
    <Popover position="top-end" withArrow trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" leftSection={<IconTrash size={16} />}>
          {t("imports.withdraw")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown maw={320}>
        <p>{t("imports.withdrawWhat")}</p>
        {withdraw.isError && <ErrorNote error={withdraw.error} />}
        <Button fullWidth mt="sm" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          {t("imports.withdrawSure")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

function Notices({ found, wrongColumns, onMatching }: { found: Import; wrongColumns: number; onMatching: () => void }) {
  const { t } = useTexts();
  const whole = found.notices.filter((one) => !one.kind.startsWith("column"));
  if (!wrongColumns && !whole.length && !found.same_as) return null;
  return (
    <div className={css.notes}>
      {found.same_as && found.state !== "applied" && (
        <div className="note" role="status">
          <span>
            {t("imports.sameAs")} <Link href={`/imports/${found.same_as}`}>{t("imports.sameAsLink")}</Link>
          </span>
        </div>
      )}
      {wrongColumns > 0 && (
        <div className="note warn" role="status">
          <Sign of="suspect" />
          <span className="grow">{t("imports.columnsLeft", { count: wrongColumns })}</span>
          <button type="button" className={css.stepButton} onClick={onMatching}>
            {t("imports.columnsSee")}
          </button>
        </div>
      )}
      {whole.map((one) => (
        <div key={one.kind} className="note" role="status">
          <span>{t(`inventory.file.${one.kind as "encoding" | "formulas" | "merged"}`, { detail: one.detail })}</span>
        </div>
      ))}
    </div>
  );
}
