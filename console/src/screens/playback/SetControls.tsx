/** Under the pictures: run, step, speed, jump, loop; each has its key. */
import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconMaximize, IconPlayerPause, IconPlayerPlay, IconPlayerTrackNext, IconPlayerTrackPrev, IconRepeat, IconRewindBackward10, IconRewindForward10 } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { useTexts, type TextKey } from "../../i18n";
import { RATES, type Loop } from "../../player/together/clock";
import css from "./Playback.module.css";

interface Props {
  wallMs: number;
  playing: boolean;
  rate: number;
  loop: Loop | null;
  /** Set, and waiting for its other end. */
  loopStartMs: number | null;
  pad: string | null;
  onPlay: () => void;
  onStep: (by: 1 | -1) => void;
  onJump: (by: 1 | -1) => void;
  onMove: (byMs: number) => void;
  onRate: (rate: number) => void;
  onLoop: (end: "a" | "b" | "off") => void;
  onFull: () => void;
}

export function SetControls({ wallMs, playing, rate, loop, loopStartMs, pad, onPlay, onStep, onJump, onMove, onRate, onLoop, onFull }: Props) {
  const { t, format } = useTexts();
  const times = (value: number) => t("watch.times", { rate: format.number(value, Math.abs(value) >= 1 ? 0 : Math.abs(value) === 0.5 ? 1 : Math.abs(value) === 0.25 ? 2 : 3) });
  return (
    <div className={css.controls}>
      <div className={css.group}>
        <Act label="playing.before" onClick={() => onJump(-1)} icon={<IconPlayerTrackPrev size={16} />} />
        <Act label="watch.back10" onClick={() => onMove(-10_000)} icon={<IconRewindBackward10 size={18} />} />
        <Act label="playing.backwards" pressed={playing && rate < 0} onClick={() => onRate(-Math.abs(rate))} icon={<IconPlayerPlay size={16} style={{ transform: "scaleX(-1)" }} />} />
        <Act label="watch.frameBack" onClick={() => onStep(-1)} icon={<IconChevronLeft size={16} />} />
        <ActionIcon variant="default" aria-label={t(playing ? "watch.pause" : "watch.play")} title={t(playing ? "watch.pause" : "watch.play")} onClick={onPlay}>
          {playing ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
        </ActionIcon>
        <Act label="watch.frameForward" onClick={() => onStep(1)} icon={<IconChevronRight size={16} />} />
        <Act label="watch.forward10" onClick={() => onMove(10_000)} icon={<IconRewindForward10 size={18} />} />
        <Act label="playing.after" onClick={() => onJump(1)} icon={<IconPlayerTrackNext size={16} />} />
        <Menu position="top-start">
          <Menu.Target>
            <Button variant="subtle" color="slate" className="num" aria-label={t("watch.speed", { rate })} px={8} c="dimmed">
              {times(rate)}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.RadioGroup value={String(rate)} onChange={(value) => onRate(Number(value))}>
              {[...RATES, -1, -4, -16].map((value) => (
                <Menu.RadioItem key={value} value={String(value)} className="num" closeMenuOnClick>
                  {times(value)}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={css.group}>
        <Button size="xs" variant={loopStartMs !== null && !loop ? "filled" : "default"} aria-label={t("playing.loopA")} title={t("playing.loopA")} onClick={() => onLoop("a")} px={10}>
          A
        </Button>
        <Button size="xs" variant="default" aria-label={t("playing.loopB")} title={t("playing.loopB")} onClick={() => onLoop("b")} disabled={loopStartMs === null} px={10}>
          B
        </Button>
        {loop && (
          <Button size="xs" variant="light" leftSection={<IconRepeat size={14} />} title={t("playing.loopOff")} onClick={() => onLoop("off")}>
            {format.span(loop.bMs - loop.aMs)}
          </Button>
        )}
      </div>
      <time className={`${css.clock} num`} dateTime={new Date(wallMs).toISOString()}>
        {format.date(wallMs)} <b>{format.fine(wallMs)}</b>
      </time>
      <span className="grow" />
      {pad && (
        <span className="dim small cut no-phone" title={pad}>
          {t("playing.pad")}
        </span>
      )}
      <span className="no-phone">
        <Act label="keys.full" onClick={onFull} icon={<IconMaximize size={16} />} />
      </span>
    </div>
  );
}

function Act({ label, icon, pressed, onClick }: { label: TextKey; icon: ReactNode; pressed?: boolean; onClick: () => void }) {
  const { t } = useTexts();
  return (
    <ActionIcon aria-label={t(label)} title={t(label)} aria-pressed={pressed} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
}
