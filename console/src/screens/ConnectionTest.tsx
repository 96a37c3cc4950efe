import { Button, Loader } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";

import { useProbe } from "../api/queries";
import type { Probe } from "../api/types";
import { useNow } from "../app/now";
import { Shape } from "../components/Shape";
import { ErrorNote } from "../components/States";
import { reasonTexts } from "../components/tileLook";
import { useTexts } from "../i18n";
import { isRtsp, type StreamInput } from "./cameraInput";
import css from "./Form.module.css";

/** Shows the picture, or says plainly what is wrong and what to do. */
export function ConnectionTest({ stream, ownerId, cameraId, stored, storedBasic, onCertificate, onBasic }: { stream: StreamInput; ownerId: string; cameraId: string | undefined; stored: boolean; storedBasic: boolean; onCertificate: (sha256: string) => void; onBasic: (allowed: boolean) => void }) {
  const { t } = useTexts();
  const probe = useProbe();
  const usable = isRtsp(stream.url);
  const result = probe.data;
  const basic = stream.allowBasic ?? storedBasic;
  return (
    <section className={`card ${css.card} ${css.test}`} aria-label={t("probe.title")} aria-live="polite">
      <h2>{t("probe.title")}</h2>
      <div className={css.shot}>
        {probe.isPending ? <Loader size="sm" /> : result?.picture ? <img src={result.picture} alt={t("probe.picture")} data-probe-picture /> : <span style={{ padding: 16 }}>{t("probe.none")}</span>}
      </div>
      {result && <Result result={result} />}
      {result?.certificate && <Shown shown={result.certificate} confirmed={stream.certificate === result.certificate.sha256} asked={!result.ok} onConfirm={onCertificate} />}
      {(basic || result?.reason === "basic_only") && <Basic allowed={basic} works={result?.ok ?? false} onBasic={onBasic} />}
      {probe.isError && <ErrorNote error={probe.error} />}
      {stored && !stream.password && <p className="small dim">{t("probe.stored")}</p>}
      <Button leftSection={<IconPlugConnected size={16} />} disabled={!usable} loading={probe.isPending} onClick={() => probe.mutate({ url: stream.url.trim(), username: stream.username.trim(), password: stream.password, certificate: stream.certificate, allow_basic: stream.allowBasic ?? (cameraId ? undefined : false), owner_id: ownerId, camera_id: cameraId ?? "", role: "main" })}>
        {t("probe.go")}
      </Button>
      {!usable && <p className="small faint">{t("probe.first")}</p>}
    </section>
  );
}

function Result({ result }: { result: Probe }) {
  const { t, format } = useTexts();
  if (result.ok) {
    return (
      <div className="note ok" data-probe="ok">
        <Shape name="ok" size={14} />
        <span>
          <b>{t("probe.ok")}</b> {result.width && result.height && result.codec && t("probe.is", { width: result.width, height: result.height, fps: format.number(result.fps ?? 0), codec: result.codec === "h265" ? "H.265" : "H.264" })}
          {result.codec === "h265" && <span style={{ display: "block" }}>{t("probe.h265")}</span>}
          {!result.picture && <span style={{ display: "block" }}>{t(result.hidden ? "probe.hidden" : "probe.noPicture")}</span>}
          <Said detail={result.hidden ? "" : result.detail} />
        </span>
      </div>
    );
  }
  const { why, what } = reasonTexts(result.reason);
  return (
    <div className="note bad" data-probe={result.reason}>
      <Shape name="bad" size={14} cut="var(--tc-bad-soft)" />
      <span>
        <b>{t("probe.failed", { why: t(why) })}</b> {t(what)}
        <Said detail={result.detail} />
      </span>
    </div>
  );
}

/** Trust on first use, by a person who has compared. */
function Shown({ shown, confirmed, asked, onConfirm }: { shown: NonNullable<Probe["certificate"]>; confirmed: boolean; asked: boolean; onConfirm: (sha256: string) => void }) {
  const { t } = useTexts();
  const now = useNow(60_000);
  const until = shown.valid_until;
  const over = until !== null && new Date(until).getTime() < now;
  return (
    <div className="note" data-certificate={shown.sha256} style={{ display: "grid", gap: 6 }}>
      <b>{t("probe.certificate")}</b>
      {shown.subject && <span className="small" style={{ overflowWrap: "anywhere" }}>{shown.subject}</span>}
      <code className="small" style={{ overflowWrap: "anywhere" }}>{t("probe.fingerprint")} {shown.sha256.match(/../g)?.join(":")}</code>
      {until && <span className="small">{t(over ? "probe.expired" : "probe.until", { until: until.slice(0, 10) })}</span>}
      {confirmed && asked ? (
        <span className="small">{t("probe.confirmed")}</span>
      ) : (
        asked && (
          <>
            <span className="small dim">{t("probe.compare")}</span>
            <Button size="xs" onClick={() => onConfirm(shown.sha256)}>{t("probe.confirm")}</Button>
          </>
        )
      )}
    </div>
  );
}

/** The password in the clear: a person decides, and can take it back. */
function Basic({ allowed, works, onBasic }: { allowed: boolean; works: boolean; onBasic: (allowed: boolean) => void }) {
  const { t } = useTexts();
  return (
    <div className="note warn" data-basic={allowed} style={{ display: "grid", gap: 6 }}>
      {allowed && <b>{t("probe.basicAllowed")}</b>}
      <span className="small">{t("probe.basicWhat")}</span>
      {allowed && !works && <span className="small">{t("probe.basicTest")}</span>}
      <Button size="xs" onClick={() => onBasic(!allowed)}>
        {t(allowed ? "probe.basicTakeBack" : "probe.basicAllow")}
      </Button>
    </div>
  );
}

/** In the server's words, for who looks after the camera. */
function Said({ detail }: { detail: string | undefined }) {
  const { t } = useTexts();
  return detail ? <span className="small dim" style={{ display: "block", overflowWrap: "anywhere" }}>{t("probe.detail", { detail })}</span> : null;
}
