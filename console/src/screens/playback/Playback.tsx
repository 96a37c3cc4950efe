/** Several cameras back in time, all at the same instant. */
import { ActionIcon, Button } from "@mantine/core";
import { useElementSize, useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconLayoutSidebarRight } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useSearchParams } from "wouter";

import { serverClock } from "../../api/clock";
import { nextPoint } from "../../api/finding";
import { can, useMe } from "../../api/queries";
import { ApiError } from "../../api/client";
import { useNow } from "../../app/now";
import { Page } from "../../app/Page";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { WHOLE } from "../../player/together/zoom";
import { useWindow } from "../watch/useWindow";
import { WallPanel } from "../WallPanel";
import { columnsFor, parseAsked, spanOf } from "./address";
import css from "./Playback.module.css";
import { SetControls } from "./SetControls";
import { SetTile } from "./SetTile";
import { SetTimeline } from "./SetTimeline";
import { jogged, onButton, transportKeys, type Transport } from "./transport";
import { usePad } from "./usePad";
import { useSet } from "./useSet";

const GAP_PX = 4;
/** Without an instant one begins a little before now. */
const BACK_MS = 60_000;

export function Playback() {
  const { t } = useTexts();
  const me = useMe();
  const nowMs = useNow(1000);
  const phone = useMediaQuery("(max-width: 720px)");
  const [search, setSearch] = useSearchParams();
  const asked = parseAsked(search);
  const cameras = asked.cameras.join(",");
  const [begin] = useState(() => asked.atMs ?? serverClock.now() - BACK_MS);
  const [set, state] = useSet(cameras, begin);
  const [chosen, setChosen] = useState<string | null>(null);
  const [focus, setFocus] = useState<readonly string[]>([]);
  const [comparing, setComparing] = useState<string | null>(null);
  const [together, setTogether] = useState(WHOLE);
  const [panel, setPanel] = useState(false);
  const [loopStartMs, setLoopStart] = useState<number | null>(null);
  const stage = useRef<HTMLDivElement>(null);
  const { ref: fit, width, height } = useElementSize();
  const wallMs = state?.wallMs ?? begin;
  const view = useWindow(wallMs, nowMs, false, spanOf(asked));
  const active = asked.cameras.find((id) => id === chosen) ?? asked.cameras[0];
  const [points, setPoints] = useState<readonly number[]>([]);
  const shown = focus.filter((id) => asked.cameras.includes(id));
  const visible = shown.length ? shown : asked.cameras;
  const visibleNames = visible.join(",");
  const largeNames = visible.length <= 2 ? visibleNames : "";

  useEffect(() => set?.arrange(visibleNames.split(","), largeNames.split(",").filter(Boolean)), [set, visibleNames, largeNames]);

  // The address says what a link to this must lead to; it follows once the clock stands.
  const standsMs = state && !state.playing ? Math.round(state.wallMs) : null;
  useEffect(() => {
    if (standsMs === null) return;
    setSearch((before) => {
      const next = new URLSearchParams(before);
      next.set("at", new Date(standsMs).toISOString());
      return next;
    }, { replace: true });
  }, [standsMs, setSearch]);

  const put = (ids: readonly string[]) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      next.set("cameras", ids.join(","));
      return next;
    }, { replace: true });
  const run = (rate: number) => {
    set?.setRate(rate);
    set?.play();
  };
  const jump = async (by: 1 | -1) => {
    if (!set || set.jump(by, points) || !active) return;
    const at = await nextPoint(active, state?.tiles.get(active)?.stream ?? "main", wallMs, by);
    if (at !== null) set.seek(at);
  };
  const large = (id: string) => setFocus((before) => (before.length === 1 && before[0] === id ? [] : [id]));
  const compare = (id: string) => {
    if (comparing === null || comparing === id) {
      setComparing(comparing === id ? null : id);
      return;
    }
    setTogether(WHOLE);
    setFocus([comparing, id]);
    setComparing(null);
  };
  const loop = (end: "a" | "b" | "off") => {
    if (end === "off") {
      setLoopStart(null);
      set?.setLoop(null);
    } else if (end === "a") {
      setLoopStart(wallMs);
      set?.setLoop(null);
    } else if (loopStartMs !== null) set?.setLoop({ aMs: loopStartMs, bMs: wallMs });
  };
  const go = (by: 1 | -1) => {
    const index = visible.indexOf(active ?? "");
    setChosen(visible[(index + by + visible.length) % visible.length] ?? null);
  };
  const transport: Transport = {
    playing: state?.playing ?? true,
    rate: state?.rate ?? 1,
    loop: state?.loop ?? null,
    loopStartMs,
    toggle: () => (state?.playing ? set?.pause() : set?.play()),
    pause: () => set?.pause(),
    run,
    step: (by) => active && void set?.step(active, by),
    jump: (by) => void jump(by),
    move: (byMs) => set?.seek(wallMs + byMs),
    setLoop: loop,
    full: () => (document.fullscreenElement ? void document.exitFullscreen() : void stage.current?.requestFullscreen()),
  };
  const pad = usePad((command) => jogged(transport, command, go));

  useHotkeys([
    ...transportKeys(transport),
    ["ArrowUp", () => go(-1)],
    ["ArrowDown", () => go(1)],
    ["C", () => active && compare(active)],
    ["Enter", (event) => { if (!onButton(event) && active) large(active); }, { preventDefault: false }],
    ["Escape", () => { setFocus([]); setComparing(null); }],
  ]);

  if (me.data && !can(me.data, "media.playback")) return <ErrorState error={new ApiError(403, "denied", "")} />;

  const columns = phone ? (visible.length > 4 ? 2 : 1) : columnsFor(visible.length, width, height);
  const rows = Math.ceil(visible.length / columns);
  const wide = phone ? (width - GAP_PX * (columns - 1)) / columns : Math.min((width - GAP_PX * (columns - 1)) / columns, (((height - GAP_PX * (rows - 1)) / rows) * 16) / 9);
  const panelOf = panel && (
    <WallPanel
      on={asked.cameras}
      onClose={() => setPanel(false)}
      onPick={(id) => put(asked.cameras.includes(id) ? asked.cameras.filter((one) => one !== id) : [...asked.cameras, id].slice(0, 16))}
    />
  );

  return (
    <Page
      title={t("playing.title")}
      aside={comparing && <span className="small dim">{t("playing.compareWith")}</span>}
      actions={
        <>
          {shown.length > 0 && (
            <Button size="xs" onClick={() => setFocus([])}>
              {t("playing.all", { count: asked.cameras.length })}
            </Button>
          )}
          <ActionIcon variant="default" aria-label={t("wall.list")} title={t("wall.list")} aria-pressed={panel} onClick={() => setPanel(!panel)}>
            <IconLayoutSidebarRight size={18} />
          </ActionIcon>
        </>
      }
    >
      <div className={css.screen}>
        <div className={css.main} ref={stage}>
          <div ref={fit} className={css.fit}>
            {asked.cameras.length === 0 ? (
              <EmptyState title={t("playing.none")} action={<Button variant="filled" onClick={() => setPanel(true)}>{t("playing.choose")}</Button>}>
                {t("playing.noneWhat")}
              </EmptyState>
            ) : (
              <section className={css.grid} aria-label={t("playing.title")} data-wall={Math.round(wallMs)} data-playing={state?.playing ?? false} style={{ gridTemplateColumns: `repeat(${columns}, ${Math.max(0, wide)}px)`, gridAutoRows: `${Math.max(0, (wide * 9) / 16)}px` }}>
                {asked.cameras.map((id) => (
                  <SetTile
                    key={id}
                    id={id}
                    set={set}
                    state={state?.tiles.get(id)}
                    wallMs={wallMs}
                    active={id === active}
                    large={shown.length === 1 && shown[0] === id}
                    compared={comparing === id || (shown.length === 2 && shown.includes(id))}
                    hidden={!visible.includes(id)}
                    zoom={shown.length === 2 ? together : null}
                    onZoom={setTogether}
                    onActive={() => setChosen(id)}
                    onLarge={() => large(id)}
                    onCompare={() => compare(id)}
                    onRemove={() => put(asked.cameras.filter((one) => one !== id))}
                  />
                ))}
              </section>
            )}
          </div>
          {asked.cameras.length > 0 && (
            <>
              <SetControls transport={transport} wallMs={wallMs} pad={pad} />
              <div className={css.timeline}>
                <SetTimeline
                  cameraId={active ?? ""}
                  stream={(active && state?.tiles.get(active)?.stream) || "main"}
                  view={view}
                  nowMs={nowMs}
                  wallMs={wallMs}
                  loop={state?.loop ?? null}
                  onPoints={setPoints}
                  onSeek={(at) => set?.seek(Math.min(at, nowMs))}
                  onLoop={(aMs, bMs) => {
                    setLoopStart(aMs);
                    set?.setLoop({ aMs, bMs });
                  }}
                />
              </div>
            </>
          )}
        </div>
        {panelOf}
      </div>
    </Page>
  );
}
