/** One camera of a set: its picture, how well it is in step, and where there is none, why. */
import { IconArrowsMaximize, IconArrowsMinimize, IconLayoutColumns, IconX } from "@tabler/icons-react";
import clsx from "clsx";
import { useEffect, useRef, useState } from "react";

import { useCamera } from "../../api/queries";
import { askForNeeds } from "../../app/needs";
import tileCss from "../../components/CameraTile.module.css";
import { Shape } from "../../components/Shape";
import { gapText } from "../../components/timeline/Timeline";
import { Watermark } from "../../components/Watermark";
import { useTexts } from "../../i18n";
import type { TileState, Together } from "../../player/together/set";
import { WHOLE, type Zoom } from "../../player/together/zoom";
import css from "./Playback.module.css";
import { ZoomFrame } from "./ZoomFrame";

interface Props {
  id: string;
  set: Together | null;
  state: TileState | undefined;
  wallMs: number;
  active: boolean;
  large: boolean;
  compared: boolean;
  hidden: boolean;
  /** One for all that are compared. */
  zoom: Zoom | null;
  onZoom: (zoom: Zoom) => void;
  onActive: () => void;
  onLarge: () => void;
  onCompare: () => void;
  onRemove: () => void;
}

export function SetTile({ id, set, state, wallMs, active, large, compared, hidden, zoom, onZoom, onActive, onLarge, onCompare, onRemove }: Props) {
  const { t } = useTexts();
  const camera = useCamera(id).data;
  const host = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState(WHOLE);
  useEffect(() => {
    if (host.current) set?.attach(id, host.current);
  }, [set, id]);
  const code = camera?.code ?? "–";

  return (
    <article
      className={clsx(tileCss.tile, css.tile, active && tileCss.selected)}
      style={hidden ? { display: "none" } : undefined}
      aria-label={t("playing.tile", { code, name: camera?.name ?? "" })}
      aria-current={active || undefined}
      tabIndex={active ? 0 : -1}
      data-camera={id}
      data-phase={state?.phase}
      data-shown={Math.round(state?.shownMs ?? 0)}
      data-drift={Math.round(state?.driftMs ?? 0)}
      onClick={onActive}
      onFocus={onActive}
      onDoubleClick={onLarge}
    >
      <ZoomFrame zoom={zoom ?? own} onZoom={zoom ? onZoom : setOwn}>
        <div ref={host} className={tileCss.picture} data-grey={state?.phase === "gap" || undefined} />
      </ZoomFrame>
      {state?.watermark && <Watermark />}
      <TileWord id={id} state={state} wallMs={wallMs} onRetry={() => set?.retry(id)} />
      <div className={tileCss.tools}>
        <button type="button" aria-label={t("playing.compare")} title={t("playing.compare")} aria-pressed={compared} onClick={onCompare}>
          <IconLayoutColumns size={18} />
        </button>
        <button type="button" aria-label={t(large ? "playing.smaller" : "playing.larger")} title={t(large ? "playing.smaller" : "playing.larger")} onClick={onLarge}>
          {large ? <IconArrowsMinimize size={18} /> : <IconArrowsMaximize size={18} />}
        </button>
        <button type="button" aria-label={t("playing.remove")} title={t("playing.remove")} onClick={onRemove}>
          <IconX size={18} />
        </button>
      </div>
      <div className={tileCss.cap}>
        <span className={clsx(tileCss.code, "num")}>{code}</span>
        <span className={tileCss.name}>{camera?.name}</span>
        {state?.masked && (
          <span className={tileCss.state} data-masked>
            <Shape name="mask" />
            {t("tile.masked")}
          </span>
        )}
        {state?.thinned && state.phase !== "gap" && (
          <span className={tileCss.state} data-thinned>
            {t("playing.keysOnly")}
          </span>
        )}
        <Step state={state} />
      </div>
    </article>
  );
}

/** How far from being in step: the figure that the whole screen is about. */
function Step({ state }: { state: TileState | undefined }) {
  const { t, format } = useTexts();
  if (state?.phase !== "showing" && state?.phase !== "late") return null;
  const late = state.phase === "late";
  return (
    <span className={clsx(tileCss.state, late ? "c-warn" : "c-ok", "num")} title={t("playing.driftWhat")}>
      <Shape name={late ? "warn" : "ok"} />
      {t("playing.drift", { ms: format.number(Math.round(state.driftMs)) })}
    </span>
  );
}

function TileWord({ id, state, wallMs, onRetry }: { id: string; state: TileState | undefined; wallMs: number; onRetry: () => void }) {
  const { t, rich, format } = useTexts();
  if (!state || state.phase === "showing" || state.phase === "late") return null;
  if (state.phase === "loading") return <div className={css.loading} role="status" aria-label={t("app.loading")} />;
  const refused = state.phase === "refused";
  const { gap, leftOut } = state;
  const isOthers = state.phase === "gap" && leftOut !== null;
  const ask = () => {
    if (!refused || !askForNeeds(state.refusal, { cameraId: id, action: "media.playback", fromMs: wallMs, toMs: wallMs }, onRetry)) onRetry();
  };
  return (
    <div className={clsx(tileCss.over, state.phase === "gap" && tileCss.low)} role="status">
      <div className={tileCss.title}>
        <span className={refused || isOthers ? "c-off" : "c-bad"}>
          <Shape name={refused || isOthers ? "lock" : "gap"} />
        </span>
        {t(isOthers ? "timeline.otherOwner" : refused ? "watch.deniedTitle" : state.phase === "failed" ? "watch.failedTitle" : gap ? gapText(gap.cause) : "watch.emptyTitle")}
      </div>
      {isOthers && <p>{t("timeline.otherOwnerWhat")}</p>}
      {gap && !isOthers && state.phase === "gap" && <p>{rich("playing.gap", { from: format.time(gap.startMs), to: format.time(gap.endMs) })}</p>}
      {state.phase !== "gap" && (
        <div className={tileCss.actions}>
          <button type="button" onClick={ask}>
            {t(refused ? "tile.whatIsNeeded" : "tile.retry")}
          </button>
        </div>
      )}
    </div>
  );
}
