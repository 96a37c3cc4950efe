/** Beside the map: how many streets flow how, which are worst, where a jam goes next, what is drawn. */
import { Skeleton } from "@mantine/core";

import type { NetworkState } from "../../api/traffic";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import { GroupLine, LevelMark } from "./LevelMark";
import { GROUPS, type Group } from "./looks";
import { countsOf, type Roads, type Shown, type Street } from "./network";
import { useSaid } from "./said";
import css from "./Traffic.module.css";

const WORST = 8;
const JAMS = 4;

interface Props {
  roads: Roads;
  shown: ReadonlyMap<string, Shown>;
  /** Of now alone: what has jammed and where that goes. */
  state: NetworkState | undefined;
  worst: readonly Street[];
  loading: boolean;
  selected: string | null;
  onSelect: (id: string) => void;
  only: readonly Group[];
  onOnly: (only: Group[]) => void;
  layers: readonly { id: string; word: string; count?: number }[];
  hidden: readonly string[];
  onHidden: (hidden: string[]) => void;
}

export function NetworkPanel({ roads, shown, state, worst, loading, selected, onSelect, only, onOnly, layers, hidden, onHidden }: Props) {
  const { t, format } = useTexts();
  const said = useSaid();
  const counts = countsOf(roads.streets.map((street) => street.id), (id) => shown.get(id)?.level ?? null);
  const toggle = (group: Group) => {
    const next = !only.length ? [group] : only.includes(group) ? only.filter((one) => one !== group) : [...only, group];
    onOnly(next.length === GROUPS.length ? [] : next);
  };
  const bad = worst.filter((street) => ["D", "E", "F"].includes(shown.get(street.id)?.level ?? "")).slice(0, WORST);
  const nameOf = (id: string) => roads.streets.find((street) => street.id === id)?.name ?? id;
  return (
    <>
      <section className={css.section} aria-label={t("traffic.streets")}>
        <div className={css.title}>
          <h2>{t("traffic.streets")}</h2>
          <span className="num">{loading ? "–" : format.number(roads.streets.length)}</span>
        </div>
        <div className={css.counts}>
          {GROUPS.map((group) => (
            <button key={group} type="button" className={css.count} aria-pressed={!only.length || only.includes(group)} onClick={() => toggle(group)} data-group={group}>
              <GroupLine group={group} />
              <span>{t(`traffic.group.${group}`)}</span>
              <span className="num dim">{loading ? "–" : format.number(counts[group])}</span>
            </button>
          ))}
          {only.length > 0 && (
            <button type="button" className={css.count} style={{ gridTemplateColumns: "1fr" }} onClick={() => onOnly([])}>
              <span className="c-acc">{t("map.allStates")}</span>
            </button>
          )}
        </div>
      </section>
      {state && state.jams.length > 0 && (
        <section className={css.section} aria-label={t("traffic.jams")}>
          <h2>{t("traffic.jams")}</h2>
          <ul className={css.jams}>
            {state.jams.slice(0, JAMS).map((jam) => (
              <li key={jam.segment_ids.join(" ")}>
                <span className="c-bad">
                  <Shape name="bad" />
                </span>
                <span>
                  {t("traffic.jam", { street: nameOf(jam.heads[0] ?? jam.segment_ids[0] ?? ""), length: format.number(Math.round(jam.length_m)) })}
                  {jam.next[0] && <small>{jam.next[0].minutes === null ? t("traffic.jamNextSome", { street: nameOf(jam.next[0].id) }) : t("traffic.jamNext", { street: nameOf(jam.next[0].id), minutes: format.number(Math.max(1, Math.round(jam.next[0].minutes))) })}</small>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className={css.section} aria-label={t("traffic.worst")}>
        <h2>{t("traffic.worst")}</h2>
        {loading ? (
          <Skeleton height={120} mt={8} />
        ) : bad.length ? (
          <div className={css.worst}>
            {bad.map((street) => (
              <button key={street.id} type="button" aria-current={street.id === selected || undefined} onClick={() => onSelect(street.id)} data-street={street.id}>
                <LevelMark level={shown.get(street.id)?.level ?? null} />
                <span className="cut">{street.name} {street.toward && <span className="dim">{t("traffic.toward", { name: street.toward })}</span>}</span>
                <span className="num dim">{said.kmh(shown.get(street.id)?.speedMps)}</span>
              </button>
            ))}
          </div>
        ) : (
          <p className="small dim" style={{ marginTop: 8 }}>
            {t(counts.unknown === roads.streets.length ? "traffic.nothingMeasured" : "traffic.noneBad")}
          </p>
        )}
      </section>
      <section className={css.section}>
        <h2>{t("map.layers")}</h2>
        <div className={css.layers}>
          {layers.map(({ id, word, count }) => (
            <label key={id} className={css.layer}>
              <input type="checkbox" checked={!hidden.includes(id)} onChange={({ currentTarget }) => onHidden(currentTarget.checked ? hidden.filter((one) => one !== id) : [...hidden, id])} />
              <span className="grow">{word}</span>
              {count !== undefined && <span className="num dim">{format.number(count)}</span>}
            </label>
          ))}
        </div>
        <p className="small faint" style={{ marginTop: 10 }}>
          {t("traffic.legend")}
        </p>
      </section>
    </>
  );
}
