import { Button } from "@mantine/core";
import { Link } from "wouter";

import { useDeviceOf } from "../../api/deviceOf";
import { can, useMe, useOrganisations, useStatus } from "../../api/queries";
import type { Camera } from "../../api/types";
import { SharedMark } from "../../components/SharedMark";
import { StateBadge } from "../../components/StateBadge";
import { reasonTexts } from "../../components/tileLook";
import { useTexts } from "../../i18n";
import css from "./Watch.module.css";

/** What is known of the camera now, and who answers for it. */
export function Details({ camera, rendition }: { camera: Camera; rendition: string | null }) {
  const { t, format } = useTexts();
  const me = useMe();
  const organisations = useOrganisations();
  const status = useStatus(camera.id).data;
  const device = useDeviceOf(camera.id, can(me.data, "device.read")).data;
  const owner = organisations.data?.find((organisation) => organisation.id === camera.owner_id);
  const away = status && status.state !== "online" && status.state !== "connecting";
  const codec = status?.codec && { h264: "H.264", h265: "H.265" }[status.codec];
  return (
    <aside className={css.side} aria-label={t("watch.details")}>
      <section>
        <div className={css.sectionHead}>
          <h2>{t("watch.status")}</h2>
          <StateBadge state={status?.state} />
        </div>
        {away && (
          <p className={css.why}>
            {t(reasonTexts(status.reason).why)} {t(reasonTexts(status.reason).what)}
          </p>
        )}
        <dl className="kv">
          <dt>{t("watch.picture")}</dt>
          <dd className="num">{status?.width && status.height ? t("watch.size", { width: status.width, height: status.height, fps: format.number(status.fps ?? 0) }) : "–"}</dd>
          <dt>{t("watch.codec")}</dt>
          <dd className="num">{codec ? (rendition ? t(rendition === "masked" ? "watch.codecMasked" : "watch.codecRendition", { codec }) : codec) : "–"}</dd>
          <dt>{t("watch.rate")}</dt>
          <dd className="num">{status?.bitrate_bps ? t("watch.rateLost", { rate: format.bitrate(status.bitrate_bps), lost: format.number(status.lost_packets ?? 0) }) : "–"}</dd>
          <dt>{t("watch.clock")}</dt>
          <dd>{status?.clock?.source === "camera_rtcp" ? t("watch.clockRtcp", { offset: format.number(status.clock.offset_ms ?? 0) }) : status?.clock ? t("watch.clockArrival") : "–"}</dd>
          <dt>{t("watch.retention")}</dt>
          <dd>{t("watch.days", { least: camera.min_days, most: camera.max_days })}</dd>
        </dl>
        {can(me.data, "camera.read") && (
          <Link className="small" href={`/cameras/${camera.id}/health`}>
            {t("watch.health")}
          </Link>
        )}
      </section>
      <section>
        <div className={css.sectionHead}>
          <h2>{t("watch.file")}</h2>
          {can(me.data, "audit.read") && (
            <Link className="small" href={`/record/use?camera=${camera.id}`}>
              {t("watch.record")}
            </Link>
          )}
        </div>
        <dl className="kv">
          <dt>{t("watch.owner")}</dt>
          <dd>{owner?.name ?? <SharedMark cameraId={camera.id} none="–" />}</dd>
          {device && (
            <>
              <dt>{t("watch.device")}</dt>
              <dd>
                <Link href={`/devices/${device.id}`}>{[device.maker, device.model].filter(Boolean).join(" ") || device.host}</Link>
              </dd>
            </>
          )}
          <dt>{t("watch.place")}</dt>
          <dd className="num">{t("watch.coordinates", { lat: camera.lat.toFixed(5), lon: camera.lon.toFixed(5) })}</dd>
          <dt>{t("watch.azimuth")}</dt>
          <dd className="num">{camera.azimuth_deg === null ? "–" : t("watch.degrees", { degrees: format.number(camera.azimuth_deg) })}</dd>
          {camera.tags.length > 0 && (
            <>
              <dt>{t("watch.tags")}</dt>
              <dd>{camera.tags.join(", ")}</dd>
            </>
          )}
        </dl>
        {can(me.data, "camera.write") && (
          <Button component={Link} href={`/cameras/${camera.id}`} mt="lg">
            {t("watch.edit")}
          </Button>
        )}
      </section>
    </aside>
  );
}
