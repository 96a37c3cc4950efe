/** All words, for types and tests; `../index.tsx` loads them in two parts. */
import type { TextKey } from "../vi";
import { first } from "./first";
import { rest } from "./rest";

export const en: Record<TextKey, string> = { ...first, ...rest };
