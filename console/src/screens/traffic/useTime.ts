/** Which time of the network is shown: now, a quarter that has been, or one that is told ahead; held in the address. */
import { useMemo } from "react";

import { useNetworkHistory, useNetworkState } from "../../api/traffic";
import { useAddressParts } from "../../app/addressParts";
import { useNow } from "../../app/now";
import { useTexts } from "../../i18n";
import { SITE } from "../../i18n/zone";
import { begunOf, errorOf, QUARTER_MS, quartersOf, type When } from "./network";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Figures are of whole minutes, and asked for twice in one. */
const OLD_MS = 4 * MINUTE_MS;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function useTime(streetIds: readonly string[]) {
  const { t, format } = useTexts();
  const [search, , setSearch] = useAddressParts();
  const now = useNow(10_000);
  const day = search.get("day") ?? "";
  const other = DAY.test(day) && day !== SITE.day(now) ? day : null;
  const toMs = other ? SITE.dayStart(other, 1) : Math.floor(now / QUARTER_MS) * QUARTER_MS;
  const fromMs = other ? SITE.dayStart(other) : toMs - DAY_MS;
  const state = useNetworkState();
  const history = useNetworkHistory(fromMs, toMs);
  const quarters = useMemo(() => quartersOf(streetIds, history.data, other ? undefined : state.data), [streetIds, history.data, state.data, other]);
  const nowIndex = other ? -1 : quarters.findLastIndex((quarter) => quarter.ahead === 0);

  const at = Date.parse(search.get("at") ?? "");
  const ahead = Number(search.get("ahead"));
  const asked = ahead > 0 ? quarters.findIndex((quarter) => quarter.ahead === ahead) : quarters.findIndex((quarter) => quarter.ahead === 0 && at >= quarter.atMs && at < quarter.atMs + QUARTER_MS);
  const index = asked >= 0 ? asked : other ? quarters.length - 1 : nowIndex;
  const shown = quarters[index];
  const minutes = shown?.ahead ?? 0;
  const pastIndex = shown && minutes === 0 && index !== nowIndex ? index : -1;
  const when = useMemo<When>(() => (minutes > 0 ? { kind: "ahead", minutes } : pastIndex >= 0 ? { kind: "past", index: pastIndex } : { kind: "now" }), [minutes, pastIndex]);

  const go = (next: number) => {
    const quarter = quarters[Math.min(quarters.length - 1, Math.max(0, next))];
    if (!quarter) return;
    setSearch(
      (before) => {
        const address = new URLSearchParams(before);
        address.delete("at");
        address.delete("ahead");
        if (quarter.ahead > 0) address.set("ahead", String(quarter.ahead));
        else if (quarter !== quarters[nowIndex]) address.set("at", new Date(quarter.atMs).toISOString());
        return address;
      },
      { replace: true },
    );
  };
  const toNow = () =>
    setSearch(
      (before) => {
        const address = new URLSearchParams(before);
        for (const name of ["at", "ahead", "day"]) address.delete(name);
        return address;
      },
      { replace: true },
    );

  const untilMs = state.data ? Date.parse(state.data.until) : null;
  const ageMs = untilMs === null ? 0 : now - untilMs;
  const begun = begunOf(state.data);
  const error = when.kind === "ahead" ? errorOf(state.data, when.minutes) : null;
  const words =
    when.kind === "now" ? (untilMs === null ? t("traffic.now") : t("traffic.at.now", { time: format.minute(untilMs) }))
    : when.kind === "ahead" ? t("traffic.at.ahead", { time: format.minute(shown?.atMs ?? now), minutes: when.minutes })
    : t("traffic.at.past", { date: format.dayMonth(shown?.atMs ?? now), from: format.minute(shown?.atMs ?? now), to: format.minute((shown?.atMs ?? now) + QUARTER_MS) });
  const more =
    when.kind === "now" ? (begun === null ? "" : begun ? t("traffic.begun", { minutes: begun }) : t("traffic.begins"))
    : when.kind === "ahead" ? (error === null ? t("traffic.errorUnknown") : t("traffic.errorTime", { share: format.number(Math.round(error * 100)) }))
    : t("time.ago", { span: format.span(Math.floor((now - (shown?.atMs ?? now)) / MINUTE_MS) * MINUTE_MS) });
  return { state, history, quarters, nowIndex, index, when, words, more, go, toNow, day: other, atMs: shown?.atMs ?? now, isOld: when.kind !== "past" && untilMs !== null && ageMs > OLD_MS, ageMs };
}
