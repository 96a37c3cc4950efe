import { useState, type PointerEvent } from "react";

import { useTexts } from "../../../i18n";
import { boxOf, spotAt, type Box, type Spot } from "../../../player/steering/frame";
import css from "./Ptz.module.css";

interface Props {
  picture: { width: number; height: number };
  canFrame: boolean;
  onCentre: (spot: Spot) => void;
  onFrame: (box: Box) => void;
  onWheel: (nearer: boolean) => void;
}

/** Over the picture: a click brings that point to the middle, a box that is drawn fills the picture. */
export function Aim({ picture, canFrame, onCentre, onFrame, onWheel }: Props) {
  const { t } = useTexts();
  const [drawn, setDrawn] = useState<{ from: Spot; to: Spot; at: { left: number; top: number; width: number; height: number } } | null>(null);
  const spotOf = (event: PointerEvent<HTMLDivElement>) => spotAt(event.currentTarget.getBoundingClientRect(), picture, event.clientX, event.clientY);
  const follow = (event: PointerEvent<HTMLDivElement>, from: Spot) => {
    const to = spotOf(event);
    if (!to) return;
    const frame = event.currentTarget.getBoundingClientRect();
    const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
    const [wide, high] = [picture.width * scale, picture.height * scale];
    setDrawn({
      from,
      to,
      at: {
        left: (frame.width - wide) / 2 + Math.min(from.x, to.x) * wide,
        top: (frame.height - high) / 2 + Math.min(from.y, to.y) * high,
        width: Math.abs(to.x - from.x) * wide,
        height: Math.abs(to.y - from.y) * high,
      },
    });
  };
  return (
    <div
      className={css.aim}
      role="application"
      aria-label={t(canFrame ? "ptz.aimBox" : "ptz.aim")}
      data-ptz-aim
      onPointerDown={(event) => {
        const from = event.button === 0 ? spotOf(event) : null;
        if (!from) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event, from);
      }}
      onPointerMove={(event) => drawn && follow(event, drawn.from)}
      onPointerUp={() => {
        if (!drawn) return;
        const box = canFrame ? boxOf(drawn.from, drawn.to) : null;
        if (box) onFrame(box);
        else onCentre(drawn.to);
        setDrawn(null);
      }}
      onPointerCancel={() => setDrawn(null)}
      onWheel={(event) => onWheel(event.deltaY < 0)}
    >
      {drawn && canFrame && boxOf(drawn.from, drawn.to) && <i className={css.box} style={drawn.at} />}
    </div>
  );
}
