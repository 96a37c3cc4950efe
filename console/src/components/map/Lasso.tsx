/** A sheet over the map that takes one stroke. */
import { useRef, useState, type PointerEvent } from "react";

import { useTexts } from "../../i18n";
import { corners } from "./lasso";
import css from "./MapView.module.css";

type Dot = readonly [number, number];

export function Lasso({ onDone, onCancel }: { onDone: (dots: Dot[]) => void; onCancel: () => void }) {
  const { t } = useTexts();
  const stroke = useRef<Dot[]>([]);
  const [path, setPath] = useState("");
  const dot = (event: PointerEvent): Dot => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const end = () => {
    const drawn = corners(stroke.current);
    stroke.current = [];
    setPath("");
    if (drawn.length > 2) onDone(drawn);
    else onCancel();
  };
  return (
    <svg
      className={css.lasso}
      role="img"
      aria-label={t("map.lasso.draw")}
      data-lasso
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        stroke.current = [dot(event)];
      }}
      onPointerMove={(event) => {
        if (!stroke.current.length) return;
        stroke.current.push(dot(event));
        setPath(`M${stroke.current.map(([x, y]) => `${x.toFixed(0)} ${y.toFixed(0)}`).join("L")}Z`);
      }}
      onPointerUp={end}
      onPointerCancel={onCancel}
    >
      <path d={path} />
    </svg>
  );
}
