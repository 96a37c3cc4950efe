/** A jog wheel or game pad, where one is plugged in: asked for once a picture of the screen. */
import { useEffect, useRef, useState } from "react";

import { AT_REST, readPad, type JogCommand } from "../../player/together/jog";

/** The name of the device, once it has been used; null without one. */
export function usePad(command: (one: JogCommand) => void): string | null {
  const [name, setName] = useState<string | null>(null);
  const tell = useRef(command);
  useEffect(() => {
    tell.current = command;
  });
  useEffect(() => {
    if (!("getGamepads" in navigator)) return;
    let frame = 0;
    let state = AT_REST;
    const look = () => {
      const pad = navigator.getGamepads().find((one) => one !== null);
      setName(pad?.id ?? null);
      if (pad) {
        const [commands, next] = readPad(pad, state);
        state = next;
        commands.forEach((one) => tell.current(one));
      }
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, []);
  return name;
}
