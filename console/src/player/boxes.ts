/** Reading of the platform's fragmented MP4 (ISO/IEC 14496-12): one video track, a fragment a frame, a prft before each. */

export interface Initialisation {
  /** Body of avcC or hvcC (ISO/IEC 14496-15), what a WebCodecs decoder wants as its description. */
  description: Uint8Array;
  timescale: number;
  /** Codec of the sample entry: avc1, avc3, hvc1, hev1. */
  sampleEntry: string;
}

export interface Sample {
  data: Uint8Array;
  /** Presentation time in seconds of the media timeline. */
  timeS: number;
  durationS: number;
  isKey: boolean;
}

export interface Fragment {
  /** Wall clock of the first sample, ms since 1970 (prft, 8.16.5), if it says so. */
  wallMs: number | null;
  samples: Sample[];
}

const NTP_TO_UNIX_S = 2_208_988_800;
const SAMPLE_IS_NON_SYNC = 0x0001_0000;
const CONTAINERS = new Set(["moov", "trak", "mdia", "minf", "stbl", "moof", "traf", "mvex"]);

export interface Box {
  type: string;
  /** Offset of the body and of the end, in the view. */
  body: number;
  end: number;
}

export function* boxes(view: DataView, from = 0, to = view.byteLength): Generator<Box> {
  let at = from;
  while (at + 8 <= to) {
    let size = view.getUint32(at);
    let header = 8;
    if (size === 1) {
      size = Number(view.getBigUint64(at + 8));
      header = 16;
    } else if (size === 0) size = to - at;
    if (size < header || at + size > to) return; // torn or not ours
    yield { type: fourcc(view, at + 4), body: at + header, end: at + size };
    at += size;
  }
}

function fourcc(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

/** The first box of that name, looked for inside the containers on the way. */
function find(view: DataView, name: string, from: number, to: number): Box | null {
  for (const box of boxes(view, from, to)) {
    if (box.type === name) return box;
    if (CONTAINERS.has(box.type)) {
      const inside = find(view, name, box.body, box.end);
      if (inside) return inside;
    }
  }
  return null;
}

export function viewOf(data: ArrayBuffer | Uint8Array): DataView {
  return data instanceof ArrayBuffer ? new DataView(data) : new DataView(data.buffer, data.byteOffset, data.byteLength);
}

function bytes(view: DataView, from: number, to: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + from, to - from);
}

export function isInitialisation(data: ArrayBuffer | Uint8Array): boolean {
  const view = viewOf(data);
  return view.byteLength >= 8 && fourcc(view, 4) === "ftyp";
}

export function parseInitialisation(data: ArrayBuffer | Uint8Array): Initialisation {
  const view = viewOf(data);
  const mdhd = find(view, "mdhd", 0, view.byteLength);
  const stsd = find(view, "stsd", 0, view.byteLength);
  if (!mdhd || !stsd) throw new Error("no mdhd or stsd");
  const timescale = view.getUint32(mdhd.body + (view.getUint8(mdhd.body) === 1 ? 20 : 12));
  for (const entry of boxes(view, stsd.body + 8, stsd.end)) {
    // VisualSampleEntry (12.1.3): 78 bytes before its boxes
    for (const box of boxes(view, entry.body + 78, entry.end)) {
      if (box.type === "avcC" || box.type === "hvcC") {
        return { timescale, sampleEntry: entry.type, description: bytes(view, box.body, box.end) };
      }
    }
  }
  throw new Error("no avcC or hvcC");
}

function ntpMs(view: DataView, at: number): number {
  return (view.getUint32(at) - NTP_TO_UNIX_S) * 1000 + (view.getUint32(at + 4) / 2 ** 32) * 1000;
}

interface Run {
  baseTime: number;
  offset: number;
  entries: { size: number; duration: number; flags: number; cts: number }[];
}

/** tfhd, tfdt and trun of one traf (8.8.7, 8.8.12, 8.8.8). */
function parseTrackFragment(view: DataView, traf: Box, moofStart: number): Run | null {
  let defaultDuration = 0;
  let defaultSize = 0;
  let defaultFlags = 0;
  let baseTime = 0;
  let base = moofStart;
  let run: Run | null = null;
  for (const box of boxes(view, traf.body, traf.end)) {
    const flags = view.getUint32(box.body) & 0xff_ffff;
    let at = box.body + 4;
    if (box.type === "tfhd") {
      at += 4;
      if (flags & 0x1) {
        base = Number(view.getBigUint64(at));
        at += 8;
      }
      if (flags & 0x2) at += 4;
      if (flags & 0x8) {
        defaultDuration = view.getUint32(at);
        at += 4;
      }
      if (flags & 0x10) {
        defaultSize = view.getUint32(at);
        at += 4;
      }
      if (flags & 0x20) defaultFlags = view.getUint32(at);
    } else if (box.type === "tfdt") {
      baseTime = view.getUint8(box.body) === 1 ? Number(view.getBigUint64(at)) : view.getUint32(at);
    } else if (box.type === "trun") {
      const count = view.getUint32(at);
      at += 4;
      let offset = base;
      if (flags & 0x1) {
        offset = base + view.getInt32(at);
        at += 4;
      }
      let firstFlags: number | null = null;
      if (flags & 0x4) {
        firstFlags = view.getUint32(at);
        at += 4;
      }
      run = { baseTime, offset, entries: [] };
      for (let index = 0; index < count; index += 1) {
        const entry = { duration: defaultDuration, size: defaultSize, flags: index === 0 && firstFlags !== null ? firstFlags : defaultFlags, cts: 0 };
        if (flags & 0x100) {
          entry.duration = view.getUint32(at);
          at += 4;
        }
        if (flags & 0x200) {
          entry.size = view.getUint32(at);
          at += 4;
        }
        if (flags & 0x400) {
          entry.flags = view.getUint32(at);
          at += 4;
        }
        if (flags & 0x800) {
          entry.cts = view.getInt32(at);
          at += 4;
        }
        run.entries.push(entry);
      }
    }
  }
  return run;
}

/** All fragments of a message, in order. Offsets of samples are relative to their moof (default-base-is-moof). */
export function parseFragments(data: ArrayBuffer | Uint8Array, timescale: number): Fragment[] {
  const view = viewOf(data);
  const found: Fragment[] = [];
  let wallMs: number | null = null;
  for (const box of boxes(view)) {
    if (box.type === "prft") {
      wallMs = ntpMs(view, box.body + 8);
    } else if (box.type === "moof") {
      const start = box.body - 8;
      const traf = find(view, "traf", box.body, box.end);
      const run = traf && parseTrackFragment(view, traf, start);
      if (!run) continue;
      const samples: Sample[] = [];
      let at = run.offset;
      let time = run.baseTime;
      for (const entry of run.entries) {
        samples.push({
          data: bytes(view, at, Math.min(at + entry.size, view.byteLength)),
          timeS: (time + entry.cts) / timescale,
          durationS: entry.duration / timescale,
          isKey: (entry.flags & SAMPLE_IS_NON_SYNC) === 0,
        });
        at += entry.size;
        time += entry.duration;
      }
      found.push({ wallMs, samples });
      wallMs = null;
    }
  }
  return found;
}
