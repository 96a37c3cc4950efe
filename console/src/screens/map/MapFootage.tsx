/** Which cameras around a point of the map have pictures of a time: the point, the circle, then the search. */
import { ActionIcon, Button, NumberInput, TextInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import { serverClock } from "../../api/clock";
import type { Corner } from "../../components/map/lasso";
import { fieldOf, timeOf } from "../../components/timeline/JumpTo";
import { useTexts } from "../../i18n";
import { ZONE_NAME } from "../../i18n/format";
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
  const [from, setFrom] = useState(fieldOf(now - 2 * TEN_MINUTES_MS));
  const [to, setTo] = useState(fieldOf(now - TEN_MINUTES_MS));
  const [fromMs, toMs] = [timeOf(from), timeOf(to)];
  const sound = toMs > fromMs;
  const ask = () => {
    const place = `${around.lat.toFixed(6)},${around.lon.toFixed(6)}`;
    go(`/find?${new URLSearchParams({ place, radius: String(around.radiusM), from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() })}`);
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
          if (sound) ask();
        }}
      >
        <NumberInput label={t("find.radius")} value={around.radiusM} onChange={(value) => Number(value) > 0 && onChange({ ...around, radiusM: Number(value) })} min={1} max={5000} step={50} data-autofocus />
        <TextInput type="datetime-local" step={1} label={t("find.from", { zone: ZONE_NAME })} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="datetime-local" step={1} label={t("find.to")} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <Button type="submit" variant="filled" leftSection={<IconSearch size={16} />} disabled={!sound}>
          {t("find.ask")}
        </Button>
      </form>
    </section>
  );
}
