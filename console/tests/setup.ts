import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

import { loadLanguage, loadRest } from "../src/i18n";

await Promise.all([loadLanguage("vi"), loadLanguage("en"), loadRest("vi"), loadRest("en")]);
afterEach(cleanup);
