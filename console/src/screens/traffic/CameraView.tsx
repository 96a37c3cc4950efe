/** A camera beside the figures: its picture now, or as it was recorded at a time. Asked for by a person, as every look is on record. */
import { lazy, Suspense, useRef, useState } from "react";

import { can, useCamera, useMe, useStatus } from "../../api/queries";
import { LivePicture, type LiveHandle } from "../../components/LivePicture";
import { Shape } from "../../components/Shape";
import { LiveMessage } from "../../components/TileMessage";
import { tileLook } from "../../components/tileLook";
import { Watermark } from "../../components/Watermark";
import { useTexts } from "../../i18n";
import type { LiveState } from "../../player/live";
import type { PlaybackState } from "../../player/playback";
import { RecordedMessage } from "../watch/RecordedMessage";
import type { RecordedHandle } from "../watch/Recorded";
import css from "./Traffic.module.css";

const Recorded = lazy(() => import("../watch/Recorded").then((module) => ({ default: module.Recorded })));

export function LiveCamera({ id }: { id: string }) {
  const { t, format } = useTexts();
  const me = useMe();
  const camera = useCamera(id);
  const status = useStatus(id);
  const [live, setLive] = useState<LiveState | null>(null);
  const picture = useRef<LiveHandle>(null);
  const found = camera.data;
  const look = tileLook(live, status.data);
  const watchable = found !== undefined && can(me.data, "media.live") && found.streams.length > 0 && found.enabled;
  if (!watchable) return <div className={css.view}>{(found ?? camera.isError) && <div className={css.viewNone}>{t(camera.isError ? "error.notFound" : !can(me.data, "media.live") ? "map.noRight" : found?.enabled ? "map.noStream" : "map.switchedOff")}</div>}</div>;
  return (
    <div className={css.view} data-view="live" data-state={look.word.slice("tile.".length)}>
      <LivePicture cameraId={id} hasSub={found.streams.some((stream) => stream.role === "sub")} handle={picture} dimmed={look.picture === "dimmed"} grey={look.picture === "grey"} onState={setLive} />
      <LiveMessage look={look} live={live} status={status.data} onRetry={() => picture.current?.reconnect()} cameraId={id} />
      <div className={css.viewFoot}>
        <b className="num">{found.code}</b>
        <span className="cut grow">{found.name}</span>
        <span className={`row c-${look.tone}`} style={{ gap: 6 }}>
          <Shape name={look.shape} />
          {t(look.word)}
          {look.picture === "full" && live?.delayMs != null && <span className="num">{format.delay(live.delayMs)}</span>}
        </span>
      </div>
    </div>
  );
}

/** Plays from that instant on. */
export function RecordedCamera({ id, startMs, onLive }: { id: string; startMs: number; onLive: () => void }) {
  const { t, format } = useTexts();
  const me = useMe();
  const camera = useCamera(id);
  const handle = useRef<RecordedHandle>(null);
  const [state, setState] = useState<PlaybackState | null>(null);
  const [wallMs, setWallMs] = useState<number | null>(null);
  if (me.data && !can(me.data, "media.playback")) return <div className={css.view}><div className={css.viewNone}>{t("health.mayNot")}</div></div>;
  return (
    <div className={css.view} data-view="recorded" data-state={state?.phase ?? "loading"}>
      <Suspense>
        <Recorded cameraId={id} startMs={startMs} paused={false} rate={1} loop={null} fps={0} handle={handle} onState={setState} onShown={setWallMs} onEnded={() => handle.current?.pause()} onHole={() => handle.current?.pause()} onUnmaskingEnded={() => undefined} />
      </Suspense>
      {state?.watermark && <Watermark />}
      <RecordedMessage state={state} gap={undefined} atMs={wallMs ?? startMs} onGo={(atMs) => handle.current?.seek(atMs)} onLive={onLive} />
      <div className={css.viewFoot}>
        <b className="num">{camera.data?.code}</b>
        <span className="cut grow">{camera.data?.name}</span>
        <span className="num">{format.dateTime(wallMs ?? startMs)}</span>
      </div>
    </div>
  );
}
