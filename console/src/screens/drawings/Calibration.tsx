/** Where on the ground the camera looks: by the corners of a rectangle, by points of the map, or by how it hangs. */
import { Button, NumberInput, SegmentedControl } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";

import type { Dossier } from "../../api/dossier";
import { useCalibrate, useTriedView, type FoundView } from "../../api/drawings";
import { DrawOn, list } from "../../components/drawing/DrawOn";
import type { Dot } from "../../components/drawing/geometry";
import { useUndo } from "../../components/drawing/useUndo";
import { EmptyState, ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import dossierCss from "../dossier/Dossier.module.css";
import { clicksOf, FACTS, methodOf, mostClicks, WAYS, type Clicks } from "./clicks";
import css from "./Drawings.module.css";
import { Found } from "./Found";
import { Places } from "./Places";

interface Props {
  id: string;
  known: { version: number; found: FoundView | null };
  camera: Dossier;
  url: string | null;
  mayDraw: boolean;
}

export function Calibration({ id, known, camera, url, mayDraw }: Props) {
  const { t, format } = useTexts();
  const save = useCalibrate(id);
  const [first] = useState(() => clicksOf(known.found?.method));
  const { now: clicks, set, undo, canUndo } = useUndo<Clicks>(() => first);
  const [chosen, setChosen] = useState(0);
  const changed = JSON.stringify(clicks) !== JSON.stringify(first);
  const method = methodOf(clicks);
  const [wanted] = useDebouncedValue(changed && mayDraw ? method : null, 300);
  const tried = useTriedView(id, wanted);
  const failed = changed && method !== null && tried.isError;
  const found = changed ? (method && !failed ? tried.data : undefined) : known.found;
  const put = (part: Partial<Clicks>, gesture = "") => set((before) => ({ ...before, ...part }), gesture);
  const most = mostClicks(clicks.way);
  const click = ([dot]: Dot[]) => {
    if (!dot || clicks.points.length >= most) return;
    set((before) => ({ ...before, points: [...before.points, dot], places: [...before.places.slice(0, before.points.length), null] }));
    setChosen(clicks.points.length);
  };
  const shown = clicks.points.slice(0, most);
  return (
    <>
      <div className={`${dossierCss.body} ${css.body}`}>
        <div className={css.left}>
          <DrawOn
            url={url}
            label={t("draw.clicks")}
            alt={t("masks.picture")}
            none={t("masks.notForYou")}
            missing={t("draw.noPicture")}
            shapes={shown.length ? [{ key: "clicks", points: shown, name: t("draw.clicks"), look: "clicks", area: shown.length > 2, counted: true }] : []}
            chosen={null}
            tool={mayDraw && shown.length < most ? "dots" : "none"}
            disabled={!mayDraw}
            under={found && <Grid found={found} />}
            onChoose={() => undefined}
            onShape={(_key, points, gesture) => put({ points: [...points, ...clicks.points.slice(most)] }, gesture)}
            onDraw={click}
            onAspect={(aspect) => set((before) => (before.points.length ? before : { ...before, aspect }), "aspect")}
          />
          <p className="small faint" role="status">{t(mayDraw ? `draw.clicksHow.${clicks.way}` : "draw.readOnly")}</p>
          {clicks.way === "points" && <Places clicks={clicks} chosen={chosen} camera={camera.camera} disabled={!mayDraw} onChoose={setChosen} onPlaces={(places) => put({ places })} />}
        </div>
        <aside className={css.side} aria-label={t("draw.part.calibration")}>
          <p className="small dim">{t("draw.calibrationWhat")}</p>
          {mayDraw && (
            <section className={`card ${css.item}`}>
              <SegmentedControl size="xs" fullWidth aria-label={t("draw.ways")} value={clicks.way} onChange={(way) => put({ way })} data={WAYS.map((value) => ({ value, label: t(`draw.way.${value}`) }))} />
              {clicks.way === "rectangle" && (
                <div className={css.fields}>
                  <NumberInput label={t("draw.length")} min={0.1} max={1000} decimalScale={2} suffix=" m" value={clicks.length_m ?? ""} onChange={(value) => put({ length_m: Number(value) || null }, "length")} />
                  <NumberInput label={t("draw.width")} min={0.1} max={1000} decimalScale={2} suffix=" m" value={clicks.width_m ?? ""} onChange={(value) => put({ width_m: Number(value) || null }, "width")} />
                </div>
              )}
              {clicks.way === "mounting" && (
                <div className={css.fields}>
                  {FACTS.map((fact) => {
                    const said = fact === "azimuth_deg" ? camera.camera.azimuth_deg : camera.dossier[fact];
                    return <NumberInput key={fact} label={t(`draw.fact.${fact}`)} placeholder={said === null ? t("draw.notSaid") : t("draw.fromDossier", { value: format.number(said, 1) })} value={clicks.facts[fact] ?? ""} onChange={(value) => put({ facts: { ...clicks.facts, [fact]: value === "" ? null : Number(value) } }, fact)} />;
                  })}
                </div>
              )}
              {clicks.way !== "mounting" && clicks.points.length > 0 && (
                <div className={css.tools}>
                  <Button size="xs" disabled={!canUndo} onClick={undo}>{t("draw.undo")}</Button>
                  <Button size="xs" onClick={() => put({ points: [], places: [] })}>{t("draw.again")}</Button>
                </div>
              )}
            </section>
          )}
          {failed ? <div className="note bad small"><ErrorNote error={tried.error} /></div> : found ? <Found found={found} /> : !changed && <EmptyState title={t("draw.uncalibrated")}>{t("draw.uncalibratedWhat")}</EmptyState>}
          {mayDraw && known.found && !changed && <Button loading={save.isPending} onClick={() => save.mutate({ method: null, version: known.version })}>{t("draw.uncalibrate")}</Button>}
        </aside>
      </div>
      {mayDraw && (changed || save.isError) && (
        <div className={dossierCss.foot}>
          <span className="grow small dim">{save.isError ? <ErrorNote error={save.error} /> : t(method ? "draw.unsavedView" : `draw.clicksLack.${clicks.way}`)}</span>
          <Button onClick={() => { set(() => first); save.reset(); }}>{t("masks.discard")}</Button>
          <Button variant="filled" loading={save.isPending} disabled={!method || failed} onClick={() => save.mutate({ method, version: known.version })}>
            {t("draw.saveView")}
          </Button>
        </div>
      )}
    </>
  );
}

/** Squares on the road, and ellipses in which a place lies with 95 %. */
function Grid({ found }: { found: FoundView }) {
  return (
    <g data-grid={found.lines.length}>
      {found.lines.map((line, index) => <polyline key={index} className={css.grid} points={list(line)} />)}
      {found.ellipses.map(({ outline }, index) => <polygon key={index} className={css.ellipse} points={list(outline)} />)}
    </g>
  );
}
