/** How a channel's picture is made: what the device offers, as it says now. */
import { Button, Select, Skeleton, Slider } from "@mantine/core";
import "@mantine/core/styles/Slider.css"; // for this screen alone
import { useState } from "react";

import { useDeviceImaging, useSetImaging, type DeviceImaging } from "../../../api/deviceSettings";
import type { DeviceFile } from "../../../api/devices";
import { ErrorNote } from "../../../components/States";
import { useTexts, type TextKey } from "../../../i18n";
import css from "../Devices.module.css";

const LEVELS = ["brightness", "contrast", "saturation", "sharpness"] as const;
const MODES = ["ir_cut_filter", "wide_dynamic_range", "exposure", "focus"] as const;
const WORDS: Record<string, TextKey> = {
  "ir_cut_filter.ON": "deviceSettings.ir.day", "ir_cut_filter.OFF": "deviceSettings.ir.night", "ir_cut_filter.AUTO": "deviceSettings.auto",
  "wide_dynamic_range.ON": "deviceSettings.on", "wide_dynamic_range.OFF": "deviceSettings.off",
  "exposure.AUTO": "deviceSettings.auto", "exposure.MANUAL": "deviceSettings.manual",
  "focus.AUTO": "deviceSettings.auto", "focus.MANUAL": "deviceSettings.manual",
};

export function PictureCard({ device }: { device: DeviceFile }) {
  const { t } = useTexts();
  const [token, setToken] = useState(device.channels[0]?.token ?? "");
  if (!token) return null;
  return (
    <section className={`card ${css.card}`} aria-label={t("deviceSettings.picture")}>
      <h2>{t("deviceSettings.picture")}</h2>
      {device.channels.length > 1 && <Select aria-label={t("deviceSettings.channel")} value={token} onChange={(value) => value && setToken(value)} allowDeselect={false} data={device.channels.map((one) => ({ value: one.token, label: `${one.position} · ${one.name || one.token}` }))} />}
      <Channel key={token} id={device.id} token={token} />
    </section>
  );
}

function Channel({ id, token }: { id: string; token: string }) {
  const { t } = useTexts();
  const imaging = useDeviceImaging(id, token);
  if (imaging.isError)
    return (
      <>
        <ErrorNote error={imaging.error} />
        <div>
          <Button loading={imaging.isFetching} onClick={() => void imaging.refetch()}>{t("deviceSettings.again")}</Button>
        </div>
      </>
    );
  if (!imaging.data) return <Skeleton height={180} aria-label={t("deviceSettings.asking")} />;
  return <Levels key={imaging.dataUpdatedAt} id={id} token={token} now={imaging.data} />;
}

function Levels({ id, token, now }: { id: string; token: string; now: DeviceImaging }) {
  const { t, format } = useTexts();
  const set = useSetImaging(id, token);
  const [levels, setLevels] = useState<Partial<Record<(typeof LEVELS)[number], number>>>({});
  const [modes, setModes] = useState<Partial<Record<(typeof MODES)[number], string>>>({});
  const shownLevels = LEVELS.flatMap((name) => {
    const [low, high] = now.limits[name] ?? [];
    const value = now.settings[name];
    return low !== undefined && high !== undefined && high > low && value !== null ? [{ name, low, high, value: levels[name] ?? value }] : [];
  });
  const shownModes = MODES.filter((name) => now.limits[name].length > 1 && now.settings[name]);
  if (!shownLevels.length && !shownModes.length) return <p className="small dim">{t("deviceSettings.nothing")}</p>;
  const word = (name: string, mode: string) => {
    const known = WORDS[`${name}.${mode}`];
    return known ? t(known) : mode;
  };
  const changed = Object.keys(levels).length + Object.keys(modes).length > 0;
  return (
    <form
      style={{ display: "grid", gap: 12 }}
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({ ...levels, ...modes });
      }}
    >
      {shownLevels.map(({ name, low, high, value }) => (
        <div key={name}>
          <div className={css.line} style={{ justifyContent: "space-between" }}>
            <span id={`imaging-${name}`}>{t(`deviceSettings.${name}`)}</span>
            <span className="num">{format.number(value, high - low > 2 ? 0 : 2)}</span>
          </div>
          <Slider aria-labelledby={`imaging-${name}`} thumbLabel={t(`deviceSettings.${name}`)} label={null} min={low} max={high} step={high - low > 2 ? 1 : (high - low) / 100} value={value} onChange={(to) => setLevels((all) => ({ ...all, [name]: to }))} />
        </div>
      ))}
      {shownModes.length > 0 && (
        <div className={css.two}>
          {shownModes.map((name) => (
            <Select key={name} label={t(`deviceSettings.${name}`)} allowDeselect={false} value={modes[name] ?? now.settings[name]} onChange={(to) => to && setModes((all) => ({ ...all, [name]: to }))} data={now.limits[name].map((mode) => ({ value: mode, label: word(name, mode) }))} />
          ))}
        </div>
      )}
      {now.not_taken.length > 0 && <p className="small c-warn" role="status">{t("deviceSettings.notTaken")}</p>}
      {set.isError && <ErrorNote error={set.error} />}
      <div className={css.line}>
        <Button type="submit" variant="filled" loading={set.isPending} disabled={!changed}>{t("deviceSettings.set")}</Button>
        {changed && <Button onClick={() => { setLevels({}); setModes({}); }}>{t("deviceSettings.discard")}</Button>}
      </div>
    </form>
  );
}
