/** A proposal as it is typed and drawn: numbers are texts until they are sent. */
import type { Candidate, CaseFile, Claim, Drawn, Funding, ProposalNew } from "../../api/planning";
import { typedNumber } from "../cameraInput";

/** What is typed as a number, with its bounds as the platform takes them. */
export const NUMBERS = { lat: [-90, 90], lon: [-180, 180], height_m: [0.1, 300], azimuth_deg: [0, 359.999], tilt_deg: [-30, 90], hfov_deg: [1, 360], price_vnd: [0, 1e12] } as const;
export type NumberField = keyof typeof NUMBERS;

export type CandidateInput = Omit<Candidate, NumberField> & Record<NumberField, string> & { key: number };

export interface ProposalInput {
  ownerId: string;
  title: string;
  justification: string;
  funding: Funding;
  retentionDays: string;
  claim: Required<Claim>;
  candidates: CandidateInput[];
}

export const SIZES = [
  { width_px: 1920, height_px: 1080 },
  { width_px: 2560, height_px: 1440 },
  { width_px: 2688, height_px: 1520 },
  { width_px: 3840, height_px: 2160 },
] as const;

/** What is usual on a street's pole; whoever draws changes what differs. */
export function newCandidate(key: number, name: string, lat: number, lon: number, like?: CandidateInput): CandidateInput {
  const usual = { height_m: "6", azimuth_deg: "0", tilt_deg: "15", hfov_deg: "80", price_vnd: "" };
  const spec: Omit<Candidate, NumberField | "name"> = { width_px: 2560, height_px: 1440, kind: "fixed", purpose: "security", maker: "", model: "", codec: "H.265", connection: "fibre", network: true, onvif: null, conformity_certificate: "", unique_password: null, notice: null, new_pole: false };
  return { ...spec, ...usual, ...like, key, name, lat: lat.toFixed(6), lon: lon.toFixed(6) };
}

export function emptyProposal(ownerId: string): ProposalInput {
  return { ownerId, title: "", justification: "", funding: "budget", retentionDays: "30", claim: { exception: "", reference: "", on: null }, candidates: [] };
}

const text = (value: number | null | undefined) => (value === null || value === undefined ? "" : String(value));

export function candidateInput(given: Candidate, key: number): CandidateInput {
  const { lat, lon, height_m, azimuth_deg, tilt_deg, hfov_deg, price_vnd } = given;
  return { ...given, key, lat: text(lat), lon: text(lon), height_m: text(height_m), azimuth_deg: text(azimuth_deg), tilt_deg: text(tilt_deg), hfov_deg: text(hfov_deg), price_vnd: text(price_vnd) };
}

export function proposalInput(file: CaseFile): ProposalInput {
  return {
    ownerId: file.owner_id,
    title: file.title,
    justification: file.justification,
    funding: file.funding,
    retentionDays: text(file.retention_days),
    claim: { exception: file.claim.exception ?? "", reference: file.claim.reference ?? "", on: file.claim.on ?? null },
    candidates: file.candidates.map(candidateInput),
  };
}

export function numberOf(candidate: CandidateInput, field: NumberField): number | null {
  const value = typedNumber(candidate[field]);
  const [low, high] = NUMBERS[field];
  return value !== null && value >= low && value <= high ? value : null;
}

export function wrongNumbers(candidate: CandidateInput): NumberField[] {
  return (Object.keys(NUMBERS) as NumberField[]).filter((field) => (field === "price_vnd" && candidate.price_vnd.trim() === "" ? false : numberOf(candidate, field) === null));
}

/** What is chosen, not typed as a number; without the key, which is the screen's own. */
function untyped({ width_px, height_px, kind, purpose, maker, model, codec, connection, network, onvif, conformity_certificate, unique_password, notice, new_pole }: CandidateInput) {
  return { width_px, height_px, kind, purpose, maker, model, codec, connection, network, onvif, conformity_certificate, unique_password, notice, new_pole };
}

/** As sent; null while something of it cannot be read. */
export function candidateOf(input: CandidateInput): Candidate | null {
  if (wrongNumbers(input).length || !input.name.trim()) return null;
  const number = (field: NumberField) => numberOf(input, field) ?? 0;
  return {
    ...untyped(input),
    name: input.name.trim(),
    lat: number("lat"),
    lon: number("lon"),
    height_m: number("height_m"),
    azimuth_deg: number("azimuth_deg"),
    tilt_deg: number("tilt_deg"),
    hfov_deg: number("hfov_deg"),
    price_vnd: numberOf(input, "price_vnd"),
  };
}

function claimOf({ exception, reference, on }: Required<Claim>): Claim {
  return exception ? { exception, reference: reference.trim(), on: on || null } : { exception: "", reference: "", on: null };
}

/** What the checks are asked; null while there is nothing to ask or something cannot be read. */
export function drawnOf(input: ProposalInput): Drawn | null {
  const candidates = input.candidates.map(candidateOf);
  if (!input.ownerId || !candidates.length || candidates.includes(null)) return null;
  return { owner_id: input.ownerId, funding: input.funding, retention_days: typedNumber(input.retentionDays), claim: claimOf(input.claim), candidates: candidates as Candidate[] };
}

export function proposalOf(input: ProposalInput): ProposalNew | null {
  const candidates = input.candidates.map(candidateOf);
  if (!input.ownerId || !input.title.trim() || candidates.includes(null)) return null;
  return { owner_id: input.ownerId, title: input.title.trim(), justification: input.justification.trim(), funding: input.funding, retention_days: typedNumber(input.retentionDays), claim: claimOf(input.claim), candidates: candidates as Candidate[] };
}
