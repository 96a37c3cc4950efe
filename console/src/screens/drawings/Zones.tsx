/** Zones and lines over the picture, each with its name and what it means for counting. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowBackUp, IconArrowForwardUp, IconArrowsExchange, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

import { useSaveZones, type Zone, type ZoneKind } from "../../api/drawings";
import { DateTime } from "../../components/DateTime";
import { DrawOn, type Tool } from "../../components/drawing/DrawOn";
import type { Dot } from "../../components/drawing/geometry";
import { useUndo } from "../../components/drawing/useUndo";
import { EmptyState, ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import dossierCss from "../dossier/Dossier.module.css";
import { Arrows } from "./Arrows";
import css from "./Drawings.module.css";
import { drawnZones, freeName, isCounted, isLine, KINDS, lackOf, MOST_ZONES, mustChange, plainZones, sameZones, usualShape, type DrawnZone } from "./zones";

interface Props {
  id: string;
  known: { zones: readonly Zone[]; version: number; changed: string | null };
  url: string | null;
  mayDraw: boolean;
}

export function Zones({ id, known, url, mayDraw }: Props) {
  const { t } = useTexts();
  const save = useSaveZones(id);
  const { now: zones, set, undo, redo, canUndo, canRedo } = useUndo(() => drawnZones(known.zones));
  const [chosen, setChosen] = useState<string | null>(null);
  const [kind, setKind] = useState<ZoneKind | null>(null);
  const [aspect, setAspect] = useState(9 / 16);
  const changed = !sameZones(zones, drawnZones(known.zones));
  const whole = !zones.some((zone) => mustChange(lackOf(zone, zones)));
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (chosen) list.current?.querySelector("[data-chosen]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  const change = (key: string, part: Partial<DrawnZone>, gesture = "") => set((before) => before.map((zone) => (zone.key === key ? { ...zone, ...part } : zone)), gesture);
  const add = (of: ZoneKind, points: Dot[]) => {
    if (!mayDraw || zones.length >= MOST_ZONES) return;
    const key = crypto.randomUUID();
    set((before) => [...before, { key, id: "", kind: of, name: freeName(t(`draw.kind.${of}`), before), points, aspect }]);
    setChosen(key);
    setKind(null);
  };
  const remove = (key: string) => {
    set((before) => before.filter((zone) => zone.key !== key));
    setChosen(null);
  };
  useHotkeys([
    ["mod+Z", undo],
    ["mod+shift+Z", redo],
    ["mod+Y", redo],
    ["Escape", () => setKind(null)],
    ...KINDS.map((of, index): [string, () => void] => [String(index + 1), () => mayDraw && setKind(of)]),
  ]);
  const tool: Tool = kind === null ? "none" : isLine(kind) ? "line" : "outline";
  const how = kind === null ? "draw.how" : tool === "line" ? "draw.howLine" : "draw.howOutline";

  return (
    <>
      <div className={`${dossierCss.body} ${css.body}`}>
        <div className={css.left}>
          {mayDraw && (
            <div className={css.kinds} role="group" aria-label={t("draw.kinds")}>
              {KINDS.map((of, index) => (
                <Button
                  key={of}
                  size="xs"
                  variant={of === kind ? "filled" : "default"}
                  aria-pressed={of === kind}
                  disabled={zones.length >= MOST_ZONES}
                  onClick={({ detail }) => (detail === 0 ? add(of, usualShape(of)) : setKind(of === kind ? null : of))}
                  leftSection={<kbd>{index + 1}</kbd>}
                >
                  {t(`draw.kind.${of}`)}
                </Button>
              ))}
            </div>
          )}
          <DrawOn
            url={url}
            label={t("draw.zones")}
            alt={t("masks.picture")}
            none={t("masks.notForYou")}
            missing={t("draw.noPicture")}
            shapes={zones.map((zone) => ({ key: zone.key, points: zone.points, name: t("draw.zoneOf", { kind: t(`draw.kind.${zone.kind}`), name: zone.name }), tag: zone.name, look: zone.kind, area: !isLine(zone.kind) }))}
            chosen={chosen}
            tool={mayDraw ? tool : "none"}
            disabled={!mayDraw}
            over={<Arrows zones={zones} aspect={aspect} />}
            onChoose={setChosen}
            onShape={(key, points, gesture) => change(key, { points }, gesture)}
            onDraw={(points) => kind && add(kind, points)}
            onAspect={setAspect}
          />
          <div className={css.tools}>
            {mayDraw && (
              <>
                <ActionIcon variant="default" aria-label={t("draw.undo")} disabled={!canUndo} onClick={undo}><IconArrowBackUp size={16} /></ActionIcon>
                <ActionIcon variant="default" aria-label={t("draw.redo")} disabled={!canRedo} onClick={redo}><IconArrowForwardUp size={16} /></ActionIcon>
              </>
            )}
            <span className="small faint grow" role="status">{t(mayDraw ? how : "draw.readOnly")}</span>
          </div>
        </div>
        <aside className={css.side} aria-label={t("draw.zones")}>
          <p className="small dim">{t("draw.what")}</p>
          {zones.length === 0 ? <EmptyState title={t("draw.none")}>{t(mayDraw ? "draw.noneWhat" : "draw.noneRead")}</EmptyState> : !zones.some(({ kind: of }) => isCounted(of)) && <p className="note warn small">{t("draw.noCounting")}</p>}
          <ul className={css.list} ref={list}>
            {zones.map((zone) => (
              <Item key={zone.key} zone={zone} zones={zones} chosen={zone.key === chosen} mayDraw={mayDraw} onChoose={() => setChosen(zone.key)} onChange={(part, gesture) => change(zone.key, part, gesture)} onRemove={() => remove(zone.key)} />
            ))}
          </ul>
          {known.changed && (
            <p className="small faint">
              {t("masks.version", { version: known.version })} <DateTime at={known.changed} />
            </p>
          )}
        </aside>
      </div>
      {mayDraw && (changed || save.isError) && (
        <div className={dossierCss.foot}>
          <span className="grow small dim">{save.isError ? <ErrorNote error={save.error} /> : t(whole ? "draw.unsaved" : "draw.lacking")}</span>
          <Button onClick={() => { set(() => drawnZones(known.zones)); save.reset(); }}>{t("masks.discard")}</Button>
          <Button variant="filled" loading={save.isPending} disabled={!changed || !whole} onClick={() => save.mutate({ version: known.version, zones: plainZones(zones) })}>
            {t("draw.save")}
          </Button>
        </div>
      )}
    </>
  );
}

interface ItemProps {
  zone: DrawnZone;
  zones: readonly DrawnZone[];
  chosen: boolean;
  mayDraw: boolean;
  onChoose: () => void;
  onChange: (part: Partial<DrawnZone>, gesture: string) => void;
  onRemove: () => void;
}

function Item({ zone, zones, chosen, mayDraw, onChoose, onChange, onRemove }: ItemProps) {
  const { t } = useTexts();
  const lack = lackOf(zone, zones);
  return (
    <li className={`card ${css.item}`} data-chosen={chosen || undefined} onFocus={onChoose}>
      <div className={css.itemHead}>
        <span className={css.swatch} data-look={zone.kind} aria-hidden />
        <b className="grow cut">{mayDraw ? t(`draw.kind.${zone.kind}`) : zone.name}</b>
        {mayDraw && isLine(zone.kind) && (
          <ActionIcon aria-label={t("draw.turn", { name: zone.name })} onClick={() => onChange({ points: [...zone.points].reverse() }, "")}>
            <IconArrowsExchange size={16} />
          </ActionIcon>
        )}
        {mayDraw && (
          <ActionIcon aria-label={t("draw.remove", { name: zone.name })} onClick={onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </div>
      {mayDraw && <TextInput aria-label={t("draw.nameOf", { kind: t(`draw.kind.${zone.kind}`) })} value={zone.name} maxLength={200} error={mustChange(lack) ? t(`draw.lack.${lack}`) : undefined} onChange={(event) => onChange({ name: event.currentTarget.value }, `name ${zone.key}`)} />}
      <p className="small dim">{t(`draw.means.${zone.kind}`)}</p>
      {lack && !mustChange(lack) && <p className="note warn small">{t(`draw.lack.${lack}`)}</p>}
    </li>
  );
}
