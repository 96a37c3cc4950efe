/** Pictures before and after: what people photographed there, and what the camera saw, for those who may see that. */
import { Button } from "@mantine/core";
import { IconCamera, IconPhoto } from "@tabler/icons-react";
import { useRef, useState } from "react";

import { mediaUrl } from "../../api/client";
import { can, useMe } from "../../api/queries";
import { photoUrl, useTicketAct, type Moment, type TicketFile } from "../../api/repairs";
import { usePurpose } from "../../app/purpose";
import { DateTime } from "../../components/DateTime";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { smallPhoto } from "../inventory/photo";
import css from "./Repairs.module.css";

const MOMENTS: readonly Moment[] = ["before", "after"];
/** The last good picture lies a little before the fault was first seen. */
const BEFORE_MS = 60_000;

/** Asked for when a person wants them: each look is on the record, and judged as any other picture of the camera. */
export function CameraPictures({ ticket }: { ticket: TicketFile }) {
  const { t } = useTexts();
  const me = useMe();
  const purpose = usePurpose();
  const [open, setOpen] = useState(false);
  const first = ticket.faults[0];
  const passed = ticket.tests.find((one) => one.passed);
  if (!first || !can(me.data, "media.playback")) return null;
  if (!open)
    return (
      <div>
        <Button leftSection={<IconPhoto size={18} />} onClick={() => setOpen(true)}>
          {t("repair.cameraPictures")}
        </Button>
      </div>
    );
  const times: [Moment | "fault", string | undefined][] = [
    ["before", new Date(Date.parse(first.began_at) - BEFORE_MS).toISOString()],
    ["fault", first.began_at],
    ["after", passed?.at],
  ];
  return (
    <div className={css.photos}>
      {times.map(([moment, at]) => (
        <figure key={moment}>
          {at ? <Still src={mediaUrl(first.camera_id, "snapshot.jpg", { at, purpose: purpose.purpose, reference: purpose.reference })} words={t(`repair.camera.${moment}`)} /> : <div className={css.none}>{t("repair.notYet")}</div>}
          <figcaption className="small dim">
            {t(`repair.camera.${moment}`)} {at && <DateTime at={at} />}
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

function Still({ src, words }: { src: string; words: string }) {
  const { t } = useTexts();
  const [broken, setBroken] = useState(false);
  if (broken) return <div className={css.none}>{t("repair.noPicture")}</div>;
  return <img src={src} alt={words} onError={() => setBroken(true)} />;
}

export function Photos({ ticket }: { ticket: TicketFile }) {
  const { t } = useTexts();
  const act = useTicketAct(ticket.id);
  const chooser = useRef<HTMLInputElement>(null);
  const [moment, setMoment] = useState<Moment>("before");
  const [unreadable, setUnreadable] = useState(false);
  const may = ticket.may.includes("ticket.write");
  const choose = (wanted: Moment) => {
    setMoment(wanted);
    chooser.current?.click();
  };
  const send = async (file: File) => {
    setUnreadable(false);
    try {
      act.mutate({ act: "photos", moment, photo: await smallPhoto(file) });
    } catch {
      setUnreadable(true); // a browser reads no picture in it
    }
  };
  return (
    <>
      {ticket.photos.length > 0 ? (
        <div className={css.photos}>
          {ticket.photos.map((one) => (
            <figure key={one.id}>
              <a href={photoUrl(ticket.id, one.id)} target="_blank" rel="noreferrer">
                <img src={photoUrl(ticket.id, one.id)} alt={t(`repair.${one.moment}`)} loading="lazy" />
              </a>
              <figcaption className="small dim">
                {t(`repair.${one.moment}`)} · <DateTime at={one.at} relative /> · {one.who}
              </figcaption>
            </figure>
          ))}
        </div>
      ) : (
        <p className="small dim">{t("repair.noPhotos")}</p>
      )}
      {may && (
        <div className={css.two}>
          <input
            ref={chooser}
            type="file"
            accept="image/*"
            capture="environment"
            hidden
            aria-label={t("repair.photo")}
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              if (file) void send(file);
              event.currentTarget.value = "";
            }}
          />
          {MOMENTS.map((one) => (
            <Button key={one} className={css.big} leftSection={<IconCamera size={18} />} loading={act.isPending && moment === one} onClick={() => choose(one)}>
              {t(one === "before" ? "repair.photoBefore" : "repair.photoAfter")}
            </Button>
          ))}
        </div>
      )}
      {unreadable && <p className="c-bad small" role="alert">{t("repair.unreadable")}</p>}
      {act.isError && <ErrorNote error={act.error} />}
    </>
  );
}
