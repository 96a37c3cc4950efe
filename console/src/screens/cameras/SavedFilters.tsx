/** Filters under names: one's own, and those that colleagues share. */
import { ActionIcon, Button, Popover, Switch, TextInput } from "@mantine/core";
import { IconBookmark, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useState } from "react";

import { useChangeFilter, useForgetFilter, useKeepFilter, useSavedFilters, type CameraFilter, type SavedFilter } from "../../api/lists";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./List.module.css";

export function SavedFilters({ filter, onApply }: { filter: CameraFilter; onApply: (filter: Readonly<Record<string, unknown>>) => void }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={340} trapFocus withinPortal>
      <Popover.Target>
        <Button leftSection={<IconBookmark size={16} />} onClick={() => setOpen(!open)} aria-expanded={open} aria-label={t("saved.title")}>
          <span className="no-phone">{t("saved.title")}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Content
          filter={filter}
          onApply={(chosen) => {
            onApply(chosen.filter);
            setOpen(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Content({ filter, onApply }: { filter: CameraFilter; onApply: (saved: SavedFilter) => void }) {
  const { t } = useTexts();
  const saved = useSavedFilters();
  const keep = useKeepFilter();
  const change = useChangeFilter();
  const forget = useForgetFilter();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const nothing = Object.keys(filter).length === 0;
  const error = saved.error ?? keep.error ?? change.error ?? forget.error;
  return (
    <div className={css.form}>
      {saved.data?.length === 0 && <p className="dim">{t("saved.none")}</p>}
      <ul aria-label={t("saved.title")} style={{ maxHeight: 280, overflow: "auto" }}>
        {saved.data?.map((one) => (
          <li key={one.id} className={css.saved} data-saved={one.name}>
            <button type="button" onClick={() => onApply(one)}>
              <span className="cut" style={{ display: "block" }}>{one.name}</span>
              <span className="small faint">{t(one.own ? (one.shared ? "saved.ownShared" : "saved.own") : "saved.colleague")}</span>
            </button>
            {one.own && (
              <>
                <ActionIcon aria-label={t("saved.replace", { name: one.name })} title={t("saved.replace", { name: one.name })} disabled={nothing} onClick={() => change.mutate({ id: one.id, version: one.version, filter })}>
                  <IconRefresh size={16} />
                </ActionIcon>
                <ActionIcon aria-label={t("saved.forget", { name: one.name })} title={t("saved.forget", { name: one.name })} onClick={() => forget.mutate(one.id)}>
                  <IconTrash size={16} />
                </ActionIcon>
              </>
            )}
          </li>
        ))}
      </ul>
      {error && <ErrorNote error={error} />}
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate({ name: name.trim(), shared, filter }, { onSuccess: () => setName("") });
        }}
      >
        <TextInput label={t("saved.name")} placeholder={t("saved.namePlaceholder")} value={name} onChange={(event) => setName(event.currentTarget.value)} disabled={nothing} />
        <Switch label={t("saved.share")} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} disabled={nothing} />
        {nothing && <p className="small faint">{t("saved.nothing")}</p>}
        <Button type="submit" variant="filled" disabled={nothing || !name.trim()} loading={keep.isPending}>
          {t("saved.keep")}
        </Button>
      </form>
    </div>
  );
}
