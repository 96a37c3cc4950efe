/** One camera on the wall: its picture and, always, a word on its state. */
import { IconArrowsMaximize, IconCamera, IconInfoCircle, IconRefresh, IconX } from "@tabler/icons-react";
import clsx from "clsx";
import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { Link } from "wouter";

import { saveSnapshot } from "../api/downloads";
import type { Camera, CameraStatus } from "../api/types";
import { useNow } from "../app/now";
import { getPurpose } from "../app/purpose";
import { useTexts } from "../i18n";
import type { LiveState } from "../player/live";
import css from "./CameraTile.module.css";
import { LivePicture, type LiveHandle } from "./LivePicture";
import { Shape } from "./Shape";
import { reasonTexts, tileLook, type TileLook } from "./tileLook";

interface Props {
  camera: Camera;
  status: CameraStatus | undefined;
  selected: boolean;
  onSelect: () => void;
  onRemove: () => void;
  onLook?: (look: TileLook) => void;
  dropTarget?: boolean;
  drag: { onDragStart: (event: DragEvent) => void; onDragOver: (event: DragEvent) => void; onDrop: (event: DragEvent) => void; onDragLeave: () => void };
}

export function CameraTile({ camera, status, selected, onSelect, onRemove, onLook, dropTarget, drag }: Props) {
  const { t, format } = useTexts();
  const [live, setLive] = useState<LiveState | null>(null);
  const handle = useRef<LiveHandle>(null);
  const look = tileLook(live, status);
  const watchable = look.word !== "tile.off";
  const delay = live?.delayMs;

  return (
    <article
      className={clsx(css.tile, selected && css.selected, dropTarget && css.drop)}
      aria-label={t("tile.label", { code: camera.code, name: camera.name, state: t(look.word) })}
      aria-current={selected || undefined}
      tabIndex={selected ? 0 : -1}
      data-camera={camera.id}
      data-state={look.word.slice("tile.".length)}
      onClick={onSelect}
      onFocus={onSelect}
      draggable
      {...drag}
    >
      {watchable && (
        <LivePicture
          cameraId={camera.id}
          hasSub={camera.streams.some((stream) => stream.role === "sub")}
          handle={handle}
          dimmed={look.picture === "dimmed"}
          grey={look.picture === "grey"}
          onState={(state) => {
            setLive(state);
            onLook?.(tileLook(state, status));
          }}
        />
      )}
      {look.edge && <i className={css.edge} data-tone={look.edge} />}
      <Message look={look} live={live} status={status} onRetry={() => handle.current?.reconnect()} cameraId={camera.id} />
      {look.picture === "full" && (
        <div className={css.tools}>
          <button type="button" aria-label={t("tile.snapshot")} title={t("tile.snapshot")} onClick={() => void saveSnapshot({ id: camera.id, code: camera.code, stream: "main", atMs: null, ...getPurpose() })}>
            <IconCamera size={18} />
          </button>
          <Link href={`/watch/${camera.id}`} aria-label={t("tile.open")} title={t("tile.open")}>
            <IconArrowsMaximize size={18} />
          </Link>
          <button type="button" aria-label={t("tile.remove")} title={t("tile.remove")} onClick={onRemove}>
            <IconX size={18} />
          </button>
        </div>
      )}
      <div className={css.cap}>
        <span className={clsx(css.code, "num")}>{camera.code}</span>
        <span className={css.name}>{camera.name}</span>
        <span className={clsx(css.state, `c-${look.tone}`)}>
          <Shape name={look.shape} />
          {t(look.word)}
          {look.picture === "full" && delay !== null && delay !== undefined && <span className="num">{format.delay(delay)}</span>}
        </span>
      </div>
    </article>
  );
}

function Message({ look, live, status, onRetry, cameraId }: { look: TileLook; live: LiveState | null; status: CameraStatus | undefined; onRetry: () => void; cameraId: string }) {
  const { t, rich, format } = useTexts();
  const now = useNow();
  const forMs = live ? Math.max(0, Date.now() - live.sinceMs) : 0;
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
      return live?.rendition ? (
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
          <div className={css.actions}>{retry}</div>
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
    <div className={clsx(css.over, low && css.low)} role="status">
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
