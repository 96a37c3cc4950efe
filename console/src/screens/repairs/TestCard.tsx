/** The live test: the cameras must really give pictures again, and health must find nothing wrong. */
import { Button } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";

import { useTestTicket, type TicketFile } from "../../api/repairs";
import { DateTime } from "../../components/DateTime";
import { Badge } from "../../components/StateBadge";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { causeKey, UNDER_WAY } from "./looks";
import css from "./Repairs.module.css";

export function TestCard({ ticket }: { ticket: TicketFile }) {
  const { t, format } = useTexts();
  const test = useTestTicket(ticket.id);
  const [last] = ticket.tests;
  const may = ticket.may.includes("ticket.write") && UNDER_WAY.includes(ticket.state);
  if (!may && !last) return null;
  const codes = new Map(ticket.faults.map((one) => [one.camera_id, one.camera?.code ?? "–"]));
  return (
    <section className={`card ${css.card}`} aria-label={t("repair.test")}>
      <h2>{t("repair.test")}</h2>
      <p className="small dim">{t("repair.testWhat")}</p>
      {last && (
        <div aria-live="polite">
          <div className={css.state}>
            <Badge tone={last.passed ? "ok" : "bad"} shape={last.passed ? "ok" : "bad"}>{t(last.passed ? "repair.test.passed" : "repair.test.failed")}</Badge>
            <span className="small dim">
              <DateTime at={last.at} relative /> · {last.who}
            </span>
          </div>
          <ul className={css.places}>
            {last.seen.filter((one) => !one.passed || last.seen.length <= 10).slice(0, 50).map((one) => (
              <li key={one.camera_id}>
                <b className="num">{codes.get(one.camera_id)}</b>
                <span className={one.passed ? "c-ok" : "c-bad"}>
                  {!one.online
                    ? t("repair.seen.away")
                    : one.faults.length
                      ? t("repair.seen.faults", { faults: one.faults.map((cause) => t(causeKey(cause))).join(", ") })
                      : one.picture_at
                        ? t("repair.seen.picture", { time: format.time(Date.parse(one.picture_at)), width: one.width_px ?? 0, height: one.height_px ?? 0 })
                        : one.looked
                          ? t("repair.seen.noPicture")
                          : t("repair.seen.online")}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {test.isError && <ErrorNote error={test.error} />}
      {may && (
        <Button className={css.big} leftSection={<IconEye size={18} />} loading={test.isPending} onClick={() => test.mutate()}>
          {t(last ? "repair.testAgain" : "repair.testNow")}
        </Button>
      )}
    </section>
  );
}
