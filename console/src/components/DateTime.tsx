import { useNow } from "../app/now";
import { useTexts } from "../i18n";
import { SITE } from "../i18n/zone";

/** An instant, absolute with its zone on the element, relative where that says more; a deadline (`until`) by its day. */
export function DateTime({ at, relative, until }: { at: string | null | undefined; relative?: boolean; until?: boolean }) {
  const { t, format } = useTexts();
  const now = useNow(10_000);
  if (!at) return <span className="faint">–</span>;
  const ms = Date.parse(at);
  const absolute = format.dateTime(ms);
  const ago = now - ms;
  return (
    <time dateTime={at} className="num nowrap" title={t("time.zone", { time: absolute, zone: SITE.nameAt(ms) })}>
      {until ? (format.minute(ms) === "23:59" ? t("time.endOf", { date: format.date(ms) }) : t("time.dayMinute", { date: format.date(ms), time: format.minute(ms) })) : relative && ago < 86_400_000 ? (ago < 10_000 ? t("time.now") : t("time.ago", { span: format.span(ago) })) : absolute}
    </time>
  );
}
