/** Which cameras around a point of the map have pictures of a time: the point, the circle, then the search. */
import { ActionIcon, Button, NumberInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import { serverClock } from "../../api/clock";
import type { Corner } from "../../components/map/lasso";
import { TimeField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import css from "./Map.module.css";

export interface Around {
  lat: number;
  lon: number;
  radiusM: number;
}

const METRES_PER_DEGREE = 111_195;
const CORNERS = 48;
const TEN_MINUTES_MS = 600_000;
export const USUAL_RADIUS_M = 150;

/** The circle as the map draws areas. */
export function circle({ lat, lon, radiusM }: Around): Corner[] {
  const reach = radiusM / METRES_PER_DEGREE;
  const narrowing = Math.max(Math.cos((lat * Math.PI) / 180), 0.01);
  return Array.from({ length: CORNERS }, (_, index): Corner => {
    const angle = (index / CORNERS) * 2 * Math.PI;
    return [lon + (reach * Math.cos(angle)) / narrowing, lat + reach * Math.sin(angle)];
  });
}

export function MapFootage({ around, onChange, onClose }: { around: Around; onChange: (around: Around) => void; onClose: () => void }) {
  const { t, format } = useTexts();
  const [, go] = useLocation();
  const [now] = useState(() => Math.floor(serverClock.now() / 60_000) * 60_000);
  const [from, setFrom] = useState<number | null>(now - 2 * TEN_MINUTES_MS);
  const [to, setTo] = useState<number | null>(now - TEN_MINUTES_MS);
  const sound = from !== null && to !== null && to > from;
  const ask = () => {
    if (!sound) return;
    const place = `${around.lat.toFixed(6)},${around.lon.toFixed(6)}`;
    go(`/find?${new URLSearchParams({ place, radius: String(around.radiusM), from: new Date(from).toISOString(), to: new Date(to).toISOString() })}`);
  };
  return (
    <section className={css.footage} role="dialog" aria-label={t("find.here")}>
      <header>
        <b className="grow">{t("find.here")}</b>
        <ActionIcon aria-label={t("find.close")} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      <p className="note">{t("find.hereWhat", { metres: format.number(around.radiusM) })}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <NumberInput label={t("find.radius")} value={around.radiusM} onChange={(value) => Number(value) > 0 && onChange({ ...around, radiusM: Number(value) })} min={1} max={5000} step={50} data-autofocus />
        <TimeField seconds label={t("find.from")} value={from} onChange={setFrom} />
        <TimeField seconds label={t("find.to")} value={to} onChange={setTo} error={from !== null && to !== null && !sound && t("find.wrongWay")} />
        <Button type="submit" variant="filled" leftSection={<IconSearch size={16} />} disabled={!sound}>
          {t("find.ask")}
        </Button>
      </form>
    </section>
  );
}
