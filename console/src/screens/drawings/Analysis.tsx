/** What a camera's picture is counted by: zones and lines, where on the ground it looks, and who drew what when. */
import { SegmentedControl, Skeleton } from "@mantine/core";
import { useSearchParams } from "wouter";

import { mediaUrl } from "../../api/client";
import { useDossier } from "../../api/dossier";
import { useCalibration, useZones } from "../../api/drawings";
import { can, useMe } from "../../api/queries";
import { getPurpose } from "../../app/purpose";
import { ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { DossierFrame } from "../dossier/DossierFrame";
import { Calibration } from "./Calibration";
import css from "./Drawings.module.css";
import { Versions } from "./Versions";
import { Zones } from "./Zones";

const PARTS = ["zones", "calibration", "history"] as const;
type Part = (typeof PARTS)[number];

export function Analysis({ id }: { id: string }) {
  const { t } = useTexts();
  const me = useMe();
  const dossier = useDossier(id);
  const zones = useZones(id);
  const calibration = useCalibration(id);
  const [search, setSearch] = useSearchParams();
  const part: Part = PARTS.find((one) => one === search.get("part")) ?? "zones";
  const error = dossier.error ?? zones.error ?? calibration.error;
  const mayDraw = can(me.data, "zone.write");
  const url = !can(me.data, "media.snapshot") ? null : mediaUrl(id, "snapshot.jpg", { width: "1280", ...getPurpose() });
  const ready = dossier.data && zones.data && calibration.data;
  return (
    <DossierFrame id={id} here="analysis" dossier={dossier.data}>
      <div className={css.parts}>
        <SegmentedControl size="xs" aria-label={t("draw.parts")} value={part} onChange={(next) => setSearch(next === "zones" ? {} : { part: next }, { replace: true })} data={PARTS.map((value) => ({ value, label: t(`draw.part.${value}`) }))} />
      </div>
      {error ? (
        <ErrorState error={error} onRetry={() => void Promise.all([dossier.refetch(), zones.refetch(), calibration.refetch()])} />
      ) : !ready ? (
        <Skeleton className={css.loading} />
      ) : part === "zones" ? (
        <Zones key={zones.data.version} id={id} known={zones.data} url={url} mayDraw={mayDraw} />
      ) : part === "calibration" ? (
        <Calibration key={calibration.data.version} id={id} known={calibration.data} camera={dossier.data} url={url} mayDraw={mayDraw} />
      ) : (
        <Versions id={id} url={url} />
      )}
    </DossierFrame>
  );
}
