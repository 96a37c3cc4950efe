/** What a drawn camera sees of level ground, as the platform reckons it (planning/geometry.py), for drawing at once. */

export interface Seeing {
  azimuth_deg: number;
  height_m: number;
  tilt_deg: number;
  hfov_deg: number;
  width_px: number;
  height_px: number;
}

/** The edges of EN 62676-4's classes that are drawn, the widest first. */
export const ZONES = [
  { density: "monitor", pxPerM: 12.5 },
  { density: "observe", pxPerM: 62.5 },
  { density: "identify", pxPerM: 250 },
] as const;

const MAX_REACH_M = 500;
const RECTILINEAR_MAX_DEG = 120;
const rad = (degrees: number) => (degrees * Math.PI) / 180;

export interface View {
  nearM: number;
  limitM: number;
  heightM: number;
  focalPx: number;
}

export function viewOf({ height_m, tilt_deg, hfov_deg, width_px, height_px }: Seeing): View {
  const straight = Math.min(hfov_deg, RECTILINEAR_MAX_DEG);
  const focalPx = ((width_px / (2 * Math.tan(rad(straight) / 2))) * straight) / hfov_deg;
  const vertical = hfov_deg > RECTILINEAR_MAX_DEG ? Math.min(180, (hfov_deg * height_px) / width_px) : (2 * Math.atan((Math.tan(rad(hfov_deg) / 2) * height_px) / width_px) * 180) / Math.PI;
  const ground = (below: number) => (below <= 0 ? Infinity : below >= 90 ? 0 : height_m / Math.tan(rad(below)));
  return { nearM: Math.min(MAX_REACH_M, ground(tilt_deg + vertical / 2)), limitM: Math.min(MAX_REACH_M, ground(tilt_deg - vertical / 2)), heightM: height_m, focalPx };
}

/** How far along the ground a density is still reached. */
export function farM({ focalPx, heightM, limitM }: View, pxPerM: number): number {
  const slant = focalPx / pxPerM;
  return slant <= heightM ? 0 : Math.min(limitM, Math.sqrt(slant ** 2 - heightM ** 2));
}

/** Up to a few tens of corners, [east, north] in metres from the camera; empty where nothing is seen in this density. */
export function sector(seeing: Seeing, pxPerM: number): [number, number][] {
  const view = viewOf(seeing);
  const far = farM(view, pxPerM);
  if (far <= view.nearM) return [];
  const steps = Math.max(2, Math.ceil(seeing.hfov_deg / 6));
  const arc = (radius: number) =>
    Array.from({ length: steps + 1 }, (_, index): [number, number] => {
      const angle = rad(seeing.azimuth_deg - seeing.hfov_deg / 2 + (seeing.hfov_deg * index) / steps);
      return [radius * Math.sin(angle), radius * Math.cos(angle)];
    });
  return [...arc(far), ...(view.nearM > 0.01 ? arc(view.nearM).reverse() : [[0, 0] as [number, number]])];
}

/** The compass direction of a step on the screen, where y points down; whole degrees. */
export function bearing(dx: number, dy: number): number {
  return (Math.round((Math.atan2(dx, -dy) * 180) / Math.PI) + 360) % 360;
}

/** The angle of view whose edge lies at this direction. */
export function widened(azimuth: number, edge: number): number {
  const off = Math.abs(((edge - azimuth + 540) % 360) - 180);
  return Math.min(180, Math.max(4, Math.round(off * 2)));
}
