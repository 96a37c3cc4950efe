/** What a person types about a camera, and what is sent of it. */
import type { Camera, CameraNew, CameraPatch, StreamIn, StreamRole } from "../api/types";

export interface StreamInput {
  url: string;
  username: string;
  /** Never filled from the server: a stored password does not come back. */
  password: string;
  /** SHA-256 of the certificate that a person has confirmed for an rtsps:// address; undefined: as stored. */
  certificate?: string;
  /** That the password may be sent in the clear, as a person has just decided; undefined: as stored. */
  allowBasic?: boolean;
  record: "auto" | "yes" | "no";
}

export interface CameraInput {
  code: string;
  name: string;
  ownerId: string;
  lat: string;
  lon: string;
  azimuth: string;
  minDays: string;
  maxDays: string;
  thinDays: string;
  tags: string[];
  enabled: boolean;
  main: StreamInput;
  sub: StreamInput;
}

const EMPTY: StreamInput = { url: "", username: "", password: "", record: "auto" };

export function emptyCamera(ownerId: string): CameraInput {
  return { code: "", name: "", ownerId, lat: "", lon: "", azimuth: "", minDays: "", maxDays: "", thinDays: "", tags: [], enabled: true, main: EMPTY, sub: EMPTY };
}

export function inputOf(camera: Camera): CameraInput {
  const stream = (role: StreamRole): StreamInput => {
    const found = camera.streams.find((candidate) => candidate.role === role);
    return found ? { url: found.url ?? "", username: found.username ?? "", password: "", record: found.record === null ? "auto" : found.record ? "yes" : "no" } : EMPTY;
  };
  return {
    code: camera.code,
    name: camera.name,
    ownerId: camera.owner_id,
    lat: String(camera.lat),
    lon: String(camera.lon),
    azimuth: camera.azimuth_deg === null ? "" : String(camera.azimuth_deg),
    minDays: String(camera.min_days),
    maxDays: String(camera.max_days),
    thinDays: camera.thin_after_days === null ? "" : String(camera.thin_after_days),
    tags: camera.tags,
    enabled: camera.enabled,
    main: stream("main"),
    sub: stream("sub"),
  };
}

/** A number as typed in either language ("20,98" or "20.98"), or null. */
export function typedNumber(text: string): number | null {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || Number.isNaN(value) ? null : value;
}

export type FieldFault = "required" | "number" | "latitude" | "longitude" | "azimuth" | "days" | "rtsp";

export function faults(input: CameraInput): Partial<Record<keyof CameraInput, FieldFault>> {
  const found: Partial<Record<keyof CameraInput, FieldFault>> = {};
  const within = (field: "lat" | "lon" | "azimuth" | "minDays" | "maxDays" | "thinDays", low: number, high: number, fault: FieldFault, required: boolean) => {
    const value = typedNumber(input[field]);
    if (input[field].trim() === "") {
      if (required) found[field] = "required";
    } else if (value === null) found[field] = "number";
    else if (value < low || value > high) found[field] = fault;
  };
  if (!input.code.trim()) found.code = "required";
  if (!input.name.trim()) found.name = "required";
  if (!input.ownerId) found.ownerId = "required";
  within("lat", -90, 90, "latitude", true);
  within("lon", -180, 180, "longitude", true);
  within("azimuth", 0, 359.999, "azimuth", false);
  within("minDays", 0, 36_500, "days", false);
  within("maxDays", 0, 36_500, "days", false);
  within("thinDays", 0, 36_500, "days", false);
  if (!input.main.url.trim()) found.main = "required";
  else if (!isRtsp(input.main.url)) found.main = "rtsp";
  if (input.sub.url.trim() && !isRtsp(input.sub.url)) found.sub = "rtsp";
  return found;
}

export function isRtsp(url: string): boolean {
  return /^rtsp[tus]?:\/\/[^\s/]+/i.test(url.trim());
}

function streamOf(role: StreamRole, { url, username, password, certificate, allowBasic, record }: StreamInput): StreamIn {
  return { role, url: url.trim(), username: username.trim() || undefined, password: password || undefined, certificate, allow_basic: allowBasic, record: record === "auto" ? null : record === "yes" };
}

/** Of a new camera it is said that no password goes in the clear, unless somebody decided so. */
export function cameraOf(input: CameraInput): CameraNew {
  const given = givenOf(input);
  return { ...given, streams: given.streams?.map((one) => ({ ...one, allow_basic: one.allow_basic ?? false })) };
}

function givenOf(input: CameraInput): CameraNew {
  const days = (text: string) => typedNumber(text) ?? undefined;
  return {
    code: input.code.trim(),
    name: input.name.trim(),
    owner_id: input.ownerId,
    lat: typedNumber(input.lat) ?? 0,
    lon: typedNumber(input.lon) ?? 0,
    azimuth_deg: typedNumber(input.azimuth),
    enabled: input.enabled,
    min_days: days(input.minDays),
    max_days: days(input.maxDays),
    thin_after_days: typedNumber(input.thinDays),
    tags: input.tags,
    streams: [streamOf("main", input.main), ...(input.sub.url.trim() ? [streamOf("sub", input.sub)] : [])],
  };
}

export function patchOf(input: CameraInput, version: number): CameraPatch {
  return { ...givenOf(input), version };
}
