/** What a device sees: each picture source, which camera it is, how it codes, what it blots out itself. */
import { Button, Checkbox, Select, Skeleton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPhotoOff } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Link } from "wouter";

import { useDeviceMasks, useLinkChannel, usePushMasks, type DeviceChannel, type DeviceFile } from "../../api/devices";
import { useMasks } from "../../api/masks";
import { can, useCamera, useCameras, useMe, useThumbnails } from "../../api/queries";
import { FormDialog } from "../../components/FormDialog";
import { Badge } from "../../components/StateBadge";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Devices.module.css";
import { codingWords, type Facts, type ImagingName } from "./look";

const SHOWN = 8;

export function ChannelsCard({ device, facts, may }: { device: DeviceFile; facts: Facts; may: boolean }) {
  const { t } = useTexts();
  const me = useMe();
  const [all, setAll] = useState(false);
  const shown = all ? device.channels : device.channels.slice(0, SHOWN);
  const ids = useMemo(() => device.channels.slice(0, all ? undefined : SHOWN).flatMap((one) => (one.camera_id ? [one.camera_id] : [])), [device.channels, all]);
  const pictures = useThumbnails(ids, can(me.data, "media.snapshot"));
  return (
    <section className={`card ${css.card}`} aria-label={t("devices.channels")}>
      <h2>{t("devices.channelsOf", { count: device.channels.length })}</h2>
      {device.channels.length === 0 ? (
        <p className="small dim">{t("devices.channelsNone")}</p>
      ) : (
        <ul className={css.rows}>
          {shown.map((one) => <Channel key={one.token} device={device} channel={one} facts={facts} may={may} picture={one.camera_id ? pictures.data?.get(one.camera_id) : undefined} />)}
        </ul>
      )}
      {device.channels.length > SHOWN && !all && <div><Button size="xs" onClick={() => setAll(true)}>{t("devices.channelsAll", { count: device.channels.length })}</Button></div>}
    </section>
  );
}

interface ChannelProps {
  device: DeviceFile;
  channel: DeviceChannel;
  facts: Facts;
  may: boolean;
  picture: string | null | undefined;
}

function Channel({ device, channel, facts, may, picture }: ChannelProps) {
  const texts = useTexts();
  const { t } = texts;
  const camera = useCamera(channel.camera_id ?? undefined).data;
  const [dialog, setDialog] = useState<"link" | "masks" | null>(null);
  const [broken, setBroken] = useState(false);
  const coding = facts.encodings[channel.token];
  const imaging = facts.imaging[channel.token] ?? [];
  const close = () => setDialog(null);
  return (
    <li className={css.channel}>
      {picture && !broken ? <img className={css.picture} src={picture} alt="" loading="lazy" onError={() => setBroken(true)} /> : <span className={css.picture}><IconPhotoOff size={18} aria-hidden /></span>}
      <div className={css.why}>
        <b className="cut">
          {channel.camera_id ? <Link href={`/watch/${channel.camera_id}`}>{camera ? [camera.code, camera.name !== camera.code && camera.name].filter(Boolean).join(" ") : "…"}</Link> : t("devices.noCamera")}
        </b>
        <span className="small dim">{[t("devices.channel", { number: channel.position }), channel.name, channel.steerable && t("devices.steerable")].filter(Boolean).join(" · ")}</span>
        {coding?.main && <span className="small num">{t("devices.coding.main", { coding: codingWords(texts, coding.main) })}</span>}
        {coding && <span className="small num">{coding.sub ? t("devices.coding.sub", { coding: codingWords(texts, coding.sub) }) : t("devices.coding.noSub")}</span>}
        {imaging.length > 0 && (
          <details className="small">
            <summary className="dim">{t("devices.imaging")}</summary>
            <dl className={css.facts}>
              {imaging.map(([name, value]) => (
                <span key={name} style={{ display: "contents" }}>
                  <dt>{t(`devices.imaging.${name as ImagingName}`)}</dt>
                  <dd className="num">{value}</dd>
                </span>
              ))}
            </dl>
          </details>
        )}
      </div>
      {may && (
        <div className={css.choices}>
          <Button size="xs" onClick={() => setDialog("link")}>{t(channel.camera_id ? "devices.link.change" : "devices.link.choose")}</Button>
          <Button size="xs" onClick={() => setDialog("masks")}>{t("devices.masks")}</Button>
        </div>
      )}
      {dialog === "link" && <LinkDialog device={device} channel={channel} onClose={close} />}
      {dialog === "masks" && <MasksDialog device={device} channel={channel} onClose={close} />}
    </li>
  );
}

function LinkDialog({ device, channel, onClose }: { device: DeviceFile; channel: DeviceChannel; onClose: () => void }) {
  const { t } = useTexts();
  const link = useLinkChannel(device.id);
  const now = useCamera(channel.camera_id ?? undefined).data;
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const found = useCameras(q, 20).data?.pages[0]?.items ?? [];
  const [camera, setCamera] = useState<string | null>(channel.camera_id);
  const known = [...(now ? [now] : []), ...found.filter((one) => one.id !== now?.id)];
  return (
    <FormDialog title={t("devices.link")} size={460} word={t("devices.link.send")} sending={link.isPending} disabled={camera === channel.camera_id} onSend={() => link.mutate({ token: channel.token, camera_id: camera }, { onSuccess: onClose })} onClose={onClose}>
      <p className="small dim">{t("devices.link.what", { number: channel.position })}</p>
      <Select label={t("devices.link.camera")} placeholder={t("devices.noCamera")} searchable clearable clearButtonProps={{ "aria-label": t("filter.clearOne") }} data={known.map((one) => ({ value: one.id, label: `${one.code} ${one.name}` }))} filter={({ options }) => options} value={camera} onChange={setCamera} searchValue={typed} onSearchChange={setTyped} nothingFoundMessage={t("app.nothing")} data-autofocus />
      {link.isError && <ErrorNote error={link.error} />}
    </FormDialog>
  );
}

/** What the camera itself hides, asked of it now; areas drawn here are pushed to it, none is taken away. */
function MasksDialog({ device, channel, onClose }: { device: DeviceFile; channel: DeviceChannel; onClose: () => void }) {
  const { t } = useTexts();
  const there = useDeviceMasks(device.id, channel.token);
  const push = usePushMasks(device.id, channel.token);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const shown = push.data?.items ?? there.data;
  return (
    <FormDialog title={t("devices.masks")} size={520} word={t("devices.masks.push", { count: chosen.size })} sending={push.isPending} disabled={chosen.size === 0} onSend={() => push.mutate([...chosen], { onSuccess: () => setChosen(new Set()) })} onClose={onClose}>
      <p className="small dim">{t("devices.masks.what")}</p>
      <div className={css.choices}>
        <b className="small">{t("devices.masks.there")}</b>
        {there.isError ? (
          <ErrorNote error={there.error} />
        ) : !shown ? (
          <Skeleton height={120} width={240} />
        ) : shown.length === 0 ? (
          <span className="dim">{t("devices.masks.none")}</span>
        ) : (
          <>
            <svg className={css.masks} viewBox="0 0 160 90" role="img" aria-label={t("devices.masks.count", { count: shown.length })}>
              {shown.map((one, index) => <polygon key={index} points={one.points.map(([x = 0, y = 0]) => `${x * 160},${y * 90}`).join(" ")} fill="var(--tc-hold)" opacity={one.enabled ? 0.7 : 0.25} />)}
            </svg>
            <span className="small dim">{t("devices.masks.count", { count: shown.length })}</span>
          </>
        )}
      </div>
      {channel.camera_id ? <Areas camera={channel.camera_id} chosen={chosen} onChange={setChosen} /> : <p className="note">{t("devices.masks.noCamera")}</p>}
      {push.isSuccess && <p className="note ok" role="status">{t("devices.masks.done")}</p>}
      {push.isError && <ErrorNote error={push.error} />}
    </FormDialog>
  );
}

function Areas({ camera, chosen, onChange }: { camera: string; chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void }) {
  const { t } = useTexts();
  const masks = useMasks(camera);
  const areas = masks.data?.areas ?? [];
  if (masks.isError) return <ErrorNote error={masks.error} />;
  return (
    <div className={css.choices}>
      <b className="small">{t("devices.masks.ours")}</b>
      {masks.data && areas.length === 0 && (
        <span className="dim">
          {t("devices.masks.noneOurs")} <Link href={`/cameras/${camera}/masks`}>{t("devices.masks.draw")}</Link>
        </span>
      )}
      {areas.map((one) => (
        <Checkbox key={one.id} label={<>{one.name} {one.reason && <Badge tone="hold" shape="mask">{one.reason}</Badge>}</>} checked={chosen.has(one.id)} onChange={(event) => { const next = new Set(chosen); if (event.currentTarget.checked) next.add(one.id); else next.delete(one.id); onChange(next); }} />
      ))}
    </div>
  );
}
