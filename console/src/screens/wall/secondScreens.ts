/** Further windows of the same operator: the first one says what they show. They share its session and its rights. */
import { useEffect, useRef } from "react";

const CHANNEL = "toancanh.wall";

/** This window is one of the others. */
export const isSecondScreen = () => new URLSearchParams(location.search).has("screen");

export function openScreen(search: string): void {
  const wanted = new URLSearchParams(search);
  wanted.set("screen", String(Date.now()));
  window.open(`/wall?${wanted.toString()}`, "_blank", "popup,width=1280,height=760");
}

/** All further windows show this wall from now on. */
export function sendToScreens(search: string): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ search });
  channel.close();
}

export function useSecondScreen(show: (search: URLSearchParams) => void): boolean {
  const second = isSecondScreen();
  const tell = useRef(show);
  useEffect(() => {
    tell.current = show;
  });
  useEffect(() => {
    if (!second) return;
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<{ search?: unknown }>) => {
      if (typeof data.search !== "string") return;
      const next = new URLSearchParams(data.search);
      next.set("screen", "1");
      tell.current(next);
    };
    return () => channel.close();
  }, [second]);
  return second;
}
