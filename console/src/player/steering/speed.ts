/** From hands to speeds: keys, a stick that is dragged, a game pad. Pure; right, up and nearer are positive. */

export interface Speed {
  pan: number;
  tilt: number;
  zoom: number;
}

export const STILL: Speed = { pan: 0, tilt: 0, zoom: 0 };
/** A stick never rests exactly in its middle. */
const DEAD = 0.15;
/** Keys have no feel for speed: half of it can be aimed with. */
const KEY_SPEED = 0.5;

const KEYS: Readonly<Record<string, Partial<Speed>>> = {
  ArrowLeft: { pan: -1 },
  ArrowRight: { pan: 1 },
  ArrowUp: { tilt: 1 },
  ArrowDown: { tilt: -1 },
  "+": { zoom: 1 },
  "=": { zoom: 1 },
  "-": { zoom: -1 },
};

export const isSteerKey = (key: string): boolean => key in KEYS;
export const isStill = ({ pan, tilt, zoom }: Speed): boolean => pan === 0 && tilt === 0 && zoom === 0;
export const isSame = (one: Speed, other: Speed): boolean => one.pan === other.pan && one.tilt === other.tilt && one.zoom === other.zoom;

const bound = (value: number): number => Math.max(-1, Math.min(1, value)) + 0; // no -0
const rounded = (value: number): number => Math.round(bound(value) * 20) / 20 + 0;

/** Keys that are held; with Shift as fast as it goes. */
export function speedOfKeys(held: Iterable<string>, fast: boolean): Speed {
  const speed = { ...STILL };
  for (const key of held) {
    const by = KEYS[key];
    if (!by) continue;
    speed.pan += by.pan ?? 0;
    speed.tilt += by.tilt ?? 0;
    speed.zoom += by.zoom ?? 0;
  }
  const factor = fast ? 1 : KEY_SPEED;
  return { pan: bound(speed.pan) * factor, tilt: bound(speed.tilt) * factor, zoom: bound(speed.zoom) * factor };
}

/** Slow near the middle, where one aims. */
function eased(away: number): number {
  const beyond = (Math.abs(away) - DEAD) / (1 - DEAD);
  return beyond <= 0 ? 0 : rounded(Math.sign(away) * beyond ** 1.6);
}

/** A stick dragged so far from its middle: shares of its radius, down positive as on a screen. */
export function speedOfStick(x: number, y: number): Speed {
  const far = Math.max(1, Math.hypot(x, y));
  return { pan: eased(x / far), tilt: eased(-y / far), zoom: 0 };
}

interface PadLike {
  buttons: readonly { value: number }[];
  axes: readonly number[];
}

/** A game pad's left stick turns, its triggers zoom; a joystick's twist (third axis) zooms too. */
export function speedOfPad({ buttons, axes }: PadLike): Speed {
  const turned = speedOfStick(axes[0] ?? 0, axes[1] ?? 0);
  const triggers = (buttons[7]?.value ?? 0) - (buttons[6]?.value ?? 0);
  return { ...turned, zoom: eased(triggers || (axes.length === 3 ? (axes[2] ?? 0) : 0)) };
}
