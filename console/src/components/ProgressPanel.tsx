import { ActionIcon, Button, Progress } from "@mantine/core";
import { IconX } from "@tabler/icons-react";

import { useNow } from "../app/now";
import { cancelTransfer, forgetTransfer, useTransfers, type Transfer } from "../app/transfers";
import { useTexts } from "../i18n";
import css from "./ProgressPanel.module.css";
import { Shape } from "./Shape";
import { errorTexts } from "./States";

/** Long work: how far, how much longer, and a way out. */
export function ProgressPanel() {
  const transfers = useTransfers();
  const { t } = useTexts();
  if (!transfers.length) return null;
  return (
    <aside className={css.panel} aria-label={t("transfer.panel")}>
      {transfers.map((transfer) => (
        <Item key={transfer.number} transfer={transfer} />
      ))}
    </aside>
  );
}

function Item({ transfer }: { transfer: Transfer }) {
  const { t, format } = useTexts();
  const { clip, state, receivedBytes, totalBytes } = transfer;
  const share = totalBytes ? receivedBytes / totalBytes : null;
  return (
    <section className={css.item} role="status" data-transfer={state}>
      <div className={css.top}>
        {state === "done" && <span className="c-ok"><Shape name="ok" /></span>}
        {state === "failed" && <span className="c-bad"><Shape name="bad" /></span>}
        <b className="grow cut">{t(`transfer.${state}`, { span: format.span(clip.toMs - clip.fromMs), code: clip.code })}</b>
        {state === "running" ? (
          <Button size="xs" onClick={() => cancelTransfer(transfer.number)}>
            {t("transfer.cancel")}
          </Button>
        ) : (
          <ActionIcon size={26} aria-label={t("app.close")} onClick={() => forgetTransfer(transfer.number)}>
            <IconX size={16} />
          </ActionIcon>
        )}
      </div>
      {state === "running" && (
        <>
          <Progress value={(share ?? 1) * 100} animated={share === null} striped={share === null} size="sm" aria-label={t("transfer.panel")} />
          <Remaining transfer={transfer} share={share} />
        </>
      )}
      {state === "failed" && <p className="small dim">{t(errorTexts(transfer.error).what)}</p>}
      {state === "done" && <p className="small dim num">{format.bytes(receivedBytes)}</p>}
    </section>
  );
}

function Remaining({ transfer, share }: { transfer: Transfer; share: number | null }) {
  const { t, format } = useTexts();
  const elapsed = Math.max(1, useNow() - transfer.startedMs);
  return (
    <p className="small dim num">
      {share === null || !transfer.totalBytes
        ? t("transfer.received", { received: format.bytes(transfer.receivedBytes) })
        : t("transfer.progress", { received: format.bytes(transfer.receivedBytes), total: format.bytes(transfer.totalBytes), left: share > 0.02 ? format.span((elapsed / share) * (1 - share)) : "…" })}
    </p>
  );
}
