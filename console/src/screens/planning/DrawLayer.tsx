/** The drawn cameras over the map: a spot to move, a knob to turn, a knob to widen; each also by the arrow keys. */
import type { Map as MapLibre } from "maplibre-gl";
import { useRef, type KeyboardEvent, type PointerEvent } from "react";

import { useTexts } from "../../i18n";
import { numberOf, type CandidateInput, type NumberField } from "./candidates";
import { bearing, farM, sector, viewOf, widened, ZONES } from "./cone";
import css from "./Planning.module.css";

export interface Drawable {
  candidate: CandidateInput;
  index: number;
}

interface Props {
  map: MapLibre;
  candidates: readonly CandidateInput[];
  chosen: number | null;
  onChoose?: (key: number) => void;
  onChange?: (key: number, change: Partial<Pick<CandidateInput, NumberField>>) => void;
}

const KNOB_PX = [54, 150] as const;

export function DrawLayer({ map, candidates, chosen, onChoose, onChange }: Props) {
  return (
    <svg className={css.layer} data-drawn={candidates.length}>
      {candidates.map((candidate, index) => (
        <One key={candidate.key} map={map} candidate={candidate} index={index} chosen={candidate.key === chosen} onChoose={onChoose} onChange={onChange} />
      ))}
    </svg>
  );
}

function One({ map, candidate, index, chosen, onChoose, onChange }: Drawable & { map: MapLibre; chosen: boolean } & Pick<Props, "onChoose" | "onChange">) {
  const { t } = useTexts();
  const held = useRef(false);
  const read = (field: NumberField) => numberOf(candidate, field);
  const [lat, lon, azimuth, angle] = [read("lat"), read("lon"), read("azimuth_deg"), read("hfov_deg")];
  if (lat === null || lon === null) return null;
  const { x, y } = map.project([lon, lat]);
  const pixels = (512 * 2 ** map.getZoom()) / (40_075_017 * Math.cos((lat * Math.PI) / 180)); // to a metre
  const seeing = { azimuth_deg: azimuth ?? 0, height_m: read("height_m") ?? 6, tilt_deg: read("tilt_deg") ?? 15, hfov_deg: angle ?? 80, width_px: candidate.width_px, height_px: candidate.height_px };
  const reach = Math.min(KNOB_PX[1], Math.max(KNOB_PX[0], farM(viewOf(seeing), ZONES[1].pxPerM) * pixels));
  const knob = (degrees: number) => [x + reach * Math.sin((degrees * Math.PI) / 180), y - reach * Math.cos((degrees * Math.PI) / 180)] as const;
  const [turnX, turnY] = knob(seeing.azimuth_deg);
  const [wideX, wideY] = knob(seeing.azimuth_deg + seeing.hfov_deg / 2);

  const put = (change: Partial<Pick<CandidateInput, NumberField>>) => onChange?.(candidate.key, change);
  const drag = (move: (dx: number, dy: number, at: { x: number; y: number }) => void) => ({
    onPointerDown: (event: PointerEvent<SVGElement>) => {
      event.stopPropagation();
      onChoose?.(candidate.key);
      if (!onChange) return;
      held.current = true;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<SVGElement>) => {
      const frame = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
      if (!held.current || !frame) return;
      const at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
      move(at.x - x, at.y - y, at);
    },
    onPointerUp: () => (held.current = false),
    onPointerCancel: () => (held.current = false),
  });
  const arrows = (step: (right: number, up: number) => void) => (event: KeyboardEvent) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!by || !onChange) return;
    event.preventDefault();
    event.stopPropagation();
    const times = event.shiftKey ? 10 : 1;
    step((by[0] ?? 0) * times, (by[1] ?? 0) * times);
  };
  const turned = (degrees: number) => put({ azimuth_deg: String((Math.round(degrees) + 360) % 360) });
  const name = candidate.name || t("proposal.camera", { number: index + 1 });

  return (
    <g data-chosen={chosen || undefined} data-candidate={index}>
      {ZONES.map(({ density, pxPerM }) => {
        const corners = sector(seeing, pxPerM);
        return corners.length > 0 && <path key={density} className={css.zone} d={`M${corners.map(([east, north]) => `${(x + east * pixels).toFixed(1)} ${(y - north * pixels).toFixed(1)}`).join("L")}Z`} />;
      })}
      {chosen && onChange && (
        <>
          <line x1={x} y1={y} x2={turnX} y2={turnY} stroke="var(--tc-accent-line)" strokeWidth="1.5" strokeDasharray="4 3" />
          <g role="slider" tabIndex={0} aria-label={t("proposal.turn", { name })} aria-valuemin={0} aria-valuemax={359} aria-valuenow={seeing.azimuth_deg} data-knob="turn" onKeyDown={arrows((right, up) => turned(seeing.azimuth_deg + right + up))} {...drag((dx, dy) => put({ azimuth_deg: String(bearing(dx, dy)) }))}>
            <circle cx={turnX} cy={turnY} r="16" fill="transparent" style={{ pointerEvents: "auto", cursor: "grab", touchAction: "none" }} stroke="none" />
            <circle className={css.knob} cx={turnX} cy={turnY} r="7" />
          </g>
          <g role="slider" tabIndex={0} aria-label={t("proposal.widen", { name })} aria-valuemin={4} aria-valuemax={180} aria-valuenow={seeing.hfov_deg} data-knob="widen" onKeyDown={arrows((right, up) => put({ hfov_deg: String(Math.min(180, Math.max(4, Math.round(seeing.hfov_deg + right + up)))) }))} {...drag((dx, dy) => put({ hfov_deg: String(widened(seeing.azimuth_deg, bearing(dx, dy))) }))}>
            <circle cx={wideX} cy={wideY} r="16" fill="transparent" style={{ pointerEvents: "auto", cursor: "grab", touchAction: "none" }} stroke="none" />
            <rect className={css.knob} x={wideX - 6} y={wideY - 6} width="12" height="12" rx="2" />
          </g>
        </>
      )}
      <g
        role="button"
        tabIndex={0}
        aria-label={onChange ? t("proposal.move", { name }) : name}
        aria-pressed={chosen}
        onFocus={() => onChoose?.(candidate.key)}
        onKeyDown={arrows((right, up) => {
          const next = map.unproject([x + right * pixels, y - up * pixels]);
          put({ lat: next.lat.toFixed(6), lon: next.lng.toFixed(6) });
        })}
        {...drag((_dx, _dy, at) => {
          const next = map.unproject([at.x, at.y]);
          put({ lat: next.lat.toFixed(6), lon: next.lng.toFixed(6) });
        })}
      >
        <circle className={css.spot} cx={x} cy={y} r={chosen ? 12 : 10} />
        <text className={css.number} x={x} y={y}>
          {index + 1}
        </text>
      </g>
    </g>
  );
}
