/** Which organisations are heard, whom to ask for sharing, how long an agency has: set by an administrator of the city. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";

import { usePlanningSettings, useSetPlanningSettings, type PlanningSettings as Settings } from "../../api/planning";
import { Page } from "../../app/Page";
import { PageSkeleton } from "../../app/Splash";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { typedNumber } from "../cameraInput";
import form from "../Form.module.css";

export function PlanningSettings() {
  const settings = usePlanningSettings(true);
  if (settings.isError) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <PageSkeleton />;
  return <Form settings={settings.data} />;
}

const AGENCIES = ["technology_agency_id", "police_agency_id", "sharing_office_id"] as const;

function Form({ settings }: { settings: Settings }) {
  const { t } = useTexts();
  const save = useSetPlanningSettings();
  const [wanted, setWanted] = useState(settings);
  const [days, setDays] = useState(String(settings.opinion_days ?? 10));
  const count = typedNumber(days);
  const wrong = count === null || !Number.isInteger(count) || count < 1 || count > 365;
  return (
    <Page
      title={t("planning.settings")}
      desk
      heading={
        <>
          <ActionIcon component={Link} href="/proposals" aria-label={t("proposal.back")}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <h1 className="cut">{t("planning.settings")}</h1>
        </>
      }
    >
      <div className={form.body}>
        <form
          className={`card ${form.card}`}
          style={{ maxWidth: 640 }}
          onSubmit={(event) => {
            event.preventDefault();
            if (!wrong) save.mutate({ ...wanted, opinion_days: count });
          }}
        >
          {AGENCIES.map((field) => (
            <OrganisationSelect key={field} clearable label={t(`planning.${field}`)} description={t(`planning.${field}What`)} value={wanted[field] ?? null} onChange={(value) => setWanted({ ...wanted, [field]: value })} />
          ))}
          <TextInput label={t("planning.days")} description={t("planning.daysWhat")} inputMode="numeric" value={days} onChange={(event) => setDays(event.currentTarget.value)} error={wrong && t("planning.daysFault")} />
          {save.isError && <ErrorNote error={save.error} />}
          {save.isSuccess && <p className="note ok" role="status">{t("planning.saved")}</p>}
          <div>
            <Button type="submit" variant="filled" loading={save.isPending}>
              {t("planning.save")}
            </Button>
          </div>
        </form>
      </div>
    </Page>
  );
}
