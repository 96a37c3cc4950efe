/** A wall that turns its pages, and further windows that one operator controls. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, renderHook, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { LanguageProvider } from "../src/i18n";
import { Cycle } from "../src/screens/wall/Cycle";
import { isSecondScreen, openScreen, sendToScreens, useSecondScreen } from "../src/screens/wall/secondScreens";
import { theme } from "../src/theme/theme";

beforeEach(() => localStorage.setItem("toancanh.language", "vi"));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  history.replaceState(null, "", "/");
});

const page = (tile: string, seconds: number) => ({ size: 1, tiles: [tile], pinned: [], seconds });

function turning(pages: ReturnType<typeof page>[]) {
  vi.useFakeTimers();
  const shown: string[] = [];
  const queries = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
  queries.setQueryData(["wall-layouts"], [{ id: "k", name: "Ca đêm", pages }]);
  const view = render(
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <MantineProvider theme={theme} env="test">
          <Cycle layoutId="k" onPage={(next) => shown.push(next.tiles[0] ?? "")} />
        </MantineProvider>
      </LanguageProvider>
    </QueryClientProvider>,
  );
  const after = (seconds: number) => {
    act(() => {
      vi.advanceTimersByTime(seconds * 1000);
    });
  };
  return { shown, after, view };
}

describe("a cycle", () => {
  it("shows each page as long as it says, and begins again", () => {
    const { shown, after } = turning([page("a", 10), page("b", 30), page("c", 5)]);
    after(9);
    expect(shown).toEqual([]);
    after(1);
    expect(shown).toEqual(["b"]);
    expect(screen.getByText("2/3")).toBeTruthy();
    after(29);
    expect(shown).toEqual(["b"]);
    after(1);
    after(5);
    expect(shown).toEqual(["b", "c", "a"]);
    expect(screen.getByText("1/3")).toBeTruthy();
  });

  it("stands where it is told to, goes on from there, and ends with its screen", () => {
    const { shown, after, view } = turning([page("a", 10), page("b", 10)]);
    fireEvent.click(screen.getByRole("button"));
    after(60);
    expect(shown).toEqual([]);
    fireEvent.click(screen.getByRole("button"));
    after(10);
    expect(shown).toEqual(["b"]);
    view.unmount();
    after(60);
    expect(shown).toEqual(["b"]);
  });

  it("of one page turns nothing", () => {
    const { shown, after } = turning([page("a", 10)]);
    after(60);
    expect(shown).toEqual([]);
    expect(screen.queryByRole("button")).toBeNull();
  });
});

/** In one process all windows are one: the address says which of them a hook is of. */
function windowAt(address: string) {
  history.replaceState(null, "", address);
  const show = vi.fn<(search: URLSearchParams) => void>();
  return { show, hook: renderHook(() => useSecondScreen(show)) };
}

const arrived = () => new Promise((done) => setTimeout(done, 20));

describe("further windows", () => {
  it("are opened with what the first one shows", () => {
    const open = vi.spyOn(window, "open").mockReturnValue(null);
    openScreen("?size=4&tiles=a,b");
    const [address, target] = open.mock.calls[0] ?? [];
    const opened = new URL(String(address), "http://here");
    expect([opened.pathname, opened.searchParams.get("size"), opened.searchParams.get("tiles"), target]).toEqual(["/wall", "4", "a,b", "_blank"]);
    history.replaceState(null, "", `${opened.pathname}${opened.search}`);
    expect(isSecondScreen()).toBe(true);
  });

  it("all show what the operator sends, and stay further windows", async () => {
    const windows = [windowAt("/wall?screen=1&tiles=x"), windowAt("/wall?screen=2&tiles=y")];
    sendToScreens("?size=4&tiles=a,b");
    await vi.waitFor(() => windows.forEach(({ show }) => expect(show).toHaveBeenCalledTimes(1)));
    for (const { show, hook } of windows) {
      expect(hook.result.current).toBe(true);
      expect(Object.fromEntries(show.mock.calls[0]?.[0] ?? [])).toEqual({ size: "4", tiles: "a,b", screen: "1" });
    }
    windows[0]?.hook.unmount();
    sendToScreens("?size=1&tiles=c");
    await vi.waitFor(() => expect(windows[1]?.show).toHaveBeenCalledTimes(2));
    expect(windows[0]?.show).toHaveBeenCalledTimes(1);
  });

  it("leave the operator's own window alone, and what nobody of ours sent", async () => {
    const own = windowAt("/wall?tiles=x");
    const other = windowAt("/wall?screen=1");
    const channel = new BroadcastChannel("toancanh.wall");
    for (const data of [{ search: 7 }, {}]) channel.postMessage(data);
    channel.close();
    sendToScreens("?tiles=a");
    await vi.waitFor(() => expect(other.show).toHaveBeenCalled());
    await arrived();
    expect(own.hook.result.current).toBe(false);
    expect(own.show).not.toHaveBeenCalled();
    expect(other.show).toHaveBeenCalledTimes(1);
  });
});
