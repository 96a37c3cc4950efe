/** What a person decides with open eyes: a password in the clear, and to forget both passwords of a device that is no more. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

const { asked, answers } = vi.hoisted(() => {
  const asked: Request[] = [];
  const answers: Response[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(request.clone());
    return Promise.resolve(answers.shift() ?? new Response(null, { status: 204 }));
  });
  return { asked, answers };
});

import type { DeviceFile } from "../src/api/devices";
import { LanguageProvider, loadRest } from "../src/i18n";
import { ConnectionTest } from "../src/screens/ConnectionTest";
import { SureDialog } from "../src/screens/devices/DeviceScreen";
import { theme } from "../src/theme/theme";

beforeEach(async () => {
  localStorage.setItem("toancanh.language", "vi");
  await loadRest("vi");
  asked.length = 0;
});
afterEach(cleanup);

const show = (content: ReactNode) =>
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { enabled: false } } })}>
      <LanguageProvider>
        <MantineProvider theme={theme}>{content}</MantineProvider>
      </LanguageProvider>
    </QueryClientProvider>,
  );

function test(storedBasic: boolean, onBasic: (allowed: boolean) => void) {
  const stream = { url: "rtsp://192.0.2.10/1", username: "u", password: "p", record: "auto" as const };
  return show(<ConnectionTest stream={stream} ownerId="o" cameraId={undefined} stored={false} storedBasic={storedBasic} onCertificate={() => undefined} onBasic={onBasic} />);
}

it("asks whether the password may go in the clear only where the camera wants it so", async () => {
  answers.push(Response.json({ ok: false, reason: "basic_only", detail: "", fps: 0, server: "", transport: "", picture: null, hidden: false, codec: null, width: null, height: null, certificate: null }));
  const onBasic = vi.fn();
  test(false, onBasic);
  expect(screen.queryByRole("button", { name: "Gửi mật khẩu không mã hóa tới camera này" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Thử và lấy một hình" }));
  fireEvent.click(await screen.findByRole("button", { name: "Gửi mật khẩu không mã hóa tới camera này" }));
  expect(onBasic).toHaveBeenCalledWith(true);
  expect(await asked[0]?.json()).toHaveProperty("allow_basic", false); // of a new camera
});

it("shows such a decision, and takes it back", () => {
  const onBasic = vi.fn();
  test(true, onBasic);
  fireEvent.click(screen.getByRole("button", { name: "Không gửi nữa" }));
  expect(onBasic).toHaveBeenCalledWith(false);
});

const device = (step: string) => ({ id: "d1", host: "10.1.0.5", port: 80, channels: [], credential: { step } }) as unknown as DeviceFile;

it("forgets both passwords of a device only where two are kept and somebody says so", async () => {
  show(<SureDialog device={device("stuck")} act="retire" onClose={() => undefined} />);
  const send = screen.getByRole("button", { name: "Bỏ thiết bị" });
  expect(send).toHaveProperty("disabled", true);
  fireEvent.click(screen.getByRole("checkbox"));
  fireEvent.click(send);
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]?.method).toBe("DELETE");
  expect(new URL(asked[0]?.url ?? "").search).toBe("?both=true");
});

it("asks nothing of the kind where one password is kept", async () => {
  show(<SureDialog device={device("idle")} act="retire" onClose={() => undefined} />);
  expect(screen.queryByRole("checkbox")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Bỏ thiết bị" }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(new URL(asked[0]?.url ?? "").search).toBe("?both=false");
});
