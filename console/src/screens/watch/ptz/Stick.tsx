import { IconHome } from "@tabler/icons-react";
import { useState, type PointerEvent } from "react";

import { useTexts } from "../../../i18n";
import { speedOfStick, STILL, type Speed } from "../../../player/steering/speed";
import css from "./Ptz.module.css";

const ARROWS = [
  ["ptz.up", 0, 1],
  ["ptz.right", 1, 0],
  ["ptz.down", 0, -1],
  ["ptz.leftward", -1, 0],
] as const;
const STEADY = 0.4;

/** Dragged from its middle: the further, the faster. The arrows at its rim turn while they are pressed. */
export function Stick({ disabled, onDrive, onHome }: { disabled: boolean; onDrive: (speed: Speed) => void; onHome: (() => void) | null }) {
  const { t } = useTexts();
  const [knob, setKnob] = useState<{ x: number; y: number } | null>(null);
  const follow = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * 2 - 1;
    const y = ((event.clientY - box.top) / box.height) * 2 - 1;
    const far = Math.max(1, Math.hypot(x, y));
    setKnob({ x: x / far, y: y / far });
    onDrive(speedOfStick(x, y));
  };
  const letGo = () => {
    if (!knob) return;
    setKnob(null);
    onDrive(STILL);
  };
  return (
    <div
      className={css.stick}
      data-disabled={disabled || undefined}
      onPointerDown={(event) => {
        if (disabled || event.button !== 0 || (event.target as Element).closest("button")) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => knob && follow(event)}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onLostPointerCapture={letGo}
    >
      {ARROWS.map(([label, pan, tilt], index) => (
        <Pressed key={label} className={css.arrow} style={{ rotate: `${index * 90}deg` }} label={t(label)} disabled={disabled} onPress={() => onDrive({ pan: pan * STEADY, tilt: tilt * STEADY, zoom: 0 })} onRelease={() => onDrive(STILL)}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 4.5 13 11H3z" fill="currentColor" />
          </svg>
        </Pressed>
      ))}
      <i className={css.knob} style={knob ? { translate: `${knob.x * 44}px ${knob.y * 44}px` } : undefined} aria-hidden="true" />
      {onHome && !knob && (
        <button type="button" className={css.home} aria-label={t("ptz.home")} title={t("ptz.home")} disabled={disabled} onClick={onHome}>
          <IconHome size={16} />
        </button>
      )}
    </div>
  );
}

interface PressedProps {
  className?: string;
  style?: React.CSSProperties;
  label: string;
  disabled: boolean;
  onPress: () => void;
  onRelease: () => void;
  children: React.ReactNode;
}

/** Does something while it is held, by pointer or by key. */
export function Pressed({ className, style, label, disabled, onPress, onRelease, children }: PressedProps) {
  const [held, setHeld] = useState(false);
  const press = () => {
    if (held) return;
    setHeld(true);
    onPress();
  };
  const release = () => {
    if (!held) return;
    setHeld(false);
    onRelease();
  };
  return (
    <button
      type="button"
      className={className}
      style={style}
      aria-label={label}
      title={label}
      disabled={disabled}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        press();
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onLostPointerCapture={release}
      onKeyDown={(event) => {
        if (event.key === " " || event.key === "Enter") press();
      }}
      onKeyUp={release}
      onBlur={release}
    >
      {children}
    </button>
  );
}
