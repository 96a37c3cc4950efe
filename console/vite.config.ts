import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import react from "@vitejs/plugin-react";
import subsetFont from "subset-font";
import type { Plugin, Rolldown } from "vite";
import { defineConfig } from "vitest/config";

const backend = process.env.TOANCANH_BACKEND ?? "http://127.0.0.1:8080";

/** Inter serves digits only ("TC Figures"), so only its digits travel: 3 kB in place of 24. */
function digitsOnly(): Plugin {
  return {
    name: "digits-only",
    apply: "build",
    async generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "asset" || !/inter-latin.*\.woff2$/.test(file.fileName)) continue;
        file.source = await subsetFont(Buffer.from(file.source), "0123456789", { targetFormat: "woff2" });
      }
    },
  };
}

/** What an address needs beside the shell, named in the page for public/scheme.js, which asks for it before any code runs. */
function namedAhead(): Plugin {
  return {
    name: "named-ahead",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        const files = (...sources: string[]) => {
          const found = new Set<string>();
          const add = (file: Rolldown.OutputChunk | Rolldown.OutputAsset | undefined) => {
            if (file?.type !== "chunk" || found.has(file.fileName) || html.includes(file.fileName)) return;
            found.add(file.fileName);
            file.viteMetadata?.importedCss.forEach((css) => html.includes(css) || found.add(css));
            file.imports.forEach((name) => add(bundle[name]));
          };
          for (const source of sources) add(Object.values(bundle).find((file) => file.type === "chunk" && file.facadeModuleId?.endsWith(source)));
          return [...found].join(" ");
        };
        const data = { vi: files("/i18n/vi/first.ts"), en: files("/i18n/en/first.ts"), viMap: files("/i18n/vi/rest.ts"), enMap: files("/i18n/en/rest.ts"), map: files("/screens/map/Map.tsx") };
        const text = Object.entries(data).map(([name, names]) => ` data-${name.replace("M", "-m")}="${names}"`);
        return html.replace('<script src="/scheme.js">', `<script src="/scheme.js"${text.join("")}>`);
      },
    },
  };
}

/** Compressed once, here: the platform sends these files as they lie. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    writeBundle({ dir = "" }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => /\.(js|mjs|css)$/.test(file))) {
        const content = readFileSync(`${dir}/${name}`);
        if (content.length > 1000) writeFileSync(`${dir}/${name}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

/** Tests that put something in the place of a module, or of what one takes at its start, have modules of their own; the others share theirs. */
const tests = readdirSync("tests").filter((name) => /\.test\.tsx?$/.test(name));
const replacing = tests.filter((name) => /\bvi\.(mock|doMock|hoisted)\(/.test(readFileSync(`tests/${name}`, "utf8"))).map((name) => `tests/${name}`);

export default defineConfig({
  plugins: [react(), digitsOnly(), namedAhead(), compressed()],
  build: {
    target: "es2023",
    sourcemap: false,
    assetsInlineLimit: 0, // a data: font or picture would need a wider Content-Security-Policy
    modulePreload: { polyfill: false }, // the polyfill is for browsers that cannot play our video either
    rolldownOptions: {
      output: {
        // By itself it makes a file of every module that two screens share: a hundred requests for the first picture.
        codeSplitting: {
          groups: [
            { name: "shell", tags: ["$initial"], priority: 3 },
            { name: "kit", test: /[\\/]node_modules[\\/](?!maplibre-gl|pmtiles|hls)/, minShareCount: 2, priority: 2 },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": { target: backend, ws: true } } },
  test: {
    environment: "happy-dom",
    setupFiles: ["tests/setup.ts"],
    projects: [
      { extends: true, test: { name: "together", include: ["tests/*.test.{ts,tsx}"], exclude: replacing, isolate: false } },
      { extends: true, test: { name: "alone", include: replacing } },
    ],
  },
});
