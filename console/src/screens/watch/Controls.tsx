import { ActionIcon, Button, Menu, SegmentedControl } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconMaximize, IconPlayerPause, IconPlayerPlay, IconPlayerSkipBack, IconPlayerSkipForward } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { Shape } from "../../components/Shape";
import { LEVELS, nearestLevel } from "../../components/timeline/scale";
import { useTexts } from "../../i18n";
import css from "./Watch.module.css";

export const RATES = [0.25, 0.5, 1, 2, 4, 8, 16] as const;

interface Props {
  live: boolean;
  paused: boolean;
  rate: number;
  spanMs: number;
  onPause: () => void;
  onStep: (by: 1 | -1) => void;
  onJump: (byMs: number) => void;
  onRate: (rate: number) => void;
  onLive: () => void;
  onLevel: (spanMs: number) => void;
  onFull: () => void;
  /** Beside the levels of the timeline. */
  jump?: ReactNode;
}

export function Controls({ live, paused, rate, spanMs, onPause, onStep, onJump, onRate, onLive, onLevel, onFull, jump }: Props) {
  const { t, format } = useTexts();
  const digits = (value: number) => (value < 0.5 ? 2 : value < 1 ? 1 : 0);
  return (
    <div className={css.controls}>
      <div className={css.group}>
        <ActionIcon aria-label={t("watch.back10")} title={t("watch.back10")} onClick={() => onJump(-10_000)}>
          <IconPlayerSkipBack size={16} />
        </ActionIcon>
        <ActionIcon aria-label={t("watch.frameBack")} title={t("watch.frameBack")} onClick={() => onStep(-1)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label={t(paused ? "watch.play" : "watch.pause")} title={t(paused ? "watch.play" : "watch.pause")} onClick={onPause}>
          {paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
        </ActionIcon>
        <ActionIcon aria-label={t("watch.frameForward")} title={t("watch.frameForward")} onClick={() => onStep(1)} disabled={live}>
          <IconChevronRight size={16} />
        </ActionIcon>
        <ActionIcon aria-label={t("watch.forward10")} title={t("watch.forward10")} onClick={() => onJump(10_000)} disabled={live}>
          <IconPlayerSkipForward size={16} />
        </ActionIcon>
        <Menu position="top-start">
          <Menu.Target>
            <Button variant="subtle" color="slate" className="num" disabled={live} aria-label={t("watch.speed", { rate })} px={8} c="dimmed">
              {t("watch.times", { rate: format.number(rate, digits(rate)) })}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.RadioGroup value={String(rate)} onChange={(value) => onRate(Number(value))}>
              {RATES.map((value) => (
                <Menu.RadioItem key={value} value={String(value)} className="num" closeMenuOnClick>
                  {t("watch.times", { rate: format.number(value, digits(value)) })}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Dropdown>
        </Menu>
      </div>
      <Button className={live ? css.liveOn : css.toLive} onClick={onLive} disabled={live} leftSection={<Shape name="ok" />} data-live={live}>
        {t(live ? "watch.liveNow" : "watch.toLive")}
      </Button>
      <span className="grow" />
      <ActionIcon className="no-phone" aria-label={t("keys.full")} title={t("keys.full")} onClick={onFull}>
        <IconMaximize size={16} />
      </ActionIcon>
      {jump}
      <SegmentedControl
        className={css.levels}
        size="xs"
        aria-label={t("watch.level")}
        value={nearestLevel(spanMs)}
        onChange={(value) => onLevel(LEVELS.find((level) => level.key === (value))?.spanMs ?? spanMs)}
        data={LEVELS.map((level) => ({ value: level.key, label: t(`watch.level.${level.key}`) }))}
      />
    </div>
  );
}
