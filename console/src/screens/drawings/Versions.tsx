/** Who drew what when: each version can be looked at over the picture of now. */
import { Button, Skeleton } from "@mantine/core";
import { useState } from "react";

import { useDrawingVersions } from "../../api/drawings";
import { DateTime } from "../../components/DateTime";
import { DrawOn } from "../../components/drawing/DrawOn";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import dossierCss from "../dossier/Dossier.module.css";
import { Arrows } from "./Arrows";
import css from "./Drawings.module.css";
import { drawnZones, isLine } from "./zones";

export function Versions({ id, url }: { id: string; url: string | null }) {
  const { t } = useTexts();
  const history = useDrawingVersions(id);
  const [chosen, setChosen] = useState<number | null>(null);
  const [aspect, setAspect] = useState(9 / 16);
  if (history.error) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  if (!history.data) return <Skeleton className={css.loading} />;
  const versions = history.data.pages.flatMap((page) => page.items);
  const shown = versions.find(({ version }) => version === chosen) ?? versions[0];
  if (!shown) return <EmptyState title={t("draw.none")}>{t("draw.noHistory")}</EmptyState>;
  const zones = drawnZones(shown.zones);
  return (
    <div className={`${dossierCss.body} ${css.body}`}>
      <div className={css.left}>
        <DrawOn
          url={url} label={t("draw.zones")} alt={t("masks.picture")} none={t("masks.notForYou")} missing={t("draw.noPicture")}
          shapes={zones.map((zone) => ({ key: zone.key, points: zone.points, name: t("draw.zoneOf", { kind: t(`draw.kind.${zone.kind}`), name: zone.name }), tag: zone.name, look: zone.kind, area: !isLine(zone.kind) }))}
          chosen={null} tool="none" disabled over={<Arrows zones={zones} aspect={aspect} />} onChoose={nothing} onShape={nothing} onDraw={nothing} onAspect={setAspect}
        />
        <p className="small faint">{t("draw.overNow", { version: shown.version })}</p>
      </div>
      <aside className={css.side} aria-label={t("draw.part.history")}>
        <ol className={css.list}>
          {versions.map((one) => (
            <li key={one.version}>
              <button type="button" className={`card ${css.version}`} data-chosen={one === shown || undefined} aria-pressed={one === shown} onClick={() => setChosen(one.version)}>
                <b>{t(`draw.change.${one.change}`)}</b>
                <span className="small dim">{t("draw.versionOf", { version: one.version, count: one.zones.length, by: one.by || t("draw.platform") })}</span>
                {one.at && <span className="small faint"><DateTime at={one.at} /></span>}
              </button>
            </li>
          ))}
        </ol>
        {history.hasNextPage && <Button size="xs" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>{t("app.more")}</Button>}
      </aside>
    </div>
  );
}

function nothing() {
  // an old version is looked at, not changed
}
