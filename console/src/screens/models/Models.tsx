/** Which models look at pictures here, from where, and with whose approval. Files are brought at the machine. */
import { Button, Group, Modal, Skeleton, Stack, Textarea } from "@mantine/core";
import { useState } from "react";

import { useDecide, useModels, type Model, type Verdict } from "../../api/models";
import { can, useMe } from "../../api/queries";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { SystemTabs } from "../SystemTabs";
import css from "./Models.module.css";

const LOOKS = { proposed: { tone: "warn", shape: "warn" }, approved: { tone: "ok", shape: "ok" }, refused: { tone: "off", shape: "off" }, removed: { tone: "off", shape: "off" } } as const;

export function Models() {
  const { t } = useTexts();
  const models = useModels();
  const [asked, setAsked] = useState<{ model: Model; verdict: Verdict } | null>(null);
  return (
    <Page title={t("models.title")} desk aside={<SystemTabs />}>
      {models.isError ? (
        <ErrorState error={models.error} onRetry={() => void models.refetch()} />
      ) : !models.data ? (
        <Skeleton height={320} m="md" />
      ) : models.data.length === 0 ? (
        <EmptyState title={t("models.none")}>{t("models.noneWhat")}</EmptyState>
      ) : (
        <div className={css.cards}>
          {models.data.map((model) => (
            <ModelCard key={model.id} model={model} onAsk={(verdict) => setAsked({ model, verdict })} />
          ))}
        </div>
      )}
      {asked && <VerdictDialog {...asked} onClose={() => setAsked(null)} />}
    </Page>
  );
}

function ModelCard({ model, onAsk }: { model: Model; onAsk: (verdict: Verdict) => void }) {
  const { t, format } = useTexts();
  const me = useMe();
  const stands = model.state === "proposed" || model.state === "approved";
  const judges = model.state === "proposed" && can(me.data, "model.approve");
  const own = model.proposed_by !== "" && model.proposed_by === me.data?.user.id;
  return (
    <article className={`card ${css.card}`} aria-label={model.name}>
      <div className={css.head}>
        <b>{model.name}</b>
        <Badge {...LOOKS[model.state]}>{t(`models.state.${model.state}`)}</Badge>
        {stands && !model.has_file && <Badge tone="bad" shape="bad">{t("models.noFile")}</Badge>}
      </div>
      <span className="small">{t("models.finds", { kinds: model.kinds.map((kind) => t(`models.kind.${kind}`)).join(", ") })}</span>
      <span className="small num">{t("models.cost", { layout: model.layout, width: model.width, height: model.height, ms: format.number(Math.round(model.picture_ms)), size: format.bytes(model.size_bytes) })}</span>
      <span className={`small ${css.long}`}>{t("models.source", { licence: model.licence, source: model.source })}</span>
      <span className={`small dim num ${css.long}`}>SHA-256 {model.sha256}</span>
      <span className="small dim">
        {t(model.proposed_by ? "models.brought" : "models.broughtAtMachine")} <DateTime at={model.proposed} />
        {model.decided && (
          <>
            {" · "}
            {t(`models.state.${model.state}`)} <DateTime at={model.decided} />
          </>
        )}
      </span>
      {model.words && <p className={`small ${css.long}`}>{model.words}</p>}
      {judges && own && <p className="small">{t("models.own")}</p>}
      <div className={css.actions}>
        {judges && !own && <Button size="xs" onClick={() => onAsk("approve")}>{t("models.approve")}</Button>}
        {judges && <Button size="xs" onClick={() => onAsk("refuse")}>{t("models.refuse")}</Button>}
        {stands && can(me.data, "model.write") && <Button size="xs" onClick={() => onAsk("remove")}>{t("models.remove")}</Button>}
      </div>
    </article>
  );
}

function VerdictDialog({ model, verdict, onClose }: { model: Model; verdict: Verdict; onClose: () => void }) {
  const { t } = useTexts();
  const decide = useDecide();
  const [words, setWords] = useState("");
  return (
    <Modal opened onClose={onClose} title={`${t(`models.${verdict}`)}: ${model.name}`} size={480} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          decide.mutate({ id: model.id, verdict, words: words.trim() }, { onSuccess: onClose });
        }}
      >
        <Stack gap="lg">
          <p className="note">{t(`models.${verdict}What`)}</p>
          {verdict !== "remove" && <Textarea label={t("models.words")} value={words} onChange={(event) => setWords(event.currentTarget.value)} maxLength={1000} autosize minRows={2} data-autofocus />}
          {decide.isError && <ErrorNote error={decide.error} />}
          <Group justify="flex-end" gap="sm">
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" color={verdict === "approve" ? undefined : "red"} loading={decide.isPending} disabled={verdict === "refuse" && !words.trim()}>
              {t(`models.${verdict}`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
