/** What to do next, as big buttons; at the foot of a phone's screen too. */
import { Button, Textarea } from "@mantine/core";
import { IconCheck, IconHandStop, IconPlayerPause, IconPlayerPlay, IconSwitchHorizontal, IconTool, IconTruck, IconUserCheck, IconX } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";

import { useTicketAct, type TicketAct, type TicketFile, type TicketState } from "../../api/repairs";
import { FormDialog } from "../../components/FormDialog";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { UNDER_WAY } from "./looks";
import css from "./Repairs.module.css";

type Wish = "acknowledged" | "on_the_way" | "work_done" | "accept" | "refuse" | "close" | "cancel" | "pause" | "resume" | "give" | "note";

const ICONS: Record<Wish, ReactNode> = {
  acknowledged: <IconUserCheck size={18} />,
  on_the_way: <IconTruck size={18} />,
  work_done: <IconTool size={18} />,
  accept: <IconCheck size={18} />,
  refuse: <IconHandStop size={18} />,
  close: <IconCheck size={18} />,
  cancel: <IconX size={18} />,
  pause: <IconPlayerPause size={18} />,
  resume: <IconPlayerPlay size={18} />,
  give: <IconSwitchHorizontal size={18} />,
  note: null,
};

/** The usual next step first. */
function nextSteps(ticket: TicketFile): Wish[] {
  const works = ticket.may.includes("ticket.write");
  const takes = ticket.may.includes("ticket.accept");
  const by: Partial<Record<TicketState, Wish[]>> = {
    open: ["acknowledged", "on_the_way"],
    reopened: ["acknowledged", "on_the_way"],
    acknowledged: ["on_the_way", "work_done"],
    on_the_way: ["work_done"],
  };
  const next = works ? [...(by[ticket.state] ?? [])] : [];
  if (takes && ticket.state === "work_done") next.push("accept", "refuse");
  if (takes && ticket.state === "accepted") next.push("close");
  return next;
}

function otherActs(ticket: TicketFile): Wish[] {
  const underWay = UNDER_WAY.includes(ticket.state);
  const acts: Wish[] = ticket.may.includes("ticket.write") ? ["note"] : [];
  if (ticket.may.includes("ticket.accept") && underWay) acts.push(ticket.is_paused ? "resume" : "pause", "give", "cancel");
  return acts;
}

/** Begins an act: at once where nothing is to be said, else by a dialog. */
function useBegin(ticket: TicketFile) {
  const [wish, setWish] = useState<Wish | null>(null);
  const act = useTicketAct(ticket.id);
  const begin = (one: Wish) => {
    if (one === "acknowledged" || one === "on_the_way") act.mutate({ act: "step", to: one, text: "" });
    else if (one === "resume") act.mutate({ act: "resume" });
    else setWish(one);
  };
  return { begin, act, dialog: wish && <Ask key={wish} ticket={ticket} wish={wish} onClose={() => setWish(null)} /> };
}

function NextSteps({ ticket, big }: { ticket: TicketFile; big?: boolean }) {
  const { t } = useTexts();
  const { begin, act, dialog } = useBegin(ticket);
  const blocked = (one: Wish) => one === "accept" && (ticket.done_by_me || !ticket.tests[0]?.passed);
  return (
    <>
      {act.isError && <ErrorNote error={act.error} />}
      {nextSteps(ticket).map((one, index) => (
        <Button key={one} className={big ? css.big : undefined} variant={index === 0 ? "filled" : "default"} leftSection={ICONS[one]} loading={act.isPending && index === 0} disabled={blocked(one)} onClick={() => begin(one)}>
          {t(`repair.do.${one}`)}
        </Button>
      ))}
      {dialog}
    </>
  );
}

/** The next step stays in reach of the thumb. */
export function FootSteps({ ticket }: { ticket: TicketFile }) {
  if (!nextSteps(ticket).length) return null;
  return (
    <div className={css.foot}>
      <NextSteps ticket={ticket} big />
    </div>
  );
}

export function Steps({ ticket }: { ticket: TicketFile }) {
  const { t } = useTexts();
  const { begin, act, dialog } = useBegin(ticket);
  const others = otherActs(ticket);
  const mayTake = ticket.state === "work_done" && ticket.may.includes("ticket.accept");
  if (!nextSteps(ticket).length && !others.length) return null;
  return (
    <section className={`card ${css.card}`} aria-label={t("repair.next")}>
      <h2>{t("repair.next")}</h2>
      <div className={`${css.steps} no-phone`}>
        <NextSteps ticket={ticket} big />
      </div>
      {mayTake && ticket.done_by_me && <p className="small dim">{t("repair.ownWork")}</p>}
      {mayTake && !ticket.done_by_me && !ticket.tests[0]?.passed && <p className="small dim">{t("repair.testFirst")}</p>}
      {act.isError && <ErrorNote error={act.error} />}
      <div className={css.more}>
        {others.map((one) => (
          <Button key={one} leftSection={ICONS[one]} color={one === "cancel" ? "red" : undefined} variant={one === "cancel" ? "outline" : "default"} onClick={() => begin(one)}>
            {t(`repair.do.${one}`)}
          </Button>
        ))}
      </div>
      {dialog}
    </section>
  );
}

const NEEDS_WORDS: readonly Wish[] = ["refuse", "cancel", "pause", "give", "note"];

function Ask({ ticket, wish, onClose }: { ticket: TicketFile; wish: Wish; onClose: () => void }) {
  const { t } = useTexts();
  const act = useTicketAct(ticket.id);
  const [text, setText] = useState("");
  const [to, setTo] = useState<string | null>(null);
  const wanted = (): TicketAct => {
    const words = text.trim();
    switch (wish) {
      case "refuse":
      case "cancel":
      case "pause":
        return { act: wish, reason: words };
      case "give":
        return { act: "give", maintainer_id: to ?? "", reason: words };
      case "note":
      case "accept":
      case "close":
        return { act: wish, text: words };
      case "resume":
        return { act: "resume" };
      default:
        return { act: "step", to: wish, text: words };
    }
  };
  return (
    <FormDialog
      title={t(`repair.do.${wish}`)}
      size={480}
      word={t(`repair.do.${wish}`)}
      sending={act.isPending}
      disabled={(NEEDS_WORDS.includes(wish) && !text.trim()) || (wish === "give" && !to)}
      onClose={onClose}
      onSend={() => act.mutate(wanted(), { onSuccess: onClose })}
    >
      <p className="note">{t(`repair.means.${wish}`)}</p>
      {wish === "give" && <OrganisationSelect label={t("repair.giveTo")} value={to} onChange={setTo} />}
      <Textarea data-autofocus label={t(NEEDS_WORDS.includes(wish) && wish !== "note" ? "repair.reason" : "repair.words")} value={text} onChange={(event) => setText(event.currentTarget.value)} maxLength={500} autosize minRows={3} />
      {act.isError && <ErrorNote error={act.error} />}
    </FormDialog>
  );
}
