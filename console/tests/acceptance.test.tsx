/** An installation that was stated wrongly is mended on the same page, and what was tested before it no longer counts. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";

import type { CaseFile } from "../src/api/planning";
import { LanguageProvider } from "../src/i18n";
import { Acceptance } from "../src/screens/planning/Acceptance";
import { theme } from "../src/theme/theme";

beforeEach(() => localStorage.setItem("toancanh.language", "vi"));

const step = (name: string, at: string) => ({ step: name, at });
const failed = { position: 0, at: "2026-11-22T03:05:00Z", width_px: 640, height_px: 360, faults: ["resolution"], passed: false };

function show(file: object) {
  const whole = { id: "1", version: 1, cameras: 1, candidates: [{ name: "Ngã tư Vọng", width_px: 1920, height_px: 1080 }], camera_ids: [null], tests: [], ...file };
  return render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { enabled: false } } })}>
      <LanguageProvider>
        <MantineProvider theme={theme}>
          <Acceptance file={whole as unknown as CaseFile} />
        </MantineProvider>
      </LanguageProvider>
    </QueryClientProvider>,
  );
}

it("asks for the cameras once they are approved", () => {
  show({ state: "approved", steps: [], steps_now: ["install"] });
  expect(screen.getByRole("heading", { name: "Đã lắp: khai camera" })).toBeTruthy();
});

it("shows the test and offers to state them again while they are being installed", () => {
  show({ state: "installing", steps: [step("install", "2026-11-22T03:00:00Z")], steps_now: ["install", "test"], tests: [failed] });
  expect(screen.getByText("Chưa đạt")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Khai lại camera" }));
  expect(screen.getByRole("heading", { name: "Đã lắp: khai camera" })).toBeTruthy();
});

it("forgets tests of before the last installation", () => {
  const steps = [step("install", "2026-11-22T03:00:00Z"), step("install", "2026-11-22T03:06:00Z")];
  show({ state: "installing", steps, steps_now: ["install", "test"], tests: [failed] });
  expect(screen.getByText("Chưa thử.")).toBeTruthy();
});
