/** How cameras are to be set; what is left empty stays as it is. */
import { NumberInput, Select, Switch, TagsInput } from "@mantine/core";

import type { Template } from "../../api/devices";
import { useTexts } from "../../i18n";
import css from "./Devices.module.css";

type Figure = number | string;
type Codec = "h264" | "h265";

export interface Wanted {
  mainCodec: Codec | null;
  mainSize: string | null;
  mainRate: Figure;
  mainMbit: Figure;
  gop: Figure;
  subCodec: Codec | null;
  subSize: string | null;
  subRate: Figure;
  subMbit: Figure;
  servers: string[];
  overlay: boolean;
}

export const EMPTY_TEMPLATE: Wanted = { mainCodec: null, mainSize: null, mainRate: "", mainMbit: "", gop: "", subCodec: null, subSize: null, subRate: "", subMbit: "", servers: [], overlay: false };
/** What most cameras of a street are set to. */
export const USUAL_TEMPLATE: Wanted = { ...EMPTY_TEMPLATE, mainMbit: 4, gop: 2, subCodec: "h264", subSize: "640x360", subMbit: 0.5, overlay: true };

const MAIN_SIZES = ["1280x720", "1920x1080", "2560x1440", "3840x2160"];
const SUB_SIZES = ["352x288", "640x360", "704x576", "1280x720"];
const TIMEZONE = "ICT-7";
export const NOTHING: Template = { ntp_servers: [], name_overlay: false, timezone: TIMEZONE };

const figure = (value: Figure) => (value === "" ? undefined : Number(value));
const bits = (mbit: Figure) => (mbit === "" ? undefined : Math.round(Number(mbit) * 1_000_000));
const sides = (size: string | null) => size?.split("x").map(Number) ?? [];

/** Whether its figures are ones. */
export const isWhole = (of: Wanted) => [of.mainRate, of.mainMbit, of.gop, of.subRate, of.subMbit].every((one) => one === "" || Number(one) > 0);

export function asTemplate(of: Wanted): Template {
  const [main_width, main_height] = sides(of.mainSize);
  const [sub_width, sub_height] = sides(of.subSize);
  const set = {
    main_encoding: of.mainCodec ?? undefined, main_width, main_height, main_fps: figure(of.mainRate), main_bitrate_bps: bits(of.mainMbit), main_gop_s: figure(of.gop),
    sub_encoding: of.subCodec ?? undefined, sub_width, sub_height, sub_fps: figure(of.subRate), sub_bitrate_bps: bits(of.subMbit),
  };
  return { ...NOTHING, ...Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)), ntp_servers: of.servers, name_overlay: of.overlay };
}

export function TemplateFields({ value, onChange }: { value: Wanted; onChange: (value: Wanted) => void }) {
  const { t } = useTexts();
  const put = <Name extends keyof Wanted>(name: Name, to: Wanted[Name]) => onChange({ ...value, [name]: to });
  const codecs = [{ value: "h264", label: "H.264" }, { value: "h265", label: "H.265" }];
  const clear = { "aria-label": t("filter.clearOne") };
  const asIs = t("devices.template.asIs");
  const sizes = (all: readonly string[]) => all.map((one) => ({ value: one, label: one.replace("x", "×") }));
  return (
    <>
      <fieldset className={css.choices} style={{ border: 0, padding: 0, margin: 0 }}>
        <legend className="small" style={{ padding: 0 }}><b>{t("devices.template.main")}</b></legend>
        <div className={css.two}>
          <Select label={t("devices.template.codec")} placeholder={asIs} clearable clearButtonProps={clear} data={codecs} value={value.mainCodec} onChange={(to) => put("mainCodec", to as Codec | null)} />
          <Select label={t("devices.template.size")} placeholder={asIs} clearable clearButtonProps={clear} data={sizes(MAIN_SIZES)} value={value.mainSize} onChange={(to) => put("mainSize", to)} />
          <NumberInput label={t("devices.template.bitrate")} placeholder={asIs} value={value.mainMbit} onChange={(to) => put("mainMbit", to)} min={0.1} max={50} step={0.5} />
          <NumberInput label={t("devices.template.rate")} placeholder={asIs} value={value.mainRate} onChange={(to) => put("mainRate", to)} min={1} max={120} />
          <NumberInput label={t("devices.template.gop")} placeholder={asIs} value={value.gop} onChange={(to) => put("gop", to)} min={0.5} max={20} step={0.5} />
        </div>
      </fieldset>
      <fieldset className={css.choices} style={{ border: 0, padding: 0, margin: 0 }}>
        <legend className="small" style={{ padding: 0 }}><b>{t("devices.template.sub")}</b></legend>
        <div className={css.two}>
          <Select label={t("devices.template.codec")} placeholder={asIs} clearable clearButtonProps={clear} data={codecs} value={value.subCodec} onChange={(to) => put("subCodec", to as Codec | null)} />
          <Select label={t("devices.template.size")} placeholder={asIs} clearable clearButtonProps={clear} data={sizes(SUB_SIZES)} value={value.subSize} onChange={(to) => put("subSize", to)} />
          <NumberInput label={t("devices.template.bitrate")} placeholder={asIs} value={value.subMbit} onChange={(to) => put("subMbit", to)} min={0.1} max={50} step={0.1} />
          <NumberInput label={t("devices.template.rate")} placeholder={asIs} value={value.subRate} onChange={(to) => put("subRate", to)} min={1} max={120} />
        </div>
      </fieldset>
      <TagsInput label={t("devices.template.time")} description={t("devices.template.timeWhat")} placeholder={value.servers.length ? undefined : "10.12.0.1"} value={value.servers} onChange={(to) => put("servers", to)} maxTags={4} splitChars={[",", " ", ";"]} />
      <Switch label={t("devices.template.overlay")} checked={value.overlay} onChange={(event) => put("overlay", event.currentTarget.checked)} />
    </>
  );
}
