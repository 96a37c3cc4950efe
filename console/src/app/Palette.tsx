/** Ctrl-K: cameras by code or name, with or without accents, and the commands of the frame. */
import { Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowRight, IconDeviceCctv, IconSearch } from "@tabler/icons-react";
import { useState, type KeyboardEvent } from "react";
import { useLocation } from "wouter";

import { can, useCameras } from "../api/queries";
import type { Me } from "../api/types";
import { useTexts } from "../i18n";
import { fold } from "../i18n/fold";
import { railFor } from "./Frame";
import css from "./Palette.module.css";

interface Entry {
  id: string;
  code?: string;
  text: string;
  run: () => void;
}

export function Palette({ me, onClose, onPurpose }: { me: Me; onClose: () => void; onPurpose: () => void }) {
  const { t } = useTexts();
  const [, go] = useLocation();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [q] = useDebouncedValue(typed.trim(), 120);
  const cameras = useCameras(q, 8);

  const open = (to: string) => () => {
    onClose();
    go(to);
  };
  const openPurpose = () => {
    onClose();
    onPurpose();
  };
  const commands: Entry[] = [
    ...railFor(me).map((item) => ({ id: item.to, text: t("palette.go", { place: t(item.text) }), run: open(item.to) })),
    ...(can(me, "media.playback") ? (["/find", "/bookmarks"] as const).map((to) => ({ id: to, text: t("palette.go", { place: t(to === "/find" ? "find.title" : "bookmark.list") }), run: open(to) })) : []),
    ...(can(me, "camera.write") ? [{ id: "new", text: t("palette.newCamera"), run: open("/cameras/new") }] : []),
    { id: "purpose", text: t("palette.purpose"), run: openPurpose },
  ].filter((entry) => !q || fold(entry.text).includes(fold(q)));
  const found: Entry[] = (cameras.data?.pages[0]?.items ?? []).map((camera) => ({ id: camera.id, code: camera.code, text: camera.name, run: open(`/watch/${camera.id}`) }));
  const entries = q ? [...found, ...commands] : [...commands, ...found];
  const selected = Math.min(at, Math.max(0, entries.length - 1));

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) {
      event.preventDefault();
      setAt((selected + step + entries.length) % Math.max(1, entries.length));
    } else if (event.key === "Enter") entries[selected]?.run();
  };

  return (
    <Modal opened onClose={onClose} withCloseButton={false} centered={false} yOffset="12vh" size={560} padding={0} title={undefined} aria-label={t("bar.search")}>
      <TextInput
        data-autofocus
        variant="unstyled"
        size="md"
        className={css.input}
        leftSection={<IconSearch size={18} />}
        placeholder={t("bar.search")}
        aria-label={t("bar.search")}
        role="combobox"
        aria-expanded
        aria-controls="palette"
        aria-activedescendant={entries[selected] ? `palette-${entries[selected].id}` : undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="palette" role="listbox" className={css.list} aria-label={t("bar.search")}>
        {entries.map((entry, index) => (
          <li key={entry.id} id={`palette-${entry.id}`} role="option" aria-selected={index === selected} className={css.entry} onClick={entry.run} onMouseMove={() => setAt(index)}>
            {entry.code ? <IconDeviceCctv size={16} /> : <IconArrowRight size={16} />}
            {entry.code && <b className="num nowrap">{entry.code}</b>}
            <span className="cut">{entry.text}</span>
          </li>
        ))}
        {!entries.length && !cameras.isFetching && <li className={css.none}>{t("palette.none", { q })}</li>}
      </ul>
    </Modal>
  );
}
