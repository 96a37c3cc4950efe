import { useEffect, useImperativeHandle, useRef, type Ref } from "react";

import { refusalOf } from "../../api/client";
import { serverClock } from "../../api/clock";
import { askForNeeds } from "../../app/needs";
import { usePurpose } from "../../app/purpose";
import { Playback, type PlaybackState } from "../../player/playback";
import type { Loop } from "../../player/together/clock";

export interface RecordedHandle {
  seek: (wallMs: number) => void;
  play: () => void;
  pause: () => void;
  step: (by: 1 | -1) => void;
  setRate: (rate: number) => void;
  wallMs: () => number | null;
}

interface Props {
  cameraId: string;
  startMs: number;
  paused: boolean;
  rate: number;
  loop: Loop | null;
  /** Pictures a second, 0 where not known. */
  fps: number;
  /** Of this range without masks. */
  unmask?: { fromMs: number; toMs: number };
  onUnmaskingEnded: () => void;
  handle: Ref<RecordedHandle>;
  onState: (state: PlaybackState) => void;
  onShown: (wallMs: number) => void;
  onEnded: () => void;
  onHole: (wallMs: number, by: 1 | -1) => void;
}

/** The recorded picture. Mounted while one looks into the past; hls.js comes with this file, when first needed. */
export function Recorded({ cameraId, startMs, paused, rate, loop, fps, unmask, handle, onState, onShown, onEnded, onHole, onUnmaskingEnded }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const player = useRef<Playback | null>(null);
  const tell = useRef({ onState, onShown, onEnded, onHole, onUnmaskingEnded });
  const begin = useRef({ startMs, paused, rate });
  const { purpose, reference } = usePurpose();

  useEffect(() => {
    tell.current = { onState, onShown, onEnded, onHole, onUnmaskingEnded };
  });

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const playback = new Playback(element, { cameraId, stream: "main", purpose, reference, unmask }, () => serverClock.now(), {
      changed: (state) => tell.current.onState(state),
      shown: (wallMs) => tell.current.onShown(wallMs),
      ended: () => (unmask ? tell.current.onUnmaskingEnded() : tell.current.onEnded()),
      hole: (wallMs, by) => tell.current.onHole(wallMs, by),
      refused: (answer, range) => {
        if (unmask) tell.current.onUnmaskingEnded();
        else askForNeeds(refusalOf(answer), { cameraId, action: "media.playback", ...range }, () => playback.seek(range.fromMs));
      },
    });
    player.current = playback;
    if (begin.current.paused) playback.pause();
    playback.setRate(begin.current.rate);
    playback.seek(begin.current.startMs);
    return () => {
      begin.current = { ...begin.current, startMs: playback.wallMs() ?? begin.current.startMs };
      playback.close();
      player.current = null;
    };
  }, [cameraId, purpose, reference, unmask]);

  useEffect(() => player.current?.expectRate(fps), [fps, cameraId]);

  useEffect(() => player.current?.setLoop(loop), [loop, cameraId, purpose, reference, unmask]);

  useImperativeHandle(
    handle,
    () => ({
      seek: (wallMs) => {
        begin.current.startMs = wallMs;
        player.current?.seek(wallMs);
      },
      play: () => player.current?.play(),
      pause: () => player.current?.pause(),
      step: (by) => player.current?.step(by),
      setRate: (next) => {
        begin.current.rate = next;
        player.current?.setRate(next);
      },
      wallMs: () => player.current?.wallMs() ?? null,
    }),
    [],
  );

  return <video ref={video} muted playsInline disablePictureInPicture data-recorded />;
}
