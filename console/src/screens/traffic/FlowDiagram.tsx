/** Who turns where at a junction: bands as wide as the flow. The same figures stand in the table beside it, for reading and for screen readers. */
import { useElementSize } from "@mantine/hooks";

import { useTexts } from "../../i18n";
import { drawn, lines, type Arm, type Turn } from "./flow";
import css from "./Traffic.module.css";

export interface NamedArm extends Arm {
  name: string;
  /** With its side, where another arm has the same name: for where no drawing shows it. */
  told: string;
}

interface Props {
  label: string;
  arms: readonly NamedArm[];
  turns: readonly Turn[];
  chosen: string | null;
  onChoose: (arm: string | null) => void;
}

const LINE_PX = 15;

export function FlowDiagram({ label, arms, turns, chosen, onChoose }: Props) {
  const { t, format } = useTexts();
  const { ref, width } = useElementSize();
  const narrow = width < 480;
  const height = narrow ? 264 : 400;
  const sidePx = narrow ? 108 : 140;
  const drawing = drawn(arms, turns, { width, height, sidePx });
  const perH = (value: number | null) => (value === null ? t("traffic.unknown") : t("traffic.perH", { value: format.number(Math.round(value)) }));
  // The chosen arm's bands lie over the others.
  const bands = [...drawing.bands].sort((one, other) => Number(one.from === chosen) - Number(other.from === chosen));
  return (
    <div ref={ref} className={css.flow} style={{ height }}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label} onClick={() => onChoose(null)}>
          {bands.map((band) => (
            <g key={`${band.from} ${band.to}`} className={css.band} data-on={band.from === chosen || undefined} data-off={(chosen !== null && band.from !== chosen) || undefined} data-known={band.perH !== null}>
              <path d={band.path} strokeWidth={band.widthPx} />
              <path d={band.head} />
            </g>
          ))}
          {drawing.arms.map((arm, index) => {
            const name = arms[index]?.name ?? "";
            const [x, y] = arm.out;
            const upright = Math.abs(x) < 0.5;
            const anchor = upright ? "start" : x > 0 ? "start" : "end";
            const words = [...lines(name, narrow ? 11 : 18), `↓ ${perH(arm.enters)}`, `↑ ${perH(arm.leaves)}`];
            const left = upright ? arm.end[0] + arm.besidePx + 10 : arm.end[0] + (x > 0 ? 10 : -10);
            const high = LINE_PX * (words.length - 1);
            const top = !upright ? arm.end[1] - high / 2 + 4 : y < 0 ? Math.max(12, arm.end[1] - high + 12) : Math.min(height - 6 - high, arm.end[1] + 4);
            return (
              <g
                key={arm.id}
                className={css.arm}
                role="button"
                tabIndex={0}
                aria-pressed={arm.id === chosen}
                aria-label={t("traffic.arm", { name: arms[index]?.told ?? name, enters: perH(arm.enters), leaves: perH(arm.leaves) })}
                onClick={(event) => {
                  event.stopPropagation();
                  onChoose(arm.id === chosen ? null : arm.id);
                }}
                onKeyDown={(event) => {
                  if (event.key !== "Enter" && event.key !== " ") return;
                  event.preventDefault();
                  onChoose(arm.id === chosen ? null : arm.id);
                }}
              >
                <circle cx={drawing.centre[0] + x * drawing.radiusPx * 0.8} cy={drawing.centre[1] + y * drawing.radiusPx * 0.8} r={Math.max(16, arm.halfPx)} fill="transparent" />
                {words.map((word, line) => (
                  <text key={line} x={left} y={top + line * LINE_PX} textAnchor={anchor} data-figure={line >= words.length - 2 || undefined}>
                    {word}
                  </text>
                ))}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}
