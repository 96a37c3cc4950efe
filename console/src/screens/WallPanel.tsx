import { ActionIcon, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";

import { useCameras, useStatuses } from "../api/queries";
import type { Position } from "../components/map/MapView";
import { stateLook } from "../components/StateBadge";
import { AllWords, useTexts } from "../i18n";
import { Entry } from "./wall/Entry";
import css from "./Wall.module.css";

const WallMap = lazy(() => import("./wall/WallMap").then((module) => ({ default: module.WallMap })));

export type PanelView = "list" | "map";

interface Props {
  on: readonly string[];
  /** Where cameras may come from a map too: which of both is shown, the camera of the chosen tile, where the map was last. */
  map?: { view: PanelView; onView: (view: PanelView) => void; chosen: string | null; atRef: { current: Position | null } };
  onPick: (id: string) => void;
  onClose: () => void;
}

/** Cameras to drag, or to press, onto the wall: by name, or from the map. */
export function WallPanel({ map, onClose, ...rest }: Props) {
  const { t } = useTexts();
  const view = map?.view ?? "list";
  return (
    <aside className={css.panel} data-view={view} aria-label={t(view === "map" ? "wall.map" : "wall.list")}>
      <div className={css.panelHead}>
        <div className="row">
          {map ? (
            <SegmentedControl
              className="grow"
              fullWidth
              size="xs"
              aria-label={t("wall.from")}
              value={view}
              onChange={map.onView}
              data={[
                { value: "list", label: t("wall.fromList") },
                { value: "map", label: t("wall.fromMap") },
              ]}
            />
          ) : (
            <h2 className="grow">{t("wall.list")}</h2>
          )}
          <ActionIcon aria-label={t("app.close")} onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </div>
        <p className="small faint">{t("wall.listWhat")}</p>
      </div>
      {map && view === "map" ? (
        <Suspense fallback={<div className={css.map} />}>
          <AllWords>
            <WallMap chosen={map.chosen} atRef={map.atRef} {...rest} />
          </AllWords>
        </Suspense>
      ) : (
        <ByName {...rest} />
      )}
    </aside>
  );
}

function ByName({ on, onPick }: Pick<Props, "on" | "onPick">) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 150);
  const cameras = useCameras(q);
  const items = cameras.data?.pages.flatMap((page) => page.items) ?? [];
  const statuses = useStatuses(items.map((camera) => camera.id));
  return (
    <>
      <TextInput className={css.find} leftSection={<IconSearch size={16} />} placeholder={t("wall.search")} aria-label={t("wall.search")} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      <ul className={css.list} onScroll={({ currentTarget: list }) => list.scrollTop + list.clientHeight > list.scrollHeight - 200 && cameras.hasNextPage && !cameras.isFetching && void cameras.fetchNextPage()}>
        {items.map((camera) => (
          <Entry key={camera.id} camera={camera} look={stateLook(statuses?.get(camera.id)?.state)} on={on.includes(camera.id)} onPick={onPick} />
        ))}
        {cameras.data && !items.length && <li className={css.none}>{t("cameras.noMatch")}</li>}
      </ul>
    </>
  );
}
