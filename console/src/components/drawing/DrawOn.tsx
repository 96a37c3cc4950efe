/** A camera's picture that is drawn on: corners are dragged, or moved with the arrow keys. Knows no screen. */
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";

import { useTexts } from "../../i18n";
import css from "./DrawOn.module.css";
import { LEAST, middle, moved, rectangle, shifted, split, STEP, without, type Dot } from "./geometry";

export interface DrawnShape {
  key: string;
  points: Dot[];
  /** Read out, and where `tag` is set shown beside it. */
  name: string;
  tag?: string;
  look: string;
  /** An area, with corners to add and to take away; else as many as there are. */
  area: boolean;
  /** Its corners are counted in the picture. */
  counted?: boolean;
}

/** What a press on the free picture draws: a rectangle or a line by dragging, an outline or single dots by clicks. */
export type Tool = "rectangle" | "line" | "outline" | "dots" | "none";

interface Props {
  /** None: the person may see no picture of this camera. */
  url: string | null;
  label: string;
  alt: string;
  none: string;
  missing: string;
  shapes: readonly DrawnShape[];
  chosen: string | null;
  tool: Tool;
  disabled: boolean;
  preview?: boolean;
  /** Under the shapes, in an SVG of 1000 by 1000. */
  under?: ReactNode;
  /** Over each shape, in the same. */
  over?: ReactNode;
  onChoose: (key: string | null) => void;
  /** Shapes of one `gesture` follow each other. */
  onShape: (key: string, points: Dot[], gesture: string) => void;
  /** What the tool drew; of `dots` one at a time. */
  onDraw: (points: Dot[]) => void;
  /** Height by width, once the picture is there. */
  onAspect?: (aspect: number) => void;
}

type Drag = { kind: "corner"; key: string; index: number; gesture: string } | { kind: "shape"; key: string; last: Dot; gesture: string } | { kind: "new"; from: Dot; to: Dot };

const ARROWS: Record<string, Dot> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
/** A press that hardly moves draws nothing. */
const LEAST_DRAWN = 0.02;
/** A click so near to the first corner closes an outline. */
const CLOSING = 0.025;

export const list = (points: readonly (readonly number[])[]) => points.map(([x = 0, y = 0]) => `${x * 1000},${y * 1000}`).join(" ");

export function DrawOn(props: Props) {
  const { url, shapes, chosen, tool, disabled, preview, onChoose, onShape, onDraw } = props;
  const { t, format } = useTexts();
  const drawing = useRef<SVGSVGElement>(null);
  const drag = useRef<Drag | null>(null);
  const gestures = useRef(0);
  const [sketch, setSketch] = useState<Dot[] | null>(null);
  const [outline, setOutline] = useState<Dot[]>([]);
  const [missing, setMissing] = useState(false);
  const share = (value: number) => format.number(value * 100);
  const nextGesture = () => `drag ${(gestures.current += 1)}`;

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
  const click = (at: Dot) => {
    const first = outline[0];
    const closes = first && outline.length >= LEAST && Math.hypot(at[0] - first[0], at[1] - first[1]) < CLOSING;
    if (tool === "dots") onDraw([at]);
    else if (closes) finish();
    else setOutline([...outline, at]);
  };
  const finish = () => {
    if (outline.length >= LEAST) onDraw(outline);
    setOutline([]);
  };
  const press = (event: PointerEvent) => {
    if (disabled || tool === "rectangle" || tool === "line") begin(event, { kind: "new", from: dot(event), to: dot(event) });
    else if (tool === "none") onChoose(null);
    else {
      drawing.current?.focus({ preventScroll: true });
      click(dot(event));
    }
  };
  const follow = (event: PointerEvent) => {
    const now = drag.current;
    if (!now) return;
    const to = dot(event);
    if (now.kind === "new") {
      drag.current = { ...now, to };
      setSketch(tool === "line" ? [now.from, to] : rectangle(now.from, to));
      return;
    }
    const shape = shapes.find((one) => one.key === now.key);
    if (!shape) return;
    if (now.kind === "corner") onShape(now.key, moved(shape.points, now.index, to), now.gesture);
    else {
      drag.current = { ...now, last: to };
      onShape(now.key, shifted(shape.points, to[0] - now.last[0], to[1] - now.last[1]), now.gesture);
    }
  };
  const end = () => {
    const now = drag.current;
    drag.current = null;
    setSketch(null);
    if (now?.kind !== "new") return;
    const [w, h] = [Math.abs(now.to[0] - now.from[0]), Math.abs(now.to[1] - now.from[1])];
    if (tool === "line" ? Math.hypot(w, h) > LEAST_DRAWN : w > LEAST_DRAWN && h > LEAST_DRAWN) onDraw(tool === "line" ? [now.from, moved([now.to], 0, now.to)[0] ?? now.to] : rectangle(now.from, now.to));
    else onChoose(null);
  };
  const nudge = (event: KeyboardEvent, shape: DrawnShape, index: number | null) => {
    if (disabled || event.ctrlKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      event.preventDefault();
      const far = event.shiftKey ? 5 : event.altKey ? 0.1 : 1;
      const [dx, dy] = [arrow[0] * far, arrow[1] * far];
      const from = index === null ? null : shape.points[index];
      onShape(shape.key, index === null || !from ? shifted(shape.points, dx, dy) : moved(shape.points, index, [from[0] + dx, from[1] + dy]), `keys ${shape.key} ${index ?? ""}`);
    } else if (shape.area && index !== null && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      onShape(shape.key, without(shape.points, index), "");
    } else if (shape.area && index !== null && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      onShape(shape.key, split(shape.points, index), "");
    }
  };
  const finishing = (event: KeyboardEvent) => {
    if (!outline.length || event.target !== event.currentTarget) return;
    if (event.key === "Enter") finish();
    else if (event.key === "Escape") setOutline([]);
    else if (event.key === "Backspace") setOutline(outline.slice(0, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={css.stage} data-preview={preview || undefined}>
      {url === null || missing ? (
        <p className={css.missing}>{url === null ? props.none : props.missing}</p>
      ) : (
        <img src={url} alt={props.alt} onError={() => setMissing(true)} onLoad={({ currentTarget: { naturalHeight, naturalWidth } }) => naturalWidth && props.onAspect?.(naturalHeight / naturalWidth)} draggable={false} />
      )}
      <svg
        ref={drawing}
        viewBox="0 0 1000 1000"
        preserveAspectRatio="none"
        aria-label={props.label}
        role="group"
        tabIndex={tool === "outline" ? 0 : -1}
        data-tool={tool}
        onPointerDown={press}
        onPointerMove={follow}
        onPointerUp={end}
        onKeyDown={finishing}
        onPointerCancel={() => {
          drag.current = null;
          setSketch(null);
        }}
      >
        <defs>
          <pattern id="draw-hatch" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="14" height="14" className={css.ground} />
            <rect width="3" height="14" className={css.stroke} />
          </pattern>
        </defs>
        {props.under}
        {shapes.map((shape) => {
          const Outline = shape.area ? "polygon" : "polyline";
          return (
            <Outline
              key={shape.key}
              points={list(shape.points)}
              className={css.shape}
              data-look={shape.look}
              data-chosen={shape.key === chosen || undefined}
              tabIndex={0}
              role="button"
              aria-label={shape.name}
              aria-pressed={shape.key === chosen}
              onFocus={() => onChoose(shape.key)}
              onKeyDown={(event) => nudge(event, shape, null)}
              onPointerDown={(event) => (tool === "outline" || tool === "dots" ? press(event) : begin(event, { kind: "shape", key: shape.key, last: dot(event), gesture: nextGesture() }))}
            />
          );
        })}
        {props.over}
        {sketch && (tool === "line" ? <polyline points={list(sketch)} className={css.sketch} /> : <polygon points={list(sketch)} className={css.sketch} />)}
        {tool === "outline" && outline.length > 0 && <polygon points={list(outline)} className={css.sketch} />}
      </svg>
      {tool === "outline" && outline.map(([x, y], index) => <span key={index} className={css.between} aria-hidden style={{ left: `${x * 100}%`, top: `${y * 100}%`, pointerEvents: "none" }} />)}
      {shapes.map(({ key, tag, points }) => {
        const top = [...points].sort((a, b) => a[1] - b[1])[0];
        return tag && top && <span key={key} className={css.tag} data-chosen={key === chosen || undefined} data-right={top[0] > 0.7 || undefined} style={{ left: `${top[0] * 100}%`, top: `${top[1] * 100}%` }}>{tag}</span>;
      })}
      {!disabled &&
        !preview &&
        shapes
          .filter((shape) => shape.key === chosen || shape.counted)
          .flatMap((shape) =>
            shape.points.map(([x, y], index) => {
              const [mx, my] = middle(shape.points, index);
              return (
                <span key={`${shape.key}-${index}`}>
                  {shape.area && !shape.counted && <button type="button" className={css.between} tabIndex={-1} aria-hidden style={{ left: `${mx * 100}%`, top: `${my * 100}%` }} onClick={() => onShape(shape.key, split(shape.points, index), "")} />}
                  <button
                    type="button"
                    className={css.corner}
                    data-count={shape.counted ? index + 1 : undefined}
                    style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
                    aria-label={t("drawing.corner", { number: index + 1, x: share(x), y: share(y) })}
                    onKeyDown={(event) => nudge(event, shape, index)}
                    onPointerDown={(event) => begin(event, { kind: "corner", key: shape.key, index, gesture: nextGesture() })}
                    onDoubleClick={() => shape.area && !shape.counted && onShape(shape.key, without(shape.points, index), "")}
                  />
                </span>
              );
            }),
          )}
    </div>
  );
}
