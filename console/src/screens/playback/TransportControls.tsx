/** Run, step, speed, jump, loop; each has its key. */
import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconPlayerPause, IconPlayerPlay, IconPlayerTrackNext, IconPlayerTrackPrev, IconRepeat, IconRewindBackward10, IconRewindForward10 } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { useTexts, type TextKey } from "../../i18n";
import { RATES } from "../../player/together/clock";
import css from "./Playback.module.css";
import { rateDigits, type Transport } from "./transport";

interface Props {
  of: Transport;
  /** There is nothing after it yet. */
  live?: boolean;
}

export function TransportControls({ of, live = false }: Props) {
  const { t, format } = useTexts();
  const { playing, rate, loop, loopStartMs } = of;
  const times = (value: number) => t("watch.times", { rate: format.number(value, rateDigits(value)) });
  return (
    <>
      <div className={css.group}>
        <Act label="playing.before" onClick={() => of.jump(-1)} icon={<IconPlayerTrackPrev size={16} />} />
        <Act label="watch.back10" onClick={() => of.move(-10_000)} icon={<IconRewindBackward10 size={18} />} />
        <Act label="playing.backwards" pressed={playing && rate < 0} onClick={() => of.run(-Math.abs(rate))} icon={<IconPlayerPlay size={16} style={{ transform: "scaleX(-1)" }} />} />
        <Act label="watch.frameBack" onClick={() => of.step(-1)} icon={<IconChevronLeft size={16} />} />
        <ActionIcon variant="default" aria-label={t(playing ? "watch.pause" : "watch.play")} title={t(playing ? "watch.pause" : "watch.play")} onClick={of.toggle}>
          {playing ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
        </ActionIcon>
        <Act label="watch.frameForward" disabled={live} onClick={() => of.step(1)} icon={<IconChevronRight size={16} />} />
        <Act label="watch.forward10" disabled={live} onClick={() => of.move(10_000)} icon={<IconRewindForward10 size={18} />} />
        <Act label="playing.after" disabled={live} onClick={() => of.jump(1)} icon={<IconPlayerTrackNext size={16} />} />
        <Menu position="top-start">
          <Menu.Target>
            <Button variant="subtle" color="slate" className="num" disabled={live} aria-label={t("watch.speed", { rate })} px={8} c="dimmed">
              {times(rate)}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.RadioGroup value={String(rate)} onChange={(value) => of.run(Number(value))}>
              {[...RATES, -1, -4, -16].map((value) => (
                <Menu.RadioItem key={value} value={String(value)} className="num" closeMenuOnClick>
                  {times(value)}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={css.ends}>
        <Button size="xs" variant={loopStartMs !== null && !loop ? "filled" : "default"} aria-label={t("playing.loopA")} title={t("playing.loopA")} onClick={() => of.setLoop("a")} px={10}>
          A
        </Button>
        <Button size="xs" variant="default" aria-label={t("playing.loopB")} title={t("playing.loopB")} onClick={() => of.setLoop("b")} disabled={loopStartMs === null} px={10}>
          B
        </Button>
        {loop && (
          <Button size="xs" variant="filled" leftSection={<IconRepeat size={14} />} title={t("playing.loopOff")} onClick={() => of.setLoop("off")}>
            {format.span(loop.bMs - loop.aMs)}
          </Button>
        )}
      </div>
    </>
  );
}

interface ActProps {
  label: TextKey;
  icon: ReactNode;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
}

export function Act({ label, icon, pressed, disabled, onClick }: ActProps) {
  const { t } = useTexts();
  return (
    <ActionIcon aria-label={t(label)} title={t(label)} aria-pressed={pressed} disabled={disabled} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
}
