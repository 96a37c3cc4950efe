/** Asking for another agency's cameras, on one page: which, for what, until when; each owner gets a request of its own. */
import { Button, Checkbox, MultiSelect, Select, TagsInput, Textarea } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useLocation, useSearchParams } from "wouter";

import { ApiError } from "../../api/client";
import { serverClock } from "../../api/clock";
import { can, useMe, useOrganisations } from "../../api/queries";
import { useAskForShare, usePreviewShare, useShareTerms, type ShareSelection, type ShareWhat } from "../../api/shares";
import { Page } from "../../app/Page";
import { byFoldedWords, OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote, ErrorState } from "../../components/States";
import { DayField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { SITE } from "../../i18n/zone";
import { endOfDay } from "../inventory/taskLook";
import { ShareMap } from "./ShareMap";
import css from "./Shares.module.css";

const WHATS = ["live", "recorded", "live_recorded"] as const;
const DAY_MS = 86_400_000;

export function NewShare() {
  const { t, language, format } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const [search] = useSearchParams();
  const organisations = useOrganisations();
  const terms = useShareTerms();
  const preview = usePreviewShare();
  const ask = useAskForShare();
  const [receiver, setReceiver] = useState<string | null>(null);
  const [area, setArea] = useState(search.get("area") ?? "");
  const [units, setUnits] = useState<string[]>(search.getAll("unit"));
  const [owners, setOwners] = useState<string[]>(search.getAll("owner"));
  const [tags, setTags] = useState<string[]>([]);
  const [codes, setCodes] = useState("");
  const [what, setWhat] = useState<(typeof WHATS)[number]>("live");
  const [purpose, setPurpose] = useState<string | null>(null);
  const [basis, setBasis] = useState("");
  const [reason, setReason] = useState("");
  const [day, setDay] = useState("");
  const [seen, setSeen] = useState("");
  const [left, setLeft] = useState<readonly string[]>([]);

  const selection = useMemo<ShareSelection>(() => ({ lasso: area, unit_id: units, owner_id: owners, tag: tags, codes: codes.split(/[\s,;]+/).filter(Boolean) }), [area, units, owners, tags, codes]);
  const asked = JSON.stringify([receiver, selection]);
  const isChosen = Boolean(area || units.length || owners.length || tags.length || selection.codes?.length);
  const whats = what.split("_") as ShareWhat[];
  const rule = terms.data?.rules.filter((one) => whats.every((each) => one.what.includes(each))).sort((a, b) => b.max_days - a.max_days)[0];
  const lastDay = rule && SITE.day(serverClock.now() + (rule.max_days - 1) * DAY_MS);
  const found = preview.data && seen === asked ? preview.data.owners : null;
  const wanted = found?.filter((one) => !left.includes(one.owner_id)) ?? [];
  const total = wanted.reduce((sum, one) => sum + one.cameras, 0);
  const isReady = Boolean(total && purpose && day && (!rule?.legal_basis || basis.trim()));
  if (me.data && !can(me.data, "share.request")) return <ErrorState error={new ApiError(403, "denied", "")} />;
  if (terms.isError) return <ErrorState error={terms.error} onRetry={() => void terms.refetch()} />;

  const look = () => {
    setSeen(asked);
    setLeft([]);
    preview.mutate({ receiver_id: receiver, selection });
  };
  return (
    <Page title={t("share.ask")} desk>
      <div className={css.body}>
        <form
          className={css.columns}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!isReady) return;
            ask.mutate(
              { receiver_id: receiver, selection: { ...selection, owner_id: left.length ? wanted.map((one) => one.owner_id) : owners }, what: whats, purpose: purpose ?? "", legal_basis: basis.trim(), reason: reason.trim(), until: endOfDay(day) },
              { onSuccess: ({ items }) => go(items.length === 1 ? `/shares/${items[0]?.id}` : "/shares?side=received") },
            );
          }}
        >
          <div className={`card ${css.card}`}>
            <section className={css.part}>
              <h2>{t("share.which")}</h2>
              <p className="small dim">{t("share.whichWhat")}</p>
              <ShareMap area={area} onArea={setArea} />
              <div className={css.two}>
                <MultiSelect label={t("share.units")} searchable clearable limit={60} filter={byFoldedWords} data={terms.data?.units.map((one) => ({ value: one.id, label: one.name })) ?? []} value={units} onChange={setUnits} nothingFoundMessage={t("app.nothing")} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />
                <MultiSelect label={t("share.ownersChosen")} searchable clearable limit={60} filter={byFoldedWords} data={organisations.data?.map((one) => ({ value: one.id, label: one.name })) ?? []} value={owners} onChange={setOwners} nothingFoundMessage={t("app.nothing")} clearButtonProps={{ "aria-label": t("filter.clearOne") }} />
                <TagsInput label={t("share.tags")} description={t("share.tagsWhat")} value={tags} onChange={setTags} maxTags={20} />
                <Textarea label={t("share.codes")} description={t("share.codesWhat")} autosize minRows={1} maxRows={6} value={codes} onChange={(event) => setCodes(event.currentTarget.value)} />
              </div>
            </section>
          </div>
          <div className={css.side}>
            <div className={`card ${css.card}`}>
              <section className={css.part} aria-live="polite">
                <div className={css.partHead}>
                  <h2 className="grow">{t("share.whom")}</h2>
                  <Button size="xs" disabled={!isChosen} loading={preview.isPending} onClick={look}>
                    {t("share.look")}
                  </Button>
                </div>
                {preview.isError && <ErrorNote error={preview.error} />}
                {!found && !preview.isError && <p className="small dim">{t(isChosen ? "share.lookWhat" : "share.chooseFirst")}</p>}
                {found && !found.length && <p className="small">{t("share.nobody")}</p>}
                {found && found.length > 0 && (
                  <>
                    <p>{t("share.goesTo", { owners: wanted.length, cameras: total })}</p>
                    <ul className={css.owners}>
                      {found.map((one) => (
                        <li key={one.owner_id}>
                          <Checkbox size="xs" className="grow" label={one.owner} aria-label={t("share.askOwner", { owner: one.owner })} checked={!left.includes(one.owner_id)} onChange={(event) => setLeft(event.currentTarget.checked ? left.filter((id) => id !== one.owner_id) : [...left, one.owner_id])} />
                          <b className="num">{format.number(one.cameras)}</b>
                        </li>
                      ))}
                    </ul>
                  </>
                )}
              </section>
              <section className={css.part}>
                <h2>{t("share.terms")}</h2>
                <OrganisationSelect label={t("share.for")} value={receiver ?? me.data?.user.organisation_id ?? null} onChange={setReceiver} />
                <Select label={t("share.what")} allowDeselect={false} data={WHATS.map((value) => ({ value, label: t(`share.what.${value}`) }))} value={what} onChange={(value) => value && setWhat(value)} />
                <Select label={t("share.purpose")} placeholder={t("share.purposePick")} data={terms.data?.purposes.map((one) => ({ value: one.key, label: one.name[language] })) ?? []} value={purpose} onChange={setPurpose} />
                <Textarea label={t("share.basis")} description={t("share.basisWhat")} autosize minRows={1} maxLength={2000} withAsterisk={rule?.legal_basis} value={basis} onChange={(event) => setBasis(event.currentTarget.value)} />
                <DayField label={t("share.until")} description={rule && t("share.untilWhat", { days: rule.max_days, article: rule.article })} min={SITE.day(serverClock.now())} max={lastDay} value={day} onChange={setDay} />
                <Textarea label={t("share.reason")} autosize minRows={2} maxLength={2000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
              </section>
              <section className={`${css.part} ${css.act}`}>
                {ask.isError && <ErrorNote error={ask.error} />}
                {!isReady && <p className="small dim">{t(found ? "share.missing" : "share.lookFirst")}</p>}
                <div className={css.acts}>
                  <Button type="submit" variant="filled" disabled={!isReady} loading={ask.isPending} leftSection={<IconSend size={16} />}>
                    {t("share.send", { owners: wanted.length })}
                  </Button>
                </div>
              </section>
            </div>
          </div>
        </form>
      </div>
    </Page>
  );
}
