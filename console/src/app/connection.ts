/** Whether the platform answers: shown at once, with what still works. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { ApiError } from "../api/client";

export function useConnection(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const offline = () => setConnected(false);
    const online = () => setConnected(true); // until a question fails; some screens ask none for long
    window.addEventListener("offline", offline); // answers that were under way may still come after it
    window.addEventListener("online", online);
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
      window.removeEventListener("online", online);
    };
  }, [client]);
  return connected;
}
