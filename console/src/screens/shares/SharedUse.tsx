/** For the owner: who watches now, and what the record has of it. */
import { Button, Skeleton } from "@mantine/core";
import { useMemo, useState } from "react";

import { useShareUse, useWatching, type Share, type ShareCamera } from "../../api/shares";
import { DateTime } from "../../components/DateTime";
import { Shape } from "../../components/Shape";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Shares.module.css";

export function SharedUse({ share, cameras }: { share: Share; cameras: readonly ShareCamera[] }) {
  const { t, format } = useTexts();
  const [asked, setAsked] = useState(false);
  const watching = useWatching(share.id, share.holds);
  const use = useShareUse(share.id, asked);
  const codes = useMemo(() => new Map(cameras.map((one) => [one.id, one.code])), [cameras]);
  const rows = use.data?.pages.flatMap((page) => page.items);
  return (
    <div className={`card ${css.card}`} data-use>
      {share.holds && (
        <section className={css.part} aria-live="polite">
          <div className={css.partHead}>
            <h2 className="grow">{t("share.now")}</h2>
            {watching.data && <b className="num">{format.number(watching.data.items.length)}</b>}
          </div>
          {watching.isError && <ErrorNote error={watching.error} />}
          {watching.data && !watching.data.items.length && <p className="small dim">{t("share.nobodyNow")}</p>}
          <ul className={css.watching}>
            {watching.data?.items.map((one) => (
              <li key={one.id}>
                <span className="c-bad">
                  <Shape name="ok" />
                </span>
                <span className="cut">
                  <b className="num">{codes.get(one.camera_id) ?? "–"}</b> {share.receiver}
                </span>
                <span className="small dim nowrap">
                  {t(`share.use.${one.action === "media.live" ? "live" : "playback"}`)}
                  {one.username && ` · ${one.username}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className={css.part}>
        <div className={css.partHead}>
          <h2 className="grow">{t("share.use")}</h2>
          {!asked && (
            <Button size="xs" onClick={() => setAsked(true)}>
              {t("share.useLook")}
            </Button>
          )}
        </div>
        {!asked && <p className="small dim">{t("share.useWhat")}</p>}
        {use.isError && <ErrorNote error={use.error} />}
        {asked && use.isPending && <Skeleton height={120} />}
        {rows?.length === 0 && <p className="small dim">{t("share.useNone")}</p>}
        {rows && rows.length > 0 && (
          <table className={css.use}>
            <thead>
              <tr>
                <th>{t("share.use.at")}</th>
                <th>{t("share.use.camera")}</th>
                <th>{t("share.use.how")}</th>
                <th>{t("share.use.who")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.id}>
                  <td>
                    <DateTime at={one.at} />
                  </td>
                  <td className="num">{one.camera_ids.map((id) => codes.get(id) ?? "–").join(", ")}</td>
                  <td>
                    {t(`share.use.${one.action === "media.live" ? "live" : one.action === "media.playback" ? "playback" : "snapshot"}`)}
                    {one.seconds != null && <span className="dim"> · {t("share.use.seconds", { seconds: format.number(Math.round(one.seconds)) })}</span>}
                    {one.reference && <span className="dim"> · {one.reference}</span>}
                  </td>
                  <td>{one.username || share.receiver}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {use.hasNextPage && (
          <Button size="xs" loading={use.isFetchingNextPage} onClick={() => void use.fetchNextPage()}>
            {t("app.more")}
          </Button>
        )}
      </section>
    </div>
  );
}
