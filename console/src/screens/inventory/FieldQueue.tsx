/** Forms that wait to be sent, that are sent, and that the server refused. */
import { Button } from "@mantine/core";
import { useEffect, useMemo } from "react";
import { Link } from "wouter";

import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import css from "./Field.module.css";
import { forget, labelOf, sendWaiting, type Queue } from "./fieldQueue";
import type { Waiting } from "./fieldStore";

export function FieldQueue({ queue, connected, onAgain }: { queue: Queue; connected: boolean; onAgain: (form: Waiting) => void }) {
  const { t, format } = useTexts();
  const { waiting, sent, sending } = queue;
  if (!waiting.length && !sent.length) return null;
  return (
    <section className={`card ${css.queue}`} aria-label={t("field.queue")} aria-live="polite">
      {waiting.length > 0 && (
        <>
          <h2>
            <span className="grow">{t("field.waiting", { count: waiting.length })}</span>
            {waiting.some((form) => form.refused === null) && (
              <Button size="xs" loading={sending !== null} onClick={() => void sendWaiting()}>
                {t("field.sendNow")}
              </Button>
            )}
          </h2>
          <ul>
            {waiting.map((form) => (
              <li key={form.formId} data-form={form.refused === null ? "waiting" : "refused"}>
                {form.photo && <Thumb photo={form.photo} />}
                <span className={form.refused === null ? "c-warn" : "c-bad"}>
                  <Shape name={form.refused === null ? "connecting" : "bad"} size={14} />
                </span>
                <span className="grow">
                  <b>{labelOf(form)}</b>{" "}
                  <span className="small dim">{form.refused === null ? t(sending === form.formId ? "field.state.sending" : connected ? "field.state.soon" : "field.state.offline", { time: format.minute(form.keptMs) }) : t("field.state.refused", { why: form.refused })}</span>
                </span>
                {form.refused !== null && (
                  <>
                    <Button
                      size="xs"
                      onClick={() => {
                        onAgain(form);
                        void forget(form.formId);
                      }}
                    >
                      {t("field.mend")}
                    </Button>
                    <Button size="xs" onClick={() => void forget(form.formId)}>
                      {t("field.throw", { name: labelOf(form) })}
                    </Button>
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {sent.length > 0 && (
        <ul>
          {sent.map((one) => (
            <li key={one.formId} data-form="sent">
              <span className="c-ok">
                <Shape name="ok" size={14} />
              </span>
              <span className="grow">
                <b>{one.label}</b> <span className="small dim">{t("field.state.sent")}</span>
              </span>
              <Link href={`/cameras/${one.cameraId}/dossier`}>{t("field.see")}</Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Thumb({ photo }: { photo: Blob }) {
  const url = useMemo(() => URL.createObjectURL(photo), [photo]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <img className={css.thumb} src={url} alt="" />;
}
