/** All that was declared about a camera, by whom, and whether anybody has checked it. */
import { ActionIcon, Button, Skeleton, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconChecks, IconMap2, IconPencil } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { Link } from "wouter";

import { ApiError } from "../../api/client";
import { useChangeDossier, useDossier, useVerify, type Declaration, type Dossier as DossierData, type DossierPatch } from "../../api/dossier";
import { can, useMe } from "../../api/queries";
import { DateTime } from "../../components/DateTime";
import { Shape } from "../../components/Shape";
import { ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { Clashes } from "./Clashes";
import { Cone } from "./Cone";
import css from "./Dossier.module.css";
import { DossierFrame } from "./DossierFrame";
import { FactInput } from "./FactInput";
import { FactValue, isNothing, useFactLabel } from "./FactValue";
import { changedFacts, clashesOf, factOf, FACTS, faultOf, GROUP_NAMES, GROUPS, typedOf, type Clash, type Fact, type FactName, type GroupName } from "./facts";
import { LifeCard } from "./LifeCard";
import { MergesCard } from "./MergesCard";

const ADDRESS: readonly string[] = ["network_address", "network"];

export function Dossier({ id }: { id: string }) {
  const dossier = useDossier(id);
  if (dossier.isError) {
    return (
      <DossierFrame id={id} here="dossier" dossier={undefined}>
        <ErrorState error={dossier.error} onRetry={() => void dossier.refetch()} />
      </DossierFrame>
    );
  }
  if (!dossier.data) {
    return (
      <DossierFrame id={id} here="dossier" dossier={undefined}>
        <div className={css.body} aria-busy>
          <div className={css.columns}>
            <div className={css.stack}>
              {GROUP_NAMES.map((name) => (
                <Skeleton key={name} height={GROUPS[name].length * 36 + 60} radius="md" />
              ))}
            </div>
            <Skeleton height={320} radius="md" />
          </div>
        </div>
      </DossierFrame>
    );
  }
  return <Loaded dossier={dossier.data} />;
}

function Loaded({ dossier }: { dossier: DossierData }) {
  const { t } = useTexts();
  const id = dossier.camera.id;
  const me = useMe();
  const change = useChangeDossier(id);
  const verify = useVerify(id);
  const [typed, setTyped] = useState<Record<string, unknown> | null>(null);
  const [reference, setReference] = useState("");
  const [tried, setTried] = useState(false);
  const [clashes, setClashes] = useState<Clash[]>([]);
  /** The version that the typed values were made from; after a conflict that of the one told about. */
  const seen = useRef(dossier.version);
  const editing = typed !== null;
  const mayEdit = dossier.may_change && !dossier.merged_into;
  const mayVerify = can(me.data, "inventory.apply");
  const start = () => {
    seen.current = dossier.version;
    setTyped({});
    setTried(false);
  };
  const stop = () => {
    setTyped(null);
    setReference("");
    setClashes([]);
    change.reset();
  };
  useHotkeys([["E", () => mayEdit && !editing && start()]]);

  const changed = changedFacts(typed ?? {}, dossier);
  const many = Object.keys(changed).length;
  const faultAt = (name: string) => {
    const fact = FACTS.get(name);
    return fact && typed && name in typed ? faultOf(fact, typed[name]) : null;
  };
  const wrong = Object.keys(typed ?? {}).some((name) => faultAt(name));
  const save = () => {
    setTried(true);
    if (wrong) {
      window.setTimeout(() => document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), 0);
      return;
    }
    if (!many) {
      stop();
      return;
    }
    change.mutate({ ...changed, reference: reference.trim(), version: seen.current } as DossierPatch, {
      onSuccess: stop,
      onError: (error) => {
        if (!(error instanceof ApiError) || error.kind !== "conflict" || !Array.isArray(error.extra.changes)) return;
        setClashes(clashesOf(error.extra));
        if (typeof error.extra.version === "number") seen.current = error.extra.version;
      },
    });
  };
  const takeTheirs = (field: string) => {
    setTyped((before) => Object.fromEntries(Object.entries(before ?? {}).filter(([name]) => name !== field)));
    setClashes((before) => before.filter((clash) => clash.field !== field));
  };
  const { dossier: facts, camera } = dossier;
  const common = (group: GroupName) => usualOf(factsOf(group).map((fact) => dossier.provenance[fact.name]).filter((one) => one !== undefined), dossier.declarations);

  return (
    <DossierFrame
      id={id}
      here="dossier"
      dossier={dossier}
      actions={
        <>
          {!editing && mayVerify && Object.keys(dossier.provenance).length > 0 && (
            <Button className="no-phone" leftSection={<IconChecks size={16} />} loading={verify.isPending} onClick={() => verify.mutate(null)}>
              {t("dossier.verifyAll")}
            </Button>
          )}
          {!editing && mayEdit && (
            <Button variant="filled" leftSection={<IconPencil size={16} />} onClick={start} aria-label={t("dossier.edit")} style={{ flex: "none" }}>
              <span className="no-phone">{t("dossier.edit")}</span>
            </Button>
          )}
        </>
      }
    >
      <form
        noValidate
        style={{ display: "contents" }}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div className={css.body}>
          <div className={css.columns}>
            <div className={css.stack}>
              {clashes.length > 0 && <Clashes clashes={clashes} mine={changed} onTheirs={takeTheirs} onMine={(field) => setClashes((before) => before.filter((clash) => clash.field !== field))} />}
              {verify.isError && <ErrorNote error={verify.error} />}
              {GROUP_NAMES.map((group) => (
                <section key={group} className={`card ${css.card}`} aria-label={t(`dossier.group.${group}`)}>
                  <div className={css.groupHead}>
                    <h2>{t(`dossier.group.${group}`)}</h2>
                    {!editing && common(group) && <Origin said={common(group)} />}
                  </div>
                  {editing ? (
                    <div className={css.inputs}>
                      {factsOf(group).map((fact) => {
                        const fault = tried ? faultAt(fact.name) : null;
                        return (
                          <div key={fact.name} className={fact.kind === "long" || fact.kind === "certificates" || fact.kind === "tags" ? css.wide : undefined} data-fact={fact.name}>
                            <FactInput fact={fact} value={fact.name in typed ? typed[fact.name] : typedOf(fact, factOf(dossier, fact.name))} onChange={(value) => setTyped((before) => ({ ...before, [fact.name]: value }))} error={fault && t(`fact.fault.${fault}`, { low: fact.low ?? null, high: fact.high ?? null })} />
                          </div>
                        );
                      })}
                    </div>
                  ) : (
                    <dl className={css.facts}>
                      {factsOf(group).map((fact) => (
                        <FactRow key={fact.name} name={fact.name} dossier={dossier} usual={common(group)} onVerify={mayVerify && dossier.declarations[dossier.provenance[fact.name] ?? ""]?.declared_by !== me.data?.user.id ? () => verify.mutate([fact.name]) : undefined} />
                      ))}
                    </dl>
                  )}
                </section>
              ))}
            </div>
            <div className={`${css.stack} ${css.side}`}>
              <section className={`card ${css.card}`} aria-label={t("cone.title")}>
                <div className="row" style={{ justifyContent: "space-between" }}>
                  <h2>{t("cone.title")}</h2>
                  <Button component={Link} size="xs" href={`/map?c=${camera.lat.toFixed(5)},${camera.lon.toFixed(5)},17.00&sel=${id}`} leftSection={<IconMap2 size={14} />}>
                    {t("cone.map")}
                  </Button>
                </div>
                <Cone azimuth={camera.azimuth_deg} angle={facts.hfov_deg} tilt={facts.tilt_deg} height={facts.height_m} turns={facts.kind === "ptz"} />
              </section>
              <LifeCard dossier={dossier} />
              <MergesCard dossier={dossier} />
            </div>
          </div>
        </div>
        {editing && (
          <div className={css.foot}>
            <TextInput className={css.reference} aria-label={t("dossier.reference")} placeholder={t("dossier.reference")} value={reference} onChange={(event) => setReference(event.currentTarget.value)} />
            <span className="grow" role="status">
              {change.isError && clashes.length === 0 ? <ErrorNote error={change.error} /> : <span className="small dim">{many ? t("dossier.changing", { count: many }) : t("dossier.nothingYet")}</span>}
            </span>
            <Button onClick={stop}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" loading={change.isPending} disabled={!many}>
              {t("dossier.save", { code: camera.code })}
            </Button>
          </div>
        )}
      </form>
    </DossierFrame>
  );
}

function factsOf(group: GroupName): readonly Fact[] {
  return GROUPS[group];
}

/** The declaration behind most fields of a group: told once at its head. */
function usualOf(ids: readonly string[], declarations: DossierData["declarations"]): Declaration | undefined {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most && most[1] > 1 ? declarations[most[0]] : undefined;
}

/** Who said so, when, from which source; whether anybody has checked it by a shape and a word. */
function Origin({ said, short }: { said: Declaration | undefined; short?: boolean }) {
  const { t } = useTexts();
  if (!said) return null;
  const verified = said.verified_at ? t("origin.verified", { who: said.verified_by_name ?? t("origin.someone") }) : t("origin.unverified");
  return (
    <span className={css.origin} data-verified={Boolean(said.verified_at)}>
      <span className={said.verified_at ? "c-ok" : "faint"}>
        <Shape name={said.verified_at ? "ok" : "none"} size={10} />
      </span>
      <span>
        {!short && (
          <>
            {said.declared_by_name ? t("origin.by", { source: t(`source.${said.source}`), who: said.declared_by_name }) : t(`source.${said.source}`)} <DateTime at={said.at} />
            {said.reference && <span className="dim"> {said.reference}</span>}{" "}
          </>
        )}
        <span className={said.verified_at ? "c-ok" : short ? "sr" : undefined}>{verified}</span>
      </span>
    </span>
  );
}

function FactRow({ name, dossier, usual, onVerify }: { name: FactName; dossier: DossierData; usual: Declaration | undefined; onVerify?: () => void }) {
  const { t } = useTexts();
  const label = useFactLabel()(name);
  const value = factOf(dossier, name);
  const said = dossier.declarations[dossier.provenance[name] ?? ""];
  return (
    <div className={css.fact} data-fact={name}>
      <dt>{label}</dt>
      <dd>{!dossier.may_change && ADDRESS.includes(name) ? <span className="faint">{t("fact.notShown")}</span> : <FactValue name={name} value={value} />}</dd>
      <dd className={css.origin}>{!isNothing(value) && <Origin said={said} short={said?.id === usual?.id} />}</dd>
      <dd className={css.verify}>
        {said && !said.verified_at && !isNothing(value) && onVerify && (
          <ActionIcon aria-label={t("origin.verify", { field: label })} title={t("origin.verify", { field: label })} onClick={onVerify}>
            <IconChecks size={16} />
          </ActionIcon>
        )}
      </dd>
    </div>
  );
}
