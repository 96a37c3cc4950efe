/** All words, for types and tests; `../index.tsx` loads them in two parts. */
import { first } from "./first";
import { rest } from "./rest";

export const vi = { ...first, ...rest };
export type TextKey = keyof typeof vi;
