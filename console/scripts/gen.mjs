// Types of the API from the platform's own description: `npm run gen`, and `npm run gen -- --check` in tests.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const program = process.env.TOANCANH ?? "../.venv/bin/toancanh";
const file = new URL("../src/api/schema.ts", import.meta.url);
const description = process.env.OPENAPI_FILE ? readFileSync(process.env.OPENAPI_FILE, "utf8") : execFileSync(program, ["openapi"], { encoding: "utf8", maxBuffer: 64 << 20 });
const types = astToString(await openapiTS(JSON.parse(description), { alphabetize: true, defaultNonNullable: false }));
const text = `// Made by "npm run gen" from "toancanh openapi"; do not edit.\n${types}`;

if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== text) {
    console.error('src/api/schema.ts is not what "toancanh openapi" says now: run "npm run gen" in console/ and commit it');
    process.exit(1);
  }
} else writeFileSync(file, text);
