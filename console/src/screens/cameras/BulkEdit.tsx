/** Many cameras changed at once: what to set, a look at what would happen, the act, and the way back. */
import { Button, Modal, Select, TagsInput } from "@mantine/core";
import { IconArrowBackUp, IconX } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";

import { useBulkApply, useBulkPreview, useBulkUndo, type BulkDone, type BulkPreview, type LeftOut, type Picked } from "../../api/lists";
import { Diff } from "../../components/Diff";
import { Shape, type ShapeName } from "../../components/Shape";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { BULK, FACTS, faultOf, sentOf, typedOf, type FactName } from "../dossier/facts";
import { FactInput } from "../dossier/FactInput";
import { FactValue, isNothing, useFactLabel } from "../dossier/FactValue";
import css from "./List.module.css";

export function BulkEdit({ picked, count, onClose }: { picked: Picked; count: number; onClose: (done: boolean) => void }) {
  const { t, format } = useTexts();
  const preview = useBulkPreview();
  const apply = useBulkApply();
  const undo = useBulkUndo();
  const [typed, setTyped] = useState<Record<string, unknown>>({});
  const [addTags, setAddTags] = useState<string[]>([]);
  const [removeTags, setRemoveTags] = useState<string[]>([]);
  const [step, setStep] = useState<"wish" | "look">("wish");

  const names = Object.keys(typed) as FactName[];
  const wrong = names.filter((name) => {
    const fact = FACTS.get(name);
    return fact && faultOf(fact, typed[name]);
  });
  const nothing = !names.length && !addTags.length && !removeTags.length;
  const look = () => {
    const set = Object.fromEntries(names.flatMap((name) => (FACTS.get(name) ? [[name, sentOf(FACTS.get(name)!, typed[name])]] : []))); // eslint-disable-line @typescript-eslint/no-non-null-assertion -- asked just before
    setStep("look");
    preview.mutate({ ...picked, set, add_tags: addTags, remove_tags: removeTags });
  };
  const close = () => onClose(apply.isSuccess);

  return (
    <Modal opened onClose={close} size={920} title={t("bulk.title", { count: format.number(count) })} closeButtonProps={{ "aria-label": t("app.close") }} closeOnClickOutside={false}>
      <div className={css.form}>
        {apply.data ? (
          <Done done={apply.data} undone={undo.data} pending={undo.isPending} error={undo.error} onUndo={() => undo.mutate(apply.data.id)} onClose={close} />
        ) : step === "wish" ? (
          <>
            <p className="dim">{t("bulk.what")}</p>
            {names.map((name) => {
              const fact = FACTS.get(name);
              return (
                fact && (
                  <div key={name} className={css.wish} data-wish={name}>
                    <FactInput fact={fact} value={typed[name]} onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))} error={wrong.includes(name) && typed[name] !== "" && t("bulk.fault")} />
                    <Button variant="subtle" c="var(--tc-dim)" leftSection={<IconX size={14} />} onClick={() => setTyped((before) => Object.fromEntries(Object.entries(before).filter(([other]) => other !== name)))}>
                      {t("bulk.dropField")}
                    </Button>
                  </div>
                )
              );
            })}
            <FieldChoice
              taken={names}
              onChoose={(name) => {
                const fact = FACTS.get(name);
                if (fact) setTyped((before) => ({ ...before, [name]: typedOf(fact, fact.kind === "choice" || fact.kind === "yesNo" ? null : "") }));
              }}
            />
            <div className={css.two}>
              <TagsInput label={t("bulk.addTags")} value={addTags} onChange={setAddTags} />
              <TagsInput label={t("bulk.removeTags")} value={removeTags} onChange={setRemoveTags} />
            </div>
            <div className="row" style={{ justifyContent: "flex-end" }}>
              <Button onClick={close}>{t("app.cancel")}</Button>
              <Button variant="filled" disabled={nothing || wrong.length > 0} onClick={look}>
                {t("bulk.look")}
              </Button>
            </div>
          </>
        ) : (
          <>
            {preview.data && <Preview preview={preview.data} />}
            {preview.isPending && <p role="status" className="dim">{t("bulk.looking")}</p>}
            {preview.isError && <ErrorNote error={preview.error} />}
            {apply.isError && <ErrorNote error={apply.error} />}
            <div className="row" style={{ justifyContent: "flex-end" }}>
              <span className="grow small dim">{preview.data && t("bulk.notYet")}</span>
              <Button onClick={() => setStep("wish")}>{t("bulk.back")}</Button>
              <Button variant="filled" disabled={!preview.data?.changing} loading={apply.isPending} onClick={() => preview.data && apply.mutate(preview.data.token)}>
                {t("bulk.apply", { count: format.number(preview.data?.changing ?? 0) })}
              </Button>
            </div>
          </>
        )}
      </div>
    </Modal>
  );
}

function FieldChoice({ taken, onChoose }: { taken: readonly string[]; onChoose: (name: FactName) => void }) {
  const { t } = useTexts();
  const label = useFactLabel();
  return <Select searchable label={t("bulk.field")} placeholder={t("bulk.fieldWhat")} value={null} data={BULK.filter((name) => !taken.includes(name)).map((name) => ({ value: name, label: label(name) }))} onChange={(name) => name && onChoose(name)} nothingFoundMessage={t("app.nothing")} />;
}

function Figure({ tone, shape, count, word, what }: { tone: string; shape: ShapeName; count: number; word: string; what: string }) {
  const { format } = useTexts();
  return (
    <div className={`card ${css.figure}`}>
      <b className="num">
        <span className={`c-${tone}`}>
          <Shape name={shape} />
        </span>
        {format.number(count)}
      </b>
      <span>{word}</span>
      <span className="small faint">{what}</span>
    </div>
  );
}

function Preview({ preview }: { preview: BulkPreview }) {
  const { t } = useTexts();
  const label = useFactLabel();
  const shown = (name: string, value: unknown): ReactNode => (isNothing(value) ? null : <FactValue name={name} value={value} />);
  return (
    <>
      <div className={css.figures} role="status">
        <Figure tone="acc" shape="hold" count={preview.changing} word={t("bulk.changing")} what={t("bulk.changingWhat")} />
        <Figure tone="off" shape="none" count={preview.same} word={t("bulk.same")} what={t("bulk.sameWhat")} />
        <Figure tone={preview.left_out ? "bad" : "off"} shape={preview.left_out ? "bad" : "none"} count={preview.left_out} word={t("bulk.leftOut")} what={t("bulk.leftOutWhat")} />
      </div>
      {preview.rows.length > 0 && (
        <div className={css.rows} tabIndex={0} role="region" aria-label={t("bulk.rows")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("cameras.code")}</th>
                <th scope="col">{t("bulk.changes")}</th>
              </tr>
            </thead>
            <tbody>
              {preview.rows.map((row) => (
                <tr key={row.camera_id} data-bulk-row={row.code}>
                  <td className="num nowrap">{row.code}</td>
                  <td>
                    <div className={css.changes}>
                      {Object.keys(row.after).map((name) => (
                        <span key={name}>
                          <span className="dim">{label(name)} </span>
                          <Diff before={shown(name, row.before[name])} after={shown(name, row.after[name])} />
                        </span>
                      ))}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {preview.rows.length < preview.changing && <p className="small faint">{t("bulk.firstOnly", { count: preview.rows.length })}</p>}
      <Refused refused={preview.refused} />
    </>
  );
}

function Refused({ refused }: { refused: readonly LeftOut[] }) {
  const { t } = useTexts();
  if (!refused.length) return null;
  return (
    <details>
      <summary>{t("bulk.refused", { count: refused.length })}</summary>
      <ul style={{ maxHeight: 160, overflow: "auto", padding: "8px 0" }}>
        {refused.map((one) => (
          <li key={one.camera_id} data-refused={one.why}>
            {one.code && <b className="num">{one.code} </b>}
            {t(`bulk.why.${one.why}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Done({ done, undone, pending, error, onUndo, onClose }: { done: BulkDone; undone: BulkDone | undefined; pending: boolean; error: unknown; onUndo: () => void; onClose: () => void }) {
  const { t, format } = useTexts();
  const last = undone ?? done;
  return (
    <>
      <div className="note ok" role="status" data-bulk={undone ? "undone" : "done"}>
        <Shape name="ok" size={14} />
        <span>
          <b>{t(undone ? "bulk.undone" : "bulk.done", { count: format.number(last.changed) })}</b> {last.left_out > 0 && t("bulk.leftOutOf", { count: format.number(last.left_out) })}
        </span>
      </div>
      <Refused refused={last.refused} />
      {Boolean(error) && <ErrorNote error={error} />}
      <div className="row" style={{ justifyContent: "flex-end" }}>
        {!undone && (
          <Button leftSection={<IconArrowBackUp size={16} />} loading={pending} onClick={onUndo}>
            {t("bulk.undo")}
          </Button>
        )}
        <Button variant="filled" onClick={onClose}>
          {t("app.close")}
        </Button>
      </div>
    </>
  );
}
