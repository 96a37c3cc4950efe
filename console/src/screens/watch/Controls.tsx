import { Button, SegmentedControl } from "@mantine/core";
import { IconMaximize } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { Shape } from "../../components/Shape";
import { LEVELS, nearestLevel } from "../../components/timeline/scale";
import { useTexts } from "../../i18n";
import type { Transport } from "../playback/transport";
import { Act, TransportControls } from "../playback/TransportControls";
import css from "./Watch.module.css";

interface Props {
  live: boolean;
  transport: Transport;
  pad: string | null;
  spanMs: number;
  onLive: () => void;
  onLevel: (spanMs: number) => void;
  /** Beside the levels of the timeline. */
  jump?: ReactNode;
}

export function Controls({ live, transport, pad, spanMs, onLive, onLevel, jump }: Props) {
  const { t } = useTexts();
  return (
    <div className={css.controls}>
      <TransportControls of={transport} live={live} />
      <Button className={live ? css.liveOn : css.toLive} onClick={onLive} disabled={live} leftSection={<Shape name="ok" />} data-live={live}>
        {t(live ? "watch.liveNow" : "watch.toLive")}
      </Button>
      <span className="grow" />
      {pad && (
        <span className="dim small cut no-phone" title={pad}>
          {t("playing.pad")}
        </span>
      )}
      <span className="no-phone">
        <Act label="keys.full" onClick={transport.full} icon={<IconMaximize size={16} />} />
      </span>
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
