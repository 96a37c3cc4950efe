/** One camera on the wall: its picture and, always, a word on its state. */
import { IconArrowsMaximize, IconCamera, IconPin, IconPinned, IconSteeringWheel, IconX } from "@tabler/icons-react";
import clsx from "clsx";
import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { Link } from "wouter";

import type { Camera, CameraStatus } from "../api/types";
import { takePicture } from "../app/needs";
import { useTexts } from "../i18n";
import type { LiveState } from "../player/live";
import css from "./CameraTile.module.css";
import { LivePicture, type LiveHandle } from "./LivePicture";
import { Shape } from "./Shape";
import { SharedMark } from "./SharedMark";
import { LiveMessage } from "./TileMessage";
import { tileLook, type TileLook } from "./tileLook";

interface Props {
  camera: Camera;
  status: CameraStatus | undefined;
  selected: boolean;
  onSelect: () => void;
  onRemove: () => void;
  onPin: () => void;
  pinned?: boolean;
  /** Who steers, for a camera whose head turns. */
  steering?: ReactNode;
  /** Whether the person may. */
  maySteer?: boolean;
  onLook?: (look: TileLook) => void;
  dropTarget?: boolean;
  drag: { onDragStart: (event: DragEvent) => void; onDragOver: (event: DragEvent) => void; onDrop: (event: DragEvent) => void; onDragLeave: () => void };
}

export function CameraTile({ camera, status, selected, onSelect, onRemove, onPin, pinned, steering, maySteer, onLook, dropTarget, drag }: Props) {
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
      <LiveMessage look={look} live={live} status={status} onRetry={() => handle.current?.reconnect()} cameraId={camera.id} />
      <div className={css.tools} data-picture={look.picture}>
        {look.picture === "full" && (
          <>
            <button type="button" aria-label={t("tile.snapshot")} title={t("tile.snapshot")} onClick={() => takePicture({ id: camera.id, code: camera.code, stream: "main", atMs: null })}>
              <IconCamera size={18} />
            </button>
            {steering && maySteer && (
              <Link href={`/watch/${camera.id}?steer=1`} aria-label={t("tile.steer")} title={t("tile.steer")}>
                <IconSteeringWheel size={18} />
              </Link>
            )}
            <Link href={`/watch/${camera.id}`} aria-label={t("tile.open")} title={t("tile.open")}>
              <IconArrowsMaximize size={18} />
            </Link>
          </>
        )}
        <button type="button" aria-label={t("wall.pin")} title={t("wall.pin")} aria-pressed={pinned ?? false} onClick={onPin}>
          {pinned ? <IconPinned size={18} /> : <IconPin size={18} />}
        </button>
        <button type="button" aria-label={t("tile.remove")} title={t("tile.remove")} onClick={onRemove}>
          <IconX size={18} />
        </button>
      </div>
      {look.picture === "full" && steering}
      <div className={css.cap}>
        <span className={clsx(css.code, "num")}>{camera.code}</span>
        <span className={css.name}>{camera.name}</span>
        {pinned && (
          <span className={css.state} title={t("wall.pinned")} data-pinned>
            <IconPinned size={14} aria-hidden="true" />
            <span className="sr">{t("wall.pinned")}</span>
          </span>
        )}
        <SharedMark cameraId={camera.id} show="sign" />
        {look.picture === "full" && live && live.masks > 0 && (
          <span className={css.state} title={t("tile.masksWhy")} data-masked>
            <Shape name="mask" />
            {t("tile.masks", { count: live.masks })}
          </span>
        )}
        <span className={clsx(css.state, `c-${look.tone}`)}>
          <Shape name={look.shape} />
          {t(look.word)}
          {look.picture === "full" && delay !== null && delay !== undefined && <span className={clsx(css.delay, "num")}>{format.delay(delay)}</span>}
        </span>
      </div>
    </article>
  );
}
