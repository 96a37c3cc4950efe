/** Which camera one stands before: found by code or name; needs the network, unlike all else. */
import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";

import { useCamera, useCameras } from "../../api/queries";
import type { Camera } from "../../api/types";
import { useTexts } from "../../i18n";
import css from "./Field.module.css";

interface Props {
  id: string;
  text: string;
  fault: ReactNode;
  onChoose: (camera: Camera) => void;
  onForget: () => void;
  onPlace: (lat: string, lon: string, azimuth: number | null) => void;
}

export function FieldCamera({ id, text, fault, onChoose, onForget, onPlace }: Props) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 250);
  const found = useCameras(q, 8, { enabled: !id && q.length > 1 });
  const camera = useCamera(id || undefined);
  if (id) {
    return (
      <>
        <div className={css.chosen}>
          <b className="grow">{text}</b>
          <Button size="xs" onClick={onForget}>
            {t("field.other")}
          </Button>
        </div>
        {camera.data && (
          <Button
            size="xs"
            onClick={() => {
              const { lat, lon, azimuth_deg: azimuth } = camera.data;
              onPlace(lat.toFixed(6), lon.toFixed(6), azimuth == null ? null : Math.round(azimuth) % 360);
            }}
          >
            {t("field.fromRegistry", { lat: camera.data.lat.toFixed(5), lon: camera.data.lon.toFixed(5) })}
          </Button>
        )}
      </>
    );
  }
  const cameras = found.data?.pages[0]?.items ?? [];
  return (
    <div data-missing={fault ? true : undefined}>
      <TextInput label={t("field.find")} type="search" leftSection={<IconSearch size={16} />} placeholder={t("field.findHow")} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} error={fault} />
      {q.length > 1 && (
        <div role="status" style={{ marginTop: 8 }}>
          {found.isError ? (
            <p className="note warn">{t("field.findOffline")}</p>
          ) : found.isSuccess && !cameras.length ? (
            <p className="dim small">{t("field.findNone")}</p>
          ) : (
            <ul className={css.hits}>
              {cameras.map((one) => (
                <li key={one.id}>
                  <button type="button" onClick={() => onChoose(one)}>
                    <b className="num nowrap">{one.code}</b>
                    <span className="cut">{one.name}</span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </div>
  );
}
