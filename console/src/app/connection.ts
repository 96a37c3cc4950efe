/** Whether the platform answers: shown at once, with what still works. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { ApiError } from "../api/client";

export function useConnection(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const offline = () => setConnected(false);
    window.addEventListener("offline", offline); // answers that were under way may still come after it
    const stop = client.getQueryCache().subscribe((event) => {
      if (event.type !== "updated") return;
      const { action } = event;
      if (action.type === "success") setConnected(navigator.onLine);
      else if (action.type === "failed" || action.type === "error") {
        const { error } = action as { error: unknown };
        if (error instanceof ApiError && error.status === 0) setConnected(false);
      }
    });
    return () => {
      stop();
      window.removeEventListener("offline", offline);
    };
  }, [client]);
  return connected;
}
