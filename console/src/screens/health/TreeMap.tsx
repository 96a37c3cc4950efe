/** Cells as large as their number of cameras, coloured by the share at fault; each says its figures, and arrows walk. */
import { useElementSize } from "@mantine/hooks";
import { useMemo, useRef, useState, type KeyboardEvent } from "react";

import { useTexts } from "../../i18n";
import css from "./Health.module.css";
import { joined, stepOf, STEPS, type Cell } from "./looks";
import { nextBox, squarified, type Box, type Way } from "./treemap";

/** Smaller ones stand together as one: nobody could hit them. */
const LEAST_PX2 = 420;
const WAYS: readonly string[] = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

interface Props {
  cells: readonly Cell[];
  nameOf: (cell: Cell) => string;
  /** On the cell, where there is less room. */
  shortOf: (cell: Cell) => string;
  onOpen: (cell: Cell) => void;
  onUp?: () => void;
  /** Those too small to be drawn. */
  onRest: () => void;
}

export function TreeMap({ cells, nameOf, shortOf, onOpen, onUp, onRest }: Props) {
  const { t, format } = useTexts();
  const { ref, width, height } = useElementSize();
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const [at, setAt] = useState(0);
  const { drawn, small } = useMemo(() => split(cells, width * height), [cells, width, height]);
  const boxes = useMemo(() => laid(drawn, small > 0, width, height), [drawn, small, width, height]);
  const focused = Math.min(at, boxes.length - 1);

  const onKey = (event: KeyboardEvent) => {
    if ((event.key === "Escape" || event.key === "Backspace") && onUp) {
      event.preventDefault();
      onUp();
    }
    if (!WAYS.includes(event.key)) return;
    event.preventDefault();
    const next = nextBox(boxes, focused, event.key as Way);
    setAt(next);
    buttons.current[next]?.focus();
  };
  const isRest = (cell: Cell) => small > 0 && cell === drawn.at(-1);
  const fullOf = (cell: Cell) => (isRest(cell) ? t("health.rest", { count: small }) : nameOf(cell));
  const figures = (cell: Cell) => {
    const named = { name: fullOf(cell), cameras: cell.cameras, faulty: cell.faulty, planned: cell.planned };
    if (!cell.watched) return t("health.cell.unwatched", named);
    return t("health.cell", { ...named, share: format.number((cell.faulty / cell.watched) * 100, 1) });
  };
  return (
    <>
      <div ref={ref} className={css.room} role="group" aria-label={t("health.mapKeys")} onKeyDown={onKey}>
        {drawn.map((cell, index) => {
          const box = boxes[index];
          if (!box) return null;
          const rest = isRest(cell);
          return (
            <button
              key={rest ? "rest" : cell.key}
              ref={(element) => {
                buttons.current[index] = element;
              }}
              type="button"
              className={css.cell}
              style={{ transform: `translate(${box.x}px, ${box.y}px)`, width: Math.max(0, box.width - 2), height: Math.max(0, box.height - 2) }}
              tabIndex={index === focused ? 0 : -1}
              data-cell={rest ? "rest" : cell.key || "none"}
              data-step={stepOf(cell.faulty, cell.watched) ?? "off"}
              title={figures(cell)}
              aria-label={figures(cell)}
              onFocus={() => setAt(index)}
              onClick={() => (rest ? onRest() : onOpen(cell))}
            >
              {box.width > 40 && box.height > 22 && <span className={css.cellName}>{rest ? t("health.restShort", { count: small }) : shortOf(cell)}</span>}
              {box.width > 74 && box.height > 40 && (
                <span className={`num ${css.cellFigures}`}>
                  {cell.faulty > 0 && <b>{format.number(cell.faulty)}</b>}
                  <span>{cell.faulty > 0 ? t("health.of", { count: format.number(cell.cameras) }) : format.number(cell.cameras)}</span>
                </span>
              )}
            </button>
          );
        })}
      </div>
      <Scale />
    </>
  );
}

/** Those that would be too small are joined to one, the last; one alone is drawn all the same. */
function split(cells: readonly Cell[], area: number): { drawn: readonly Cell[]; small: number } {
  const total = cells.reduce((sum, cell) => sum + cell.cameras, 0);
  const large = cells.filter((cell) => !area || (cell.cameras / total) * area >= LEAST_PX2).length;
  const small = cells.length - large;
  return small > 1 ? { drawn: [...cells.slice(0, large), joined(cells.slice(large))], small } : { drawn: cells, small: 0 };
}

/** The joined ones are a strip at the end. */
function laid(drawn: readonly Cell[], hasRest: boolean, width: number, height: number): Box[] {
  const sizes = drawn.map((cell) => cell.cameras);
  if (!hasRest) return squarified(sizes, width, height);
  const strip = ((sizes.at(-1) ?? 0) / sizes.reduce((sum, size) => sum + size, 0)) * width;
  return [...squarified(sizes.slice(0, -1), width - strip, height), { x: width - strip, y: 0, width: strip, height }];
}

function Scale() {
  const { t, format } = useTexts();
  const percent = (share: number | undefined) => format.number((share ?? 0) * 100);
  return (
    <ul className={css.scale} aria-label={t("health.scale")}>
      <li>
        <i data-step={0} /> {t("health.scale.none")}
      </li>
      {STEPS.map((step, index) => (
        <li key={step}>
          <i data-step={index + 1} /> {index ? t("health.scale.from", { from: percent(STEPS[index - 1]), to: percent(step) }) : t("health.scale.below", { to: percent(step) })}
        </li>
      ))}
      <li>
        <i data-step={STEPS.length + 1} /> {t("health.scale.above", { from: percent(STEPS.at(-1)) })}
      </li>
      <li>
        <i data-step="off" /> {t("health.scale.off")}
      </li>
    </ul>
  );
}
