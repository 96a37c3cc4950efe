/** A screen of its own: a code once, then the layout that somebody has put on it. No session, no controls. */
import { Button, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

import { ApiError } from "../../api/client";
import { useEnrol, useScreen, type Screen } from "../../api/walls";
import { Mark } from "../../app/Mark";
import { useNow } from "../../app/now";
import { Splash } from "../../app/Splash";
import tileCss from "../../components/CameraTile.module.css";
import { Shape } from "../../components/Shape";
import { ErrorNote } from "../../components/States";
import { tileLook } from "../../components/tileLook";
import markCss from "../../components/Watermark.module.css";
import { useTexts } from "../../i18n";
import { LiveView, type LiveState } from "../../player/live";
import { playerKind } from "../../player/support";
import signInCss from "../SignIn.module.css";
import { arranged, pageDue } from "../wallLayout";
import { AlarmBand } from "./AlarmBand";
import alarmCss from "./AlarmBand.module.css";
import css from "./WallNode.module.css";

export function WallNode() {
  const { t } = useTexts();
  const screen = useScreen();
  useEffect(() => {
    document.title = t("app.title", { page: screen.data?.name ?? t("node.title") });
  }, [t, screen.data?.name]);
  if (screen.error instanceof ApiError && screen.error.status === 401) return <Enrol />;
  if (!screen.data) return screen.isError ? <Waiting text={t("node.away")} /> : <Splash />;
  if (!screen.data.layout) return <Waiting text={t("node.waits", { name: screen.data.name })} />;
  return <Shown screen={screen.data} layout={screen.data.layout} />;
}

function Waiting({ text }: { text: string }) {
  return (
    <main className={signInCss.page}>
      <p className={css.waiting} role="status">
        <Mark size={44} />
        {text}
      </p>
    </main>
  );
}

function Enrol() {
  const { t } = useTexts();
  const enrol = useEnrol();
  const [code, setCode] = useState("");
  return (
    <main className={signInCss.page}>
      <form
        className={signInCss.box}
        onSubmit={(event) => {
          event.preventDefault();
          enrol.mutate(code);
        }}
      >
        <div className={signInCss.brand}>
          <Mark size={44} />
          <div>
            <h1>{t("node.title")}</h1>
            <p>{t("node.what")}</p>
          </div>
        </div>
        <TextInput label={t("node.code")} placeholder="ABCD-EFGH" value={code} onChange={(event) => setCode(event.currentTarget.value)} autoFocus autoComplete="off" maxLength={20} error={enrol.error instanceof ApiError && enrol.error.status === 401 ? t("node.wrong") : undefined} />
        {enrol.error && !(enrol.error instanceof ApiError && enrol.error.status === 401) && <ErrorNote error={enrol.error} />}
        <Button type="submit" variant="filled" loading={enrol.isPending} disabled={code.trim().length < 8}>
          {t("node.enrol")}
        </Button>
      </form>
    </main>
  );
}

function Shown({ screen, layout }: { screen: Screen; layout: NonNullable<Screen["layout"]> }) {
  const { rich } = useTexts();
  const now = useNow(1000);
  const [began] = useState(now);
  const page = layout.pages[pageDue(layout.pages.map((one) => one.seconds ?? 20), (now - began) / 1000)] ?? layout.pages[0];
  const size = page?.size ?? 1;
  const side = Math.sqrt(size);
  const tiles = Array.from({ length: size }, (_, index) => page?.tiles[index] ?? null);
  const { places, rest } = arranged({ size, tiles, pinned: page?.pinned }, screen.alarms ?? []);
  return (
    <main className={css.wall} style={{ gridTemplateColumns: `repeat(${side}, 1fr)`, gridTemplateRows: `repeat(${side}, 1fr)` }} data-node={screen.name}>
      {places.map(({ id, alarm }, index) => {
        const camera = screen.cameras.find((one) => one.camera_id === id);
        return (
          <div key={camera?.camera_id ?? `empty-${index}`} className={css.tile} data-tile={index} data-alarm={alarm?.kind}>
            {camera ? <NodeTile camera={camera} by={screen.put_by ?? ""} name={screen.name} /> : <div className={tileCss.tile} />}
            {alarm && <AlarmBand alarm={alarm} />}
          </div>
        );
      })}
      {rest > 0 && (
        <p className={alarmCss.rest} role="status">
          <Shape name="bad" />
          {rich("wall.alarm.rest", { count: rest })}
        </p>
      )}
    </main>
  );
}

function NodeTile({ camera, by, name }: { camera: Screen["cameras"][number]; by: string; name: string }) {
  const { t, format } = useTexts();
  const now = useNow(1000);
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<LiveView | null>(null);
  const grant = useRef("");
  const [live, setLive] = useState<LiveState | null>(null);
  const allowed = Boolean(camera.grant);
  const { camera_id: cameraId, stream } = camera;
  useEffect(() => {
    grant.current = camera.grant ?? "";
    if (camera.grant && ["denied", "withdrawn", "unknown", "signed_out"].includes(view.current?.state.phase ?? "")) view.current?.reconnect();
  }, [camera.grant]);
  useEffect(() => {
    const element = host.current;
    if (!element || !allowed) return;
    const made = new LiveView(element, { cameraId, stream, purpose: "", reference: "", grant: () => grant.current, kind: playerKind() }, setLive);
    view.current = made;
    return () => {
      made.close();
      view.current = null;
    };
  }, [cameraId, stream, allowed]);
  const look = allowed ? tileLook(live, undefined) : null;
  const shows = look?.picture === "full";
  return (
    <article className={tileCss.tile} data-camera={cameraId} data-state={allowed ? (live?.phase ?? "connecting") : "noRight"}>
      {allowed && <div ref={host} className={tileCss.picture} data-dimmed={!shows || undefined} />}
      {live?.watermark && (
        <div className={markCss.mark} aria-hidden>
          {[0, 1, 2].map((row) => (
            <span key={row}>{`${by} @ ${name} · ${format.dateTime(now)}`}</span>
          ))}
        </div>
      )}
      <div className={tileCss.cap}>
        <span className={`${tileCss.code} num`}>{camera.code || "–"}</span>
        <span className={tileCss.name}>{camera.name}</span>
        <span className={`${tileCss.state} c-${look?.tone ?? "off"}`}>
          <Shape name={look?.shape ?? "lock"} />
          {t(look?.word ?? "tile.noRight")}
        </span>
      </div>
    </article>
  );
}
