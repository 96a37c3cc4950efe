/** One camera: live, and back in time on its timeline. */
import { ActionIcon, Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowAutofitWidth, IconBookmark, IconCamera, IconCertificate, IconChevronLeft, IconDownload, IconLayoutGrid, IconLock, IconX } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { Link } from "wouter";

import { useBookmarks, useSummary, type Bookmark } from "../../api/finding";
import { can, useCamera, useMe, useStatus } from "../../api/queries";
import type { Unmasked } from "../../api/masks";
import type { Camera } from "../../api/types";
import { useNow } from "../../app/now";
import { Page } from "../../app/Page";
import { PageSkeleton } from "../../app/Splash";
import { takePicture } from "../../app/needs";
import { getPurpose } from "../../app/purpose";
import { startTransfer } from "../../app/transfers";
import { LivePicture, type LiveHandle } from "../../components/LivePicture";
import { ErrorState } from "../../components/States";
import { Badge } from "../../components/StateBadge";
import { LiveMessage } from "../../components/TileMessage";
import { Watermark } from "../../components/Watermark";
import { JumpTo } from "../../components/timeline/JumpTo";
import { Overview } from "../../components/timeline/Overview";
import { spanAt, type Span } from "../../components/timeline/scale";
import { Timeline } from "../../components/timeline/Timeline";
import { tileLook } from "../../components/tileLook";
import { useTexts } from "../../i18n";
import type { LiveState } from "../../player/live";
import type { PlaybackState } from "../../player/playback";
import { pointsOf } from "../../player/together/clock";
import { WHOLE } from "../../player/together/zoom";
import { jogged, transportKeys } from "../playback/transport";
import { usePad } from "../playback/usePad";
import { ZoomFrame } from "../playback/ZoomFrame";
import { Controls } from "./Controls";
import { Details } from "./Details";
import { HoverFrame } from "./HoverFrame";
import { MaskChip } from "./MaskChip";
import { usePosition } from "./position";
import type { RecordedHandle } from "./Recorded";
import { RecordedMessage, type Hole } from "./RecordedMessage";
import { StateChip } from "./StateChip";
import { useMoving } from "./useMoving";
import { useRecordings } from "./useRecordings";
import { useWindow } from "./useWindow";
import css from "./Watch.module.css";

const ExportDialog = lazy(() => import("../exports/ExportDialog").then((module) => ({ default: module.ExportDialog })));
const BookmarkDialog = lazy(() => import("../find/BookmarkDialog").then((module) => ({ default: module.BookmarkDialog })));
const HoldDialog = lazy(() => import("../holds/HoldDialog").then((module) => ({ default: module.HoldDialog })));
const Recorded = lazy(() => import("./Recorded").then((module) => ({ default: module.Recorded })));
const Ptz = lazy(() => import("./ptz/Ptz").then((module) => ({ default: module.Ptz })));

const DAY_MS = 86_400_000;
const MOST_BOOKMARKS = 200;
/** From the present one goes to a set so far back. */
const SET_BACK_MS = 15_000;
/** Without a selection one asks to see this much before and after without masks. */
const AROUND_MS = 60_000;

export function Watch({ id }: { id: string }) {
  const camera = useCamera(id);
  if (camera.data) return <WatchCamera camera={camera.data} />;
  if (camera.isError) return <ErrorState error={camera.error} onRetry={() => void camera.refetch()} />;
  return <PageSkeleton />;
}

function WatchCamera({ camera }: { camera: Camera }) {
  const { t, format } = useTexts();
  const me = useMe();
  const nowMs = useNow(1000);
  const stage = useRef<HTMLDivElement>(null);
  const liveHandle = useRef<LiveHandle>(null);
  const recorded = useRef<RecordedHandle>(null);
  const [liveState, setLiveState] = useState<LiveState | null>(null);
  const [playback, setPlayback] = useState<PlaybackState | null>(null);
  const [shownMs, setShownMs] = useState<number | null>(null);
  const [{ atMs, spanMs, selection }, change] = usePosition((at) => {
    setShownMs(at);
    if (at !== null) recorded.current?.seek(at);
  });
  const status = useStatus(camera.id).data;
  const live = atMs === null;
  const [gap, setGap] = useState<Hole | undefined>();
  const playheadMs = live ? (liveState?.wallMs ?? nowMs) : gap ? atMs : (shownMs ?? atMs);
  const view = useWindow(live ? nowMs : playheadMs, nowMs, live, spanMs);
  const { data, fault } = useRecordings(camera.id, view.window, nowMs);
  const others = data?.leftOut?.map((one) => ({ ...one, cause: null }));
  const found: Hole | undefined = live || !data || spanAt(data.ranges, atMs) ? undefined : spanAt([...data.gaps, ...(others ?? [])], atMs);
  if (found?.startMs !== gap?.startMs || found?.endMs !== gap?.endMs) setGap(found);
  const days = Math.max(1, Math.min(90, Math.round(camera.max_days)));
  const minute = Math.floor(nowMs / 60_000) * 60_000;
  const whole = useSummary({ id: camera.id, fromMs: minute - (minute % DAY_MS) - (days - 1) * DAY_MS, toMs: minute + 60_000, unit: "day" }, { refetchMs: 60_000 });
  const bookmarks = useBookmarks({ cameraId: camera.id, fromMs: minute - (days + 1) * DAY_MS, toMs: minute + DAY_MS }, { limit: MOST_BOOKMARKS }).data?.pages[0]?.items;
  const [booking, setBooking] = useState<Span | Bookmark | null>(null);
  const look = tileLook(liveState, status);
  const [unmasked, setUnmasked] = useState<Unmasked | null>(null);
  const covered = unmasked !== null && (live ? unmasked.fromMs === null : unmasked.fromMs !== null && unmasked.toMs !== null && atMs >= unmasked.fromMs && atMs <= unmasked.toMs);
  const unmask = covered ? unmasked : null;
  if (unmask && live && liveState?.phase === "denied") setUnmasked(null); // its time is over
  const unmaskedRange = useMemo(() => (unmask?.fromMs != null && unmask.toMs != null ? { fromMs: unmask.fromMs, toMs: unmask.toMs } : undefined), [unmask]);
  const askable: Unmasked = live ? { fromMs: null, toMs: null } : selection ? { fromMs: selection.startMs, toMs: selection.endMs } : { fromMs: atMs - AROUND_MS, toMs: Math.min(nowMs, atMs + AROUND_MS) };

  useEffect(() => {
    if (gap) recorded.current?.pause(); // the nearest picture stands, dimmed, until one decides where to go
  }, [gap]);

  const points = data && !data.buckets ? [...pointsOf(data), ...(bookmarks ?? []).map((one) => Date.parse(one.start))] : [];
  const full = () => (document.fullscreenElement ? void document.exitFullscreen() : void stage.current?.requestFullscreen());
  const { transport, paused, goLive, goTo, cross } = useMoving({ cameraId: camera.id, recorded, atMs, gap, playheadMs, nowMs, selection, points, others: others ?? [], onShown: setShownMs, onChange: change, onLive: view.follow, onFull: full });
  const { rate, loop } = transport;
  const pad = usePad((command) => jogged(transport, command));
  const [magnified, setMagnified] = useState(WHOLE);
  const [below, setBelow] = useState<HTMLElement | null>(null);
  const [steering, setSteering] = useState(() => new URLSearchParams(location.search).has("steer"));
  const picture = live && liveState?.width && liveState.height ? { width: liveState.width, height: liveState.height } : null;
  const steer = (open: boolean) => {
    setMagnified(WHOLE); // what one points at is the camera's own picture
    setSteering(open);
  };
  const zoom = (next: number) => {
    view.zoomTo(next);
    change({ spanMs: next });
  };
  const select = (next: Span | null) => change({ selection: next }, next === null);
  const selectHere = () => {
    const length = (view.window.toMs - view.window.fromMs) / 8;
    const endMs = Math.min(nowMs, playheadMs + (live ? 0 : length / 2));
    select({ startMs: endMs - length, endMs });
  };
  const snapshot = () => takePicture({ id: camera.id, code: camera.code, stream: "main", atMs: live ? null : playheadMs, unmask: unmask !== null });
  const download = () => selection && startTransfer({ id: camera.id, code: camera.code, stream: "main", fromMs: selection.startMs, toMs: selection.endMs, unmask: unmaskedRange && selection.startMs >= unmaskedRange.fromMs && selection.endMs <= unmaskedRange.toMs, ...getPurpose() });

  const book = () => setBooking(selection ?? { startMs: playheadMs, endMs: playheadMs });

  useHotkeys([
    ...transportKeys(transport),
    ["-", () => zoom((view.window.toMs - view.window.fromMs) * 2)],
    ["+", () => zoom((view.window.toMs - view.window.fromMs) / 2)],
    ["=", () => zoom((view.window.toMs - view.window.fromMs) / 2)],
    ["S", snapshot],
    ["B", book],
    ["End", goLive],
    ["Escape", () => setMagnified(WHOLE)],
  ]);

  const [holding, setHolding] = useState(false);
  const [exporting, setExporting] = useState(false);
  const canHold = can(me.data, "hold.write");
  const canPlayBack = can(me.data, "media.playback");
  const canExport = can(me.data, "media.export");
  const exportText = selection && t("watch.export", { span: format.span(selection.endMs - selection.startMs) });

  return (
    <Page
      title={t("watch.title", { code: camera.code, name: camera.name })}
      heading={
        <>
          <ActionIcon component={Link} href="/wall" className="no-phone" aria-label={t("watch.toWall")}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <h1 className="cut">
            <span className="num">{camera.code}</span> <span style={{ fontWeight: 500 }}>{camera.name}</span>
          </h1>
        </>
      }
      aside={
        status?.recording_fault ? (
          <Badge tone="bad" shape="bad">
            {t("watch.notRecorded", { why: t(`gap.${status.recording_fault}`) })}
          </Badge>
        ) : (
          status?.recording && (
            <span className="no-phone">
              <Badge tone="ok" shape="ok">
                {t("watch.recording")}
              </Badge>
            </span>
          )
        )
      }
      actions={
        <span className="row no-phone">
          {selection && (
            <span className={css.selected}>
              {t("watch.selected")} <b className="num">{format.time(selection.startMs)}</b> – <b className="num">{format.time(selection.endMs)}</b>
            </span>
          )}
          {selection ? (
            <ActionIcon aria-label={t("watch.unselect")} title={t("watch.unselect")} onClick={() => select(null)}>
              <IconX size={16} />
            </ActionIcon>
          ) : (
            (canExport || canHold) && (
              <Button leftSection={<IconArrowAutofitWidth size={16} />} onClick={selectHere}>
                {t("watch.select")}
              </Button>
            )
          )}
          {canPlayBack && (
            <Button component={Link} href={`/playback?cameras=${camera.id}&at=${new Date(live ? nowMs - SET_BACK_MS : playheadMs).toISOString()}`} leftSection={<IconLayoutGrid size={16} />} title={t("watch.withOthersWhat")}>
              {t("watch.withOthers")}
            </Button>
          )}
          <Button leftSection={<IconCamera size={16} />} onClick={snapshot}>
            {t("watch.snapshot")}
          </Button>
          {canPlayBack && (
            <Button leftSection={<IconBookmark size={16} />} onClick={book}>
              {t("bookmark.add")}
            </Button>
          )}
          {selection && canHold && (
            <Button leftSection={<IconLock size={16} />} onClick={() => setHolding(true)}>
              {t("holds.place")}
            </Button>
          )}
          {selection && canExport && (
            <Button leftSection={<IconCertificate size={16} />} onClick={() => setExporting(true)}>
              {t("exports.new")}
            </Button>
          )}
          {selection && canExport && (
            <Button variant="filled" leftSection={<IconDownload size={16} />} onClick={download}>
              {exportText}
            </Button>
          )}
        </span>
      }
    >
      <div className={css.cam}>
        <div className={css.main}>
          <figure className={css.stage} ref={stage} style={{ margin: 0 }} data-mode={live ? "live" : "recorded"} data-phase={live ? liveState?.phase : playback?.phase} data-shown={Math.round(playheadMs)} data-gap={gap ? true : undefined}>
            <ZoomFrame zoom={magnified} onZoom={setMagnified}>
              {live ? (
                look.word !== "tile.off" && (
                  <div className={css.layer}>
                    <LivePicture cameraId={camera.id} hasSub={camera.streams.some((stream) => stream.role === "sub")} handle={liveHandle} dimmed={look.picture === "dimmed"} grey={look.picture === "grey"} unmask={unmask !== null} onState={setLiveState} />
                  </div>
                )
              ) : (
                <Suspense fallback={null}>
                  <Recorded cameraId={camera.id} startMs={atMs} paused={paused} rate={rate} loop={loop} fps={Math.round(status?.fps ?? 0)} unmask={unmaskedRange} onUnmaskingEnded={() => setUnmasked(null)} handle={recorded} onState={setPlayback} onShown={setShownMs} onEnded={goLive} onHole={cross} />
                </Suspense>
              )}
            </ZoomFrame>
            {live && <LiveMessage look={look} live={liveState} status={status} onRetry={() => liveHandle.current?.reconnect()} cameraId={camera.id} />}
            {!live && playback?.watermark && <Watermark />}
            {!live && <RecordedMessage state={playback} gap={gap} atMs={atMs} onGo={goTo} onLive={goLive} />}
            {(!live || look.picture === "full") && (
              <MaskChip cameraId={camera.id} masks={live ? (liveState?.masks ?? 0) : playback?.masked ? null : 0} unmasked={unmask !== null} atMs={atMs} range={askable} onUnmask={setUnmasked} onMask={() => setUnmasked(null)} />
            )}
            {picture && (
              <Suspense fallback={null}>
                <Ptz cameraId={camera.id} picture={picture} below={below} open={steering} onOpen={steer} />
              </Suspense>
            )}
            <StateChip live={live} look={look} delayMs={liveState?.delayMs ?? null} shownMs={playheadMs} rate={rate} thinned={spanAt(data?.thinned ?? [], playheadMs) !== undefined} fetched={spanAt(data?.fetched ?? [], playheadMs) !== undefined} />
          </figure>
          <div ref={setBelow} />
          <div className={css.phoneActions}>
            <Button size="lg" leftSection={<IconCamera size={16} />} onClick={snapshot}>
              {t("watch.snapshot")}
            </Button>
            {canExport && (
              <Button size="lg" variant={selection ? "filled" : "default"} leftSection={selection ? <IconDownload size={16} /> : <IconArrowAutofitWidth size={16} />} onClick={selection ? download : selectHere}>
                {exportText ?? t("watch.select")}
              </Button>
            )}
            {selection && canExport && (
              <ActionIcon size={44} variant="default" aria-label={t("exports.new")} onClick={() => setExporting(true)}>
                <IconCertificate size={18} />
              </ActionIcon>
            )}
            {canPlayBack && (
              <ActionIcon size={44} variant="default" aria-label={t("bookmark.add")} onClick={book}>
                <IconBookmark size={18} />
              </ActionIcon>
            )}
            {selection && canHold && (
              <ActionIcon size={44} variant="default" aria-label={t("holds.place")} onClick={() => setHolding(true)}>
                <IconLock size={18} />
              </ActionIcon>
            )}
            {selection && (
              <ActionIcon size={44} variant="default" aria-label={t("watch.unselect")} onClick={() => select(null)}>
                <IconX size={18} />
              </ActionIcon>
            )}
          </div>
          <Controls live={live} transport={transport} pad={pad} spanMs={view.window.toMs - view.window.fromMs} onLive={goLive} onLevel={zoom} jump={<JumpTo atMs={playheadMs} nowMs={nowMs} onGo={goTo} />} />
          <div className={css.timeline}>
            <Timeline
              window={view.window}
              nowMs={nowMs}
              oldestMs={nowMs - camera.max_days * DAY_MS}
              data={data}
              fault={fault}
              playheadMs={playheadMs}
              selection={selection}
              bookmarks={bookmarks}
              onBookmark={setBooking}
              overview={<Overview days={whole.data?.buckets ?? []} window={view.window} onPick={(startMs, endMs) => { view.moveTo({ fromMs: startMs, toMs: endMs }); change({ spanMs: endMs - startMs }); }} />}
              preview={(at) => <HoverFrame cameraId={camera.id} atMs={at} stepMs={Math.max(200, (view.window.toMs - view.window.fromMs) / 400)} />}
              onScrub={(at, done) => goTo(at, done)}
              onWindow={view.moveTo}
              onSelection={select}
            />
          </div>
        </div>
        {exporting && selection && (
          <Suspense fallback={null}>
            <ExportDialog cameras={[camera.id]} span={selection} onClose={() => setExporting(false)} />
          </Suspense>
        )}
        {booking && (
          <Suspense fallback={null}>
            {"id" in booking ? (
              <BookmarkDialog key={booking.id} bookmark={booking} cameras={booking.cameras} span={{ startMs: Date.parse(booking.start), endMs: Date.parse(booking.end) }} onClose={() => setBooking(null)} onGo={(at) => { setBooking(null); goTo(at); }} />
            ) : (
              <BookmarkDialog cameras={[camera]} span={booking} onClose={() => setBooking(null)} />
            )}
          </Suspense>
        )}
        {holding && selection && (
          <Suspense fallback={null}>
            <HoldDialog camera={camera} span={selection} onClose={() => setHolding(false)} />
          </Suspense>
        )}
        <Details camera={camera} rendition={liveState?.rendition ?? null} />
      </div>
    </Page>
  );
}
