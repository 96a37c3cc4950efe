import { ActionIcon, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useState } from "react";

import { useCameras, useStatuses } from "../api/queries";
import { Shape } from "../components/Shape";
import { stateLook } from "../components/StateBadge";
import { useTexts } from "../i18n";
import css from "./Wall.module.css";

interface Props {
  on: readonly string[];
  onPick: (id: string) => void;
  onClose: () => void;
}

/** Cameras to drag, or to press, onto the wall. */
export function WallPanel({ on, onPick, onClose }: Props) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 150);
  const cameras = useCameras(q);
  const items = cameras.data?.pages.flatMap((page) => page.items) ?? [];
  const statuses = useStatuses(items.map((camera) => camera.id));
  return (
    <aside className={css.panel} aria-label={t("wall.list")}>
      <div className={css.panelHead}>
        <div className="row">
          <h2 className="grow">{t("wall.list")}</h2>
          <ActionIcon aria-label={t("app.close")} onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </div>
        <TextInput leftSection={<IconSearch size={16} />} placeholder={t("wall.search")} aria-label={t("wall.search")} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        <p className="small faint">{t("wall.listWhat")}</p>
      </div>
      <ul className={css.list} onScroll={({ currentTarget: list }) => list.scrollTop + list.clientHeight > list.scrollHeight - 200 && cameras.hasNextPage && !cameras.isFetching && void cameras.fetchNextPage()}>
        {items.map((camera) => {
          const look = stateLook(statuses?.get(camera.id)?.state);
          return (
            <li key={camera.id}>
              <button type="button" className={css.entry} draggable data-on={on.includes(camera.id) || undefined} onClick={() => onPick(camera.id)} onDragStart={(event) => event.dataTransfer.setData("text/plain", camera.id)}>
                <span className={`c-${look.tone}`}>
                  <Shape name={look.shape} />
                  <span className="sr">{t(look.word)}</span>
                </span>
                <b className="num">{camera.code}</b>
                <span className="cut dim">{camera.name}</span>
              </button>
            </li>
          );
        })}
        {cameras.data && !items.length && <li className="dim" style={{ padding: 12 }}>{t("cameras.noMatch")}</li>}
      </ul>
    </aside>
  );
}
