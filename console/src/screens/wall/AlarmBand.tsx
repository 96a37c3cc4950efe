/** On a tile: what is the matter, since when; where somebody may, that he has seen it. */
import type { WallAlarm } from "../../api/walls";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import css from "./AlarmBand.module.css";

export function AlarmBand({ alarm, onSeen }: { alarm: WallAlarm; onSeen?: () => void }) {
  const { t, format } = useTexts();
  const what = alarm.kind === "pictures_lost" ? t("wall.alarm.pictures_lost") : alarm.kind === "motion" || alarm.kind === "device_tamper" ? t(`wall.alarm.${alarm.kind}`) : t("wall.alarm.mark", { kind: alarm.kind });
  return (
    <div className={css.band} data-alarm-kind={alarm.kind}>
      <Shape name="bad" />
      <b className="cut">{what}</b>
      <span className="num grow">{format.time(Date.parse(alarm.since))}</span>
      {onSeen && (
        <button type="button" onClick={onSeen}>
          {t("wall.alarm.seen")}
        </button>
      )}
    </div>
  );
}
