/** The blocks: no state without a colour, a shape and a word, in both languages; gaps with their cause. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { CameraStatus, Me } from "../src/api/types";
import { railFor } from "../src/app/Frame";
import { StateBadge } from "../src/components/StateBadge";
import { LiveMessage } from "../src/components/TileMessage";
import { reasonTexts, tileLook } from "../src/components/tileLook";
import { Timeline } from "../src/components/timeline/Timeline";
import { Watermark } from "../src/components/Watermark";
import { LanguageProvider, makeTexts, type Language } from "../src/i18n";
import type { LivePhase, LiveState } from "../src/player/live";
import type { TileState } from "../src/player/together/set";
import { SetTile } from "../src/screens/playback/SetTile";
import { isWatching } from "../src/theme/scheme";
import { theme } from "../src/theme/theme";

const PHASES: LivePhase[] = ["connecting", "waiting", "live", "late", "frozen", "away", "denied", "unknown", "withdrawn", "signed_out", "lost"];
const LANGUAGES: Language[] = ["vi", "en"];

beforeEach(() => localStorage.clear());

function show(children: ReactNode, language: Language = "vi", client = new QueryClient()) {
  localStorage.setItem("toancanh.language", language);
  return render(
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <MantineProvider theme={theme}>{children}</MantineProvider>
      </LanguageProvider>
    </QueryClientProvider>,
  );
}

const live = (phase: LivePhase): LiveState => ({ phase, step: 2, sinceMs: 0, delayMs: 380, wallMs: 0, width: 1280, height: 720, codec: "avc1", rendition: phase === "live" ? "h264-720p" : null, masks: 0, watermark: false, reason: null });
const status = (state: CameraStatus["state"], reason: CameraStatus["reason"] = "none") => ({ camera_id: "1", role: "main", state, reason, since: "2026-11-22T03:52:00Z", streams: [] }) as unknown as CameraStatus;

it("a mark over pictures says who watches", () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(["me"], { user: { username: "lan" } });
  show(<Watermark />, "vi", client);
  expect(screen.getAllByText(/^lan · .*\d\d:\d\d:\d\d/)).toHaveLength(3);
});

describe("a tile", () => {
  it.each(LANGUAGES)("has a colour, a shape and a word in every state (%s)", (language) => {
    const { t } = makeTexts(language, () => undefined);
    const looks = PHASES.map((phase) => tileLook(live(phase), undefined));
    for (const look of looks) expect([look.tone, look.shape, t(look.word)].every(Boolean)).toBe(true);
    expect(new Set(looks.map((look) => `${look.shape}${t(look.word)}`)).size).toBeGreaterThanOrEqual(9);
  });

  it.each(PHASES.filter((phase) => !["live", "late"].includes(phase)))("is never dark without a word: %s", (phase) => {
    const look = tileLook(live(phase), undefined);
    show(<LiveMessage look={look} live={live(phase)} status={undefined} cameraId="1" onRetry={() => undefined} />);
    expect(screen.getByRole("status").textContent.length).toBeGreaterThan(5);
  });

  it("says why a camera is away and what to do, and lets one try again", () => {
    const retry = vi.fn();
    const away = status("offline", "wrong_password");
    show(<LiveMessage look={tileLook(live("waiting"), away)} live={live("waiting")} status={away} cameraId="1" onRetry={retry} />);
    expect(screen.getByRole("status").textContent).toContain("camera từ chối tên hoặc mật khẩu");
    expect(screen.getByRole("status").textContent).toContain("10:52");
    fireEvent.click(screen.getByRole("button", { name: "Thử lại ngay" }));
    expect(retry).toHaveBeenCalled();
  });

  it("tells of a picture that is not the camera's own", () => {
    show(<LiveMessage look={tileLook(live("live"), undefined)} live={live("live")} status={undefined} cameraId="1" onRetry={() => undefined} />, "en");
    expect(screen.getByText(/H\.264 720p rendition/)).toBeTruthy();
  });

  it("believes the platform where the socket knows only silence", () => {
    expect(tileLook(live("live"), status("disabled")).word).toBe("tile.off");
    expect(tileLook(live("frozen"), status("offline")).word).toBe("tile.offline");
    expect(tileLook(live("away"), status("connecting")).word).toBe("tile.connecting");
    expect(reasonTexts("something new").why).toBe("reason.unknown.why");
  });
});

describe("the timeline", () => {
  const window = { fromMs: 0, toMs: 3_600_000 };
  const data = { ranges: [{ startMs: 0, endMs: 600_000 }, { startMs: 938_000, endMs: 3_000_000 }], gaps: [{ startMs: 600_000, endMs: 938_000, cause: "camera_away" as const }], marks: [] };
  const draw = (onScrub = vi.fn(), onSelection = vi.fn()) =>
    show(<Timeline window={window} nowMs={3_000_000} oldestMs={-1e12} data={data} playheadMs={1_200_000} selection={{ startMs: 1_000_000, endMs: 1_600_000 }} onScrub={onScrub} onWindow={() => undefined} onSelection={onSelection} />);

  it("draws what is recorded and what is missing", () => {
    const { container } = draw();
    const gap = container.querySelector("[data-cause=camera_away]");
    expect(gap?.getAttribute("data-tone")).toBe("unplanned");
    expect(screen.getByRole("slider").getAttribute("aria-valuetext")).toContain("08:20:00"); // GMT+8 in 1970
  });

  it("says why nothing is drawn, and asks again", () => {
    const again = vi.fn();
    show(<Timeline window={window} nowMs={3_000_000} oldestMs={-1e12} data={undefined} fault={{ error: new TypeError("left_out"), onRetry: again }} playheadMs={0} selection={null} onScrub={vi.fn()} onWindow={vi.fn()} onSelection={vi.fn()} />);
    expect(screen.getByRole("alert").textContent).toContain("Hệ thống");
    fireEvent.click(screen.getByRole("button", { name: "Thử lại" }));
    expect(again).toHaveBeenCalledOnce();
  });

  it("lets the selection be moved with the keyboard", () => {
    const moved = vi.fn();
    draw(undefined, moved);
    fireEvent.keyDown(screen.getByRole("button", { name: /Đầu đoạn chọn/ }), { key: "ArrowLeft" });
    expect(moved).toHaveBeenCalledWith({ startMs: 970_000, endMs: 1_600_000 });
  });
});

describe("a tile of a set", () => {
  const state: TileState = { stream: "main", phase: "showing", shownMs: 0, driftMs: 0, gap: null, leftOut: null, thinned: false, masked: false, watermark: false, refusal: null };
  const client = new QueryClient();
  client.setQueryData(["camera", "1"], { code: "C1", name: "Ngã tư Vọng" });
  const draw = (more: Partial<TileState>) =>
    show(<SetTile id="1" set={null} state={{ ...state, ...more }} wallMs={0} active={false} large={false} compared={false} hidden={false} zoom={null} onZoom={vi.fn()} onActive={vi.fn()} onLarge={vi.fn()} onCompare={vi.fn()} onRemove={vi.fn()} />, "vi", client);

  it("says that key frames alone are kept, and whose time it is", () => {
    draw({ thinned: true });
    expect(screen.getByText("chỉ khung hình chính")).toBeTruthy();
    draw({ phase: "gap", leftOut: { startMs: 0, endMs: 1 } });
    expect(screen.getByText("Khi đó của chủ quản khác")).toBeTruthy();
  });
});

describe("the frame", () => {
  const me = (actions: Me["actions"]): Me => ({ user: { id: "u", username: "x", name: "", organisation_id: "o", roles: [], disabled: false, version: 1, created_at: "", updated_at: "" }, organisations: [], actions });

  it("has no item for what a person may not use", () => {
    expect(railFor(me(["media.live", "camera.read"])).map((item) => item.to)).toEqual(["/wall", "/map", "/cameras", "/rights", "/settings"]);
    expect(railFor(me(["audit.read"])).map((item) => item.to)).toEqual(["/rights", "/settings"]);
    expect(railFor(me(["media.live", "camera.read", "audit.read", "user.read"])).map((item) => item.to)).toEqual(["/wall", "/map", "/cameras", "/rights", "/users"]);
  });

  it("is dark where pictures are watched", () => {
    expect(["/", "/wall", "/watch/1", "/sign-in"].map(isWatching)).toEqual([true, true, true, true]);
    expect(["/cameras", "/record", "/wallpaper"].map(isWatching)).toEqual([false, false, false]);
  });

  it("shows a state it does not know as not known", () => {
    show(<StateBadge state="something" />);
    expect(screen.getByText("Chưa rõ")).toBeTruthy();
  });
});
