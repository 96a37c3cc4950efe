import { Loader } from "@mantine/core";
import { IconPlayerSkipBack, IconPlayerSkipForward } from "@tabler/icons-react";
import { useDebouncedValue } from "@mantine/hooks";

import type { GapCause } from "../../api/types";
import tileCss from "../../components/CameraTile.module.css";
import { Shape } from "../../components/Shape";
import { gapText } from "../../components/timeline/Timeline";
import type { Span } from "../../components/timeline/scale";
import { useTexts } from "../../i18n";
import type { PlaybackState } from "../../player/playback";

/** Without pictures; without a cause where the camera was another owner's. */
export type Hole = Span & { cause: GapCause | null };

interface Props {
  state: PlaybackState | null;
  /** The gap in which the chosen instant lies. */
  gap: Hole | undefined;
  atMs: number;
  onGo: (atMs: number) => void;
  onLive: () => void;
}

/** Never a black picture without a word: what is missing, why, and where to go instead. */
export function RecordedMessage({ state, gap, atMs, onGo, onLive }: Props) {
  const { t, rich, format } = useTexts();
  const loading = state === null || state.phase === "loading";
  const [slow] = useDebouncedValue(loading, 300);
  if (gap) {
    return (
      <div className={`${tileCss.over} ${tileCss.low}`} style={{ bottom: 0, zIndex: 3 }} role="status">
        <div className={tileCss.title}>
          <span className={gap.cause ? "c-bad" : "c-off"}>
            <Shape name={gap.cause ? "gap" : "lock"} />
          </span>
          {gap.cause ? t("watch.gapTitle", { span: format.span(gap.endMs - gap.startMs) }) : t("timeline.otherOwner")}
        </div>
        <p>{!gap.cause ? t("timeline.otherOwnerWhat") : rich("watch.gapWhat", { at: format.time(atMs), from: format.time(gap.startMs), to: format.time(gap.endMs), why: t(gapText(gap.cause)) })}</p>
        <div className={tileCss.actions}>
          <button type="button" className="num" onClick={() => onGo(gap.startMs - 5000)}>
            <IconPlayerSkipBack size={16} />
            {format.time(gap.startMs)}
          </button>
          <button type="button" className="num" onClick={() => onGo(gap.endMs + 100)}>
            {format.time(gap.endMs)}
            <IconPlayerSkipForward size={16} />
          </button>
        </div>
      </div>
    );
  }
  if (state !== null && state.fetching !== null) {
    return (
      <div className={`${tileCss.over} ${tileCss.low}`} style={{ bottom: 0, zIndex: 3 }} role="status">
        <div className={tileCss.title}>
          <Loader size="xs" color="var(--tc-on-scrim)" />
          {t("watch.fetchingTitle", { percent: state.fetching })}
        </div>
        <p>{t("watch.fetchingWhat")}</p>
      </div>
    );
  }
  if (loading) {
    return slow ? (
      <div style={{ position: "absolute", inset: 0, display: "grid", placeItems: "center", zIndex: 3 }} role="status" aria-label={t("app.loading")}>
        <Loader size="sm" color="var(--tc-on-scrim)" />
      </div>
    ) : null;
  }
  if (state.phase !== "empty" && state.phase !== "failed") return null;
  const denied = state.reason === "denied";
  return (
    <div className={tileCss.over} style={{ bottom: 0, zIndex: 3 }} role="status">
      <div className={tileCss.title}>
        <span className={denied ? "c-off" : "c-bad"}>
          <Shape name={denied ? "lock" : "gap"} />
        </span>
        {t(state.phase === "empty" ? "watch.emptyTitle" : denied ? "watch.deniedTitle" : "watch.failedTitle")}
      </div>
      <p>{t(state.phase === "empty" ? "watch.emptyWhat" : denied ? "tile.noRightWhat" : "watch.failedWhat")}</p>
      <div className={tileCss.actions}>
        <button type="button" onClick={() => onGo(atMs)}>
          {t(denied ? "tile.whatIsNeeded" : "tile.retry")}
        </button>
        <button type="button" onClick={onLive}>
          {t("watch.toLive")}
        </button>
      </div>
    </div>
  );
}
