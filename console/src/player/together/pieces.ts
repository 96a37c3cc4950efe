/** One camera's pieces in a set: which is due when, and what a piece holds once it is here. */
import { parseFragments, parseInitialisation, type Initialisation } from "../boxes";

export interface Piece {
  startMs: number;
  endMs: number;
  url: string;
  offset: number;
  size: number | null;
  headUrl: string;
  headSize: number | null;
}

/** What came along with the answer: the initialisation at an address, and the piece that starts then. */
export interface Head {
  url: string;
  bytes: ArrayBuffer;
  piece: { startMs: number; body: ArrayBuffer } | null;
}

/** A coded picture and when it was taken. */
export interface TimedSample {
  data: Uint8Array;
  wallMs: number;
  endMs: number;
  isKey: boolean;
}

export interface LoadedPiece {
  piece: Piece;
  head: Initialisation;
  /** As they came, for a source buffer; and the media time of the first picture. */
  bytes: readonly [head: ArrayBuffer, body: ArrayBuffer];
  mediaS: number;
  codec: string;
  /** In decoding order. */
  samples: TimedSample[];
}

/** Pieces follow each other within the precision of their times; further apart something is missing. */
const JOINED_MS = 250;

/** The piece of an instant, or -1. A short hole between two belongs to the one before. */
export function pieceAt(pieces: readonly Piece[], wallMs: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.startMs ?? Infinity) <= wallMs) low = middle + 1;
    else high = middle;
  }
  const found = pieces[low - 1];
  if (!found) return -1;
  const next = pieces[low];
  const until = next && next.startMs - found.endMs <= JOINED_MS ? next.startMs : found.endMs;
  return wallMs < until ? low - 1 : -1;
}

/** Pieces of a new answer in place of what was known of its range. */
export function merged(known: readonly Piece[], fresh: readonly Piece[], fromMs: number, toMs: number): Piece[] {
  const outside = known.filter((piece) => piece.endMs <= fromMs || piece.startMs >= toMs);
  return [...outside, ...fresh].sort((a, b) => a.startMs - b.startMs).filter((piece, index, all) => piece.startMs !== all[index - 1]?.startMs);
}

/** Shorter than any camera's group of pictures, longer than the time of a picture of a camera that sends key frames only. */
const STILL_MS = 400;

/** Key frames alone, each shown for long, as thinning leaves them: a decoder that waits for what follows would be late by one. */
export function areStills(samples: readonly TimedSample[]): boolean {
  return samples.every(({ isKey, wallMs, endMs }) => isKey && endMs - wallMs > STILL_MS);
}

/** Where decoding must begin to show the picture of an instant, and which sample that picture is. */
export function dueAt(samples: readonly TimedSample[], wallMs: number): { key: number; due: number } {
  let due = -1;
  samples.forEach((sample, index) => {
    const best = samples[due];
    if (sample.wallMs <= wallMs && (!best || sample.wallMs > best.wallMs)) due = index;
  });
  if (due < 0) return { key: 0, due: samples.findIndex((sample) => sample.isKey) };
  let key = due;
  while (key > 0 && !samples[key]?.isKey) key -= 1;
  return { key, due };
}

/** Which sample is the last key frame at or before an instant. */
export function keyAt({ samples }: Pick<LoadedPiece, "samples">, wallMs: number): number {
  const before = samples.findLastIndex((sample) => sample.isKey && sample.wallMs <= wallMs);
  return before < 0 ? samples.findIndex((sample) => sample.isKey) : before;
}

/** Decoding may stop after this sample to show that one: those that are decoded before it in other order are in. */
export function lastNeeded(samples: readonly TimedSample[], due: number): number {
  const wanted = samples[due]?.wallMs ?? 0;
  let last = due;
  for (let index = due + 1; index < samples.length && !samples[index]?.isKey; index += 1) if ((samples[index]?.wallMs ?? Infinity) < wanted) last = index;
  return last;
}

export function readPiece(piece: Piece, head: ArrayBuffer, body: ArrayBuffer): LoadedPiece {
  const parsed = parseInitialisation(head);
  const samples: TimedSample[] = [];
  const fragments = parseFragments(body, parsed.timescale);
  const mediaS = fragments[0]?.samples[0]?.timeS ?? 0;
  for (const fragment of fragments) {
    const [first] = fragment.samples;
    if (!first) continue;
    const base = fragment.wallMs ?? piece.startMs + (first.timeS - mediaS) * 1000; // what was re-encoded has no clock of its own
    for (const sample of fragment.samples) {
      const wallMs = base + (sample.timeS - first.timeS) * 1000;
      samples.push({ data: sample.data, wallMs, endMs: wallMs + sample.durationS * 1000, isKey: sample.isKey });
    }
  }
  return { piece, head: parsed, bytes: [head, body], mediaS, codec: codecOf(parsed), samples };
}

const hex = (value: number) => value.toString(16).padStart(2, "0");

/** The codec string (RFC 6381; ISO/IEC 14496-15, annex E) of a configuration record. */
export function codecOf({ sampleEntry, description }: Initialisation): string {
  const at = (index: number) => description[index] ?? 0;
  if (sampleEntry.startsWith("avc")) return `${sampleEntry}.${hex(at(1))}${hex(at(2))}${hex(at(3))}`;
  const space = ["", "A", "B", "C"][at(1) >> 6] ?? "";
  let compatible = 0;
  for (let bit = 0; bit < 32; bit += 1) if ((at(2 + (bit >> 3)) >> (7 - (bit & 7))) & 1) compatible += 2 ** bit;
  const constraints = Array.from({ length: 6 }, (_, index) => at(6 + index));
  while (constraints.length && constraints.at(-1) === 0) constraints.pop();
  return [sampleEntry, `${space}${at(1) & 31}`, compatible.toString(16).toUpperCase(), `${at(1) & 32 ? "H" : "L"}${at(12)}`, ...constraints.map((value) => value.toString(16).toUpperCase())].join(".");
}
