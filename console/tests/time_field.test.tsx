/** Days and instants are typed in the console's words, whatever the browser's are. */
import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, it } from "vitest";

import { DayField, TimeField } from "../src/components/TimeField";
import { LanguageProvider, type Language } from "../src/i18n";
import { theme } from "../src/theme/theme";

beforeEach(() => localStorage.clear());

const AT = Date.parse("2026-11-22T10:40:00Z");
const seen: unknown[] = [];

function Both() {
  const [ms, setMs] = useState<number | null>(AT);
  const [day, setDay] = useState("2026-11-22");
  return (
    <form>
      <TimeField label="at" value={ms} onChange={(next) => { seen.push(next); setMs(next); }} maxMs={AT + 86_400_000} />
      <DayField label="day" value={day} onChange={(next) => { seen.push(next); setDay(next); }} />
    </form>
  );
}

function show(language: Language): void {
  seen.length = 0;
  localStorage.setItem("toancanh.language", language);
  render(
    <LanguageProvider>
      <MantineProvider theme={theme} env="test">
        <Both />
      </MantineProvider>
    </LanguageProvider>,
  );
}

it("a time is typed, and what cannot be read is said under the field and keeps the form back", async () => {
  show("vi");
  const box: HTMLInputElement = screen.getByLabelText("at");
  expect(box.value).toBe("22/11/2026 17:40");
  expect(screen.getByText("GMT+7")).toBeTruthy();
  await userEvent.clear(box);
  await userEvent.type(box, "23/11 7h05");
  expect(seen).toEqual([null]); // nothing is guessed while one types
  await userEvent.tab();
  expect(box.value).toBe("23/11/2026 07:05");
  expect(seen.at(-1)).toBe(Date.parse("2026-11-23T00:05:00Z"));
  await userEvent.clear(box);
  await userEvent.type(box, "11/22/2026 17:40{Enter}");
  expect(screen.getByText(/Viết như/)).toBeTruthy();
  expect(box.validationMessage).toContain("Chưa đọc được ngày giờ");
  expect(seen.at(-1)).toBeNull();
  await userEvent.clear(box);
  await userEvent.type(box, "24/11/2026 17:40");
  await userEvent.tab();
  expect(screen.getByText(/Muộn nhất là 23\/11\/2026 17:40/)).toBeTruthy();
});

it("a day is picked by keyboard", async () => {
  show("en");
  const box: HTMLInputElement = screen.getByLabelText("day");
  box.focus();
  await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
  const chosen = await screen.findByRole("button", { name: "Sunday 22/11/2026", pressed: true });
  chosen.focus();
  await userEvent.keyboard("{ArrowRight}{PageDown}{Enter}");
  expect(box.value).toBe("23/12/2026");
  expect(seen).toEqual(["2026-12-23"]);
});
