/** Jog wheels, shuttles and game pads (W3C Gamepad): what their buttons and axes mean. Pure. */

export type JogCommand =
  | { kind: "toggle" | "pause" | "loopA" | "loopB" | "loopOff" | "full" }
  | { kind: "step"; by: 1 | -1 }
  | { kind: "jump"; by: 1 | -1 }
  | { kind: "camera"; by: 1 | -1 }
  /** Held away from its middle; null: let go. */
  | { kind: "shuttle"; rate: number | null };

export interface PadState {
  buttons: readonly boolean[];
  shuttle: number | null;
  wheel: number;
}

interface PadLike {
  /** "standard": a game pad, whose sticks spring back and are no wheels. */
  mapping: string;
  buttons: readonly { pressed: boolean }[];
  axes: readonly number[];
}

/** As the Standard Gamepad numbers its buttons; a shuttle's keys count from 0 as well. */
const BUTTONS: readonly (JogCommand | null)[] = [
  { kind: "toggle" }, // A, cross
  { kind: "loopOff" }, // B, circle
  { kind: "loopA" }, // X, square
  { kind: "loopB" }, // Y, triangle
  { kind: "jump", by: -1 }, // left shoulder
  { kind: "jump", by: 1 }, // right shoulder
  { kind: "camera", by: -1 }, // left trigger
  { kind: "camera", by: 1 }, // right trigger
  { kind: "pause" }, // back
  { kind: "full" }, // start
  null,
  null,
  null,
  null,
  { kind: "step", by: -1 }, // left of the cross
  { kind: "step", by: 1 }, // right of the cross
];
const SHUTTLE_AXIS = 0;
const WHEEL_AXIS = 2;
/** A stick never rests exactly in the middle. */
const DEAD = 0.18;
const SPEEDS = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16];
/** The wheel's axis goes round from 1 to -1; so far turned is one picture. */
const NOTCH = 0.1;

export const AT_REST: PadState = { buttons: [], shuttle: null, wheel: 0 };

export function shuttleRate(position: number): number | null {
  const away = (Math.abs(position) - DEAD) / (1 - DEAD);
  if (away <= 0) return null;
  const speed = SPEEDS[Math.min(SPEEDS.length - 1, Math.floor(away * SPEEDS.length))] ?? 1;
  return position < 0 ? -speed : speed;
}

/** What has been pressed, turned and pushed since the state before. */
export function readPad(pad: PadLike, before: PadState): [JogCommand[], PadState] {
  const commands: JogCommand[] = [];
  const buttons = pad.buttons.map((button) => button.pressed);
  buttons.forEach((pressed, index) => {
    const command = BUTTONS[index];
    if (pressed && !before.buttons[index] && command) commands.push(command);
  });
  const shuttle = shuttleRate(pad.axes[SHUTTLE_AXIS] ?? 0);
  if (shuttle !== before.shuttle) commands.push({ kind: "shuttle", rate: shuttle });
  let wheel = before.wheel;
  let turned = pad.mapping === "standard" ? 0 : (pad.axes[WHEEL_AXIS] ?? 0) - wheel;
  if (turned > 1) turned -= 2;
  if (turned < -1) turned += 2;
  for (; Math.abs(turned) >= NOTCH - 1e-9; turned -= Math.sign(turned) * NOTCH) {
    commands.push({ kind: "step", by: turned > 0 ? 1 : -1 });
    wheel += Math.sign(turned) * NOTCH;
    if (wheel > 1) wheel -= 2;
    if (wheel < -1) wheel += 2;
  }
  return [commands, { buttons, shuttle, wheel }];
}
