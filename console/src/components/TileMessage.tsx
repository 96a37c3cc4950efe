import { IconInfoCircle, IconRefresh } from "@tabler/icons-react";
import clsx from "clsx";
import type { ReactNode } from "react";
import { Link } from "wouter";

import type { CameraStatus } from "../api/types";
import { askForLive } from "../app/needs";
import { useNow } from "../app/now";
import { useTexts } from "../i18n";
import type { LiveState } from "../player/live";
import css from "./CameraTile.module.css";
import { Shape } from "./Shape";
import { reasonTexts, type TileLook } from "./tileLook";

interface Props {
  look: TileLook;
  live: LiveState | null;
  status: CameraStatus | undefined;
  cameraId: string;
  onRetry: () => void;
}

/** What happened, why, what to do, in that order, over the last good picture or in its place. */
export function LiveMessage({ look, live, status, onRetry, cameraId }: Props) {
  const { t, rich, format } = useTexts();
  const now = useNow();
  const forMs = live ? Math.max(0, now - live.sinceMs) : 0;
  const { why, what } = reasonTexts(status?.reason ?? live?.reason);
  const since = status?.since ? Date.parse(status.since) : null;
  const retry = (
    <button type="button" onClick={onRetry}>
      <IconRefresh size={16} />
      {t("tile.retry")}
    </button>
  );
  const recordings = <Link href={`/watch/${cameraId}?at=${new Date((since ?? now) - 10_000).toISOString()}`}>{t("tile.seeRecording")}</Link>;

  switch (look.word) {
    case "tile.live":
      return live?.rendition && live.rendition !== "masked" ? (
        <div className={css.strip}>
          <IconInfoCircle size={16} />
          <span className="cut">{t(live.rendition === "sub" ? "tile.renditionSub" : "tile.rendition", { height: live.height })}</span>
        </div>
      ) : null;
    case "tile.late":
      return (
        <div className={css.strip}>
          <span className="c-warn">
            <Shape name="warn" />
          </span>
          <span className="cut">{t("tile.lateWhy")}</span>
        </div>
      );
    case "tile.connecting":
    case "tile.reconnecting": {
      const step = live?.step ?? 1;
      return (
        <Over low look={look} title={t(look.word === "tile.reconnecting" ? "tile.reconnectingTitle" : "tile.connectingTitle", { step })}>
          <div className={css.steps} role="progressbar" aria-valuenow={step} aria-valuemax={3} aria-label={t("tile.connecting")}>
            {[1, 2, 3].map((n) => (
              <i key={n} data-on={n <= step || undefined} />
            ))}
          </div>
          <p>{rich(step === 1 ? "tile.step1" : "tile.step2", { seconds: format.number(forMs / 1000, 0) })}</p>
        </Over>
      );
    }
    case "tile.frozen":
      return (
        <Over low look={look} title={t("tile.frozenTitle", { span: format.span(forMs) })}>
          <p>{t("tile.frozenWhy", { time: format.time(live?.wallMs ?? now) })}</p>
          <div className={css.actions}>{retry}</div>
        </Over>
      );
    case "tile.offline":
      return (
        <Over look={look} title={since ? t("tile.offlineSince", { time: format.minute(since), span: format.span(now - since) }) : t("tile.offline")}>
          <p>{rich("tile.why", { why: t(why) })}</p>
          <p>{t(what)}</p>
          <div className={css.actions}>
            {retry}
            {recordings}
          </div>
        </Over>
      );
    case "tile.off":
      return (
        <Over look={look} title={t("tile.offTitle")}>
          <p>{t("tile.offWhat")}</p>
          <div className={css.actions}>{recordings}</div>
        </Over>
      );
    case "tile.noRight":
    case "tile.withdrawn":
      return (
        <Over look={look} title={t(look.word === "tile.noRight" ? "tile.noRightTitle" : "tile.withdrawnTitle")}>
          <p>{t(look.word === "tile.noRight" ? "tile.noRightWhat" : "tile.withdrawnWhat")}</p>
          <div className={css.actions}>
            {retry}
            {look.word === "tile.noRight" && (
              <button type="button" onClick={() => void askForLive(cameraId, onRetry)}>
                {t("tile.whatIsNeeded")}
              </button>
            )}
          </div>
        </Over>
      );
    case "tile.unknown":
      return (
        <Over look={look} title={t("tile.unknownTitle")}>
          <p>{t("tile.unknownWhat")}</p>
        </Over>
      );
    default:
      return <Over look={look} title={t(look.word)} />;
  }
}

function Over({ look, title, low, children }: { look: TileLook; title: string; low?: boolean; children?: ReactNode }) {
  return (
    <div className={clsx(css.over, low && css.low, look.picture === "none" && css.plain)} role="status">
      <div className={css.title}>
        <span className={`c-${look.tone}`}>
          <Shape name={look.shape} />
        </span>
        <span>{title}</span>
      </div>
      {children}
    </div>
  );
}
