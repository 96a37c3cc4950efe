import { useCallback, useEffect, useRef, useState } from "react";

import { setNeeded, type Need } from "../../../app/needs";
import { usePurpose } from "../../../app/purpose";
import { SteeringLink, type Command, type LinkState } from "../../../player/steering/link";
import type { Speed } from "../../../player/steering/speed";

export interface SteeringLine {
  /** null while there is no line, and for a camera without a head. */
  link: LinkState | null;
  send: (command: Command) => void;
  drive: (speed: Speed) => void;
}

/** The line to a camera's head while `enabled`; what the regulation asks for is asked of the person. */
export function useSteering(cameraId: string, { enabled, looksOnly = false }: { enabled: boolean; looksOnly?: boolean }): SteeringLine {
  const { purpose, reference } = usePurpose();
  const [link, setLink] = useState<LinkState | null>(null);
  const line = useRef<SteeringLink | null>(null);

  useEffect(() => {
    if (!enabled) return;
    const made = new SteeringLink(cameraId, { purpose, reference }, looksOnly, setLink);
    line.current = made;
    return () => {
      made.close();
      line.current = null;
      setLink(null);
    };
  }, [cameraId, purpose, reference, enabled, looksOnly]);

  const send = useCallback((command: Command) => line.current?.send(command), []);
  const drive = useCallback((speed: Speed) => line.current?.drive(speed), []);

  const refusal = link?.refusal;
  useEffect(() => {
    if (!refusal?.needs?.length) return;
    const asked = { cameraId, action: "camera.steer" as const, fromMs: null, toMs: null };
    setNeeded({ needs: refusal.needs as Need[], purposes: refusal.purposes ?? [], clauses: refusal.clauses ?? [], fault: refusal.fault ?? "", asked, repeat: () => undefined });
  }, [refusal, cameraId]);

  return { link: link?.over || !link?.state ? null : link, send, drive };
}
