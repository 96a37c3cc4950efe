/** What a tile says in each state: one table, so that no state is forgotten. */
import type { CameraStatus, StateReason } from "../api/types";
import type { TextKey } from "../i18n";
import type { LivePhase, LiveState } from "../player/live";
import type { Tone } from "./StateBadge";
import type { ShapeName } from "./Shape";

export interface TileLook {
  tone: Tone;
  shape: ShapeName;
  word: TextKey;
  edge?: "bad" | "warn" | "off";
  /** The last good picture stays: full, dimmed, grey; or there is none to show. */
  picture: "full" | "dimmed" | "grey" | "none";
}

const LOOKS: Record<LivePhase, TileLook> = {
  connecting: { tone: "off", shape: "connecting", word: "tile.connecting", picture: "dimmed" },
  waiting: { tone: "off", shape: "connecting", word: "tile.connecting", picture: "dimmed" },
  live: { tone: "ok", shape: "ok", word: "tile.live", picture: "full" },
  late: { tone: "warn", shape: "warn", word: "tile.late", edge: "warn", picture: "full" },
  frozen: { tone: "bad", shape: "frozen", word: "tile.frozen", edge: "bad", picture: "grey" },
  away: { tone: "bad", shape: "bad", word: "tile.offline", edge: "bad", picture: "none" },
  denied: { tone: "off", shape: "lock", word: "tile.noRight", edge: "off", picture: "none" },
  withdrawn: { tone: "off", shape: "lock", word: "tile.withdrawn", edge: "off", picture: "none" },
  unknown: { tone: "off", shape: "off", word: "tile.unknown", edge: "off", picture: "none" },
  signed_out: { tone: "off", shape: "lock", word: "tile.signedOut", edge: "off", picture: "none" },
  lost: { tone: "warn", shape: "connecting", word: "tile.reconnecting", edge: "warn", picture: "dimmed" },
};

const DISABLED: TileLook = { tone: "off", shape: "off", word: "tile.off", edge: "off", picture: "none" };

/** The platform's word on the camera decides where the socket only knows that nothing comes. */
export function tileLook(live: LiveState | null, status: CameraStatus | undefined): TileLook {
  if (status?.state === "disabled") return DISABLED;
  const phase = live?.phase ?? "connecting";
  const silent = phase === "waiting" || phase === "frozen" || phase === "away";
  if (silent && status?.state === "offline") return LOOKS.away;
  if (phase === "away" && status && status.state !== "offline") return LOOKS.connecting;
  return LOOKS[phase];
}

type Reason = Exclude<StateReason, "none">;

const REASONS: Record<Reason, true> = {
  name_not_found: true, no_route: true, refused: true, timeout: true, not_rtsp: true, wrong_password: true, basic_only: true, login_paused: true,
  no_such_path: true, no_video: true, no_key_frame: true, unsupported_codec: true, server_error: true, closed_by_camera: true,
  stalled: true, garbage: true, address_forbidden: true, no_tls: true, certificate_unknown: true,
  certificate_changed: true, certificate_expired: true, switched_off: true, media_down: true,
};

/** Texts of a reason: what happened, and what to do about it. */
export function reasonTexts(reason: string | null | undefined): { why: TextKey; what: TextKey } {
  const known = reason && reason in REASONS ? (reason as Reason) : "unknown";
  return { why: `reason.${known}.why`, what: `reason.${known}.what` };
}
