import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = process.env.TOANCANH_BACKEND ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
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
