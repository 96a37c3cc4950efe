/** Two of a set side by side: the others give way, and what is enlarged on one is enlarged on both. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { LanguageProvider } from "../src/i18n";
import { Playback } from "../src/screens/playback/Playback";
import { theme } from "../src/theme/theme";

const arrange = vi.hoisted(() => vi.fn<(visible: string[], large: string[]) => void>());
// The pictures themselves are the browser's: here is who is shown, and how large.
vi.mock("../src/screens/playback/useSet", () => ({ useSet: () => [SET, null] }));
vi.mock("../src/screens/playback/SetTimeline", () => ({ SetTimeline: () => null }));
const SET = vi.hoisted(() => ({ arrange, attach: () => undefined }));

beforeEach(() => {
  localStorage.setItem("toancanh.language", "vi");
  history.replaceState(null, "", "/playback?cameras=a,b,c");
});
afterEach(() => vi.restoreAllMocks());

function shown() {
  const queries = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
  queries.setQueryData(["me"], { actions: ["media.playback"] });
  for (const id of ["a", "b", "c"]) queries.setQueryData(["camera", id], { id, code: id.toUpperCase(), name: id });
  render(
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <MantineProvider theme={theme} env="test">
          <Playback />
        </MantineProvider>
      </LanguageProvider>
    </QueryClientProvider>,
  );
}

const tiles = () => [...document.querySelectorAll<HTMLElement>("[data-camera]")];
const visible = () => tiles().filter((tile) => tile.style.display !== "none").map((tile) => tile.dataset.camera);
const compareButtons = () => screen.getAllByRole("button", { name: "So sánh với camera khác", hidden: true });
const compare = (index: number) => fireEvent.click(compareButtons().at(index) ?? document);
const zooms = () => tiles().map((tile) => tile.querySelector<HTMLElement>("[class*=zoomed]")?.style.transform);

it("shows the two that were chosen, and all again", () => {
  shown();
  expect(visible()).toEqual(["a", "b", "c"]);
  compare(0);
  expect(visible()).toEqual(["a", "b", "c"]);
  compare(2);
  expect(visible()).toEqual(["a", "c"]);
  expect(arrange).toHaveBeenLastCalledWith(["a", "c"], ["a", "c"]);
  expect(compareButtons().map((button) => button.getAttribute("aria-pressed"))).toEqual(["true", "false", "true"]);
  fireEvent.keyDown(document.documentElement, { key: "Escape" });
  expect(visible()).toEqual(["a", "b", "c"]);
  expect(arrange).toHaveBeenLastCalledWith(["a", "b", "c"], []);
});

it("enlarges the same part of both", () => {
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(0, 0, 100, 100));
  shown();
  // A wheel of happy-dom has no place of its own.
  const wheel = () => fireEvent(tiles()[0]?.querySelector("[class*=zoomed]") ?? document, Object.assign(new WheelEvent("wheel", { deltaY: -400, bubbles: true }), { clientX: 20, clientY: 20 }));
  const [whole] = zooms();
  compare(0);
  compare(1);
  wheel();
  const [first, second] = zooms();
  expect(first).not.toBe(whole);
  expect(second).toBe(first);
  fireEvent.keyDown(document.documentElement, { key: "Escape" });
  expect(zooms()).toEqual([whole, whole, whole]);
  wheel();
  expect(zooms().slice(1)).toEqual([whole, whole]);
  expect(zooms()[0]).not.toBe(whole);
});

it("compares nothing with itself", () => {
  shown();
  compare(1);
  compare(1);
  compare(0);
  expect(visible()).toEqual(["a", "b", "c"]);
});
