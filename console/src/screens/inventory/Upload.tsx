/** A file to hand in: dropped or chosen, sent with its progress; one that cannot be taken is refused in plain words. */
import { Button, Progress, Select } from "@mantine/core";
import { IconFileSpreadsheet, IconUpload } from "@tabler/icons-react";
import { useRef, useState, type DragEvent } from "react";
import { useSearchParams } from "wouter";

import { ApiError } from "../../api/client";
import { saveTemplate, useOwnTasks, useUpload, type Import } from "../../api/inventory";
import { useMe, useOrganisations } from "../../api/queries";
import { Shape } from "../../components/Shape";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Imports.module.css";
import { isRefusal } from "./refusals";

export function Upload({ onDone }: { onDone: (made: Import) => void }) {
  const { t, format } = useTexts();
  const me = useMe();
  const [search] = useSearchParams();
  const organisations = useOrganisations();
  const tasks = useOwnTasks(true);
  const [organisationId, setOrganisationId] = useState(search.get("organisation") ?? me.data?.user.organisation_id ?? "");
  const [campaignId, setCampaignId] = useState<string | null>(search.get("campaign"));
  const [over, setOver] = useState(false);
  const [share, setShare] = useState(0);
  const chooser = useRef<HTMLInputElement>(null);
  const stop = useRef(new AbortController());
  const upload = useUpload(setShare, () => stop.current.signal);
  const asked = tasks.data?.filter((task) => task.organisation_id === organisationId) ?? [];
  const campaign = campaignId ?? asked[0]?.campaign_id ?? "";
  const organisation = organisations.data?.find((one) => one.id === organisationId);

  const take = (file: File | undefined) => {
    if (!file || upload.isPending) return;
    stop.current = new AbortController();
    setShare(0);
    upload.mutate({ file, organisationId, campaignId: asked.some((task) => task.campaign_id === campaign) ? campaign : "" }, { onSuccess: onDone });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const reason = upload.error instanceof ApiError ? (upload.error.extra.reason ?? upload.error.kind) : null;
  const stopped = upload.error instanceof DOMException;

  return (
    <section className={`card ${css.upload}`} aria-label={t("imports.upload.title")}>
      <div className={css.fields}>
        <Select
          label={t("imports.upload.owner")}
          searchable
          allowDeselect={false}
          value={organisationId}
          onChange={(value) => { setOrganisationId(value ?? ""); setCampaignId(null); }}
          data={(organisations.data ?? []).filter((one) => !one.valid_to).map((one) => ({ value: one.id, label: one.name }))}
          limit={100}
          nothingFoundMessage={t("app.nothing")}
        />
        <Select
          label={t("imports.upload.campaign")}
          value={asked.length ? campaign : ""}
          onChange={(value) => setCampaignId(value ?? "")}
          allowDeselect={false}
          data={[...asked.map((task) => ({ value: task.campaign_id, label: task.campaign_title })), { value: "", label: t("imports.upload.noCampaign") }]}
        />
        <div className={css.links}>
          <span className="dim">{t("imports.upload.template")}</span>
          <button type="button" className={css.link} disabled={!organisation} onClick={() => organisation && void saveTemplate(organisation, "xlsx", true)}>
            {t("imports.upload.xlsx")}
          </button>
          <button type="button" className={css.link} disabled={!organisation} onClick={() => organisation && void saveTemplate(organisation, "csv", true)}>
            {t("imports.upload.csv")}
          </button>
        </div>
      </div>
      <div className={css.fields}>
        <div className={css.drop} data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
          <IconFileSpreadsheet size={28} stroke={1.5} aria-hidden />
          {upload.isPending ? (
            <>
              <b role="status">{share < 1 ? t("imports.upload.sending", { file: upload.variables.file.name, percent: Math.round(share * 100) }) : t("imports.upload.reading", { file: upload.variables.file.name })}</b>
              <Progress className={css.bar} value={share < 1 ? share * 100 : 100} animated={share >= 1} striped={share >= 1} aria-label={t("imports.upload.title")} />
              <Button size="xs" onClick={() => stop.current.abort()}>
                {t("app.cancel")}
              </Button>
            </>
          ) : (
            <>
              <b>{t("imports.upload.drop")}</b>
              <Button variant="filled" leftSection={<IconUpload size={16} />} disabled={!organisationId} onClick={() => chooser.current?.click()}>
                {t("imports.upload.choose")}
              </Button>
              <span className="small">{t("imports.upload.what")}</span>
            </>
          )}
          <input
            ref={chooser}
            type="file"
            hidden
            aria-label={t("imports.upload.choose")}
            accept=".xlsx,.csv"
            onChange={(event) => {
              take(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
        </div>
        {upload.isError &&
          !stopped &&
          (isRefusal(reason) ? (
            <div className="note bad" role="alert">
              <Shape name="bad" size={14} cut="var(--tc-bad-soft)" />
              <span>
                <b>{t("imports.upload.refused", { file: upload.variables.file.name })}</b> {t(`inventory.refusal.${reason}`, { size: format.bytes(upload.variables.file.size) })}
              </span>
            </div>
          ) : (
            <ErrorNote error={upload.error} />
          ))}
      </div>
    </section>
  );
}
