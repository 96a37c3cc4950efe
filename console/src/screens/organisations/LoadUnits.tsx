/** The catalogue of Hanoi's communes, wards, former districts and renamed departments, put beside what is there. */
import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";

import { useLoadUnits } from "../../api/dossier";
import { Shape } from "../../components/Shape";
import { ErrorNote } from "../../components/States";
import { DayField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import css from "./Organisations.module.css";

export function LoadUnits({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const load = useLoadUnits();
  const [day, setDay] = useState("");
  const [source, setSource] = useState("");
  return (
    <Modal opened onClose={onClose} title={t("units.title")} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          load.mutate({ reform_day: day || undefined, source: source.trim() });
        }}
      >
        <p className="dim">{t("units.what")}</p>
        <DayField label={t("units.day")} description={t("units.dayWhat")} value={day} onChange={setDay} />
        <TextInput label={t("units.source")} value={source} onChange={(event) => setSource(event.currentTarget.value)} />
        {load.isError && <ErrorNote error={load.error} />}
        {load.data && (
          <div className="note ok" role="status">
            <Shape name="ok" size={14} />
            <span>{t("units.done", { made: load.data.made, changed: load.data.changed, successions: load.data.successions })}</span>
          </div>
        )}
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button onClick={onClose}>{t(load.data ? "app.close" : "app.cancel")}</Button>
          {!load.data && (
            <Button type="submit" variant="filled" loading={load.isPending}>
              {t("units.go")}
            </Button>
          )}
        </div>
      </form>
    </Modal>
  );
}
