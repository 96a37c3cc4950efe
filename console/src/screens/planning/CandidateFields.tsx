/** Everything that is typed about one drawn camera. */
import { Select, Switch, TextInput } from "@mantine/core";

import { useTexts } from "../../i18n";
import { SIZES, wrongNumbers, type CandidateInput, type NumberField } from "./candidates";
import css from "./Planning.module.css";

const CODECS = ["H.265", "H.264"] as const;
const TEXTS = ["maker", "model"] as const;
const KNOWN = ["network", "onvif", "unique_password", "notice"] as const;
const sizeName = (width: number, height: number) => `${width}x${height}`;

export function CandidateFields({ candidate, onChange }: { candidate: CandidateInput; onChange: (change: Partial<CandidateInput>) => void }) {
  const { t, format } = useTexts();
  const wrong = wrongNumbers(candidate);
  const number = (field: NumberField) => (
    <TextInput key={field} label={t(`proposal.field.${field}`)} inputMode="decimal" value={candidate[field]} onChange={(event) => onChange({ [field]: event.currentTarget.value })} error={wrong.includes(field) && t("proposal.fault")} />
  );
  const sizes = [...SIZES, ...(SIZES.some((size) => size.width_px === candidate.width_px && size.height_px === candidate.height_px) ? [] : [candidate])];
  return (
    <div className={css.fields}>
      <TextInput className={css.wide} label={t("proposal.field.name")} value={candidate.name} onChange={(event) => onChange({ name: event.currentTarget.value })} error={!candidate.name.trim() && t("camera.fault.required")} />
      {number("lat")}
      {number("lon")}
      {number("azimuth_deg")}
      {number("hfov_deg")}
      {number("height_m")}
      {number("tilt_deg")}
      <Select
        className={css.wide}
        label={t("proposal.field.size")}
        data={sizes.map(({ width_px: width, height_px: height }) => ({ value: sizeName(width, height), label: t("proposal.size", { width, height, megapixels: format.number((width * height) / 1e6, 1) }) }))}
        value={sizeName(candidate.width_px, candidate.height_px)}
        onChange={(value) => {
          const size = sizes.find((one) => sizeName(one.width_px, one.height_px) === value);
          if (size) onChange({ width_px: size.width_px, height_px: size.height_px });
        }}
        allowDeselect={false}
      />
      <Select label={t("proposal.field.codec")} data={[...CODECS]} value={candidate.codec ?? null} onChange={(codec) => codec && onChange({ codec })} allowDeselect={false} />
      <Select label={t("map.kind")} data={(["fixed", "ptz"] as const).map((value) => ({ value, label: t(`map.kind.${value}`) }))} value={candidate.kind ?? "fixed"} onChange={(value) => onChange({ kind: value === "ptz" ? "ptz" : "fixed" })} allowDeselect={false} />
      <Select className={css.wide} label={t("proposal.field.connection")} data={(["fibre", "internet", "mobile"] as const).map((value) => ({ value, label: t(`proposal.connection.${value}`) }))} value={candidate.connection ?? null} onChange={(value) => onChange({ connection: (["fibre", "internet", "mobile"] as const).find((one) => one === value) ?? null })} allowDeselect={false} />
      <Select className={css.wide} label={t("map.purpose")} data={(["security", "defence", "state_management"] as const).map((value) => ({ value, label: t(`map.purpose.${value}`) }))} value={candidate.purpose ?? null} onChange={(value) => onChange({ purpose: (["security", "defence", "state_management"] as const).find((one) => one === value) ?? null })} allowDeselect={false} />
      {TEXTS.map((field) => (
        <TextInput key={field} label={t(`double.field.${field}`)} value={candidate[field] ?? ""} onChange={(event) => onChange({ [field]: event.currentTarget.value })} />
      ))}
      <TextInput className={css.wide} label={t("proposal.field.conformity_certificate")} description={t("proposal.field.conformityWhat")} value={candidate.conformity_certificate ?? ""} onChange={(event) => onChange({ conformity_certificate: event.currentTarget.value })} />
      {KNOWN.map((field) => (
        <Select
          key={field}
          label={t(`proposal.field.${field}`)}
          data={[
            { value: "yes", label: t("double.yes") },
            { value: "no", label: t("double.no") },
            { value: "unknown", label: t("double.nothing") },
          ]}
          value={candidate[field] === true ? "yes" : candidate[field] === false ? "no" : "unknown"}
          onChange={(value) => onChange({ [field]: value === "yes" ? true : value === "no" ? false : null })}
          allowDeselect={false}
        />
      ))}
      {number("price_vnd")}
      <Switch className={css.wide} label={t("proposal.field.new_pole")} checked={candidate.new_pole ?? false} onChange={(event) => onChange({ new_pole: event.currentTarget.checked })} />
    </div>
  );
}
