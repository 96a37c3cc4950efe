/** One share: its terms, exactly which cameras, the answer, the use. */
import { Button, Checkbox, Modal, Skeleton, Textarea } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Link } from "wouter";

import { can, useMe } from "../../api/queries";
import { useCancelShare, useShare, useShareCameras, useWithdrawShare, type Share, type ShareCamera } from "../../api/shares";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { ErrorNote, ErrorState } from "../../components/States";
import { useTexts, type TextKey } from "../../i18n";
import { AnswerShare } from "./AnswerShare";
import { ShareMap } from "./ShareMap";
import { ShareBadge, usePurposeName } from "./Shares";
import css from "./Shares.module.css";
import { SharedUse } from "./SharedUse";

export function ShareScreen({ id }: { id: string }) {
  const { t } = useTexts();
  const me = useMe();
  const found = useShare(id);
  const share = found.data;
  const cameras = useShareCameras(share);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const answers = share?.state === "asked" && share.may_answer;
  const struck = useMemo(() => (answers ? marked : new Set(cameras.data?.items.filter((one) => one.struck).map((one) => one.id))), [answers, marked, cameras.data]);
  const mark = (camera: ShareCamera, gives: boolean) =>
    setMarked((before) => {
      const next = new Set(before);
      if (gives) next.delete(camera.id);
      else next.add(camera.id);
      return next;
    });
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const items = cameras.data?.items ?? [];
  return (
    <Page
      title={t("share.one")}
      desk
      heading={
        <>
          <Button component={Link} href="/shares" variant="subtle" leftSection={<IconArrowLeft size={16} />} aria-label={t("share.back")} style={{ flex: "none" }}>
            <span className="no-phone">{t("share.title")}</span>
          </Button>
          <h1 className="cut">{t("share.one")}</h1>
        </>
      }
      actions={share && <ShareBadge share={share} />}
    >
      <div className={css.body}>
        {!share ? (
          <Skeleton height={420} />
        ) : (
          <div className={css.columns}>
            <div className={`card ${css.card}`}>
              <Terms share={share} />
              <section className={css.part}>
                <div className={css.partHead}>
                  <h2 className="grow">{t("share.which")}</h2>
                  {answers && struck.size > 0 && <span className="small">{t("share.givesSome", { given: items.length - struck.size, asked: items.length })}</span>}
                </div>
                {cameras.isError && <ErrorNote error={cameras.error} />}
                {cameras.isPending && <Skeleton height={300} />}
                {cameras.data && !items.length && <p className="small dim">{t(share.is_owner ? "share.noneLeft" : share.state === "asked" ? "share.hiddenAsked" : "share.hidden")}</p>}
                {items.length > 0 && (
                  <>
                    <ShareMap cameras={items} struck={struck} />
                    <ul className={css.cameras}>
                      {items.map((one) => (
                        <li key={one.id} className={css.camera} data-struck={struck.has(one.id) || undefined}>
                          {answers && <Checkbox size="xs" checked={!struck.has(one.id)} onChange={(event) => mark(one, event.currentTarget.checked)} aria-label={t("share.give", { code: one.code })} />}
                          <b className="num nowrap">{one.code}</b>
                          <span className="grow cut">{one.name}</span>
                          {struck.has(one.id) && <span className="small nowrap">{t("share.struck")}</span>}
                          {share.holds && can(me.data, "media.live") && !struck.has(one.id) && share.what.includes("live") && (
                            <Link href={`/watch/${one.id}`} className="small nowrap">
                              {t("share.watch")}
                            </Link>
                          )}
                        </li>
                      ))}
                    </ul>
                  </>
                )}
              </section>
            </div>
            <div className={css.side}>
              {answers && <AnswerShare key={share.version} share={share} struck={[...struck]} count={items.length - struck.size} />}
              {share.is_owner && share.answered_at && share.state !== "refused" && <SharedUse share={share} cameras={items} />}
              <Ending share={share} />
            </div>
          </div>
        )}
      </div>
    </Page>
  );
}

function Terms({ share }: { share: Share }) {
  const { t, rich } = useTexts();
  const purpose = usePurposeName();
  const rows: [TextKey, React.ReactNode][] = [
    ["share.what", t(`share.what.${share.what.join("_") as "live" | "recorded" | "live_recorded"}`)],
    ["share.purpose", purpose(share.purpose)],
    ["share.basis", share.legal_basis || "–"],
    ...(share.reason ? [["share.reason", share.reason] as [TextKey, React.ReactNode]] : []),
    ["share.deadline", <DateTime key="until" at={share.until} until />],
    ["share.askedAt", <>{share.asked_by} · <DateTime at={share.asked_at} /></>],
    ...(share.answered_at ? [["share.answeredAt", <>{share.answered_by} · <DateTime at={share.answered_at} />{share.words && ` · ${share.words}`}</>] as [TextKey, React.ReactNode]] : []),
    ...(share.ended_at ? [["share.endedAt", <>{share.ended_by} · <DateTime at={share.ended_at} />{share.ended_words && ` · ${share.ended_words}`}</>] as [TextKey, React.ReactNode]] : []),
  ];
  const given = share.cameras - share.struck;
  return (
    <section className={css.part}>
      <p className={css.sentence}>{rich(share.state === "asked" || share.state === "refused" ? "share.sentence.asked" : "share.sentence.agreed", { receiver: share.receiver, owner: share.owner, count: share.state === "asked" ? share.cameras : given })}</p>
      <dl className="kv" style={{ gridTemplateColumns: "132px minmax(0, 1fr)" }}>
        {rows.map(([key, value]) => (
          <div key={key} style={{ display: "contents" }}>
            <dt>{t(key)}</dt>
            <dd style={{ margin: 0, overflowWrap: "anywhere" }}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The owner withdraws, who asked gives it back: one click and a word to be sure. */
function Ending({ share }: { share: Share }) {
  const { t } = useTexts();
  const withdraw = useWithdrawShare(share.id);
  const cancel = useCancelShare(share.id);
  const [open, setOpen] = useState<"withdraw" | "cancel" | null>(null);
  const [words, setWords] = useState("");
  const mayWithdraw = share.may_answer && share.state === "agreed" && !share.is_over;
  const mayCancel = share.may_cancel && (share.state === "asked" || (share.state === "agreed" && !share.is_over));
  if (!mayWithdraw && !mayCancel) return null;
  const act = open === "cancel" ? cancel : withdraw;
  return (
    <div className={`card ${css.card}`}>
      <section className={css.part}>
        <h2>{t("share.end")}</h2>
        <p className="small dim">{t(mayWithdraw ? "share.withdrawWhat" : share.state === "asked" ? "share.takeBackWhat" : "share.cancelWhat")}</p>
        <div className={css.acts}>
          {mayCancel && <Button onClick={() => setOpen("cancel")}>{t(share.state === "asked" ? "share.takeBack" : "share.cancel")}</Button>}
          {mayWithdraw && (
            <Button color="bad" variant="filled" onClick={() => setOpen("withdraw")}>
              {t("share.withdraw")}
            </Button>
          )}
        </div>
      </section>
      <Modal opened={open !== null} onClose={() => setOpen(null)} title={t(open === "withdraw" ? "share.withdrawSure" : "share.cancelSure")}>
        <form
          style={{ display: "grid", gap: 12 }}
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate(words.trim(), { onSuccess: () => setOpen(null) });
          }}
        >
          <p>{t(open === "withdraw" ? "share.withdrawSureWhat" : "share.cancelSureWhat", { receiver: share.receiver, owner: share.owner, count: share.cameras - share.struck })}</p>
          <Textarea label={t("share.why")} autosize minRows={2} maxLength={2000} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
          {act.isError && <ErrorNote error={act.error} />}
          <div className={css.acts}>
            <Button onClick={() => setOpen(null)}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" color={open === "withdraw" ? "bad" : undefined} loading={act.isPending}>
              {t(open === "withdraw" ? "share.withdrawGo" : "share.cancelGo")}
            </Button>
          </div>
        </form>
      </Modal>
    </div>
  );
}
