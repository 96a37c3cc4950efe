/** Where the camera should look, what showed the fault, what it shows after: asked for when a person wants them. */
import { Button } from "@mantine/core";
import { IconPhoto } from "@tabler/icons-react";
import { useState } from "react";

import { healthPictureUrl, useApproveView, useForgetView, type CameraHealth, type Fault } from "../../api/health";
import { can, useMe } from "../../api/queries";
import { usePurpose } from "../../app/purpose";
import { DateTime } from "../../components/DateTime";
import { FormDialog } from "../../components/FormDialog";
import { ErrorNote } from "../../components/States";
import { useTexts, type TextKey } from "../../i18n";
import css from "./Health.module.css";
import { kindKey } from "./looks";
import { TimeInPicture } from "./TimeInPicture";

export function FaultPictures({ health, fault }: { health: CameraHealth; fault: Fault | undefined }) {
  const { t } = useTexts();
  const me = useMe();
  const purpose = usePurpose();
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<"approve" | "forget" | null>(null);
  const maySee = can(me.data, "media.playback");
  const may = can(me.data, "camera.write");
  const query = { width: "960", purpose: purpose.purpose, reference: purpose.reference };
  const { view, camera_id: id } = health;
  const pictures: { head: TextKey; src: string | null; at: string | null | undefined; none: TextKey }[] = [
    { head: "health.view", src: view && healthPictureUrl(id, "view", { ...query, v: view.approved_at }), at: view?.taken_at, none: "health.noView" },
    { head: "health.before", src: fault?.pictures.includes("before") ? healthPictureUrl(id, { fault: fault.id, moment: "before" }, query) : null, at: fault?.opened_at ?? fault?.began_at, none: !fault ? "health.noFault" : fault.state === "suspected" ? "health.notShown" : "health.noBefore" },
    { head: "health.after", src: fault?.pictures.includes("after") ? healthPictureUrl(id, { fault: fault.id, moment: "after" }, query) : null, at: fault?.closed_at, none: !fault ? "health.noFault" : fault.state === "closed" ? "health.noAfter" : "health.notYet" },
  ];
  const some = pictures.some((one) => one.src);
  return (
    <section className={`card ${css.card}`} aria-label={t("health.pictures")}>
      <div className={css.sectionHead}>
        <h2 className="grow">{fault ? t("health.picturesOf", { kind: t(kindKey(fault.kind)) }) : t("health.pictures")}</h2>
      </div>
      {some && maySee && !open ? (
        <div className={css.acts}>
          <Button leftSection={<IconPhoto size={16} />} onClick={() => setOpen(true)}>
            {t("health.showPictures")}
          </Button>
          <span className="small dim">{t("health.onRecord")}</span>
        </div>
      ) : (
        <div className={css.pictures}>
          {pictures.map(({ head, src, at, none }) => (
            <figure key={head}>
              {src && maySee ? <Still src={src} words={t(head)} /> : <div className={css.none}>{t(src ? "health.mayNot" : none)}</div>}
              <figcaption className="small dim">
                <b>{t(head)}</b> {src && at && <DateTime at={at} />}
              </figcaption>
            </figure>
          ))}
        </div>
      )}
      {view && !view.compared && <p className="small c-warn">{t("health.twilight")}</p>}
      {may && (
        <div className={css.acts}>
          <Button size="xs" onClick={() => setAsking("approve")}>
            {t(view ? "health.approveAgain" : "health.approve")}
          </Button>
          {view && (
            <Button size="xs" onClick={() => setAsking("forget")}>
              {t("health.forget")}
            </Button>
          )}
          {view && (
            <span className="small dim">
              {t("health.approvedAt")} <DateTime at={view.approved_at} />
            </span>
          )}
        </div>
      )}
      {asking === "approve" && <Approve health={health} picture={maySee ? (pictures[0]?.src ?? null) : null} onClose={() => setAsking(null)} />}
      {asking === "forget" && <Forget health={health} onClose={() => setAsking(null)} />}
    </section>
  );
}

function Approve({ health, picture, onClose }: { health: CameraHealth; picture: string | null; onClose: () => void }) {
  const { t } = useTexts();
  const approve = useApproveView(health.camera_id);
  const [time, setTime] = useState(health.view?.time_overlay ?? null);
  return (
    <FormDialog title={t("health.approve")} size={560} word={t("health.approve")} sending={approve.isPending} disabled={false} stays onClose={onClose} onSend={() => approve.mutate(time, { onSuccess: onClose })}>
      <p>{t("health.approveMeans", { code: health.code })}</p>
      <TimeInPicture value={time} picture={picture} onChange={setTime} />
      {approve.isError && <ErrorNote error={approve.error} />}
    </FormDialog>
  );
}

function Forget({ health, onClose }: { health: CameraHealth; onClose: () => void }) {
  const { t } = useTexts();
  const forget = useForgetView(health.camera_id);
  return (
    <FormDialog title={t("health.forget")} size={460} word={t("health.forget")} sending={forget.isPending} disabled={false} onClose={onClose} onSend={() => forget.mutate(undefined, { onSuccess: onClose })}>
      <p>{t("health.forgetMeans", { code: health.code })}</p>
      {forget.isError && <ErrorNote error={forget.error} />}
    </FormDialog>
  );
}

function Still({ src, words }: { src: string; words: string }) {
  const { t } = useTexts();
  const [broken, setBroken] = useState(false);
  if (broken) return <div className={css.none}>{t("repair.noPicture")}</div>;
  return <img src={src} alt={words} onError={() => setBroken(true)} />;
}
