import react from "@vitejs/plugin-react";
import subsetFont from "subset-font";
import type { Plugin } from "vite";
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

export default defineConfig({
  plugins: [react(), digitsOnly()],
  build: {
    target: "es2023",
    sourcemap: false,
    assetsInlineLimit: 0, // a data: font or picture would need a wider Content-Security-Policy
    modulePreload: { polyfill: false }, // the polyfill is for browsers that cannot play our video either
  },
  server: { proxy: { "/api": { target: backend, ws: true } } },
  test: {
    environment: "happy-dom",
    setupFiles: ["tests/setup.ts"],
    include: ["tests/**/*.test.{ts,tsx}"],
  },
});
