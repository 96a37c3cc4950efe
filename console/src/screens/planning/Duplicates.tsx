/** The queue of pairs that may be one camera: look at one, decide, go on. */
import { ActionIcon, Button, SegmentedControl, Skeleton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight, IconRefresh } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useSearchParams } from "wouter";

import { ApiError } from "../../api/client";
import { useDecidePair, useDoublesSearch, usePair, usePairs, useReopenPair, useSplitMerge, type PairDetail, type PairState } from "../../api/planning";
import { can, useMe } from "../../api/queries";
import { Page } from "../../app/Page";
import { HeadButton } from "../../components/HeadButton";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { CameraTabs } from "../CameraTabs";
import { codeOf, DuplicatePair } from "./DuplicatePair";
import { comparedRows, likelihood, standing, takenOver, type Picks, type SideName } from "./pairs";
import css from "./Planning.module.css";

const STATES = ["open", "merged", "different"] as const;
const other = (side: SideName): SideName => (side === "a" ? "b" : "a");

interface Decided {
  text: string;
  mergeId: string | null;
}

export function Duplicates() {
  const { t, format } = useTexts();
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const state: PairState = STATES.find((one) => one === search.get("state")) ?? "open";
  const pairs = usePairs(state);
  const items = pairs.data?.pages.flatMap((page) => page.items);
  const wanted = search.get("pair");
  const at = Math.max(0, items?.findIndex((one) => one.id === wanted) ?? 0);
  const current = items?.[at];
  const detail = usePair(current?.id);
  const shown = detail.data && detail.data.pair.id === current?.id ? detail.data : undefined;
  const doubles = useDoublesSearch();
  const decide = useDecidePair();
  const split = useSplitMerge();
  const reopen = useReopenPair();
  const [decided, setDecided] = useState<Decided | null>(null);
  const [picked, setPicked] = useState<{ id: string; picks: Picks; keep: SideName } | null>(null);
  const picks = picked && picked.id === shown?.pair.id ? picked.picks : {};
  const keep = picked && picked.id === shown?.pair.id ? picked.keep : "a";

  const go = (values: Record<string, string>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  const step = (by: number) => {
    const next = items?.[at + by];
    if (next) go({ pair: next.id });
    if (items && at + by >= items.length - 2 && pairs.hasNextPage && !pairs.isFetchingNextPage) void pairs.fetchNextPage();
  };
  const after = (done: Decided) => {
    setDecided(done);
    split.reset();
    const next = items?.[at + 1] ?? items?.[at - 1];
    go({ pair: next?.id ?? "" });
  };
  const merge = (side: SideName) => {
    if (shown?.pair.state !== "open" || decide.isPending) return;
    const text = t("double.merged", { keep: codeOf(shown, side), other: codeOf(shown, other(side)) });
    decide.mutate(
      { id: shown.pair.id, decision: "merge", keep_id: shown[side].camera_id, fields_from_other: takenOver(comparedRows(shown), side, picks) },
      { onSuccess: ({ merge_id }) => after({ text, mergeId: merge_id }) },
    );
  };
  const differ = () => {
    if (shown?.pair.state !== "open" || decide.isPending) return;
    const text = t("double.wasDifferent", { a: codeOf(shown, "a"), b: codeOf(shown, "b") });
    decide.mutate({ id: shown.pair.id, decision: "different", keep_id: "", fields_from_other: [] }, { onSuccess: () => after({ text, mergeId: null }) });
  };
  const withdraw = () => {
    if (shown?.pair.state !== "different" || reopen.isPending) return;
    const text = t("double.reopened", { a: codeOf(shown, "a"), b: codeOf(shown, "b") });
    reopen.mutate(shown.pair.id, { onSuccess: () => after({ text, mergeId: null }) });
  };
  useHotkeys([
    ["J", () => step(1)],
    ["K", () => step(-1)],
    ["1", () => merge("a")],
    ["2", () => merge("b")],
    ["D", differ],
  ]);

  if (me.data && !can(me.data, "camera.merge")) return <ErrorState error={new ApiError(403, "denied", "")} />;
  const searching = doubles.progress.data?.step;
  return (
    <Page
      title={t("double.title")}
      desk
      aside={<CameraTabs />}
      actions={
        <HeadButton icon={<IconRefresh size={16} />} text={t("double.search")} loading={doubles.running} onClick={() => doubles.start.mutate()} />
      }
    >
      <div className={css.split} data-open={wanted ? true : undefined}>
        <nav className={css.list} aria-label={t("double.list")}>
          <div className={css.listHead}>
            <SegmentedControl size="xs" fullWidth value={state} onChange={(value) => go({ state: value === "open" ? "" : value, pair: "" })} aria-label={t("double.title")} data={STATES.map((value) => ({ value, label: t(`double.state.${value}`) }))} />
            <p className="small dim" role="status">
              {searching && t(`double.step.${searching}`)}
            </p>
            {doubles.start.isError && <ErrorNote error={doubles.start.error} />}
          </div>
          {pairs.isPending && Array.from({ length: 8 }, (_, index) => <div key={index} className={css.entry}><Skeleton height={16} width="60%" /><Skeleton height={14} width="90%" /></div>)}
          {items?.map((pair) => (
            <button key={pair.id} type="button" className={css.entry} aria-current={pair.id === current?.id} onClick={() => go({ pair: pair.id })} data-pair-row>
              <b className="num cut">{t("double.codes", { a: pair.a_code, b: pair.b_code })}</b>
              <span className={`${css.entryTop} small`}>
                <span className="dim cut">{leading(pair.reasons).map((evidence) => t(`double.evidence.${evidence}`)).join(", ")}</span>
                <span className="num c-warn nowrap">{t("double.likely", { share: format.number(Math.floor(likelihood(pair.score) * 1000) / 10, 1) })}</span>
              </span>
            </button>
          ))}
          {pairs.hasNextPage && (
            <Button m="md" size="xs" loading={pairs.isFetchingNextPage} onClick={() => void pairs.fetchNextPage()}>
              {t("app.more")}
            </Button>
          )}
        </nav>
        <div className={css.pane}>
          {decided && (
            <div className={`note ok ${css.notice}`} role="status">
              <span className="grow">{split.isSuccess ? t("double.split") : decided.text}</span>
              {decided.mergeId && !split.isSuccess && (
                <Button size="xs" loading={split.isPending} onClick={() => decided.mergeId && split.mutate(decided.mergeId)}>
                  {t("double.undo")}
                </Button>
              )}
            </div>
          )}
          {split.isError && <div className={css.notice}><ErrorNote error={split.error} /></div>}
          {pairs.isError ? (
            <ErrorState error={pairs.error} onRetry={() => void pairs.refetch()} />
          ) : items?.length === 0 ? (
            <EmptyState title={t(state === "open" ? "double.none" : "double.noneState")}>{state === "open" && t("double.noneWhat")}</EmptyState>
          ) : detail.isError ? (
            <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
          ) : (
            <>
              <div className={css.main}>
                <div className="row">
                  <ActionIcon className={css.only} aria-label={t("double.back")} onClick={() => go({ pair: "" })}>
                    <IconChevronLeft size={18} />
                  </ActionIcon>
                  <span className="grow no-phone small dim">{t("double.pair", { number: at + 1 })}</span>
                  <span className="grow only-phone" />
                  <ActionIcon aria-label={t("double.previous")} disabled={at === 0} onClick={() => step(-1)}>
                    <IconChevronLeft size={18} />
                  </ActionIcon>
                  <span className="num">{items ? t("double.position", { at: at + 1, of: pairs.hasNextPage ? `${items.length}+` : items.length }) : "–"}</span>
                  <ActionIcon aria-label={t("double.next")} disabled={!items || at + 1 >= items.length} onClick={() => step(1)}>
                    <IconChevronRight size={18} />
                  </ActionIcon>
                </div>
                {shown ? <DuplicatePair detail={shown} picks={picks} keep={keep} onPick={(field, side) => setPicked({ id: shown.pair.id, keep, picks: { ...picks, [field]: side } })} /> : <PairSkeleton />}
              </div>
              {shown && <Foot detail={shown} picks={picks} keep={keep} onKeep={(side) => setPicked({ id: shown.pair.id, keep: side, picks })} busy={decide.isPending || reopen.isPending} error={decide.error ?? reopen.error} onMerge={merge} onDiffer={differ} onReopen={withdraw} />}
            </>
          )}
        </div>
      </div>
    </Page>
  );
}

function leading(reasons: PairDetail["pair"]["reasons"]) {
  return [...reasons].filter((reason) => reason.weight > 0).sort((one, two) => two.weight - one.weight).slice(0, 3).map((reason) => reason.evidence);
}

interface FootProps {
  detail: PairDetail;
  picks: Picks;
  keep: SideName;
  onKeep: (side: SideName) => void;
  busy: boolean;
  error: unknown;
  onMerge: (side: SideName) => void;
  onDiffer: () => void;
  onReopen: () => void;
}

/** The acts, and in words what the one at hand would do. */
function Foot({ detail, picks, keep, onKeep, busy, error, onMerge, onDiffer, onReopen }: FootProps) {
  const { t, rich } = useTexts();
  const rows = useMemo(() => comparedRows(detail), [detail]);
  const { state, kept_id: keptId } = detail.pair;
  if (state !== "open") {
    const kept = keptId === detail.a.camera_id ? "a" : "b";
    return (
      <div className={css.foot}>
        {Boolean(error) && <ErrorNote error={error} />}
        <p>{t(state === "merged" ? "double.decidedMerged" : "double.decidedDifferent", { code: codeOf(detail, kept) })}</p>
        {state === "different" && (
          <div className={css.acts}>
            <Button disabled={busy} onClick={onReopen}>
              {t("double.reopen")}
            </Button>
          </div>
        )}
      </div>
    );
  }
  const taken = rows.filter((row) => row.differs && standing(row, keep, picks) !== keep).length;
  return (
    <div className={css.foot}>
      {Boolean(error) && <ErrorNote error={error} />}
      <div className={css.acts}>
        {(["a", "b"] as const).map((side) => (
          <Button key={side} variant={keep === side ? "filled" : "default"} disabled={busy} onMouseEnter={() => onKeep(side)} onFocus={() => onKeep(side)} onClick={() => onMerge(side)}>
            {t(side === "a" ? "double.keepLeft" : "double.keepRight", { code: codeOf(detail, side) })}
            <kbd>{side === "a" ? "1" : "2"}</kbd>
          </Button>
        ))}
        <Button disabled={busy} onClick={onDiffer}>
          {t("double.different")}
          <kbd>D</kbd>
        </Button>
      </div>
      <p className="small dim">
        {rich("double.mergeWhat", { keep: codeOf(detail, keep), other: codeOf(detail, other(keep)), count: taken })} {t("double.differentWhat")}
      </p>
      <p className="small faint no-phone">{rich("double.keys")}</p>
    </div>
  );
}

function PairSkeleton() {
  return (
    <div className={css.review} aria-hidden>
      <Skeleton height={22} width="50%" />
      <div className={css.twoPictures}>
        <Skeleton height={200} />
        <Skeleton height={200} />
      </div>
      <Skeleton height={200} />
      <Skeleton height={320} />
    </div>
  );
}
