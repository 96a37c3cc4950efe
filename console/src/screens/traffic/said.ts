/** Figures of traffic in words; what is not known is said, never drawn as zero. */
import { useTexts } from "../../i18n";

type Figure = number | null | undefined;

export function useSaid() {
  const { t, format } = useTexts();
  const known = (value: Figure, write: (value: number) => string) => (value == null ? t("traffic.unknown") : write(value));
  const whole = (value: number) => format.number(Math.round(value));
  return {
    kmh: (mps: Figure) => known(mps, (value) => t("traffic.kmh", { value: whole(value * 3.6) })),
    perH: (value: Figure) => known(value, (one) => t("traffic.perH", { value: whole(one) })),
    pcuPerH: (value: Figure) => known(value, (one) => t("traffic.pcuPerH", { value: whole(one) })),
    metres: (value: Figure) => known(value, (one) => t("map.m", { value: whole(one) })),
    count: (value: Figure) => known(value, whole),
    span: (seconds: Figure) => known(seconds, (one) => format.span(one * 1000)),
    share: (value: Figure) => known(value, (one) => t("traffic.percent", { value: whole(one * 100) })),
    /** Against what is usual: "+12 %". */
    against: (ratio: Figure) => known(ratio, (one) => t(one >= 1 ? "traffic.more" : "traffic.less", { value: whole(Math.abs(one - 1) * 100) })),
  };
}
