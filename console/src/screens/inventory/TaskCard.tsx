/** What an organisation is asked for, with all that its officer needs to do it. */
import { Button } from "@mantine/core";
import { IconDownload, IconMapPin, IconUpload } from "@tabler/icons-react";
import { Link } from "wouter";

import { saveTemplate, type Task } from "../../api/inventory";
import { useOrganisations } from "../../api/queries";
import { useNow } from "../../app/now";
import { DateTime } from "../../components/DateTime";
import { Badge } from "../../components/StateBadge";
import { useTexts } from "../../i18n";
import css from "./Campaigns.module.css";
import { TASK_LOOKS } from "./taskLook";
import { TaskBar } from "./TaskBar";

export function TaskCard({ task }: { task: Task }) {
  const { t, rich, format } = useTexts();
  const now = useNow(60_000);
  const organisations = useOrganisations();
  const organisation = organisations.data?.find((one) => one.id === task.organisation_id);
  const left = Date.parse(task.deadline) - now;
  return (
    <article className={`card ${css.task}`} data-task={task.organisation_id}>
      <div className={css.top}>
        <div>
          <h3>{task.organisation_name}</h3>
          <b>
            <Link href={`/campaigns/${task.campaign_id}`}>{task.campaign_title}</Link>
          </b>
        </div>
        <Badge {...TASK_LOOKS[task.state]}>{t(`campaigns.state.${task.state}`)}</Badge>
      </div>
      <TaskBar task={task} />
      <p className={task.late ? "c-bad" : "dim"}>
        {task.late ? t("campaigns.lateBy", { span: format.span(-left) }) : left > 0 ? t("campaigns.left", { span: format.span(left) }) : t("campaigns.past")} <DateTime at={task.deadline} until />
      </p>
      {task.errors_left > 0 && task.import_id && (
        <p>
          <Link href={`/imports/${task.import_id}`}>{rich("campaigns.errorsLeft", { count: task.errors_left })}</Link>
        </p>
      )}
      {task.reminded_at && (
        <div className={css.reminder}>
          <p className="small dim">
            {t("campaigns.reminded", { count: task.reminders })} <DateTime at={task.reminded_at} relative />
          </p>
          {task.reminder && <p>{task.reminder}</p>}
        </div>
      )}
      <div className={css.acts}>
        <Button variant="filled" component={Link} href={task.import_id && task.state !== "complete" ? `/imports/${task.import_id}` : `/imports?organisation=${task.organisation_id}&campaign=${task.campaign_id}`} leftSection={<IconUpload size={16} />}>
          {t(task.import_id && task.state !== "complete" ? "campaigns.goOn" : "campaigns.upload")}
        </Button>
        <Button leftSection={<IconDownload size={16} />} disabled={!organisation} onClick={() => organisation && void saveTemplate(organisation, "xlsx", true)}>
          {t("imports.upload.xlsx")}
        </Button>
        <Button component={Link} href="/field" leftSection={<IconMapPin size={16} />}>
          {t("campaigns.toField")}
        </Button>
      </div>
    </article>
  );
}
