/** What a browser fetches before sign-in and wall stand there: code, styles and fonts, compressed; and what the map asks for ahead. */
import { build } from "vite";
import { gzipSync } from "node:zlib";
import { expect, it, vi } from "vitest";

const LIMIT_BYTES = 350_000;

it("is at most 350 kB in few files", { timeout: 60_000 }, async () => {
  vi.stubEnv("NODE_ENV", "production"); // else React comes with its development build
  const result = await build({ root: `${import.meta.dirname}/..`, logLevel: "silent", mode: "production", build: { write: false } });
  const output = [result].flat().flatMap((made) => ("output" in made ? made.output : []));
  const chunks = new Map(output.filter((file) => file.type === "chunk").map((file) => [file.fileName, file]));
  const page = output.find((file) => file.fileName === "index.html");
  const html = page?.type === "asset" ? page.source.toString() : "";
  const needed = new Set<string>();
  const need = (name: string) => {
    const chunk = chunks.get(name);
    if (!chunk || needed.has(name)) return;
    needed.add(name);
    chunk.viteMetadata?.importedCss.forEach((css) => needed.add(css));
    chunk.imports.forEach(need);
  };
  for (const [, name = ""] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)) {
    need(name);
    needed.add(name);
  }
  expect([...needed].some((name) => name.includes("shell"))).toBe(true);
  const words = [...chunks.values()].find((chunk) => (chunk.facadeModuleId ?? "").includes('i18n/vi/first'));
  expect(words).toBeDefined();
  need(words?.fileName ?? "");
  expect([...needed].filter((name) => name.endsWith(".js")).length).toBeLessThanOrEqual(4); // each file is a request
  const ahead = /data-map="([^"]+)"/.exec(html)?.[1]?.split(" ") ?? [];
  expect(ahead.some((name) => name.includes("engine"))).toBe(true);
  for (const name of ahead) for (const other of chunks.get(name)?.imports ?? []) expect([...ahead, ...needed]).toContain(other);
  expect(ahead.length).toBeLessThanOrEqual(14);
  const sizes = output
    .filter((file) => needed.has(file.fileName) || file.fileName.endsWith(".woff2"))
    .map((file) => [file.fileName, file.type === "chunk" ? gzipSync(file.code).length : file.fileName.endsWith(".woff2") ? Buffer.from(file.source).length : gzipSync(file.source).length] as const);
  expect(sizes.some(([name]) => name.includes("hls"))).toBe(false);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  expect(total, JSON.stringify(Object.fromEntries(sizes), null, 1)).toBeLessThanOrEqual(LIMIT_BYTES);
});
