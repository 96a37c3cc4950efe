/** The cameras of an area, of a pole, or of what is in view: for the keyboard, for many at once, and where signs are too near. */
import { ActionIcon, Button, Menu, TextInput } from "@mantine/core";
import { IconBookmark, IconDownload, IconShare3, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";

import { exportCameras, useMapSpots, useSaveFilter, type MapFilter } from "../../api/map";
import { can, useMe } from "../../api/queries";
import type { Spot } from "../../api/types";
import { MAP_LOOKS, stateWord, type Colour } from "../../components/map/looks";
import { Shape } from "../../components/Shape";
import { ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { SIZES, wallSearch } from "../wallLayout";
import css from "./Map.module.css";

export interface Chosen {
  kind: "area" | "pole" | "view";
  filter: MapFilter & { near?: string; bbox?: string };
}

interface Props {
  chosen: Chosen;
  colour: Colour;
  selected: string | null;
  onSelect: (spot: Spot) => void;
  onClose: () => void;
}

const MOST = SIZES[SIZES.length - 1] ?? 16;

export function MapList({ chosen, colour, selected, onSelect, onClose }: Props) {
  const { t, rich, format } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const spots = useMapSpots(chosen.filter, colour);
  const [naming, setNaming] = useState(false);
  const [busy, setBusy] = useState(false);
  const items = spots.data?.items ?? [];
  const watchable = items.filter((spot) => spot.live).slice(0, MOST);
  const onWall = () => {
    const size = SIZES.find((known) => known >= watchable.length) ?? MOST;
    go(`/wall?${wallSearch({ size, tiles: watchable.map((spot) => spot.id) }).toString()}`);
  };
  const take = (format: "xlsx" | "csv" | "geojson") => {
    setBusy(true);
    void exportCameras(chosen.filter, format).finally(() => setBusy(false));
  };
  return (
    <aside className={css.list} aria-label={t(`map.list.${chosen.kind}`)} data-list={chosen.kind}>
      <header>
        <div className="row">
          <h2 className="grow">{t(`map.list.${chosen.kind}`)}</h2>
          <span className="num" style={{ fontWeight: 600 }} data-list-total>
            {spots.data ? format.number(spots.data.total) : "…"}
          </span>
          <ActionIcon aria-label={t("app.close")} onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </div>
        <div className={css.acts}>
          <Button size="xs" variant="filled" disabled={!watchable.length} onClick={onWall}>
            {t("map.onWall", { count: watchable.length })}
          </Button>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button size="xs" loading={busy} leftSection={<IconDownload size={14} />}>
                {t("map.export")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {(["xlsx", "csv", "geojson"] as const).map((format) => (
                <Menu.Item key={format} onClick={() => take(format)}>
                  {t(`map.export.${format}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          {chosen.kind === "area" && can(me.data, "share.request") && (
            <Button size="xs" component={Link} href={askAddress(chosen.filter)} leftSection={<IconShare3 size={14} />}>
              {t("share.forArea")}
            </Button>
          )}
          {chosen.kind !== "pole" && (
            <Button size="xs" leftSection={<IconBookmark size={14} />} aria-expanded={naming} onClick={() => setNaming((open) => !open)}>
              {t("map.keep")}
            </Button>
          )}
        </div>
        {naming && <KeepFilter filter={chosen.filter} onDone={() => setNaming(false)} />}
      </header>
      {spots.isError ? (
        <ErrorState error={spots.error} onRetry={() => void spots.refetch()} />
      ) : (
        <div className={css.rows}>
          {items.map((spot) => (
            <button key={spot.id} type="button" className={css.row} aria-current={spot.id === selected || undefined} onClick={() => onSelect(spot)} data-spot={spot.id} draggable onDragStart={(event) => event.dataTransfer.setData("text/plain", spot.id)}>
              <span className={`c-${MAP_LOOKS[spot.state].tone}`} title={t(stateWord(spot.state, colour))}>
                <Shape name={MAP_LOOKS[spot.state].shape} size={13} />
              </span>
              <span style={{ minWidth: 0 }}>
                <b className="num">{spot.code}</b>
                <small className="cut" style={{ display: "block" }}>
                  {spot.name}
                </small>
              </span>
              <small className="num">{spot.azimuth_deg != null && t("map.degrees", { degrees: format.number(spot.azimuth_deg) })}</small>
              <span className="sr">{t(stateWord(spot.state, colour))}</span>
            </button>
          ))}
          {spots.data && !items.length && <p className="dim" style={{ padding: 12 }}>{t("map.list.none")}</p>}
          {spots.data && spots.data.total > items.length && <p className="dim small" style={{ padding: 12 }}>{rich("map.list.more", { shown: items.length, total: spots.data.total })}</p>}
        </div>
      )}
    </aside>
  );
}

/** The drawn area goes along, and the owners of the filter. */
function askAddress({ lasso, owner_id }: MapFilter): string {
  const query = new URLSearchParams();
  if (lasso) query.set("area", lasso);
  for (const owner of owner_id ?? []) query.append("owner", owner);
  return `/shares/new?${query.toString()}`;
}

function KeepFilter({ filter, onDone }: { filter: MapFilter; onDone: () => void }) {
  const { t } = useTexts();
  const [name, setName] = useState("");
  const keep = useSaveFilter();
  return (
    <form
      className={css.save}
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate({ name: name.trim(), filter }, { onSuccess: onDone });
      }}
    >
      <TextInput className="grow" data-autofocus autoFocus aria-label={t("map.keepName")} placeholder={t("map.keepName")} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} error={keep.isError ? t("map.keepFailed") : undefined} />
      <Button type="submit" variant="filled" disabled={!name.trim()} loading={keep.isPending}>
        {t("map.keepGo")}
      </Button>
    </form>
  );
}
