/** One organisation: its place in time, what went into it and what it went into. */
import { ActionIcon, Button, Modal, Select, TextInput } from "@mantine/core";
import { IconDeviceCctv, IconPencil, IconTrash, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";

import { useSaySuccession, useSuccession, useUnsaySuccession, type SuccessionIn, type Successor } from "../../api/dossier";
import { can, useMe } from "../../api/queries";
import type { Organisation } from "../../api/types";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote } from "../../components/States";
import { Badge } from "../../components/StateBadge";
import { DayField } from "../../components/TimeField";
import { useTexts, type TextKey } from "../../i18n";
import css from "./Organisations.module.css";
import { existsOn } from "./tree";

interface Props {
  organisation: Organisation;
  all: readonly Organisation[];
  today: string;
  onOpen: (id: string) => void;
  onEdit: () => void;
  onClose: () => void;
}

export const CERTAINTIES = ["official", "press", "community", "inferred", "unverified"] as const;
const SUCCESSIONS = ["merged", "split", "renamed"] as const;

export function OrganisationPanel({ organisation, all, today, onOpen, onEdit, onClose }: Props) {
  const { t, format } = useTexts();
  const me = useMe();
  const succession = useSuccession(organisation.id);
  const unsay = useUnsaySuccession();
  const [saying, setSaying] = useState(false);
  const mayWrite = can(me.data, "organisation.write");
  const mayEnd = can(me.data, "organisation.move");
  const there = existsOn(organisation, today);
  const parent = all.find((one) => one.id === organisation.parent_id);
  const day = (text: string | null | undefined) => (text ? format.date(Date.parse(`${text}T12:00:00+07:00`)) : t("organisations.dayUnknown"));
  const rows: [TextKey, React.ReactNode][] = [
    ["organisations.kind", t(`organisation.kind.${organisation.kind}`)],
    ["cameras.code", <span className="num" key="code">{organisation.code}</span>],
    ["organisations.official", organisation.official_code ? <span className="num" key="official">{organisation.official_code}</span> : "–"],
    ["organisations.parent", parent ? <button key="parent" type="button" className={css.link} onClick={() => onOpen(parent.id)}>{parent.name}</button> : "–"],
    ["organisations.from", <span className="num" key="from">{day(organisation.valid_from)}</span>],
    ["organisations.to", organisation.valid_to ? <span className="num" key="to">{day(organisation.valid_to)}</span> : t("organisations.noEnd")],
    ["organisations.aliases", organisation.aliases?.join(", ") || "–"],
    ["organisations.source", organisation.source || "–"],
    ["organisations.certainty", organisation.certainty ? t(`certainty.${organisation.certainty}`) : "–"],
  ];
  return (
    <>
      <div className="row" style={{ alignItems: "start" }}>
        <h2 className="grow" style={{ fontSize: "var(--tc-fs-16)" }}>{organisation.name}</h2>
        <ActionIcon className="no-phone" aria-label={t("app.close")} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <div className="row" style={{ flexWrap: "wrap" }}>
        <Badge tone={there ? "ok" : "off"} shape={there ? "ok" : "off"}>{t(there ? "organisations.isThere" : "organisations.isNot")}</Badge>
        <span className="grow" />
        <Button size="xs" component={Link} href={`/cameras?under_id=${organisation.id}`} leftSection={<IconDeviceCctv size={14} />}>
          {t("organisations.cameras")}
        </Button>
        {mayWrite && (
          <Button size="xs" leftSection={<IconPencil size={14} />} onClick={onEdit}>
            {t("organisations.edit")}
          </Button>
        )}
      </div>
      <dl className="kv" style={{ gridTemplateColumns: "128px minmax(0, 1fr)" }}>
        {rows.map(([key, value]) => (
          <div key={key} style={{ display: "contents" }}>
            <dt>{t(key)}</dt>
            <dd style={{ margin: 0 }}>{value}</dd>
          </div>
        ))}
      </dl>
      {succession.isError && <ErrorNote error={succession.error} />}
      {unsay.isError && <ErrorNote error={unsay.error} />}
      <Line title={t("organisations.predecessors")} items={succession.data?.predecessors} onOpen={onOpen} none={t("organisations.noPredecessors")} />
      <Line title={t("organisations.successors")} items={succession.data?.successors} onOpen={onOpen} none={t("organisations.noSuccessors")} onUnsay={mayEnd ? (other) => unsay.mutate({ id: organisation.id, successorId: other }) : undefined} />
      {mayEnd && (
        <div>
          <Button size="xs" onClick={() => setSaying(true)}>
            {t("succession.say")}
          </Button>
        </div>
      )}
      {saying && <Say organisation={organisation} onClose={() => setSaying(false)} />}
    </>
  );
}

function Line({ title, items, none, onOpen, onUnsay }: { title: string; items: readonly Successor[] | undefined; none: string; onOpen: (id: string) => void; onUnsay?: (id: string) => void }) {
  const { t, format } = useTexts();
  return (
    <section aria-label={title} aria-busy={!items}>
      <h3>{title}</h3>
      {items?.length === 0 && <p className="small faint" style={{ paddingTop: 6 }}>{none}</p>}
      <ul>
        {items?.map((one) => (
          <li key={one.organisation_id} className={css.links}>
            <div style={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr) auto", gap: 8, padding: "6px 0", alignItems: "start" }}>
              <div>
                <button type="button" className={css.link} onClick={() => onOpen(one.organisation_id)}>
                  {one.name}
                </button>
                <span className="small dim" style={{ display: "block" }}>
                  {one.on ? t("succession.on", { kind: t(`succession.${one.kind}`), day: format.date(Date.parse(`${one.on}T12:00:00+07:00`)) }) : t(`succession.${one.kind}`)}
                </span>
                {(one.source || one.certainty) && <span className="small faint">{one.source && one.certainty ? t("succession.source", { source: one.source, certainty: t(`certainty.${one.certainty}`) }) : one.source || (one.certainty && t(`certainty.${one.certainty}`))}</span>}
              </div>
              {onUnsay && (
                <ActionIcon aria-label={t("succession.unsay", { name: one.name })} title={t("succession.unsay", { name: one.name })} onClick={() => onUnsay(one.organisation_id)}>
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Say({ organisation, onClose }: { organisation: Organisation; onClose: () => void }) {
  const { t } = useTexts();
  const say = useSaySuccession(organisation.id);
  const [successor, setSuccessor] = useState<string | null>(null);
  const [kind, setKind] = useState<SuccessionIn["kind"]>("merged");
  const [on, setOn] = useState("");
  const [source, setSource] = useState("");
  const [certainty, setCertainty] = useState<SuccessionIn["certainty"]>("official");
  return (
    <Modal opened onClose={onClose} title={t("succession.title", { name: organisation.name })} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (successor) say.mutate({ successor_id: successor, kind, on: on || null, source: source.trim(), certainty }, { onSuccess: onClose });
        }}
      >
        <OrganisationSelect label={t("succession.successor")} value={successor} onChange={setSuccessor} />
        <div className={css.two}>
          <Select label={t("succession.kind")} data={SUCCESSIONS.map((value) => ({ value, label: t(`succession.${value}`) }))} value={kind} onChange={(value) => value && setKind(value)} allowDeselect={false} />
          <DayField label={t("succession.day")} value={on} onChange={setOn} />
        </div>
        <TextInput label={t("organisations.source")} description={t("succession.sourceWhat")} value={source} onChange={(event) => setSource(event.currentTarget.value)} />
        <Select label={t("organisations.certainty")} data={CERTAINTIES.map((value) => ({ value, label: t(`certainty.${value}`) }))} value={certainty ?? null} onChange={(value) => setCertainty(value)} clearable clearButtonProps={{ "aria-label": t("filter.clearOne") }} />
        <p className="note">{t(on ? "succession.ends" : "succession.endsNot", { name: organisation.name })}</p>
        {say.isError && <ErrorNote error={say.error} />}
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" variant="filled" disabled={!successor} loading={say.isPending}>
            {t("succession.go")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
