/** What runs recordings, whoever shows them: a set of cameras, or one. Its keys and its jog wheel are the same everywhere. */
import type { HotkeyItem } from "@mantine/hooks";

import { RATES, type Loop } from "../../player/together/clock";
import type { JogCommand } from "../../player/together/jog";

export interface Transport {
  playing: boolean;
  /** Below zero: backwards. */
  rate: number;
  loop: Loop | null;
  /** Set, and waiting for its other end. */
  loopStartMs: number | null;
  toggle: () => void;
  pause: () => void;
  /** Plays at this rate from now on. */
  run: (rate: number) => void;
  step: (by: 1 | -1) => void;
  /** To the next mark or gap. */
  jump: (by: 1 | -1) => void;
  move: (byMs: number) => void;
  setLoop: (end: "a" | "b" | "off") => void;
  full: () => void;
}

/** Pressed again it goes faster; pressed the other way it turns round. */
export function fasterRate({ playing, rate }: Pick<Transport, "playing" | "rate">, direction: 1 | -1): number {
  const same = playing && Math.sign(rate) === direction;
  const next = same ? (RATES.find((one) => one > Math.abs(rate)) ?? RATES[RATES.length - 1]) : 1;
  return (next ?? 1) * direction;
}

/** Behind the point, of the rates there are: 1, 0.5, 0.25, 0.125. */
export const rateDigits = (rate: number): number => Math.max(0, -Math.log2(Math.abs(rate)));

/** A press of this key belongs to what has the focus. */
export const onButton = (event: KeyboardEvent): boolean => (event.target as HTMLElement).closest("button, a") !== null;

export function transportKeys(transport: Transport): HotkeyItem[] {
  const { toggle, pause, run, step, jump, move, setLoop, full } = transport;
  return [
    ["space", (event) => { if (!onButton(event)) { event.preventDefault(); toggle(); } }, { preventDefault: false }],
    ["K", pause],
    ["J", () => run(fasterRate(transport, -1))],
    ["L", () => run(fasterRate(transport, 1))],
    [",", () => step(-1)],
    [".", () => step(1)],
    ["ArrowLeft", () => move(-10_000)],
    ["ArrowRight", () => move(10_000)],
    ["P", () => jump(-1)],
    ["N", () => jump(1)],
    ["[", () => setLoop("a")],
    ["]", () => setLoop("b")],
    ["\\", () => setLoop("off")],
    ["F", full],
  ];
}

/** `turn`: to the camera before or after. */
export function jogged({ toggle, pause, run, step, jump, setLoop, full }: Transport, command: JogCommand, turn?: (by: 1 | -1) => void): void {
  if (command.kind === "toggle") toggle();
  else if (command.kind === "pause") pause();
  else if (command.kind === "step") step(command.by);
  else if (command.kind === "jump") jump(command.by);
  else if (command.kind === "camera") turn?.(command.by);
  else if (command.kind === "full") full();
  else if (command.kind === "shuttle") {
    if (command.rate === null) pause();
    else run(command.rate);
  } else setLoop(command.kind === "loopA" ? "a" : command.kind === "loopB" ? "b" : "off");
}
