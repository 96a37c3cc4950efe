/** Where a camera writes its time: drawn on the approved view, or given in numbers, and how it is written. */
import { NumberInput, Switch, TextInput } from "@mantine/core";
import { useRef, useState, type PointerEvent } from "react";

import type { TimeOverlay } from "../../api/health";
import { useTexts } from "../../i18n";
import css from "./Health.module.css";

interface Props {
  value: TimeOverlay | null;
  /** Of the approved view; null where there is none, or the person may not see it. */
  picture: string | null;
  onChange: (value: TimeOverlay | null) => void;
}

/** Upper left, as most cameras come. */
const FIRST = { left: 0.02, top: 0.03, width: 0.4, height: 0.05, form: "%Y-%m-%d %H:%M:%S", tolerance_s: 60 };
const SIDES = ["left", "top", "width", "height"] as const;
const LEAST = 0.01;

const rounded = (share: number) => Math.round(share * 1000) / 1000;

/** The area between two points, within the picture. */
export function areaOf(one: readonly [number, number], other: readonly [number, number]): Pick<TimeOverlay, (typeof SIDES)[number]> | null {
  const [x0, x1, y0, y1] = [Math.min(one[0], other[0]), Math.max(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[1], other[1])].map((share) => Math.min(1, Math.max(0, rounded(share)))) as [number, number, number, number];
  const [width, height] = [rounded(x1 - x0), rounded(y1 - y0)];
  return width < LEAST || height < LEAST ? null : { left: x0, top: y0, width, height };
}

export function TimeInPicture({ value, picture, onChange }: Props) {
  const { t, format } = useTexts();
  const room = useRef<HTMLDivElement>(null);
  const from = useRef<[number, number] | null>(null);
  const [broken, setBroken] = useState(false);

  const point = (event: PointerEvent): [number, number] => {
    const box = room.current?.getBoundingClientRect();
    return box ? [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height] : [0, 0];
  };
  const draw = (event: PointerEvent) => {
    const area = from.current && value && areaOf(from.current, point(event));
    if (area) onChange({ ...value, ...area });
  };

  return (
    <div className={css.timeOverlay}>
      <Switch label={t("health.time")} description={t("health.timeWhat")} checked={value !== null} onChange={(event) => onChange(event.currentTarget.checked ? FIRST : null)} />
      {value && (
        <>
          {picture && !broken && (
            <>
              <div
                ref={room}
                className={css.timeRoom}
                onPointerDown={(event) => {
                  event.preventDefault();
                  event.currentTarget.setPointerCapture(event.pointerId);
                  from.current = point(event);
                }}
                onPointerMove={draw}
                onPointerUp={(event) => {
                  draw(event);
                  from.current = null;
                }}
                onPointerCancel={() => (from.current = null)}
              >
                <img src={picture} alt={t("health.view")} draggable={false} onError={() => setBroken(true)} />
                <i style={{ left: `${value.left * 100}%`, top: `${value.top * 100}%`, width: `${value.width * 100}%`, height: `${value.height * 100}%` }} />
              </div>
              <p className="small dim">{t("health.timeDraw")}</p>
            </>
          )}
          <div className={css.timeSides}>
            {SIDES.map((side) => (
              <NumberInput key={side} label={t(`health.time.${side}`)} suffix=" %" decimalScale={1} decimalSeparator={format.number(1.5).charAt(1)} allowedDecimalSeparators={[",", "."]} min={0} max={100} step={0.5} value={Math.round(value[side] * 1000) / 10} onChange={(percent) => onChange({ ...value, [side]: rounded((Number(percent) || 0) / 100) })} />
            ))}
          </div>
          <div className={css.timeForm}>
            <TextInput label={t("health.time.form")} description={t("health.time.formWhat")} spellCheck={false} maxLength={64} value={value.form ?? ""} onChange={(event) => onChange({ ...value, form: event.currentTarget.value })} />
            <NumberInput label={t("health.time.tolerance")} description={t("health.time.toleranceWhat")} suffix={` ${t("ptz.seconds")}`} min={5} max={86_400} clampBehavior="blur" value={value.tolerance_s ?? 60} onChange={(seconds) => onChange({ ...value, tolerance_s: Number(seconds) || 60 })} />
          </div>
        </>
      )}
    </div>
  );
}
