/** What stands still and what to do about it, above every screen, for those whose work that is. */
import { useAlarms, type Alarm } from "../api/alarms";
import { Shape } from "../components/Shape";
import { useTexts } from "../i18n";
import css from "./Frame.module.css";

export function Alarms() {
  const { t, format } = useTexts();
  const alarms = useAlarms();
  return (
    <ul className={css.alarms} aria-label={t("alarm.list")}>
      {oneOfEach(alarms.data ?? []).map(({ kind, processes, since }) => (
        <li key={kind} className={css.banner} data-alarm={kind}>
          <span className={kind === "certificate_ends" ? "c-warn" : "c-bad"}>
            <Shape name={kind === "certificate_ends" ? "warn" : "bad"} />
          </span>
          <span className="grow">
            {t(`alarm.${kind}`, { process: processes.join(", ") })} <b>{t(`alarm.${kind}.do`)}</b>
          </span>
          <span className="small dim num nowrap no-phone">{t("alarm.since", { time: format.dateTime(Date.parse(since)) })}</span>
        </li>
      ))}
    </ul>
  );
}

/** One line for each kind, however many processes it strikes; the certificate, which can wait, is the last. */
export function oneOfEach(alarms: readonly Alarm[]) {
  const kinds = [...new Set(alarms.map((one) => one.kind))].sort((one, other) => Number(one === "certificate_ends") - Number(other === "certificate_ends"));
  return kinds.map((kind) => {
    const struck = alarms.filter((one) => one.kind === kind);
    return { kind, processes: struck.map((one) => one.process), since: struck.map((one) => one.since).sort()[0] ?? "" };
  });
}
