/** What states of devices and of work on them look like, and what they say of themselves, read with care. */
import type { Device, DeviceFile, DeviceItem, DeviceJob, ItemState, Listening, PostureSeverity, PostureVerdict } from "../../api/devices";
import type { Look } from "../../components/StateBadge";
import type { Texts } from "../../i18n";

export const DEVICE_LOOK: Record<Device["state"], Look> = {
  ready: { tone: "ok", shape: "ok" },
  away: { tone: "bad", shape: "bad" },
  login_refused: { tone: "warn", shape: "lock" },
  certificate_changed: { tone: "warn", shape: "warn" },
  another_device: { tone: "warn", shape: "warn" },
  outside: { tone: "off", shape: "off" },
  retired: { tone: "off", shape: "off" },
};

export const ITEM_LOOK: Record<ItemState, Look> = {
  asks: { tone: "hold", shape: "hold" },
  failed: { tone: "bad", shape: "bad" },
  running: { tone: "acc", shape: "connecting" },
  waiting: { tone: "off", shape: "connecting" },
  done: { tone: "ok", shape: "ok" },
  left: { tone: "off", shape: "off" },
};
/** In the order in which a person wants to see them. */
export const ITEM_STATES = Object.keys(ITEM_LOOK) as ItemState[];

export const VERDICT_LOOK: Record<PostureVerdict, Look> = {
  kept: { tone: "ok", shape: "ok" },
  fails: { tone: "bad", shape: "bad" },
  excepted: { tone: "hold", shape: "hold" },
  unknown: { tone: "off", shape: "connecting" },
};

export const SEVERITY_LOOK: Record<PostureSeverity, Look> = {
  high: { tone: "bad", shape: "bad" },
  medium: { tone: "warn", shape: "warn" },
  low: { tone: "acc", shape: "gap" },
  none: { tone: "ok", shape: "ok" },
};
export const SEVERITIES = Object.keys(SEVERITY_LOOK) as PostureSeverity[];

export const LISTENING_LOOK: Record<Listening["state"], Look> = {
  starting: { tone: "off", shape: "connecting" },
  listening: { tone: "ok", shape: "ok" },
  waiting: { tone: "warn", shape: "warn" },
  held: { tone: "hold", shape: "hold" },
  not_offered: { tone: "off", shape: "off" },
};

export const ended = (job: DeviceJob) => (["done", "failed", "asks", "left"] as const).reduce((sum, state) => sum + (job.counts[state] ?? 0), 0);
export const isUnderWay = (job: DeviceJob) => job.state === "running" || job.state === "discovering";

/** How much longer, from what is done so far; null while that says nothing. */
export function leftMs(job: DeviceJob, nowMs: number): number | null {
  const done = ended(job);
  const open = job.total - done;
  return job.state === "running" && done >= 3 && open > 0 ? ((nowMs - Date.parse(job.asked_at)) / done) * open : null;
}

/** Addresses as a person pastes them: a line each, or between spaces, commas, semicolons. */
export const addressesIn = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

/** A row of a spreadsheet. A cell that a program would reckon with begins with an apostrophe. */
export function csvRow(cells: readonly (string | number)[]): string {
  const safe = (cell: string | number) => (typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell));
  return cells.map((cell) => `"${safe(cell).replaceAll('"', '""')}"`).join(",");
}

type Said = Record<string, unknown>;
const said = (value: unknown): Said => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Said) : {});
const list = (value: unknown): Said[] => (Array.isArray(value) ? value.map(said) : []);
const text = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");
const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text).filter(Boolean) : []);

export interface Candidate {
  camera_id: string;
  words: string;
}

export interface Report {
  login: "proved" | "asked_of_nobody" | null;
  conformity: { rule: string; verdict: string; said: string; channel: number | null }[] | null;
  cameras: { camera_id: string; by: string; made: boolean }[] | null;
  pictures: { channel: string; ok: boolean; reason: string; codec: string; width: number; height: number; fps: number }[] | "not_tested" | null;
  settings: { what: string; channel: number | null; wanted: string; got: string; took: boolean; why: string }[] | null;
  candidates: Candidate[];
  /** Addresses of devices with the same serial number. */
  twins: string[];
}

/** What a job found out about one device, step by step; null: not come to yet. */
export function reportOf(item: DeviceItem): Report {
  const { log_in, conformity, cameras, pictures, settings, candidates, twins } = item.report;
  return {
    login: log_in === "proved" || log_in === "asked_of_nobody" ? log_in : null,
    conformity: conformity === undefined ? null : list(conformity).map((one) => ({ rule: text(one.rule), verdict: text(one.verdict), said: text(one.said), channel: number(one.channel) })),
    cameras: cameras === undefined ? null : list(cameras).map((one) => ({ camera_id: text(one.camera_id), by: text(one.by), made: one.made === true })),
    pictures:
      pictures === undefined
        ? null
        : pictures === "not_tested"
          ? pictures
          : Object.entries(said(pictures)).map(([channel, value]) => {
              const one = said(value);
              return { channel, ok: one.ok === true, reason: text(one.reason), codec: text(one.codec), width: number(one.width) ?? 0, height: number(one.height) ?? 0, fps: number(one.fps) ?? 0 };
            }),
    settings: settings === undefined ? null : list(settings).map((one) => ({ what: text(one.what), channel: number(one.channel), wanted: text(one.wanted), got: text(one.got), took: one.took === true, why: text(one.why) })),
    candidates: list(candidates).map((one) => ({ camera_id: text(one.camera_id), words: [text(one.code), text(one.name)].filter(Boolean).join(" ") || text(one.camera_id) })),
    twins: list(twins).map((one) => `${text(one.host)}:${text(one.port)}`),
  };
}

/** How a stream is coded; what the device did not tell is null. */
export interface Coding {
  codec: string;
  width: string;
  height: string;
  fps: number | null;
  bps: number | null;
}

/** As a person reads it. */
export function codingWords(texts: Texts, { codec, width, height, fps, bps }: Coding): string {
  const parts = [codec && codecName(codec), width && height && `${width}×${height}`, fps && rateWords(texts, fps), bps && texts.format.bitrate(bps)];
  return parts.filter(Boolean).join(" · ");
}

/** Whole where it is: 25, 12.5. */
const rateWords = ({ t, format }: Texts, fps: number) => t("devices.rate", { fps: format.number(fps, Math.round(fps * 10) % 10 ? 1 : 0) });
const codecName = (codec: string) => codec.toUpperCase().replace(/^H26/, "H.26");

/** One thing that was set: the figure as a person reads it. */
export function settingWords(texts: Texts, name: string, said: string): string {
  const value = Number(said);
  if (!said || Number.isNaN(value)) return name === "encoding" && said ? codecName(said) : said;
  if (name === "bitrate_bps") return texts.format.bitrate(value);
  if (name === "fps") return rateWords(texts, value);
  return name === "gop" ? texts.t("devices.frames", { count: value }) : said;
}

export interface Facts {
  hardware: string;
  profiles: string[];
  services: number;
  time: { offsetMs: number; ntp: boolean; servers: string[]; zone: string } | null;
  users: { name: string; level: string }[];
  protocols: { name: string; ports: string }[];
  encodings: Record<string, { main: Coding | null; sub: Coding | null }>;
  imaging: Record<string, [string, string][]>;
  masks: [number, number][][];
  oddities: { kind: string; about: string }[];
}

const IMAGING = ["brightness", "contrast", "saturation", "sharpness", "ir_cut_filter", "wide_dynamic_range", "focus", "exposure"] as const;
export type ImagingName = (typeof IMAGING)[number];

function codingOf(profile: unknown): Coding | null {
  const coding = said(said(profile).encoding);
  const codec = text(coding.encoding);
  return codec ? { codec, width: text(coding.width), height: text(coding.height), fps: number(coding.fps), bps: number(coding.bitrate_bps) } : null;
}

/** What a device last said of itself. */
export function factsOf(device: DeviceFile): Facts {
  const facts = device.facts;
  const time = said(facts.time);
  const reported = number(time.reported_us);
  const read = number(time.read_at_us);
  const prefix = "onvif://www.onvif.org/profile/";
  const claimed = texts(facts.scopes).map((one) => one.toLowerCase()).filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
  return {
    hardware: text(said(facts.identity).hardware),
    profiles: [...new Set(claimed.map((one) => (one === "streaming" ? "S" : one.toUpperCase())))].sort(),
    services: list(facts.services).length,
    time: reported === null || read === null ? null : { offsetMs: (reported - read) / 1000, ntp: time.from_ntp === true, servers: texts(time.ntp_servers), zone: text(time.timezone) },
    users: list(facts.users).map((one) => ({ name: text(one.name), level: text(one.level) })),
    protocols: list(facts.protocols).filter((one) => one.enabled === true).map((one) => ({ name: text(one.name), ports: texts(one.ports).join(", ") })),
    encodings: Object.fromEntries(list(facts.channels).map((one) => [text(one.source_token), { main: codingOf(list(one.profiles)[0]), sub: codingOf(list(one.profiles)[1]) }])),
    imaging: Object.fromEntries(list(facts.imaging).map((one) => [text(one.source_token), IMAGING.flatMap((name): [string, string][] => (text(one[name]) ? [[name, text(one[name])]] : []))])),
    masks: list(facts.masks).map((one) => (Array.isArray(one.polygon) ? (one.polygon as [number, number][]) : [])).filter((points) => points.length > 2),
    oddities: list(facts.oddities).map((one) => ({ kind: text(one.kind), about: text(one.about) })),
  };
}
