import { Shape } from "../../components/Shape";
import tileCss from "../../components/CameraTile.module.css";
import type { TileLook } from "../../components/tileLook";
import { useTexts } from "../../i18n";
import { keysOnly } from "../../player/strides";
import { rateDigits } from "../playback/transport";
import css from "./Watch.module.css";

/** What one is looking at, on the picture: live with its delay, or which instant of the past. */
export function StateChip({ live, look, delayMs, shownMs, rate, thinned, fetched }: { live: boolean; look: TileLook; delayMs: number | null; shownMs: number; rate: number; thinned: boolean; fetched: boolean }) {
  const { t, format } = useTexts();
  return (
    <div className={`${css.chip} ${tileCss.onPicture}`}>
      {live ? (
        <>
          <span className={`c-${look.tone}`}>
            <Shape name={look.shape} />
          </span>
          {t(look.word)} {delayMs !== null && look.picture === "full" && <span className="num">{format.delay(delayMs)}</span>}
        </>
      ) : (
        <>
          {t("watch.playback")} <span className="num">{format.dateTime(shownMs)}</span>
          {rate !== 1 && <span className="num">{t("watch.times", { rate: format.number(rate, rateDigits(rate)) })}</span>}
          {(thinned || keysOnly(rate)) && <span>{t(thinned ? "timeline.thinned" : "playing.keysOnly")}</span>}
          {fetched && <span>{t("timeline.fetched")}</span>}
        </>
      )}
    </div>
  );
}
