/** What a camera does by itself: tours, and where it goes when nobody steers it. And presets that are no longer wanted. */
import { ActionIcon, Button, Checkbox, NumberInput, Select, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";

import { useKeepPtz, useRemovePreset, type Ptz, type PtzTour } from "../../../api/ptz";
import { FormDialog } from "../../../components/FormDialog";
import { ErrorNote } from "../../../components/States";
import { useTexts } from "../../../i18n";

const DWELL_S = 20;
const REST_S = 120;

export function PtzSettings({ cameraId, kept, onClose }: { cameraId: string; kept: Ptz; onClose: () => void }) {
  const { t } = useTexts();
  const keep = useKeepPtz(cameraId);
  const remove = useRemovePreset(cameraId);
  const [tours, setTours] = useState<PtzTour[]>(kept.tours);
  const [rest, setRest] = useState(kept.rest);
  const presets = kept.presets.map((one) => ({ value: one.token, label: `${one.token} ${one.name}` }));
  const first = presets[0]?.value ?? "";
  const change = (at: number, tour: PtzTour | null) => setTours(tours.flatMap((one, index) => (index !== at ? [one] : tour ? [tour] : [])));
  const isWhole = tours.every((tour) => tour.name.trim() && tour.steps.length > 0);
  return (
    <FormDialog title={t("ptz.settings")} size={560} word={t("ptz.keep")} sending={keep.isPending} disabled={!isWhole} onSend={() => keep.mutate({ tours, rest }, { onSuccess: onClose })} onClose={onClose}>
      <section>
        <Checkbox label={t("ptz.rests")} checked={rest.after_s != null} onChange={(event) => setRest({ ...rest, after_s: event.currentTarget.checked ? REST_S : null })} />
        {rest.after_s != null && (
          <div className="row" style={{ marginTop: 8, alignItems: "end" }}>
            <Select style={{ flex: 1 }} label={t("ptz.restAt")} value={rest.preset ?? ""} data={[{ value: "", label: t("ptz.deviceHome") }, ...presets]} onChange={(preset) => setRest({ ...rest, preset: preset ?? "" })} />
            <NumberInput style={{ width: 140 }} label={t("ptz.restAfter")} min={10} max={86_400} clampBehavior="blur" value={rest.after_s} onChange={(value) => setRest({ ...rest, after_s: Number(value) || 10 })} />
          </div>
        )}
      </section>
      <section>
        <h3>{t("ptz.tours")}</h3>
        {tours.length === 0 && <p className="dim small">{t(presets.length ? "ptz.noTours" : "ptz.noPresets")}</p>}
        {tours.map((tour, at) => (
          <div key={tour.id || at} style={{ marginTop: 12 }}>
            <div className="row">
              <TextInput style={{ flex: 1 }} aria-label={t("ptz.tourName")} placeholder={t("ptz.tourName")} maxLength={200} value={tour.name} onChange={(event) => change(at, { ...tour, name: event.currentTarget.value })} />
              <ActionIcon aria-label={t("ptz.tourRemove", { tour: tour.name })} onClick={() => change(at, null)}>
                <IconTrash size={16} />
              </ActionIcon>
            </div>
            {tour.steps.map((step, number) => {
              const put = (next: typeof step | null) => change(at, { ...tour, steps: tour.steps.flatMap((one, index) => (index !== number ? [one] : next ? [next] : [])) });
              return (
                <div key={number} className="row" style={{ marginTop: 4, paddingLeft: 16 }}>
                  <Select style={{ flex: 1 }} aria-label={t("ptz.step", { number: number + 1 })} value={step.preset} data={presets} allowDeselect={false} onChange={(preset) => put({ ...step, preset: preset ?? step.preset })} />
                  <NumberInput style={{ width: 110 }} aria-label={t("ptz.dwell")} suffix={` ${t("ptz.seconds")}`} min={3} max={3600} clampBehavior="blur" value={step.dwell_s} onChange={(value) => put({ ...step, dwell_s: Number(value) || 3 })} />
                  <ActionIcon aria-label={t("ptz.stepRemove", { number: number + 1 })} onClick={() => put(null)}>
                    <IconTrash size={16} />
                  </ActionIcon>
                </div>
              );
            })}
            <Button size="xs" mt={4} ml={16} leftSection={<IconPlus size={14} />} onClick={() => change(at, { ...tour, steps: [...tour.steps, { preset: first, dwell_s: DWELL_S }] })}>
              {t("ptz.stepAdd")}
            </Button>
          </div>
        ))}
        <Button mt="sm" leftSection={<IconPlus size={16} />} disabled={!first} onClick={() => setTours([...tours, { id: "", name: "", steps: presets.slice(0, 4).map((one) => ({ preset: one.value, dwell_s: DWELL_S })) }])}>
          {t("ptz.tourAdd")}
        </Button>
      </section>
      {kept.device_answers && kept.presets.length > 0 && (
        <section>
          <h3>{t("ptz.presets")}</h3>
          {kept.presets.map((one) => (
            <div key={one.token} className="row" style={{ marginTop: 4 }}>
              <span className="grow cut">
                <span className="num dim">{one.token}</span> {one.name} {one.device_name && one.device_name !== one.name && <span className="dim small">({one.device_name})</span>}
              </span>
              <ActionIcon aria-label={t("ptz.presetRemove", { name: one.name })} loading={remove.isPending && remove.variables === one.token} onClick={() => remove.mutate(one.token)}>
                <IconTrash size={16} />
              </ActionIcon>
            </div>
          ))}
        </section>
      )}
      {(keep.isError || remove.isError) && <ErrorNote error={keep.error ?? remove.error} />}
    </FormDialog>
  );
}
