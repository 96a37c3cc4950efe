/** What this browser can decode, asked once. */

export type PlayerKind = "webcodecs" | "mse";

/** `?player=mse|webcodecs` chooses for tests and for support; otherwise WebCodecs where the browser has it. */
export function playerKind(search: string = location.search): PlayerKind {
  const asked = new URLSearchParams(search).get("player");
  if (asked === "mse" || asked === "webcodecs") return asked;
  return "VideoDecoder" in globalThis ? "webcodecs" : "mse";
}

const HEVC = "hvc1.1.6.L120.90";
const answers = new Map<PlayerKind, Promise<boolean>>();

async function ask(kind: PlayerKind): Promise<boolean> {
  if (kind === "mse") return "MediaSource" in globalThis && MediaSource.isTypeSupported(`video/mp4; codecs="${HEVC}"`);
  if (!("VideoDecoder" in globalThis)) return false;
  const { supported } = await VideoDecoder.isConfigSupported({ codec: HEVC, codedWidth: 1920, codedHeight: 1080 });
  return supported === true;
}

export function decodesH265(kind: PlayerKind): Promise<boolean> {
  let answer = answers.get(kind);
  if (!answer) {
    answer = ask(kind).catch(() => false);
    answers.set(kind, answer);
  }
  return answer;
}

/** Value of `?codecs=`: what to send us; absent means anything. */
export async function acceptedCodecs(kind: PlayerKind): Promise<string | undefined> {
  return (await decodesH265(kind)) ? undefined : "h264";
}
