/** Words of the console: Vietnamese first, English complete. ICU messages, keys by screen, no string is put together. */
import { IntlMessageFormat } from "intl-messageformat";
import { createContext, createElement, Fragment, use, useContext, useEffect, useMemo, useState, type ReactNode } from "react";

import { makeFormats, type Formats } from "./format";
import type { TextKey } from "./vi";

export type Language = "vi" | "en";
export type { TextKey } from "./vi";

export type Values = Record<string, string | number | boolean | null | undefined>;
type RichValues = Record<string, ReactNode | ((chunks: ReactNode[]) => ReactNode)>;

const KEY = "toancanh.language";
const catalogues: Record<Language, Partial<Record<TextKey, string>>> = { vi: {}, en: {} };
const rests: Partial<Record<Language, Promise<void>>> = {};
const complete = new Set<Language>();

/** The words of the first screens, before anything is drawn: a person reads one language. */
export async function loadLanguage(language: Language): Promise<void> {
  const { first } = await (language === "vi" ? import("./vi/first") : import("./en/first"));
  Object.assign(catalogues[language], first);
}

/** The words of the other screens, loaded once. */
export function loadRest(language: Language): Promise<void> {
  rests[language] ??= (language === "vi" ? import("./vi/rest") : import("./en/rest")).then(({ rest }) => {
    Object.assign(catalogues[language], rest);
    complete.add(language);
  });
  return rests[language];
}

/** Waits (in a Suspense) for the words that the first screens do without. */
export function AllWords({ children }: { children: ReactNode }) {
  const { language } = useTexts();
  if (!complete.has(language)) use(loadRest(language));
  return children;
}

export interface Texts {
  language: Language;
  setLanguage: (language: Language) => void;
  t: (key: TextKey, values?: Values) => string;
  /** As t, with tags: <b> is bold, <n> sets figures, others are given as functions. */
  rich: (key: TextKey, values?: RichValues) => ReactNode;
  format: Formats;
}

export function makeTexts(language: Language, setLanguage: (language: Language) => void): Texts {
  const compiled = new Map<TextKey, IntlMessageFormat>();
  const message = (key: TextKey) => {
    let found = compiled.get(key);
    if (!found) {
      found = new IntlMessageFormat(word(language, key), language);
      compiled.set(key, found);
    }
    return found;
  };
  return {
    language,
    setLanguage,
    t: (key, values) => String(message(key).format(values)),
    rich: (key, values) => {
      const tags = { b: (chunks: ReactNode[]) => createElement("b", null, ...chunks), n: (chunks: ReactNode[]) => createElement("span", { className: "num" }, ...chunks) };
      return createElement(Fragment, null, ...[message(key).format<ReactNode>({ ...tags, ...values })].flat());
    },
    format: makeFormats(language),
  };
}

function word(language: Language, key: TextKey): string {
  const found = catalogues[language][key];
  if (found === undefined) throw new Error(`the words of ${key} are not loaded`);
  return found;
}

const Context = createContext<Texts | null>(null);

export function readLanguage(): Language {
  return localStorage.getItem(KEY) === "en" ? "en" : "vi";
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(readLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(KEY, language);
  }, [language]);
  const texts = useMemo(() => makeTexts(language, (next) => void loadLanguage(next).then(() => setLanguage(next))), [language]);
  return <Context value={texts}>{children}</Context>;
}

export function useTexts(): Texts {
  const texts = useContext(Context);
  if (!texts) throw new Error("useTexts outside LanguageProvider");
  return texts;
}
