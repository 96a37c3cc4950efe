/** A direction, set by dragging a cone around the camera, or by the arrow keys. */
import { useRef, type PointerEvent } from "react";

import { useTexts } from "../../i18n";
import { azimuthAt, turned, windOf } from "./fieldForm";
import css from "./Field.module.css";

const R = 96;
const HALF_DEG = 24;

function at(deg: number, far: number): string {
  return [far * Math.sin((deg * Math.PI) / 180), -far * Math.cos((deg * Math.PI) / 180)].map((value) => value.toFixed(2)).join(" ");
}

export function Dial({ value, onChange }: { value: number | null; onChange: (azimuth: number) => void }) {
  const { t } = useTexts();
  const dial = useRef<SVGSVGElement>(null);
  const drag = (event: PointerEvent<SVGSVGElement>) => {
    const box = dial.current?.getBoundingClientRect();
    if (!box) return;
    const x = event.clientX - box.left - box.width / 2;
    const y = event.clientY - box.top - box.height / 2;
    if (Math.hypot(x, y) > 6) onChange(azimuthAt(x, y));
  };
  const words = value === null ? t("field.azimuth.none") : t("field.azimuth.is", { degrees: value, wind: t(`field.wind.${windOf(value)}`) });
  return (
    <svg
      ref={dial}
      className={css.dial}
      viewBox="-120 -120 240 240"
      role="slider"
      tabIndex={0}
      aria-label={t("field.azimuth")}
      aria-valuemin={0}
      aria-valuemax={359}
      aria-valuenow={value ?? 0}
      aria-valuetext={words}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus({ preventScroll: true });
        drag(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && drag(event)}
      onKeyDown={(event) => {
        const next = turned(value, event.key, event.shiftKey);
        if (next === null) return;
        event.preventDefault();
        onChange(next);
      }}
    >
      <circle r={R} fill="var(--tc-map-land)" stroke="var(--tc-line-strong)" />
      {Array.from({ length: 24 }, (_, index) => index * 15).map((deg) => (
        <path key={deg} d={`M${at(deg, R)} L${at(deg, deg % 45 ? R - 5 : R - 10)}`} stroke="var(--tc-line-strong)" strokeWidth="1.5" />
      ))}
      {(["n", "e", "s", "w"] as const).map((wind, index) => (
        <text key={wind} transform={`translate(${at(index * 90, R + 13)})`} textAnchor="middle" dominantBaseline="central" fontSize="14" fontWeight="600" fill="var(--tc-dim)">
          {t(`field.letter.${wind}`)}
        </text>
      ))}
      {value !== null && (
        <g>
          <path d={`M0 0 L${at(value - HALF_DEG, R - 14)} A${R - 14} ${R - 14} 0 0 1 ${at(value + HALF_DEG, R - 14)}z`} fill="var(--tc-accent-line)" fillOpacity="0.28" stroke="var(--tc-accent-line)" strokeWidth="1.5" />
          <path d={`M0 0 L${at(value, R - 14)}`} stroke="var(--tc-accent-line)" strokeWidth="2" />
          <circle r="13" transform={`translate(${at(value, R - 14)})`} fill="var(--tc-accent)" stroke="var(--tc-surface)" strokeWidth="3" />
        </g>
      )}
      <circle r="7" fill="var(--tc-text)" stroke="var(--tc-surface)" strokeWidth="3" />
      {value === null && (
        <text y="40" textAnchor="middle" fontSize="13" fill="var(--tc-dim)">
          {t("field.azimuth.drag")}
        </text>
      )}
    </svg>
  );
}
