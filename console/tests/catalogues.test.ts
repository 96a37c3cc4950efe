/** Both languages say the same things, every text is used, and none is put together from pieces. */
import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { en } from "../src/i18n/en";
import { vi } from "../src/i18n/vi";

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]));
}

const sources = files(join(import.meta.dirname, "../src")).filter((name) => /\.tsx?$/.test(name) && !name.endsWith("schema.ts"));
const code = sources.map((name) => readFileSync(name, "utf8")).join("\n");

/** Names of the arguments and tags of a message, sorted. */
function names(elements: MessageFormatElement[]): string[] {
  const found = new Set<string>();
  const walk = (list: MessageFormatElement[]) => {
    for (const element of list) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      found.add(element.value);
      if (element.type === TYPE.tag) walk(element.children);
      if (element.type === TYPE.select || element.type === TYPE.plural) Object.values(element.options).forEach((option) => walk(option.value));
    }
  };
  walk(elements);
  return [...found].sort();
}

const keys = Object.keys(vi) as (keyof typeof vi)[];

describe("catalogues", () => {
  it("have the same keys", () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
  });

  it.each(keys)("%s is a message with the same arguments in both", (key) => {
    expect(names(parse(en[key]))).toEqual(names(parse(vi[key])));
  });

  it("hold nothing that is not used", () => {
    const literal = new Set(code.match(/(?<=["'`])[a-z][A-Za-z0-9_.]+(?=["'`])/g));
    // `reason.${known}.why` and the like: the parts around the variable, as a pattern
    const computed = [...code.matchAll(/`([a-z][a-zA-Z]*\.(?:[a-zA-Z.]*)\$\{[^`]*)`/g)].map(([, text = ""]) => new RegExp(`^${text.replaceAll(".", "\\.").replaceAll(/\$\{[^}]*\}/g, "[A-Za-z0-9_.]+")}$`));
    const unused = keys.filter((key) => !literal.has(key) && !computed.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });

  it("join numbers and units by a space that does not break", () => {
    const loose = keys.filter((key) => / (ms|s|px|Mbit\/s)\b/.test(vi[key]) && / \{?\w*\}? (ms|Mbit\/s)/.test(vi[key]));
    expect(loose).toEqual([]);
  });

  it("leave no Vietnamese in the code", () => {
    const words = sources
      .filter((name) => !name.includes("i18n"))
      .flatMap((name) => (readFileSync(name, "utf8").match(/["'`>][^"'`<>\n]*[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ][^"'`<>\n]*/g) ?? []).map((text) => text.slice(1)));
    expect([...new Set(words)].sort()).toEqual(["Tiếng Việt"]);
  });
});
