/** One camera beside its sign: its picture now, who it belongs to, and one step to all of it. */
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useRef, useState, type Ref } from "react";
import { Link } from "wouter";

import { can, useCamera, useMe, useOrganisations, useStatus } from "../../api/queries";
import { LivePicture, type LiveHandle } from "../../components/LivePicture";
import { SharedMark } from "../../components/SharedMark";
import { Shape } from "../../components/Shape";
import { ErrorState } from "../../components/States";
import { LiveMessage } from "../../components/TileMessage";
import { tileLook } from "../../components/tileLook";
import { useTexts } from "../../i18n";
import type { LiveState } from "../../player/live";
import css from "./Map.module.css";

export function MapCard({ id, box, onClose }: { id: string; box: Ref<HTMLElement>; onClose: () => void }) {
  const { t, format } = useTexts();
  const me = useMe();
  const camera = useCamera(id);
  const status = useStatus(id);
  const organisations = useOrganisations();
  const [live, setLive] = useState<LiveState | null>(null);
  const picture = useRef<LiveHandle>(null);

  const close = (
    <button type="button" className={css.close} aria-label={t("app.close")} onClick={onClose}>
      <IconX size={16} />
    </button>
  );
  if (camera.isError) {
    return (
      <article ref={box} className={css.card} aria-label={t("map.card")}>
        {close}
        <ErrorState error={camera.error} onRetry={() => void camera.refetch()} />
      </article>
    );
  }
  const found = camera.data;
  const watchable = found !== undefined && can(me.data, "media.live") && found.streams.length > 0 && found.enabled;
  const look = tileLook(live, status.data);
  const owner = organisations.data?.find((organisation) => organisation.id === found?.owner_id)?.name;
  return (
    <article ref={box} className={css.card} aria-label={found ? t("map.cardOf", { code: found.code, name: found.name }) : t("map.card")} data-card={id}>
      {close}
      <div className={css.picture} data-state={watchable ? look.word.slice("tile.".length) : "none"}>
        {watchable ? (
          <>
            <LivePicture cameraId={id} hasSub={found.streams.some((stream) => stream.role === "sub")} handle={picture} dimmed={look.picture === "dimmed"} grey={look.picture === "grey"} onState={setLive} />
            <LiveMessage look={look} live={live} status={status.data} onRetry={() => picture.current?.reconnect()} cameraId={id} />
            <div className={css.caption}>
              <span className={`row c-${look.tone}`} style={{ gap: 6 }}>
                <Shape name={look.shape} />
                {t(look.word)}
                {look.picture === "full" && live?.delayMs != null && <span className="num">{format.delay(live.delayMs)}</span>}
              </span>
            </div>
          </>
        ) : (
          found && <div className={css.noPicture}>{t(!can(me.data, "media.live") ? "map.noRight" : found.enabled ? "map.noStream" : "map.switchedOff")}</div>
        )}
      </div>
      <div className={css.cardBody}>
        <div>
          <b>
            <span className="num">{found?.code ?? "…"}</span> {found?.name}
          </b>
          <div className="dim small">
            {owner ?? <SharedMark cameraId={id} />}
            {found?.azimuth_deg != null && <> · {t("map.azimuth", { degrees: format.number(found.azimuth_deg) })}</>}
          </div>
        </div>
        <div className={css.acts}>
          {watchable && (
            <Button component={Link} href={`/watch/${id}`} size="xs" variant="filled">
              {t("map.open")}
            </Button>
          )}
          <Button component={Link} href={`/cameras/${id}`} size="xs">
            {t("map.dossier")}
          </Button>
          <Button component={Link} href={`/cameras/${id}/health`} size="xs">
            {t("map.health")}
          </Button>
        </div>
      </div>
    </article>
  );
}
