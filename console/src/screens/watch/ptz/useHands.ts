/** Keys and a game pad that steer while the panel is open; they are nobody else's then. */
import { useEffect, useRef } from "react";

import { isSame, isSteerKey, speedOfKeys, speedOfPad, STILL, type Speed } from "../../../player/steering/speed";

const takesKeys = (target: EventTarget | null): boolean => target instanceof Element && target.closest("input, textarea, select, [role=dialog], [role=menu], [role=listbox]") !== null;

export function useHands(active: boolean, drive: (speed: Speed) => void, onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (!active) return;
    const held = new Set<string>();
    let fast = false;
    const onDown = (event: KeyboardEvent) => {
      if (takesKeys(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Escape") {
        event.stopPropagation();
        close.current();
        return;
      }
      if (!isSteerKey(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      held.add(event.key);
      fast = event.shiftKey;
      drive(speedOfKeys(held, fast));
    };
    const onUp = (event: KeyboardEvent) => {
      if (held.delete(event.key)) drive(speedOfKeys(held, fast));
    };
    const letGo = () => {
      if (!held.size) return;
      held.clear();
      drive(STILL);
    };
    window.addEventListener("keydown", onDown, true);
    window.addEventListener("keyup", onUp, true);
    window.addEventListener("blur", letGo);
    return () => {
      letGo();
      window.removeEventListener("keydown", onDown, true);
      window.removeEventListener("keyup", onUp, true);
      window.removeEventListener("blur", letGo);
    };
  }, [active, drive]);

  useEffect(() => {
    if (!active || !("getGamepads" in navigator)) return;
    let frame = 0;
    let before = STILL;
    const look = () => {
      const pad = navigator.getGamepads().find((one) => one !== null);
      const speed = pad ? speedOfPad(pad) : STILL;
      if (!isSame(speed, before)) drive(speed);
      before = speed;
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [active, drive]);
}
