/** Cameras that were found to be this one; each merge can be taken back. */
import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { Link } from "wouter";

import { useSplit, type Dossier } from "../../api/dossier";
import { can, useMe } from "../../api/queries";
import { DateTime } from "../../components/DateTime";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Dossier.module.css";
import { useFactLabel } from "./FactValue";

export function MergesCard({ dossier }: { dossier: Dossier }) {
  const { t } = useTexts();
  const me = useMe();
  const label = useFactLabel();
  const split = useSplit(dossier.camera.id);
  if (!dossier.merged_into && dossier.merges.length === 0) return null;
  return (
    <section className={`card ${css.card}`} aria-label={t("merges.title")}>
      <h2>{t("merges.title")}</h2>
      {dossier.merged_into && (
        <p>
          {t("merges.into")} <Link href={`/cameras/${dossier.merged_into}/dossier`}>{t("merges.open")}</Link>
        </p>
      )}
      {split.isError && <ErrorNote error={split.error} />}
      {dossier.merges.map((merge) => (
        <div key={merge.id} className={css.merge}>
          <p>
            {merge.kept_id === dossier.camera.id ? t("merges.took", { code: merge.other_code }) : t("merges.went", { code: merge.other_code })} <DateTime at={merge.at} />
          </p>
          {merge.fields.length > 0 && <p className="small dim">{t("merges.fields", { fields: merge.fields.map(label).join(", ") })}</p>}
          {merge.split_at ? (
            <p className="small faint">
              {t("merges.split")} <DateTime at={merge.split_at} />
            </p>
          ) : (
            can(me.data, "camera.merge") && (
              <Button size="xs" leftSection={<IconArrowBackUp size={14} />} loading={split.isPending && split.variables === merge.id} onClick={() => split.mutate(merge.id)}>
                {t("merges.undo", { code: merge.other_code })}
              </Button>
            )
          )}
        </div>
      ))}
    </section>
  );
}
