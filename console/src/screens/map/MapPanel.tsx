/** What is in view, which layers lie over it, and what the signs mean. */
import { SegmentedControl } from "@mantine/core";

import { useTexts, type TextKey } from "../../i18n";
import type { MapSummary } from "../../api/types";
import { COLOURS, MAP_LOOKS, MAP_STATES, stateWord, type Colour, type MapState } from "../../components/map/looks";
import { Shape } from "../../components/Shape";
import { Legend } from "./Legend";
import css from "./Map.module.css";

export interface LayerChoice {
  id: string;
  text: TextKey;
  what?: TextKey;
  count?: number;
}

interface Props {
  summary: MapSummary | undefined;
  colour: Colour;
  onColour: (colour: Colour) => void;
  only: readonly MapState[];
  onOnly: (only: MapState[]) => void;
  layers: readonly LayerChoice[];
  hidden: readonly string[];
  onHidden: (hidden: string[]) => void;
}

export function MapPanel({ summary, colour, onColour, only, onOnly, layers, hidden, onHidden }: Props) {
  const { t, format } = useTexts();
  const count = (state: MapState) => summary?.states[state] ?? 0;
  const present = MAP_STATES.filter((state) => count(state) || only.includes(state) || ["ok", "warn", "bad"].includes(state));
  const shows = (state: MapState) => !only.length || only.includes(state);
  const toggle = (state: MapState) => {
    // The first press shows this state alone; further ones add and take away.
    const next = !only.length ? [state] : only.includes(state) ? only.filter((one) => one !== state) : [...only, state];
    onOnly(next.length === MAP_STATES.length ? [] : next);
  };
  return (
    <>
      <section className={css.section} aria-label={t("map.inView")}>
        <div className={css.title}>
          <h2>{t("map.inView")}</h2>
          <span className="num" data-total>
            {summary ? format.number(summary.total) : "–"}
          </span>
        </div>
        <SegmentedControl size="xs" fullWidth mt={10} aria-label={t("health.map.colour")} value={colour} onChange={(value) => onColour(value)} data={COLOURS.map((value) => ({ value, label: t(`health.map.by.${value}`) }))} />
        <div className={css.bar} aria-hidden="true">
          {MAP_STATES.filter(count).map((state) => (
            <i key={state} style={{ flex: count(state), background: state === "unlinked" ? "var(--tc-tl-recorded-top)" : `var(--tc-${MAP_LOOKS[state].tone}-line)` }} />
          ))}
        </div>
        <div className={css.states}>
          {present.map((state) => (
            <button key={state} type="button" className={css.state} aria-pressed={shows(state)} onClick={() => toggle(state)} data-map-state={state}>
              <span className={`c-${MAP_LOOKS[state].tone}`}>
                <Shape name={MAP_LOOKS[state].shape} />
              </span>
              <span className="grow">{t(stateWord(state, colour))}</span>
              <span className="num dim">{format.number(count(state))}</span>
            </button>
          ))}
          {only.length > 0 && (
            <button type="button" className={css.state} onClick={() => onOnly([])}>
              <span className="c-acc">{t("map.allStates")}</span>
            </button>
          )}
        </div>
      </section>
      <section className={css.section}>
        <h2>{t("map.layers")}</h2>
        <div className={css.layers}>
          {layers.map(({ id, text, what, count: many }) => (
            <label key={id} className={css.layer}>
              <input type="checkbox" checked={!hidden.includes(id)} onChange={({ currentTarget }) => onHidden(currentTarget.checked ? hidden.filter((one) => one !== id) : [...hidden, id])} />
              <span className="grow">
                {t(text)}
                {what && <small>{t(what)}</small>}
              </span>
              {many !== undefined && <span className="num dim">{format.number(many)}</span>}
            </label>
          ))}
        </div>
      </section>
      <section className={css.section}>
        <h2>{t("map.legend")}</h2>
        <Legend />
      </section>
    </>
  );
}
