/** One camera's health: what is wrong, what showed it, what to do, and how it went. */
import { Skeleton } from "@mantine/core";

import { useDossier } from "../../api/dossier";
import { useCameraHealth, type CameraHealth as Health } from "../../api/health";
import { useAddressParts } from "../../app/addressParts";
import { ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { DossierFrame } from "../dossier/DossierFrame";
import { History, Now } from "./CameraFaults";
import { FaultPictures } from "./FaultPictures";
import css from "./Health.module.css";
import { Scores } from "./Scores";
import { Recorded, Repairs, StreamFigures } from "./Sides";

export function CameraHealth({ id }: { id: string }) {
  const dossier = useDossier(id);
  const health = useCameraHealth(id);
  const failed = dossier.error ?? (health.data ? null : health.error);
  return (
    <DossierFrame id={id} here="health" dossier={dossier.data}>
      {failed ? (
        <ErrorState
          error={failed}
          onRetry={() => {
            void dossier.refetch();
            void health.refetch();
          }}
        />
      ) : (
        <div className={css.page} aria-busy={!health.data}>
          <div className={css.file}>{health.data ? <File health={health.data} /> : <Waiting />}</div>
        </div>
      )}
    </DossierFrame>
  );
}

function Waiting() {
  return (
    <>
      <div className={css.column}>
        {[160, 300, 260].map((height) => (
          <Skeleton key={height} height={height} radius="md" />
        ))}
      </div>
      <div className={css.column}>
        <Skeleton height={240} radius="md" />
        <Skeleton height={200} radius="md" />
      </div>
    </>
  );
}

function File({ health }: { health: Health }) {
  const { t } = useTexts();
  const [search, put] = useAddressParts();
  const all = [...health.now, ...health.history.filter((one) => !health.now.some((now) => now.id === one.id))];
  const chosen = all.find((one) => one.id === search.get("fault")) ?? health.now.find((one) => one.pictures.length) ?? health.now[0] ?? all.find((one) => one.pictures.length);
  const past = all.filter((one) => one.state === "closed");
  return (
    <>
      <div className={css.column}>
        <Now health={health} />
        <FaultPictures key={`${chosen?.id} ${health.view?.approved_at}`} health={health} fault={chosen} />
        <Scores health={health} />
      </div>
      <div className={css.column}>
        <StreamFigures id={health.camera_id} />
        <Repairs id={health.camera_id} />
        <Recorded days={health.recorded} />
        <section className={`card ${css.card}`} aria-label={t("health.past")}>
          <h2>{t("health.past")}</h2>
          <History faults={past} chosen={chosen?.id} onChoose={(id) => put("fault", id)} />
        </section>
      </div>
    </>
  );
}
