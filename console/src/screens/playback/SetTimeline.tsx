/** The timeline of the camera one has chosen; what it knows of marks and gaps serves to jump to. */
import { useEffect } from "react";

import type { StreamRole } from "../../api/types";
import { Timeline } from "../../components/timeline/Timeline";
import { pointsOf, type Loop } from "../../player/together/clock";
import { useRecordings } from "../watch/useRecordings";
import type { TimelineWindow } from "../watch/useWindow";

const RETENTION_MS = 400 * 86_400_000;

interface Props {
  cameraId: string;
  stream: StreamRole;
  view: TimelineWindow;
  nowMs: number;
  wallMs: number;
  loop: Loop | null;
  /** Instants to jump to. */
  onPoints: (pointsMs: readonly number[]) => void;
  onSeek: (atMs: number) => void;
  onLoop: (aMs: number, bMs: number) => void;
}

export function SetTimeline({ cameraId, stream, view, nowMs, wallMs, loop, onPoints, onSeek, onLoop }: Props) {
  const { data, fault } = useRecordings(cameraId, view.window, nowMs, stream);
  useEffect(() => {
    onPoints(data ? pointsOf(data) : []);
  }, [data, onPoints]);
  return (
    <Timeline
      window={view.window}
      nowMs={nowMs}
      oldestMs={nowMs - RETENTION_MS}
      data={data}
      fault={fault}
      playheadMs={wallMs}
      selection={loop ? { startMs: loop.aMs, endMs: loop.bMs } : null}
      onScrub={onSeek}
      onWindow={view.moveTo}
      onSelection={({ startMs, endMs }) => onLoop(startMs, endMs)}
    />
  );
}
