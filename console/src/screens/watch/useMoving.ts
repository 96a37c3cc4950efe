/** How one moves about in one camera's time: live, back, and along its recordings. */
import { useState, type RefObject } from "react";

import { acrossGap, nextPoint } from "../../api/finding";
import type { Span } from "../../components/timeline/scale";
import { jumpTarget, type Loop } from "../../player/together/clock";
import type { Transport } from "../playback/transport";
import type { Position } from "./position";
import type { RecordedHandle } from "./Recorded";

/** Nearer to now than this and the past is the present. */
const LIVE_EDGE_MS = 4000;
/** At a change of owner up to a group of pictures is in neither's recordings. */
const BESIDE_OTHERS_MS = 16_000;

interface Asked {
  cameraId: string;
  recorded: RefObject<RecordedHandle | null>;
  /** null while live. */
  atMs: number | null;
  /** The gap one has chosen an instant of. */
  gap: Span | undefined;
  /** When the camera was another owner's. */
  others: readonly Span[];
  playheadMs: number;
  nowMs: number;
  selection: Span | null;
  /** Instants to jump to, as far as they are known. */
  points: readonly number[];
  onShown: (ms: number | null) => void;
  onChange: (change: Partial<Position>, settled?: boolean) => void;
  onLive: () => void;
  onFull: () => void;
}

export interface Moving {
  transport: Transport;
  paused: boolean;
  goLive: () => void;
  goTo: (atMs: number, settled?: boolean) => void;
  /** Pictures end here, and do not go on as far as is known. */
  cross: (wallMs: number, by: 1 | -1) => void;
}

export function useMoving({ cameraId, recorded, atMs, gap, playheadMs, nowMs, selection, points, others, onShown, onChange, onLive, onFull }: Asked): Moving {
  const [paused, setPaused] = useState(false);
  const [rate, setRate] = useState(1);
  /** The selection is what repeats. */
  const [repeats, setRepeats] = useState(false);
  const [loopStartMs, setLoopStart] = useState<number | null>(null);
  const [kept, setKept] = useState<Loop | null>(null);
  const live = atMs === null;
  const wanted = repeats && selection ? { aMs: selection.startMs, bMs: selection.endMs } : null;
  if (wanted?.aMs !== kept?.aMs || wanted?.bMs !== kept?.bMs) setKept(wanted);

  const goLive = () => {
    setPaused(false);
    setRate(1);
    setRepeats(false);
    onShown(null);
    onLive();
    onChange({ atMs: null });
  };
  const goTo = (at: number, settled = true) => {
    if (at >= nowMs - LIVE_EDGE_MS && settled && !paused) {
      goLive();
      return;
    }
    onShown(at);
    recorded.current?.seek(at);
    if (gap && !paused) recorded.current?.play();
    onChange({ atMs: at }, settled);
  };
  const stand = () => {
    setPaused(true);
    if (live) onShown(playheadMs);
    else recorded.current?.pause();
    onChange({ atMs: live ? playheadMs - 1000 : playheadMs });
  };
  const toggle = () => {
    if (live || (!gap && !paused)) stand();
    else {
      setPaused(false);
      if (gap) goTo(gap.endMs + 100);
      else recorded.current?.play();
    }
  };
  const run = (next: number) => {
    if (live && next >= 1) return;
    setRate(next);
    setPaused(false);
    if (live) onChange({ atMs: playheadMs - 1000 });
    recorded.current?.setRate(next);
    if (gap) goTo(next > 0 ? gap.endMs + 100 : gap.startMs - 1000);
    recorded.current?.play();
  };
  const step = (by: 1 | -1) => {
    if (live) {
      if (by === -1) stand();
      return;
    }
    setPaused(true);
    recorded.current?.step(by);
  };
  const jump = async (by: 1 | -1) => {
    if (live && by === 1) return;
    const past = points.filter((point) => point < nowMs - LIVE_EDGE_MS);
    const at = jumpTarget(past, playheadMs, by) ?? (await nextPoint(cameraId, "main", playheadMs, by));
    if (at !== null && at < nowMs) goTo(at);
  };
  /** The loop is the selection; without one of the two ends dropped, it begins or ends to repeat. */
  const setLoop = (end: "a" | "b" | "off") => {
    if (end === "a") {
      setLoopStart(playheadMs);
      setRepeats(false);
    } else if (end === "off") {
      setLoopStart(null);
      setRepeats(!repeats && selection !== null);
    } else {
      const other = loopStartMs ?? selection?.startMs;
      if (other === undefined || other === playheadMs) return;
      const [startMs, endMs] = [Math.min(other, playheadMs), Math.min(nowMs, Math.max(other, playheadMs))];
      onChange(live ? { selection: { startMs, endMs }, atMs: startMs } : { selection: { startMs, endMs } });
      setLoopStart(null);
      setRepeats(true);
    }
  };
  const cross = async (wallMs: number, by: 1 | -1) => {
    const other = others.find((one) => Math.abs((by === 1 ? one.startMs : one.endMs) - wallMs) < BESIDE_OTHERS_MS);
    const behind = other && (by === -1 ? other.startMs - 1000 : other.endMs < nowMs - LIVE_EDGE_MS ? other.endMs + 100 : other.startMs + 1);
    const at = behind ?? (await acrossGap(cameraId, "main", wallMs, by));
    if (at !== null) goTo(at);
    else if (by === 1) goLive();
    else stand();
  };

  return {
    transport: {
      playing: !paused && !gap,
      rate,
      loop: kept,
      loopStartMs,
      toggle,
      pause: () => !paused && stand(),
      run,
      step,
      jump: (by) => void jump(by),
      move: (byMs) => !(live && byMs > 0) && goTo(playheadMs + byMs),
      setLoop,
      full: onFull,
    },
    paused: paused || gap !== undefined,
    goLive,
    goTo,
    cross: (wallMs, by) => void cross(wallMs, by),
  };
}
