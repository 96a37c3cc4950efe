/** Where the camera stands between wish and scrap, and where it may go next. */
import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";

import { useTransition, type Dossier, type Lifecycle } from "../../api/dossier";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Dossier.module.css";
import { LifecycleBadge } from "./DossierFrame";

export function LifeCard({ dossier }: { dossier: Dossier }) {
  const { t } = useTexts();
  const [to, setTo] = useState<Lifecycle | null>(null);
  const here = dossier.dossier.lifecycle;
  return (
    <section className={`card ${css.card}`} aria-label={t("life.title")}>
      <div className="row" style={{ justifyContent: "space-between" }}>
        <h2>{t("life.title")}</h2>
        <LifecycleBadge of={here} />
      </div>
      {dossier.may_change && dossier.may_follow.length > 0 ? (
        <>
          <p className="small dim">{t("life.next")}</p>
          <div className={css.steps}>
            {dossier.may_follow.map((next) => (
              <Button key={next} size="xs" onClick={() => setTo(next)}>
                {t(`life.to.${next}`)}
              </Button>
            ))}
          </div>
        </>
      ) : (
        dossier.may_follow.length === 0 && <p className="small dim">{t("life.end")}</p>
      )}
      {to && <Step dossier={dossier} to={to} onClose={() => setTo(null)} />}
    </section>
  );
}

function Step({ dossier, to, onClose }: { dossier: Dossier; to: Lifecycle; onClose: () => void }) {
  const { t } = useTexts();
  const transition = useTransition(dossier.camera.id);
  const [why, setWhy] = useState("");
  const go = () => transition.mutate({ to, why: why.trim(), version: dossier.version }, { onSuccess: onClose });
  return (
    <Modal opened onClose={onClose} title={t("life.ask", { code: dossier.camera.code, to: t(`choice.lifecycle.${to}`) })} closeButtonProps={{ "aria-label": t("app.close") }}>
      <div style={{ display: "grid", gap: 12 }}>
        <p className="dim">{t(`life.means.${to}`)}</p>
        <TextInput data-autofocus label={t("life.why")} value={why} onChange={(event) => setWhy(event.currentTarget.value)} onKeyDown={(event) => event.key === "Enter" && go()} />
        {transition.isError && <ErrorNote error={transition.error} />}
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button variant="filled" color={to === "retired" ? "bad" : undefined} loading={transition.isPending} onClick={go}>
            {t(`life.to.${to}`)}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
