/** Why a file cannot be taken at all; each has a text that says what to do. */
const REFUSALS = [
  "empty", "too_big", "too_many_rows", "too_many_columns", "wrong_type", "old_excel", "encrypted", "macros", "zip_bomb", "xml_entities", "damaged", "encoding", "no_headings", "no_rows",
  "campaign_closed",
] as const;

export type Refusal = (typeof REFUSALS)[number];

export function isRefusal(reason: unknown): reason is Refusal {
  return (REFUSALS as readonly unknown[]).includes(reason);
}
