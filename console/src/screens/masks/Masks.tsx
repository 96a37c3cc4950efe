/** Masks of one camera: drawn over its picture, each with its name, its reason, and who sees what lies under it. */
import { ActionIcon, Button, MultiSelect, Skeleton, Switch, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

import { mediaUrl } from "../../api/client";
import { useDossier } from "../../api/dossier";
import { useMasks, useSaveMasks, type Masks as Known } from "../../api/masks";
import { can, useMe } from "../../api/queries";
import type { Role } from "../../api/types";
import { askForNeeds } from "../../app/needs";
import { getPurpose } from "../../app/purpose";
import { DateTime } from "../../components/DateTime";
import { DrawOn } from "../../components/drawing/DrawOn";
import { rectangle, type Dot } from "../../components/drawing/geometry";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import dossierCss from "../dossier/Dossier.module.css";
import { DossierFrame } from "../dossier/DossierFrame";
import { SubAlike } from "./SubAlike";
import css from "./Masks.module.css";
import { MOST_AREAS, plain, same, type Drawn } from "./polygon";

/** Those who see pictures at all. */
const SEEING: readonly Role[] = ["administrator", "operator", "viewer", "case_officer", "data_protection"];

export function Masks({ id }: { id: string }) {
  const dossier = useDossier(id);
  const masks = useMasks(id);
  const error = dossier.error ?? masks.error;
  return (
    <DossierFrame id={id} here="masks" dossier={dossier.data}>
      {error ? <ErrorState error={error} onRetry={() => void masks.refetch()} /> : masks.data && dossier.data ? (
        <Editor key={masks.data.version} id={id} known={masks.data} hasSub={dossier.data.camera.streams.some(({ role }) => role === "sub")} />
      ) : (
        <Skeleton className={css.loading} />
      )}
    </DossierFrame>
  );
}

function drawn(known: Known): Drawn[] {
  return known.areas.map((area) => ({ ...area, key: area.id, points: area.points.map(([x = 0, y = 0]): Dot => [x, y]) }));
}

function Editor({ id, known, hasSub }: { id: string; known: Known; hasSub: boolean }) {
  const { t } = useTexts();
  const me = useMe();
  const mayDraw = can(me.data, "mask.write");
  const save = useSaveMasks(id);
  const [areas, setAreas] = useState(() => drawn(known));
  const [chosen, setChosen] = useState<string | null>(null);
  const [preview, setPreview] = useState(false);
  const [alike, setAlike] = useState(known.sub_alike);
  const changed = !same(areas, drawn(known)) || alike !== known.sub_alike;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (chosen) list.current?.querySelector("[data-chosen]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const whole = areas.every((area) => area.name.trim() && area.reason.trim());
  const url = !can(me.data, "media.snapshot") ? null : mediaUrl(id, "snapshot.jpg", { width: "1280", ...getPurpose() });

  const change = (key: string, part: Partial<Drawn>) => setAreas((before) => before.map((area) => (area.key === key ? { ...area, ...part } : area)));
  const add = (points: Dot[]) => {
    if (areas.length >= MOST_AREAS) return;
    const key = crypto.randomUUID();
    setAreas((before) => [...before, { key, id: "", name: "", reason: "", points, seen_by: [] }]);
    setChosen(key);
  };
  /** What lifts a mask needs another person's yes: the dialog says so, and leads there. */
  const write = async () => {
    try {
      await save.mutateAsync({ version: known.version, areas: areas.map(plain), sub_alike: alike, ...getPurpose() });
    } catch (error) {
      askForNeeds(error, { cameraId: id, action: "media.unmask", fromMs: null, toMs: null }, () => void write());
    }
  };
  const remove = (key: string) => {
    setAreas((before) => before.filter((area) => area.key !== key));
    setChosen(null);
  };

  return (
    <>
      <div className={`${dossierCss.body} ${css.body}`}>
        <div className={css.left}>
          <DrawOn
            url={url}
            label={t("masks.areas")}
            alt={t("masks.picture")}
            none={t("masks.notForYou")}
            missing={t("masks.noPicture")}
            shapes={areas.map(({ key, points, name }) => ({ key, points, name: t("masks.area", { name: name || t("masks.unnamed") }), look: "mask", area: true }))}
            chosen={chosen}
            tool="rectangle"
            preview={preview}
            disabled={!mayDraw}
            onChoose={setChosen}
            onShape={(key, points) => change(key, { points })}
            onDraw={add}
          />
          <div className={css.tools}>
            {mayDraw && (
              <Button leftSection={<IconPlus size={16} />} onClick={() => add(rectangle([0.35, 0.35], [0.65, 0.65]))} disabled={areas.length >= MOST_AREAS}>
                {t("masks.add")}
              </Button>
            )}
            <Switch label={t("masks.preview")} checked={preview} onChange={(event) => setPreview(event.currentTarget.checked)} />
            <span className="small faint grow">{t(mayDraw ? "masks.how" : "masks.readOnly")}</span>
          </div>
        </div>
        <aside className={css.side} aria-label={t("masks.areas")}>
          <p className="small dim">{t("masks.what")}</p>
          {known.turns && <p className="note warn small">{t("masks.turns")}</p>}
          {areas.length === 0 && <EmptyState title={t("masks.none")}>{t(mayDraw ? "masks.noneWhat" : "masks.noneRead")}</EmptyState>}
          <ul className={css.list} ref={list}>
            {areas.map((area, index) => (
              <li key={area.key} className={`card ${css.item}`} data-chosen={area.key === chosen || undefined} onFocus={() => setChosen(area.key)}>
                <div className={css.itemHead}>
                  <span className={css.swatch} aria-hidden />
                  <b className="grow cut">{area.name || t("masks.unnamed")}</b>
                  {mayDraw && (
                    <ActionIcon aria-label={t("masks.remove", { name: area.name || t("masks.unnamed") })} onClick={() => remove(area.key)}>
                      <IconTrash size={16} />
                    </ActionIcon>
                  )}
                </div>
                {mayDraw ? (
                  <>
                    <TextInput label={t("masks.name")} placeholder={t("masks.nameLike")} value={area.name} maxLength={200} data-autofocus={index === areas.length - 1 || undefined} onChange={(event) => change(area.key, { name: event.currentTarget.value })} />
                    <TextInput label={t("masks.reason")} placeholder={t("masks.reasonLike")} value={area.reason} maxLength={200} onChange={(event) => change(area.key, { reason: event.currentTarget.value })} />
                    <MultiSelect
                      label={t("masks.seenBy")}
                      placeholder={area.seen_by.length ? undefined : t("masks.nobody")}
                      data={SEEING.map((role) => ({ value: role, label: t(`role.${role}`) }))}
                      value={area.seen_by}
                      onChange={(roles) => change(area.key, { seen_by: roles })}
                    />
                  </>
                ) : (
                  <>
                    <p className="small dim">{area.reason}</p>
                    <p className="small">{t("masks.seenByWhom", { roles: area.seen_by.map((role) => t(`role.${role}`)).join(", ") || t("masks.nobody") })}</p>
                  </>
                )}
              </li>
            ))}
          </ul>
          {hasSub && !known.turns && areas.length > 0 && <SubAlike id={id} areas={areas} seen={known.areas.length === 0} alike={alike} disabled={!mayDraw} onChange={setAlike} />}
          {known.updated_at && (
            <p className="small faint">
              {t("masks.version", { version: known.version })} <DateTime at={known.updated_at} />
            </p>
          )}
        </aside>
      </div>
      {mayDraw && (changed || save.isError) && (
        <div className={dossierCss.foot}>
          <span className="grow small dim">{save.isError ? <ErrorNote error={save.error} /> : t(whole ? "masks.unsaved" : "masks.lacking")}</span>
          <Button onClick={() => { setAreas(drawn(known)); setAlike(known.sub_alike); save.reset(); }}>{t("masks.discard")}</Button>
          <Button variant="filled" loading={save.isPending} disabled={!changed || !whole} onClick={() => void write()}>
            {t("masks.save")}
          </Button>
        </div>
      )}
    </>
  );
}
