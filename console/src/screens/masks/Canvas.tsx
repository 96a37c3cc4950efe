/** The camera's picture with its masks: corners are dragged, or moved with the arrow keys. */
import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";

import { useTexts } from "../../i18n";
import css from "./Masks.module.css";
import { middle, moved, rectangle, shifted, split, STEP, without, type Dot, type Drawn } from "./polygon";

interface Props {
  /** None: the person may see no picture of this camera. */
  url: string | null;
  areas: Drawn[];
  chosen: string | null;
  preview: boolean;
  disabled: boolean;
  onChoose: (key: string | null) => void;
  onShape: (key: string, points: Dot[]) => void;
  onDraw: (points: Dot[]) => void;
}

type Drag = { kind: "corner"; key: string; index: number } | { kind: "shape"; key: string; last: Dot } | { kind: "new"; from: Dot; to: Dot };

const ARROWS: Record<string, Dot> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
/** A press that hardly moves draws nothing. */
const LEAST_DRAWN = 0.02;

const list = (points: readonly (readonly number[])[]) => points.map(([x = 0, y = 0]) => `${x * 1000},${y * 1000}`).join(" ");

export function Canvas({ url, areas, chosen, preview, disabled, onChoose, onShape, onDraw }: Props) {
  const { t, format } = useTexts();
  const drawing = useRef<SVGSVGElement>(null);
  const drag = useRef<Drag | null>(null);
  const [sketch, setSketch] = useState<Dot[] | null>(null);
  const [missing, setMissing] = useState(false);
  const share = (value: number) => format.number(value * 100);

  const dot = (event: PointerEvent): Dot => {
    const box = drawing.current?.getBoundingClientRect();
    return box ? [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height] : [0, 0];
  };
  const begin = (event: PointerEvent, next: Drag) => {
    event.stopPropagation();
    if (next.kind !== "new") onChoose(next.key);
    if (disabled) return;
    drawing.current?.setPointerCapture(event.pointerId);
    drag.current = next;
  };
  const follow = (event: PointerEvent) => {
    const now = drag.current;
    if (!now) return;
    const to = dot(event);
    if (now.kind === "new") {
      drag.current = { ...now, to };
      setSketch(rectangle(now.from, to));
      return;
    }
    const area = areas.find((one) => one.key === now.key);
    if (!area) return;
    if (now.kind === "corner") onShape(now.key, moved(area.points, now.index, to));
    else {
      drag.current = { ...now, last: to };
      onShape(now.key, shifted(area.points, to[0] - now.last[0], to[1] - now.last[1]));
    }
  };
  const end = () => {
    const now = drag.current;
    drag.current = null;
    setSketch(null);
    if (now?.kind !== "new") return;
    const [w, h] = [Math.abs(now.to[0] - now.from[0]), Math.abs(now.to[1] - now.from[1])];
    if (w > LEAST_DRAWN && h > LEAST_DRAWN) onDraw(rectangle(now.from, now.to));
    else onChoose(null);
  };
  const nudge = (event: KeyboardEvent, area: Drawn, index: number | null) => {
    if (disabled) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      event.preventDefault();
      const far = event.shiftKey ? 5 : event.altKey ? 0.1 : 1;
      const [dx, dy] = [arrow[0] * far, arrow[1] * far];
      const from = index === null ? null : area.points[index];
      onShape(area.key, index === null || !from ? shifted(area.points, dx, dy) : moved(area.points, index, [from[0] + dx, from[1] + dy]));
    } else if (index !== null && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      onShape(area.key, without(area.points, index));
    } else if (index !== null && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      onShape(area.key, split(area.points, index));
    }
  };

  return (
    <div className={css.stage} data-preview={preview || undefined}>
      {url === null || missing ? <p className={css.missing}>{t(url === null ? "masks.notForYou" : "masks.noPicture")}</p> : <img src={url} alt={t("masks.picture")} onError={() => setMissing(true)} draggable={false} />}
      <svg
        ref={drawing}
        viewBox="0 0 1000 1000"
        preserveAspectRatio="none"
        aria-label={t("masks.areas")}
        role="group"
        onPointerDown={(event) => begin(event, { kind: "new", from: dot(event), to: dot(event) })}
        onPointerMove={follow}
        onPointerUp={end}
        onPointerCancel={() => {
          drag.current = null;
          setSketch(null);
        }}
      >
        <defs>
          <pattern id="mask-hatch" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="14" height="14" className={css.ground} />
            <rect width="3" height="14" className={css.stroke} />
          </pattern>
        </defs>
        {areas.map((area) => (
          <polygon
            key={area.key}
            points={list(area.points)}
            className={css.area}
            data-chosen={area.key === chosen || undefined}
            tabIndex={0}
            role="button"
            aria-label={t("masks.area", { name: area.name || t("masks.unnamed") })}
            aria-pressed={area.key === chosen}
            onFocus={() => onChoose(area.key)}
            onKeyDown={(event) => nudge(event, area, null)}
            onPointerDown={(event) => begin(event, { kind: "shape", key: area.key, last: dot(event) })}
          />
        ))}
        {sketch && <polygon points={list(sketch)} className={css.sketch} />}
      </svg>
      {!disabled &&
        !preview &&
        areas
          .filter((area) => area.key === chosen)
          .flatMap((area) =>
            area.points.map(([x, y], index) => {
              const [mx, my] = middle(area.points, index);
              return (
                <span key={`${area.key}-${index}`}>
                  <button type="button" className={css.between} tabIndex={-1} aria-hidden style={{ left: `${mx * 100}%`, top: `${my * 100}%` }} onClick={() => onShape(area.key, split(area.points, index))} />
                  <button
                    type="button"
                    className={css.corner}
                    style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
                    aria-label={t("masks.corner", { number: index + 1, x: share(x), y: share(y) })}
                    onKeyDown={(event) => nudge(event, area, index)}
                    onPointerDown={(event) => begin(event, { kind: "corner", key: area.key, index })}
                    onDoubleClick={() => onShape(area.key, without(area.points, index))}
                  />
                </span>
              );
            }),
          )}
    </div>
  );
}
