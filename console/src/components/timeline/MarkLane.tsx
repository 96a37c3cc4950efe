/** What was noted on stretches of time, in words below the band. */
import { useTexts, type TextKey } from "../../i18n";
import { Shape, type ShapeName } from "../Shape";
import { MOTION, type Span } from "./scale";
import css from "./Timeline.module.css";

export type Mark = Span & { kind: string; reference?: string | null };

const MOST = 100;

const LOOKS: Record<string, { tone: string; shape: ShapeName; text: TextKey; named?: string }> = {
  hold: { tone: "c-hold", shape: "hold", text: "timeline.held", named: "number" },
  planned_work: { tone: "c-acc", shape: "connecting", text: "timeline.planned", named: "title" },
  device_tamper: { tone: "c-bad", shape: "warn", text: "timeline.device_tamper" },
};

export function MarkLane({ marks, leftOf }: { marks: readonly Mark[]; leftOf: (mark: Mark) => string }) {
  const { t } = useTexts();
  const said = marks.filter((mark) => mark.kind !== MOTION);
  if (!said.length) return null;
  return (
    <div className={css.lane}>
      {said.slice(0, MOST).map((mark) => {
        const look = LOOKS[mark.kind];
        return (
          <span key={`${mark.kind}${mark.reference}${mark.startMs}`} className={`${css.mark} ${look?.tone ?? "c-warn"}`} style={{ left: leftOf(mark) }} data-mark={mark.kind}>
            <Shape name={look?.shape ?? "warn"} size={10} />
            <span>{look ? t(look.text, look.named ? { [look.named]: mark.reference ?? "" } : {}) : (mark.reference ?? mark.kind)}</span>
          </span>
        );
      })}
    </div>
  );
}
