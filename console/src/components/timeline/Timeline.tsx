/** One component from a year to a second (mock/README, "Timeline anatomy"). */
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { IconBookmarkFilled } from "@tabler/icons-react";
import { useEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";

import type { Bookmark, Bucket } from "../../api/finding";
import type { GapCause } from "../../api/types";
import { useTexts, type TextKey } from "../../i18n";
import { SITE } from "../../i18n/zone";
import { Shape } from "../Shape";
import { FaultWords, type Fault } from "./FaultWords";
import { MarkLane, type Mark } from "./MarkLane";
import { gapTone, mergedGaps, MOTION, spanAt, ticks, zoomed, type Span, type Tick, type Window } from "./scale";
import css from "./Timeline.module.css";

export interface TimelineData {
  ranges: readonly Span[];
  gaps: readonly (Span & { cause: GapCause })[];
  /** Parts of the ranges of which key frames alone are kept. */
  thinned?: readonly Span[];
  /** Parts of the ranges that were fetched later out of the camera's own storage. */
  fetched?: readonly Span[];
  /** Another owner's then. */
  leftOut?: readonly Span[];
  marks: readonly Mark[];
  /** Of a long time: days or hours with their shares; ranges and gaps are then as coarse. */
  buckets?: readonly Bucket[];
}

interface Props {
  window: Window;
  nowMs: number;
  /** Oldest instant that retention may have kept. */
  oldestMs: number;
  data: TimelineData | undefined;
  fault?: Fault;
  playheadMs: number;
  selection: Span | null;
  bookmarks?: readonly Bookmark[];
  overview?: ReactNode;
  /** The picture under the pointer. */
  preview?: (atMs: number) => ReactNode;
  onScrub: (atMs: number, done: boolean) => void;
  onWindow: (window: Window) => void;
  onSelection: (selection: Span) => void;
  onBookmark?: (bookmark: Bookmark) => void;
}

const GAP_TEXTS: Record<GapCause, TextKey> = {
  camera_away: "gap.camera_away",
  wrong_password: "gap.wrong_password",
  no_pictures: "gap.no_pictures",
  packets_lost: "gap.packets_lost",
  recorder_crashed: "gap.recorder_crashed",
  recorder_stopped: "gap.recorder_stopped",
  disk_full: "gap.disk_full",
  disk_slow: "gap.disk_slow",
  disk_error: "gap.disk_error",
  disk_away: "gap.disk_away",
  disk_lost: "gap.disk_lost",
  switched_off: "gap.switched_off",
  source_changed: "gap.source_changed",
  clock_stepped: "gap.clock_stepped",
  deleted: "gap.deleted",
  unknown: "gap.unknown",
};

export function gapText(cause: GapCause): TextKey {
  return GAP_TEXTS[cause];
}

/** A tick gives way to the playhead's flag and is not cut off at an edge. */
const FLAG_PX = 64;
const SIDE_FLAG_PX = 100;
const EDGE_PX = 20;
/** Recordings that begin this close to the retention's end were preceded by others. */
const DAY_MS = 86_400_000;
const LEAST_SHARE = 0.06;

type Grip = "scrub" | "select" | "from" | "to" | "pan";

export function Timeline(props: Props) {
  const { window, nowMs, oldestMs, data, fault, playheadMs, selection, bookmarks, overview, preview, onScrub, onWindow, onSelection, onBookmark } = props;
  const { t, format } = useTexts();
  const area = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize<HTMLDivElement>();
  const areaRef = useMergedRef(area, sized);
  const [hover, setHover] = useState<number | null>(null);
  const grip = useRef<{ kind: Grip; startMs: number } | null>(null);
  const fingers = useRef(new Map<number, number>());

  const span = window.toMs - window.fromMs;
  const share = (ms: number) => ((ms - window.fromMs) / span) * 100;
  const left = (ms: number) => `${Math.min(101, Math.max(-1, share(ms)))}%`;
  const box = ({ startMs, endMs }: Span) => ({ left: left(startMs), width: `${Math.max(0, Math.min(101, share(endMs)) - Math.max(-1, share(startMs)))}%` });
  const visible = (item: Span) => item.endMs > window.fromMs && item.startMs < window.toMs;

  const timeAt = (event: { clientX: number }) => {
    const bounds = area.current?.getBoundingClientRect();
    if (!bounds) return nowMs;
    const at = window.fromMs + ((event.clientX - bounds.left) / bounds.width) * span;
    return Math.min(nowMs, Math.max(window.fromMs, Math.min(window.toMs, at)));
  };

  const down = (kind: Grip | null) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    area.current?.setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, event.clientX);
    if (fingers.current.size > 1) {
      grip.current = null; // two fingers zoom
      return;
    }
    const at = timeAt(event);
    grip.current = { kind: kind ?? (event.shiftKey ? "select" : "scrub"), startMs: at };
    if (grip.current.kind === "scrub") onScrub(at, false);
  };
  /** Two fingers: what lies between them stays between them. */
  const pinch = (event: PointerEvent): boolean => {
    const known = fingers.current;
    const before = known.get(event.pointerId);
    const bounds = area.current?.getBoundingClientRect();
    if (before === undefined || known.size !== 2 || !bounds) return false;
    const other = [...known].find(([id]) => id !== event.pointerId)?.[1] ?? 0;
    const [was, is] = [Math.abs(before - other), Math.abs(event.clientX - other)];
    known.set(event.pointerId, event.clientX);
    if (was > 8 && is > 8) onWindow(zoomed(window, (span * was) / is, window.fromMs + ((other - bounds.left) / bounds.width) * span));
    return true;
  };
  const move = (event: PointerEvent) => {
    const at = timeAt(event);
    setHover(at);
    if (pinch(event)) return;
    const held = grip.current;
    if (!held) return;
    if (held.kind === "pan") {
      const by = held.startMs - at;
      onWindow({ fromMs: window.fromMs + by, toMs: window.toMs + by });
    } else if (held.kind === "scrub") onScrub(at, false);
    else if (held.kind === "select") onSelection({ startMs: Math.min(held.startMs, at), endMs: Math.max(held.startMs, at) });
    else if (selection) {
      const other = held.kind === "from" ? selection.endMs : selection.startMs;
      onSelection({ startMs: Math.min(at, other), endMs: Math.max(at, other) });
      if (held.kind === "from" ? at > other : at < other) grip.current = { ...held, kind: held.kind === "from" ? "to" : "from" };
    }
  };
  const up = (event: PointerEvent) => {
    fingers.current.delete(event.pointerId);
    if (grip.current?.kind === "scrub") onScrub(timeAt(event), true);
    grip.current = null;
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const by = (event.deltaX / Math.max(1, width)) * span;
      onWindow({ fromMs: window.fromMs + by, toMs: window.toMs + by });
    } else if (event.deltaY) onWindow(zoomed(window, span * Math.exp(event.deltaY / 400), timeAt(event)));
  };
  const turned = useRef(wheel);
  useEffect(() => {
    turned.current = wheel;
  });
  useEffect(() => {
    const element = area.current;
    const heard = (event: WheelEvent) => turned.current(event);
    element?.addEventListener("wheel", heard, { passive: false }); // React's would let the page scroll along
    return () => element?.removeEventListener("wheel", heard);
  }, []);
  const nudge = (kind: "from" | "to") => (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !selection) return;
    event.stopPropagation();
    event.preventDefault();
    const step = (by * span) / 120;
    const next = kind === "from" ? { ...selection, startMs: Math.min(selection.endMs - 1000, selection.startMs + step) } : { ...selection, endMs: Math.max(selection.startMs + 1000, Math.min(nowMs, selection.endMs + step)) };
    onSelection(next);
  };

  const scale = ticks(window, width);
  const playheadShare = share(playheadMs);
  const px = (ms: number) => (share(ms) / 100) * width;
  const flagRoom = playheadShare > 92 ? [SIDE_FLAG_PX, FLAG_PX] : playheadShare < 8 ? [FLAG_PX, SIDE_FLAG_PX] : [FLAG_PX, FLAG_PX];
  const crowded = (tick: Tick) => {
    const at = px(tick.atMs);
    const fromFlag = at - px(playheadMs);
    return (fromFlag > -(flagRoom[0] ?? 0) && fromFlag < (flagRoom[1] ?? 0)) || at < EDGE_PX || at > width - EDGE_PX;
  };
  const gaps = mergedGaps((data?.gaps ?? []).filter(visible), (span / Math.max(1, width)) * 4);
  const begunMs = data && Math.min(data.ranges[0]?.startMs ?? nowMs, data.gaps[0]?.startMs ?? nowMs);
  const shownHover = hover !== null && !grip.current ? hover : null;

  return (
    <div className={css.tl} role="group" aria-label={t("timeline.label")}>
      {overview}
      <div className={css.label} style={{ gridRow: overview ? 3 : 1, alignItems: "flex-start", paddingTop: 36 }}>
        <span>
          {t("timeline.recorded")}
          <br />
          <span className="num" title={t("timeline.zone", { zone: SITE.nameAt(playheadMs) })} data-zone>
            {SITE.nameAt(playheadMs)}
          </span>
        </span>
      </div>
      <div
        ref={areaRef}
        className={css.area}
        role="slider"
        tabIndex={0}
        aria-label={t("timeline.position")}
        aria-valuemin={Math.round(window.fromMs / 1000)}
        aria-valuemax={Math.round(window.toMs / 1000)}
        aria-valuenow={Math.round(playheadMs / 1000)}
        aria-valuetext={format.dateTime(playheadMs)}
        data-from={window.fromMs}
        data-to={window.toMs}
        onPointerDown={down(null)}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onPointerLeave={() => setHover(null)}
      >
        <div className={css.ticks} onPointerDown={down("pan")}>
          {scale.filter((tick) => !crowded(tick)).map((tick) => (
            <span key={tick.atMs} className={`num ${tick.major ? css.major : ""}`} style={{ left: left(tick.atMs) }}>
              <TickText tick={tick} />
            </span>
          ))}
        </div>
        <div className={css.band}>
          {data?.buckets?.filter((one) => visible(one) && one.expectedS > 0).map((one) => <BucketBar key={one.startMs} bucket={one} style={box(one)} />)}
          {!data?.buckets && (data?.ranges ?? []).filter(visible).map((range) => (
            <i key={range.startMs} className={css.recorded} style={box(range)} />
          ))}
          {!data?.buckets && data?.thinned?.filter(visible).map((one) => (
            <i key={one.startMs} className={css.thinned} style={box(one)} title={t("timeline.thinned")} />
          ))}
          {!data?.buckets && data?.fetched?.filter(visible).map((one) => (
            <i key={one.startMs} className={css.fetched} style={box(one)} title={t("timeline.fetched")} data-fetched />
          ))}
          {!data?.buckets && gaps.map((gap) => (
            <i key={`${gap.cause}${gap.startMs}`} className={css.gap} data-tone={gapTone(gap.cause)} data-cause={gap.cause} style={box(gap)} />
          ))}
          {data?.leftOut?.filter(visible).map((one) => (
            <span key={one.startMs} className={`${css.words} ${css.leftOut}`} style={box(one)} title={t("timeline.otherOwnerWhat")} data-left-out>
              {t("timeline.otherOwner")}
            </span>
          ))}
          {data?.marks.filter((mark) => mark.kind === "hold" && visible(mark)).map((mark) => (
            <i key={`${mark.reference}${mark.startMs}`} className={css.held} style={box(mark)} title={t("timeline.held", { number: mark.reference ?? "" })} />
          ))}
          {data?.marks.filter((mark) => mark.kind === MOTION && visible(mark)).map((mark) => (
            <i key={mark.startMs} className={css.moving} style={box(mark)} title={t("timeline.device_motion")} data-mark={MOTION} />
          ))}
          {bookmarks?.map((one) => ({ one, startMs: Date.parse(one.start), endMs: Date.parse(one.end) })).filter(({ startMs, endMs }) => visible({ startMs, endMs: Math.max(endMs, startMs + 1) })).map(({ one, startMs, endMs }) => (
            <i key={one.id} className={css.booked} style={box({ startMs, endMs })} />
          ))}
          {scale.map((tick) => (
            <i key={tick.atMs} className={css.grid} style={{ left: left(tick.atMs) }} />
          ))}
          {window.toMs > nowMs && share(nowMs) < 92 && (
            <span className={css.words} style={box({ startMs: Math.max(nowMs, window.fromMs), endMs: window.toMs })}>
              {t("timeline.future")}
            </span>
          )}
          {fault && <FaultWords {...fault} />}
          {begunMs !== undefined && share(begunMs) > 10 && (
            <span className={css.words} style={box({ startMs: window.fromMs, endMs: Math.min(begunMs, nowMs) })}>
              {t(begunMs - oldestMs < DAY_MS ? "timeline.erased" : "timeline.before")}
            </span>
          )}
        </div>
        {!data?.buckets && <GapTexts gaps={gaps} share={share} width={width} />}
        {bookmarks && bookmarks.length > 0 && <Flags bookmarks={bookmarks} share={share} width={width} onOpen={onBookmark} />}
        <MarkLane marks={data?.marks.filter(visible) ?? []} leftOf={(mark) => left(Math.max(mark.startMs, window.fromMs + span / 100))} />
        <div className={css.over}>
          {selection && visible(selection) && (
            <div className={css.selection} style={box(selection)}>
              <button type="button" className={css.handle} style={{ left: 0 }} aria-label={t("timeline.from", { time: format.time(selection.startMs) })} onPointerDown={down("from")} onKeyDown={nudge("from")} />
              <button type="button" className={css.handle} style={{ left: "100%" }} aria-label={t("timeline.to", { time: format.time(selection.endMs) })} onPointerDown={down("to")} onKeyDown={nudge("to")} />
            </div>
          )}
          {playheadShare >= 0 && playheadShare <= 100 && (
            <div className={css.playhead} style={{ left: left(playheadMs) }} data-side={playheadShare > 92 ? "right" : playheadShare < 8 ? "left" : undefined}>
              <b className="num">{span < 30_000 ? format.fine(playheadMs) : format.time(playheadMs)}</b>
            </div>
          )}
          {shownHover !== null && <div className={css.pointer} style={{ left: left(shownHover) }} />}
        </div>
        {shownHover !== null && preview && (
          <div className={css.thumb} style={{ left: `clamp(0px, calc(${share(shownHover)}% - 104px), calc(100% - 208px))` }}>
            <HoverPicture atMs={shownHover} data={data} preview={preview} />
            <footer>
              <b className="num">{format.time(shownHover)}</b>
              <span className="dim num">{format.date(shownHover)}</span>
            </footer>
          </div>
        )}
      </div>
    </div>
  );
}

/** A day or an hour of a long time: how much of it is recorded, and how much is missing above that. */
function BucketBar({ bucket, style }: { bucket: Bucket; style: CSSProperties }) {
  const { t, format } = useTexts();
  const share = (value: number) => `${Math.round(Math.min(1, value) * 1000) / 10}%`;
  const seen = (value: number) => (value > 0 ? Math.max(value, LEAST_SHARE) : 0); // what is there at all is seen
  const day = bucket.endMs - bucket.startMs > DAY_MS / 2;
  const words = t("timeline.bucket", { at: day ? format.date(bucket.startMs) : format.dateTime(bucket.startMs), recorded: Math.round(bucket.recorded * 100), missing: Math.round(bucket.missing * 100) });
  const why = bucket.cause && bucket.missing > 0 ? ` · ${t(gapText(bucket.cause))}` : "";
  return (
    <i className={css.bucket} data-bucket={bucket.startMs} title={words + why} style={{ ...style, "--recorded": share(Math.min(seen(bucket.recorded), 1 - seen(bucket.missing))), "--missing": share(Math.min(seen(bucket.recorded), 1 - seen(bucket.missing)) + seen(bucket.missing)) } as CSSProperties}>
      {bucket.marks > 0 && <b title={t("timeline.marks", { count: bucket.marks })} />}
    </i>
  );
}

/** Bookmarks by their words, as long as they do not run into each other; those without room keep their flag. */
function Flags({ bookmarks, share, width, onOpen }: { bookmarks: readonly Bookmark[]; share: (ms: number) => number; width: number; onOpen?: (bookmark: Bookmark) => void }) {
  const { t, format } = useTexts();
  const placed = [...bookmarks]
    .map((one) => ({ one, at: (share(Date.parse(one.start)) / 100) * width }))
    .filter(({ at }) => at >= 0 && at <= width)
    .sort((a, b) => a.at - b.at);
  return (
    <ul className={css.lane} aria-label={t("bookmark.list")}>
      {placed.map(({ one, at }, index) => {
        const room = (placed[index + 1]?.at ?? width) - at - 6;
        const words = one.text || one.tags.join(", ");
        return (
          <li key={one.id} style={{ left: Math.min(at, width - 16), maxWidth: Math.max(14, room) }} className={css.flag}>
            <button type="button" aria-label={t("bookmark.open", { words, time: format.dateTime(Date.parse(one.start)) })} title={words} onPointerDown={(event) => event.stopPropagation()} onClick={() => onOpen?.(one)}>
              <IconBookmarkFilled size={12} />
              {room > 40 && <span className="cut">{words}</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function HoverPicture({ atMs, data, preview }: { atMs: number; data: TimelineData | undefined; preview: (atMs: number) => ReactNode }) {
  const { t } = useTexts();
  const gap = data && spanAt(data.gaps, atMs);
  const recorded = data && spanAt(data.ranges, atMs);
  if (recorded) return preview(atMs);
  const others = spanAt(data?.leftOut ?? [], atMs);
  return <div className={css.noPicture}>{t(gap ? gapText(gap.cause) : others ? "timeline.otherOwner" : "timeline.nothing")}</div>;
}

export function TickText({ tick }: { tick: Tick }) {
  const { t, format } = useTexts();
  switch (tick.as) {
    case "fine":
      return t("timeline.seconds", { seconds: format.number((tick.atMs / 1000) % 60, 1) });
    case "second":
      return format.time(tick.atMs);
    case "minute":
      return tick.zone ? t("timeline.clocksSet", { time: format.minute(tick.atMs), zone: tick.zone }) : format.minute(tick.atMs);
    case "day":
      return format.dayMonth(tick.atMs);
    case "month":
      return t("timeline.month", { month: Number(format.dayMonth(tick.atMs).slice(3)) });
  }
}

type Gaps = ReturnType<typeof mergedGaps<Span & { cause: GapCause }>>;

/** Causes under their gaps, as long as they do not run into each other: the wider gap speaks first. */
function GapTexts({ gaps, share, width }: { gaps: Gaps; share: (ms: number) => number; width: number }) {
  const { t, format } = useTexts();
  const taken: { from: number; to: number }[] = [];
  const texts = [...gaps]
    .sort((a, b) => b.lostMs - a.lostMs)
    .flatMap((gap) => {
      const text = t(gapText(gap.cause));
      const length = format.span(gap.lostMs);
      const px = (text.length + length.length) * 5.8 + 22;
      const middle = (Math.max(0, share(gap.startMs)) + Math.min(100, share(gap.endMs))) / 200;
      const from = Math.min(width - px, Math.max(0, middle * width - px / 2));
      if (from < 0 || taken.some((other) => from < other.to + 8 && from + px > other.from - 8)) return [];
      taken.push({ from, to: from + px });
      return [{ gap, text, length, from }];
    });
  return (
    <ul className={css.lane} aria-label={t("timeline.gaps")}>
      {texts.map(({ gap, text, length, from }) => (
        <li key={`${gap.cause}${gap.startMs}`} className={css.gapText} data-tone={gapTone(gap.cause)} style={{ left: from }}>
          <Shape name="gap" size={10} />
          <span>
            {text} <span className="num">{length}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
