/** Of a range that spans another owner's time, the part that may be had is asked for as the server names it. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

const { asked } = vi.hoisted(() => {
  const part = { from: "2026-11-22T03:00:00Z", to: "2026-11-22T03:00:02.123457Z" };
  const left = { from: part.to, to: "2026-11-22T03:00:04Z" };
  const asked: { from: string; to: string }[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push((await request.json()) as { from: string; to: string });
    const refused = { kind: "denied", detail: "the camera was another owner's", reason: "other_owner", camera: "GT-0412", may: [part], left_out: [left] };
    return asked.length > 1 ? Response.json({}, { status: 201 }) : Response.json(refused, { status: 403 });
  });
  return { asked };
});

import { LanguageProvider, loadRest } from "../src/i18n";
import { ExportDialog } from "../src/screens/exports/ExportDialog";
import { theme } from "../src/theme/theme";

it("asks for the part that may be had", async () => {
  localStorage.setItem("toancanh.language", "vi");
  await loadRest("vi");
  const start = Date.parse("2026-11-22T03:00:00Z");
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { enabled: false } } })}>
      <LanguageProvider>
        <MantineProvider theme={theme} env="test">
          <ExportDialog cameras={["1"]} span={{ startMs: start, endMs: start + 4000 }} onClose={() => undefined} />
        </MantineProvider>
      </LanguageProvider>
    </QueryClientProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Tạo gói" }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("GT-0412");
  expect(alert.textContent).toContain("22/11/2026 10:00:00 – 22/11/2026 10:00:02");
  await userEvent.click(screen.getByRole("button", { name: "Chỉ xuất phần này" }));
  await screen.findByText(/Đã nhận yêu cầu/);
  expect(asked.map(({ from, to }) => [from, to])).toEqual([
    ["2026-11-22T03:00:00.000Z", "2026-11-22T03:00:04.000Z"],
    ["2026-11-22T03:00:00Z", "2026-11-22T03:00:02.123457Z"],
  ]);
});
