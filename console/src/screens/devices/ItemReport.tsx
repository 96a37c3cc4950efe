/** What a job found out about one device, step by step. */
import type { ReactNode } from "react";
import { Link } from "wouter";

import type { DeviceItem, DeviceJob } from "../../api/devices";
import { useCamera } from "../../api/queries";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import css from "./Devices.module.css";
import { codingWords, reportOf, settingWords } from "./look";

const BY = ["serial", "mac", "stream", "address", "person"] as const;
const RULES = ["profile", "codec", "sub_stream", "clock", "storage", "stream"] as const;
const SETTINGS = ["encoding", "width", "height", "fps", "bitrate_bps", "gop"] as const;
const SHOWN = 64;

export function ItemReport({ item, kind }: { item: DeviceItem; kind: DeviceJob["kind"] }) {
  const texts = useTexts();
  const { t } = texts;
  const report = reportOf(item);
  const whose = (channels: readonly number[]) => (channels.length > 1 ? t("devices.channelsOf", { count: channels.length }) : channels.length === 1 && t("devices.channel", { number: channels[0] }));
  const outcome = item.report.outcome;
  return (
    <>
      {item.device_id && (
        <Link href={`/devices/${item.device_id}`}>{t("devices.openDevice")}</Link>
      )}
      {report.login && <Step title={t("devices.flow.login")} ok={report.login === "proved"}>{t(`devices.login.${report.login}`)}</Step>}
      {report.conformity && (
        <Part title={t("devices.report.conformity")}>
          {alike(report.conformity, (one) => `${one.rule} ${one.verdict} ${one.said}`).map(({ one, channels }) => {
            const rule = RULES.find((known) => known === one.rule);
            return (
              <Step key={`${one.rule} ${one.said}`} ok={one.verdict === "kept"} bad={one.verdict === "broken"} title={[rule ? t(`devices.rule.${rule}`) : one.rule, whose(channels)].filter(Boolean).join(" · ")}>
                {one.said === "none" ? t("devices.noneOfIt") : one.said === "yes" ? t("devices.there") : one.rule === "codec" ? settingWords(texts, "encoding", one.said) : one.said}
              </Step>
            );
          })}
        </Part>
      )}
      {report.cameras && report.cameras.length > 0 && (
        <Part title={t("devices.report.cameras")}>
          {report.cameras.slice(0, SHOWN).map((one) => <Camera key={one.camera_id} id={one.camera_id} how={one.made ? t("devices.by.made") : BY.includes(one.by as (typeof BY)[number]) ? t(`devices.by.${one.by as (typeof BY)[number]}`) : one.by} />)}
        </Part>
      )}
      {report.pictures === "not_tested" ? (
        <Part title={t("devices.report.pictures")}><Step title={t("devices.picture.notTested")} /></Part>
      ) : (
        report.pictures && (
          <Part title={t("devices.report.pictures")}>
            {report.pictures.slice(0, SHOWN).map((one) => (
              <Step key={one.channel} ok={one.ok} bad={!one.ok} title={t("devices.channel", { number: one.channel })}>
                {one.ok ? codingWords(texts, { codec: one.codec, width: String(one.width), height: String(one.height), fps: Math.round(one.fps), bps: null }) : one.reason || t("devices.picture.none")}
              </Step>
            ))}
          </Part>
        )
      )}
      {report.settings && (
        <Part title={t("devices.report.settings")}>
          {alike(report.settings, (one) => `${one.what} ${one.wanted} ${one.got} ${one.took}`).map(({ one, channels }) => {
            const [stream = "", name = ""] = one.what.split(".");
            const known = SETTINGS.find((each) => each === name);
            const title = one.what === "time" ? t("devices.template.time") : one.what === "name" ? t("devices.template.overlay") : [t(stream === "sub" ? "devices.template.sub" : "devices.template.main"), known ? t(`devices.set.${known}`) : name].join(" · ");
            return (
              <Step key={`${one.what} ${one.got}`} ok={one.took} bad={!one.took} title={[title, whose(channels)].filter(Boolean).join(" · ")}>
                {one.took ? settingWords(texts, name, one.got) : t("devices.differs", { wanted: settingWords(texts, name, one.wanted), got: settingWords(texts, name, one.got) || one.why || "–" })}
              </Step>
            );
          })}
        </Part>
      )}
      {kind === "rotate" && typeof outcome === "string" && outcome !== "" && <Part title={t("devices.password")}><Step ok={outcome === "changed"} title={t(outcome === "changed" ? "devices.outcome.changed" : "devices.outcome.kept")} /></Part>}
    </>
  );
}

/** What is said alike of several channels is said once. */
function alike<One extends { channel: number | null }>(all: readonly One[], saying: (one: One) => string): { one: One; channels: number[] }[] {
  const found = new Map<string, { one: One; channels: number[] }>();
  for (const one of all) {
    const same = found.get(saying(one)) ?? { one, channels: [] };
    if (one.channel !== null) same.channels.push(one.channel);
    found.set(saying(one), same);
  }
  return [...found.values()].slice(0, SHOWN);
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="small dim">{title}</h3>
      <ul className={css.rows}>{children}</ul>
    </section>
  );
}

function Step({ title, ok, bad, children }: { title: string; ok?: boolean; bad?: boolean; children?: ReactNode }) {
  const look = ok ? "ok" : bad ? "bad" : "warn";
  return (
    <li className={css.line} style={{ listStyle: "none" }}>
      <span className={`c-${look}`}><Shape name={look} size={12} /></span>
      <span className="grow">{title}</span>
      <span className="small dim num">{children}</span>
    </li>
  );
}

function Camera({ id, how }: { id: string; how: string }) {
  const camera = useCamera(id).data;
  return (
    <li className={css.line}>
      <span className="c-ok"><Shape name="ok" size={12} /></span>
      <Link href={`/watch/${id}`} className="grow cut">{camera ? [camera.code, camera.name !== camera.code && camera.name].filter(Boolean).join(" ") : "…"}</Link>
      <span className="small dim">{how}</span>
    </li>
  );
}
