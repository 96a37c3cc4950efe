/** One street at the time that is shown: how it flows, against what is usual, what is expected, and the ways to its cameras. */
import { ActionIcon, Button } from "@mantine/core";
import { IconChartBar, IconDeviceCctv, IconX } from "@tabler/icons-react";
import { Link } from "wouter";

import type { NetworkState } from "../../api/traffic";
import { can, useMe } from "../../api/queries";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import { flagKey } from "./looks";
import { LevelMark } from "./LevelMark";
import { partOf, type Node, type Shown, type Street, type When } from "./network";
import { useSaid } from "./said";
import css from "./Traffic.module.css";

interface Props {
  street: Street;
  shown: Shown | undefined;
  when: When;
  words: string;
  state: NetworkState | undefined;
  nodes: readonly Node[];
  onClose: () => void;
}

export function StreetCard({ street, shown, when, words, state, nodes, onClose }: Props) {
  const { t, format } = useTexts();
  const me = useMe();
  const said = useSaid();
  const now = state?.segments.find((one) => one.id === street.id);
  const isNow = when.kind === "now";
  const told = when.kind === "ahead" ? now?.forecasts?.find((one) => one.minutes === when.minutes) : undefined;
  const junction = nodes.find((node) => node.id === street.toJunction);
  const unknown = isNow && now?.unknown;
  const part = isNow && now && !unknown ? partOf(now.seen) : null;
  const rows: [string, string][] = [
    [t("traffic.speed"), said.kmh(shown?.speedMps)],
    [t("traffic.travelTime"), said.span(shown?.timeS)],
    ...(isNow ? ([[t("traffic.freeTime"), said.span(now?.free_time_s)], [t("traffic.usualTime"), said.span(now?.usual_time_s)]] satisfies [string, string][]) : []),
    [t("traffic.volume"), said.perH(shown?.volumePerH)],
    ...(isNow ? ([[t("traffic.againstUsual"), said.against(now?.ratio)], [t("traffic.delay"), said.span(now?.delay_s)]] satisfies [string, string][]) : []),
    ...(when.kind === "ahead" ? [] : ([[t("traffic.queue"), said.metres(shown?.queueM)]] satisfies [string, string][])),
    [t("traffic.length"), t("traffic.lanes", { length: format.number(Math.round(street.lengthM)), lanes: street.lanes })],
  ];
  return (
    <article className={css.card} aria-label={street.name} data-card={street.id}>
      <div className={css.cardHead}>
        <div className="grow">
          <h2>{street.name}</h2>
          {street.toward && <div>{t("traffic.toward", { name: street.toward })}</div>}
          <span className="small dim num">{words}</span>
        </div>
        <ActionIcon aria-label={t("app.close")} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <LevelMark level={shown?.level ?? null} word />
      {unknown && (
        <p className="note">
          <Shape name="gap" />
          <span>
            {t(`traffic.why.${unknown}`)} {(now.flags ?? []).map((flag) => t(flagKey(flag))).join(", ")}
          </span>
        </p>
      )}
      {part !== null && (
        <p className="note warn">
          <Shape name="warn" />
          <span>{t("traffic.seenPart", { minutes: format.number(part) })}</span>
        </p>
      )}
      {told && (
        <p className="note">
          <Shape name="connecting" />
          <span>
            {t(`traffic.basis.${told.basis}`)} {told.travel_time_error !== null ? t("traffic.errorTime", { share: format.number(Math.round(told.travel_time_error * 100)) }) : told.volume_error !== null ? t("traffic.errorVolume", { share: format.number(Math.round(told.volume_error * 100)) }) : t("traffic.errorUnknown")}
          </span>
        </p>
      )}
      <dl className={`kv ${css.kv}`}>
        {rows.map(([head, value]) => (
          <div key={head} style={{ display: "contents" }}>
            <dt>{head}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      {isNow && now?.free_is_limit && <p className="small faint">{t("traffic.freeIsLimit")}</p>}
      <div className={css.links}>
        {junction && (
          <Button size="xs" variant="filled" component={Link} href={`/traffic/junctions/${junction.id}`} leftSection={<IconChartBar size={14} />}>
            {t("traffic.toJunction", { name: junction.name })}
          </Button>
        )}
        {can(me.data, "media.live") &&
          street.cameraIds.slice(0, 3).map((id, index) => (
            <Button key={id} size="xs" component={Link} href={`/watch/${id}`} leftSection={<IconDeviceCctv size={14} />}>
              {t("traffic.camera", { number: index + 1 })}
            </Button>
          ))}
      </div>
    </article>
  );
}
