/** Go to a camera or a place, with or without accents. */
import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDeviceCctv, IconMapPin, IconSearch } from "@tabler/icons-react";
import { useState, type KeyboardEvent, type Ref } from "react";

import { useCameras } from "../../api/queries";
import { useTexts } from "../../i18n";
import { fold } from "../../i18n/fold";
import { PLACES } from "../../components/map/base/schematic";
import css from "./Map.module.css";

interface Hit {
  id: string | null;
  code?: string;
  text: string;
  lat: number;
  lon: number;
}

const HITS = 6;

export function MapFind({ input, onGo }: { input: Ref<HTMLInputElement>; onGo: (hit: Hit) => void }) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const [q] = useDebouncedValue(typed.trim(), 150);
  const cameras = useCameras(q, HITS, { enabled: q.length > 0 });

  const places: Hit[] = q ? PLACES.filter(([name]) => fold(name).includes(fold(q))).slice(0, 4).map(([text, lat, lon]) => ({ id: null, text, lat, lon })) : [];
  const hits: Hit[] = q ? [...places, ...(cameras.data?.pages[0]?.items ?? []).map(({ id, code, name, lat, lon }) => ({ id, code, text: name, lat, lon }))] : [];
  const chosen = Math.min(at, Math.max(0, hits.length - 1));

  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    setOpen(false);
    onGo(hit);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && hits.length) {
      event.preventDefault();
      setAt((chosen + step + hits.length) % hits.length);
    } else if (event.key === "Enter") go(hits[chosen]);
    else if (event.key === "Escape") {
      setOpen(false);
      event.currentTarget.blur();
    }
  };
  return (
    <div className={css.find}>
      <TextInput
        ref={input}
        leftSection={<IconSearch size={16} />}
        placeholder={t("map.find")}
        aria-label={t("map.find")}
        role="combobox"
        aria-expanded={open && hits.length > 0}
        aria-controls="map-found"
        value={typed}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setAt(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => window.setTimeout(() => setOpen(false), 150)}
        onKeyDown={onKeyDown}
      />
      {open && hits.length > 0 && (
        <ul id="map-found" className={css.found} role="listbox" aria-label={t("map.find")}>
          {hits.map((hit, index) => (
            <li key={hit.id ?? hit.text} role="option" aria-selected={index === chosen} onMouseMove={() => setAt(index)} onMouseDown={(event) => event.preventDefault()} onClick={() => go(hit)}>
              {hit.id ? <IconDeviceCctv size={16} /> : <IconMapPin size={16} />}
              {hit.code && <b className="num nowrap">{hit.code}</b>}
              <span className="cut">{hit.text}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
