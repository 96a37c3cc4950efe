/** A target: made here, changed here. */
import { ActionIcon, Button, Drawer, Modal, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";

import { useDeleteTarget, useSaveTarget, type Density, type Target, type TargetKind } from "../../api/planning";
import { useMe } from "../../api/queries";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { typedNumber } from "../cameraInput";
import { DENSITIES, TARGET_KINDS } from "./looks";
import css from "./Planning.module.css";

interface NeedInput {
  density: Density;
  azimuth: string;
  width: string;
}

export function TargetDrawer({ target, onClose }: { target: Target | undefined; onClose: () => void }) {
  const { t } = useTexts();
  const me = useMe();
  const save = useSaveTarget(target);
  const remove = useDeleteTarget();
  const [deleting, setDeleting] = useState(false);
  const [tried, setTried] = useState(false);
  const [name, setName] = useState(target?.name ?? "");
  const [kind, setKind] = useState<TargetKind>(target?.kind ?? "junction");
  const [owner, setOwner] = useState<string | null>(target?.owner_id ?? me.data?.user.organisation_id ?? null);
  const [lat, setLat] = useState(target ? String(target.lat) : "");
  const [lon, setLon] = useState(target ? String(target.lon) : "");
  const [radius, setRadius] = useState(String(target?.radius_m ?? 50));
  const [isProtected, setProtected] = useState(target?.protected ?? false);
  const [note, setNote] = useState(target?.note ?? "");
  const [needs, setNeeds] = useState<NeedInput[]>(target?.needs.map((need) => ({ density: need.density, azimuth: typeof need.azimuth_deg === "number" ? String(need.azimuth_deg) : "", width: String(need.width_deg ?? 90) })) ?? [{ density: "observe", azimuth: "", width: "90" }]);
  const change = (index: number, by: Partial<NeedInput>) => setNeeds(needs.map((need, at) => (at === index ? { ...need, ...by } : need)));
  const within = (text: string, low: number, high: number) => {
    const value = typedNumber(text);
    return value !== null && value >= low && value <= high;
  };
  const faults = {
    name: name.trim() ? null : t("camera.fault.required"),
    lat: within(lat, -90, 90) ? null : t("camera.fault.latitude"),
    lon: within(lon, -180, 180) ? null : t("camera.fault.longitude"),
    radius: within(radius, 0.1, 2000) ? null : t("camera.fault.number"),
  };
  const needFault = needs.some((need) => (need.azimuth.trim() && !within(need.azimuth, 0, 359.999)) || !within(need.width, 1, 360));
  const submit = () => {
    setTried(true);
    if (Object.values(faults).some(Boolean) || needFault || !owner) return;
    save.mutate(
      {
        name: name.trim(), kind, owner_id: owner, lat: typedNumber(lat) ?? 0, lon: typedNumber(lon) ?? 0, radius_m: typedNumber(radius) ?? 50, protected: isProtected, note: note.trim(),
        needs: needs.map((need) => ({ density: need.density, azimuth_deg: typedNumber(need.azimuth), width_deg: typedNumber(need.width) ?? 90 })),
      }, // prettier-ignore
      { onSuccess: onClose },
    );
  };
  return (
    <Drawer opened onClose={onClose} size={480} title={target ? t("target.edit", { name: target.name }) : t("target.add")} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="lg">
          <TextInput data-autofocus label={t("target.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} error={tried && faults.name} />
          <Select label={t("target.kind")} data={TARGET_KINDS.map((value) => ({ value, label: t(`target.kind.${value}`) }))} value={kind} onChange={(value) => setKind(TARGET_KINDS.find((one) => one === value) ?? kind)} allowDeselect={false} />
          <OrganisationSelect label={t("target.owner")} value={owner} onChange={setOwner} error={tried && !owner && t("camera.fault.required")} />
          <div className={css.fields} style={{ gridTemplateColumns: "1fr 1fr 0.8fr" }}>
            <TextInput label={t("target.lat")} inputMode="decimal" placeholder="20.99812" value={lat} onChange={(event) => setLat(event.currentTarget.value)} error={tried && faults.lat} />
            <TextInput label={t("target.lon")} inputMode="decimal" placeholder="105.84110" value={lon} onChange={(event) => setLon(event.currentTarget.value)} error={tried && faults.lon} />
            <TextInput label={t("target.radius")} inputMode="decimal" value={radius} onChange={(event) => setRadius(event.currentTarget.value)} error={tried && faults.radius} />
          </div>
          {target && target.polygon.length > 0 && <p className="note">{t("target.polygon", { count: target.polygon.length })}</p>}
          <fieldset style={{ border: 0, margin: 0, padding: 0, display: "grid", gap: 10 }}>
            <h2>{t("target.needs")}</h2>
            {needs.map((need, index) => (
              <div key={index} className={css.need}>
                <Select label={t("target.density")} data={DENSITIES.map((value) => ({ value, label: t(`density.${value}`) }))} value={need.density} onChange={(value) => change(index, { density: DENSITIES.find((one) => one === value) ?? need.density })} allowDeselect={false} />
                <TextInput label={t("target.azimuth")} placeholder={t("target.azimuthWhat")} inputMode="decimal" value={need.azimuth} onChange={(event) => change(index, { azimuth: event.currentTarget.value })} />
                <TextInput label={t("target.width")} inputMode="decimal" value={need.width} disabled={!need.azimuth.trim()} onChange={(event) => change(index, { width: event.currentTarget.value })} />
                <ActionIcon aria-label={t("target.removeNeed", { number: index + 1 })} onClick={() => setNeeds(needs.filter((_, at) => at !== index))}>
                  <IconTrash size={16} />
                </ActionIcon>
                <span className="small faint num" style={{ gridColumn: "1 / -1" }}>{t(`density.from.${need.density}`)}</span>
              </div>
            ))}
            {tried && needFault && <p className="c-bad small" role="alert">{t("camera.fault.number")}</p>}
            <div>
              <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setNeeds([...needs, { density: "observe", azimuth: "", width: "90" }])}>
                {t("target.addNeed")}
              </Button>
            </div>
          </fieldset>
          <Textarea label={t("target.note")} autosize minRows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <Switch label={t("target.protected")} description={t("target.protectedWhat")} checked={isProtected} onChange={(event) => setProtected(event.currentTarget.checked)} />
          {save.isError && <ErrorNote error={save.error} />}
          <div className="row">
            {target && (
              <Button c="var(--tc-bad)" onClick={() => setDeleting(true)}>
                {t("target.delete")}
              </Button>
            )}
            <span className="grow" />
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" loading={save.isPending}>
              {t("target.save")}
            </Button>
          </div>
        </Stack>
      </form>
      {target && (
        <Modal opened={deleting} onClose={() => setDeleting(false)} title={t("target.deleteTitle", { name: target.name })} closeButtonProps={{ "aria-label": t("app.close") }}>
          <p className="dim">{t("target.deleteWhat")}</p>
          {remove.isError && <ErrorNote error={remove.error} />}
          <div className="row" style={{ justifyContent: "flex-end", marginTop: 16 }}>
            <Button data-autofocus onClick={() => setDeleting(false)}>
              {t("app.cancel")}
            </Button>
            <Button variant="filled" color="bad" loading={remove.isPending} onClick={() => remove.mutate(target.id, { onSuccess: onClose })}>
              {t("target.delete")}
            </Button>
          </div>
        </Modal>
      )}
    </Drawer>
  );
}
