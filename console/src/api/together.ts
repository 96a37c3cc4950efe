/** Several cameras' recordings in one question: what the player of a set asks. */
import type { AskTracks, Track } from "../player/together/set";
import { acceptedCodecs, playerKind } from "../player/support";
import { api, ApiError, body, mediaUrl } from "./client";
import type { components } from "./schema";

type TrackOut = components["schemas"]["TrackOut"];

const ms = <T extends { start: string; end: string }>(item: T) => ({ ...item, startMs: Date.parse(item.start), endMs: Date.parse(item.end) });

function bytesOf(base64: string): ArrayBuffer {
  const text = atob(base64);
  const found = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) found[at] = text.charCodeAt(at);
  return found.buffer;
}

function trackOf(cameraId: string, atMs: number | null, { stream, pieces, head, first: body, ranges, thinned, gaps, left_out, marks, query, rendition, watermark, complete }: TrackOut): Track {
  const first = head && atMs !== null ? pieces.find((piece) => Date.parse(piece.start) + piece.seconds * 1000 > atMs) : undefined;
  const address = (url: string) => `${mediaUrl(cameraId, url, {})}${query}`;
  return {
    stream,
    pieces: pieces.map((piece) => {
      const startMs = Date.parse(piece.start);
      return { startMs, endMs: startMs + piece.seconds * 1000, url: address(piece.url), offset: piece.offset ?? 0, size: piece.size ?? null, headUrl: address(piece.head_url), headSize: piece.head_size ?? null };
    }),
    ranges: ranges.map(ms),
    thinned: thinned.map(ms),
    gaps: gaps.map(ms),
    leftOut: left_out.map((one) => ({ ...ms(one), apart: one.reason === "ask_apart" })),
    marks: marks.map(ms),
    head: first && head ? { url: address(first.head_url), bytes: bytesOf(head), piece: body ? { startMs: Date.parse(first.start), body: bytesOf(body) } : null } : null,
    masked: rendition === "masked",
    watermark,
    complete,
  };
}

/** Under this purpose. */
export function asksTracks(purpose: string, reference: string): AskTracks {
  return async (cameraIds, large, range, atMs) => {
    const codecs = (await acceptedCodecs(playerKind())) === "h264" ? "h264" : "h264,h265";
    const iso = (at: number) => new Date(at).toISOString();
    const { items } = await body(api.POST("/api/v1/playback", { body: { camera_ids: [...cameraIds], large: large.filter((id) => cameraIds.includes(id)), from: iso(range.startMs), to: iso(range.endMs), at: atMs === null ? null : iso(atMs), codecs, purpose, reference } }));
    return new Map(
      items.map(({ camera_id: id, track, refused }) => [id, track ? trackOf(id, atMs, track) : { refused: new ApiError(refused?.status ?? 403, refused?.kind ?? "denied", refused?.detail ?? "", refused?.extra ?? {}) }]),
    );
  };
}
