/** Words of the console: Vietnamese first, English complete. ICU messages, keys by screen, no string is put together. */
import { IntlMessageFormat } from "intl-messageformat";
import { createContext, createElement, Fragment, useContext, useEffect, useMemo, useState, type ReactNode } from "react";

import { makeFormats, type Formats } from "./format";
import { en } from "./en";
import { vi, type TextKey } from "./vi";

export type Language = "vi" | "en";
export type { TextKey } from "./vi";

export type Values = Record<string, string | number | boolean | null | undefined>;
type RichValues = Record<string, ReactNode | ((chunks: ReactNode[]) => ReactNode)>;

const KEY = "toancanh.language";
const catalogues: Record<Language, Record<TextKey, string>> = { vi, en };

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
      found = new IntlMessageFormat(catalogues[language][key], language);
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
  const texts = useMemo(() => makeTexts(language, setLanguage), [language]);
  return <Context value={texts}>{children}</Context>;
}

export function useTexts(): Texts {
  const texts = useContext(Context);
  if (!texts) throw new Error("useTexts outside LanguageProvider");
  return texts;
}
