/** Drawing a proposal: what is typed, the map, and the checks that answer at once. */
import { ActionIcon, Button, SegmentedControl, Select, Skeleton, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue, useHotkeys } from "@mantine/hooks";
import { IconChevronLeft, IconTrash } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import { Link, useLocation } from "wouter";

import { useDrawingChecks, useProposalStep, useRules, useSaveProposal, type CaseFile } from "../../api/planning";
import { useMe } from "../../api/queries";
import { Page } from "../../app/Page";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote } from "../../components/States";
import { DayField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { typedNumber } from "../cameraInput";
import { CandidateFields } from "./CandidateFields";
import { drawnOf, emptyProposal, newCandidate, proposalInput, proposalOf, type CandidateInput, type ProposalInput } from "./candidates";
import { ChecksPanel } from "./ChecksPanel";
import css from "./Planning.module.css";
import { ProposalMap } from "./ProposalMap";
import { ProposalBadge } from "./ProposalBadge";

const CHECK_AFTER_MS = 600;
const MAX_CANDIDATES = 50;
/** On a phone one of them lies below the map at a time. */
const PARTS = ["cameras", "file", "checks"] as const;

export function ProposalEditor({ file }: { file?: CaseFile }) {
  const { t, language } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const [input, setInput] = useState<ProposalInput>(() => (file ? proposalInput(file) : emptyProposal(me.data?.user.organisation_id ?? "")));
  const [saved, setSaved] = useState<CaseFile | undefined>(file);
  const [chosen, setChosen] = useState<number | null>(input.candidates[0]?.key ?? null);
  const [tried, setTried] = useState(false);
  const [part, setPart] = useState<(typeof PARTS)[number]>("cameras");
  const nextKey = useRef(input.candidates.length);
  const rules = useRules();
  const save = useSaveProposal(saved);
  const step = useProposalStep(saved?.id ?? "");
  const drawn = useMemo(() => drawnOf(input), [input]);
  const [asked] = useDebouncedValue(drawn, CHECK_AFTER_MS);
  const checks = useDrawingChecks(asked);
  const put = (change: Partial<ProposalInput>) => setInput((before) => ({ ...before, ...change }));
  const change = (key: number, by: Partial<CandidateInput>) => setInput((before) => ({ ...before, candidates: before.candidates.map((one) => (one.key === key ? { ...one, ...by } : one)) }));
  const remove = (key: number) => {
    setInput((before) => ({ ...before, candidates: before.candidates.filter((one) => one.key !== key) }));
    if (chosen === key) setChosen(input.candidates.find((one) => one.key !== key)?.key ?? null);
  };
  const place = (lat: number, lon: number) => {
    if (input.candidates.length >= MAX_CANDIDATES) return;
    const key = nextKey.current++;
    const like = input.candidates.at(-1);
    setInput((before) => ({ ...before, candidates: [...before.candidates, newCandidate(key, t("proposal.camera", { number: before.candidates.length + 1 }), lat, lon, like)] }));
    setChosen(key);
    setPart("cameras");
  };
  const ready = proposalOf(input);
  const current = input.candidates.find((one) => one.key === chosen);
  const exception = rules.data?.exceptions.find((one) => one.id === input.claim.exception);
  const blocked = checks.data ? checks.data.blocking.length > 0 : true;
  const names = input.candidates.map((one) => one.name);
  const busy = save.isPending || step.isPending;

  const keep = (then: (made: CaseFile) => void) => {
    setTried(true);
    if (!ready) setPart(input.title.trim() && input.ownerId ? "cameras" : "file");
    if (!ready || busy) return;
    save.mutate(ready, {
      onSuccess: (made) => {
        setSaved(made);
        then(made);
      },
    });
  };
  const keepDraft = () => keep((made) => (file ? undefined : go(`/proposals/${made.id}`, { replace: true })));
  const send = () => keep((made) => step.mutate({ step: "submit", of: made.id, version: made.version }, { onSuccess: () => go(`/proposals/${made.id}`, { replace: true }), onError: () => (file ? undefined : go(`/proposals/${made.id}`, { replace: true })) }));
  useHotkeys([["mod+S", keepDraft]], []);

  const said = (save.isError || step.isError || save.isSuccess) && (
    <>
      {save.isError && <ErrorNote error={save.error} />}
      {step.isError && <ErrorNote error={step.error} />}
      {save.isSuccess && !step.isError && <p className="note ok" role="status">{t("proposal.saved", { number: save.data.number })}</p>}
    </>
  );
  const title = saved ? saved.number : t("proposal.new");
  return (
    <Page
      title={title}
      desk
      heading={
        <>
          <ActionIcon component={Link} href="/proposals" aria-label={t("proposal.back")}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <h1 className="cut">{title}</h1>
          {saved && (
            <span className="no-phone">
              <ProposalBadge state={saved.state} />
            </span>
          )}
        </>
      }
      actions={
        <>
          <Button style={{ flex: "none" }} loading={save.isPending} onClick={keepDraft}>
            {t("proposal.save")}
          </Button>
          <Button variant="filled" className="no-phone" disabled={blocked || !ready} loading={step.isPending} onClick={send}>
            {t("proposal.send")}
          </Button>
        </>
      }
    >
      <div className={css.editor} data-part={part}>
        <div className={css.parts}>
          {said}
          <SegmentedControl fullWidth aria-label={t("proposal.parts")} value={part} onChange={setPart} data={PARTS.map((value) => ({ value, label: value === "cameras" ? t("proposal.part.cameras", { count: input.candidates.length }) : value === "checks" && checks.data?.blocking.length ? t("proposal.part.blocked", { count: checks.data.blocking.length }) : t(`proposal.part.${value}`) }))} />
        </div>
        <form className={css.form} aria-label={t("proposal.what")} onSubmit={(event) => event.preventDefault()}>
          {said && <section className="no-phone">{said}</section>}
          <section data-of="file">
            <TextInput label={t("proposal.title")} placeholder={t("proposal.titlePlaceholder")} value={input.title} onChange={(event) => put({ title: event.currentTarget.value })} error={tried && !input.title.trim() && t("camera.fault.required")} />
            <OrganisationSelect label={t("proposal.owner")} value={input.ownerId || null} onChange={(value) => put({ ownerId: value ?? "" })} disabled={Boolean(saved)} error={tried && !input.ownerId && t("camera.fault.required")} />
            <Textarea label={t("proposal.justification")} autosize minRows={2} maxRows={8} value={input.justification} onChange={(event) => put({ justification: event.currentTarget.value })} />
            <div className={css.fields}>
              <Select label={t("proposal.funding")} data={(["budget", "socialised", "other"] as const).map((value) => ({ value, label: t(`proposal.funding.${value}`) }))} value={input.funding} onChange={(value) => put({ funding: value === "socialised" || value === "other" ? value : "budget" })} allowDeselect={false} />
              <TextInput label={t("proposal.retention")} inputMode="decimal" value={input.retentionDays} onChange={(event) => put({ retentionDays: event.currentTarget.value })} error={input.retentionDays.trim() !== "" && typedNumber(input.retentionDays) === null && t("proposal.fault")} />
            </div>
          </section>
          <section data-of="file">
            <h2>{t("proposal.pause")}</h2>
            <Select
              label={t("proposal.exception")}
              placeholder={t("proposal.exception.none")}
              clearable
              data={rules.data?.exceptions.map((one) => ({ value: one.id, label: language === "vi" ? one.text_vi : one.text_en })) ?? []}
              value={input.claim.exception || null}
              onChange={(value) => put({ claim: { ...input.claim, exception: value ?? "" } })}
            />
            {exception && (
              <>
                <p className="small dim">{language === "vi" ? exception.needs_vi : exception.needs_en}</p>
                <div className={css.fields}>
                  <TextInput label={t("proposal.exception.reference")} value={input.claim.reference} onChange={(event) => put({ claim: { ...input.claim, reference: event.currentTarget.value } })} />
                  <DayField label={t("proposal.exception.on")} value={input.claim.on ?? ""} onChange={(day) => put({ claim: { ...input.claim, on: day || null } })} />
                </div>
              </>
            )}
          </section>
          <section data-of="cameras">
            <h2>{t("proposal.cameras", { count: input.candidates.length })}</h2>
            {input.candidates.length === 0 && <p className="dim">{t("proposal.cameras.none")}</p>}
            <ul>
              {input.candidates.map((one, index) => (
                <li key={one.key} className={css.cameraRow} data-chosen={one.key === chosen || undefined}>
                  <button type="button" aria-pressed={one.key === chosen} onClick={() => setChosen(one.key)}>
                    <span className={`${css.chip} num`}>{index + 1}</span>
                    <span className="cut">{one.name}</span>
                  </button>
                  <ActionIcon aria-label={t("proposal.remove", { name: one.name })} onClick={() => remove(one.key)}>
                    <IconTrash size={16} />
                  </ActionIcon>
                </li>
              ))}
            </ul>
            {current && <CandidateFields key={current.key} candidate={current} onChange={(by) => change(current.key, by)} />}
          </section>
        </form>
        <div className={css.map}>
          <ProposalMap candidates={input.candidates} chosen={chosen} onChoose={setChosen} onChange={change} onPlace={place} />
        </div>
        <aside className={css.aside} aria-label={t("proposal.checks")} aria-busy={checks.isFetching}>
          {checks.isError ? (
            <section>
              <ErrorNote error={checks.error} />
            </section>
          ) : checks.data && asked ? (
            <ChecksPanel checks={checks.data} names={names} />
          ) : input.candidates.length === 0 ? (
            <section>
              <h2>{t("proposal.checks")}</h2>
              <p className="dim">{t("proposal.checks.none")}</p>
            </section>
          ) : !drawn ? (
            <section>
              <h2>{t("proposal.checks")}</h2>
              <p className="dim">{t("proposal.checks.unread")}</p>
            </section>
          ) : (
            <section aria-hidden>
              <Skeleton height={20} width="60%" />
              <Skeleton height={80} />
              <Skeleton height={120} />
              <Skeleton height={180} />
            </section>
          )}
          <section className="only-phone">
            <Button fullWidth variant="filled" disabled={blocked || !ready} loading={step.isPending} onClick={send}>
              {t("proposal.send")}
            </Button>
          </section>
        </aside>
      </div>
    </Page>
  );
}
