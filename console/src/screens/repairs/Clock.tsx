/** The contract's clock of a ticket: how much is left, how late it is, or why it does not run. */
import type { Ticket } from "../../api/repairs";
import { useNow } from "../../app/now";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import { UNDER_WAY } from "./looks";

const SOON = 0.25;

export function Clock({ ticket }: { ticket: Ticket }) {
  const { t, format } = useTexts();
  const now = useNow(30_000);
  if (!UNDER_WAY.includes(ticket.state)) return <span className="faint">–</span>;
  if (ticket.is_paused) return <span className="c-hold row nowrap"><Shape name="hold" size={10} /> {t("repair.clock.stands")}</span>;
  if (ticket.state === "work_done") return <span className="dim nowrap">{t("repair.clock.waits")}</span>;
  if (!ticket.deadline) return <span className="dim nowrap">{t("repair.clock.none")}</span>;
  const end = Date.parse(ticket.deadline);
  const left = end - now;
  const answers = ticket.deadline === ticket.answer_due && (ticket.state === "open" || ticket.state === "reopened");
  const late = left < 0;
  const soon = left < SOON * (end - Date.parse(ticket.opened_at));
  const words = late ? t("repair.clock.late", { span: format.span(-left) }) : t(answers ? "repair.clock.toAnswer" : "repair.clock.toRepair", { span: format.span(left) });
  return (
    <time dateTime={ticket.deadline} title={format.dateTime(end)} className={`row nowrap num ${late ? "c-bad" : soon ? "c-warn" : ""}`}>
      {(late || soon) && <Shape name={late ? "bad" : "warn"} size={10} />} {words}
    </time>
  );
}
