/** A campaign to open: what for, until when, and who is asked. */
import { ActionIcon, Button, Group, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";

import { serverClock } from "../../api/clock";
import { useOpenCampaign, type Campaign } from "../../api/inventory";
import { useOrganisations } from "../../api/queries";
import type { Organisation } from "../../api/types";
import { ErrorNote } from "../../components/States";
import { DayField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { SITE } from "../../i18n/zone";
import css from "./Campaigns.module.css";
import { endOfDay } from "./taskLook";

const KINDS = ["commune", "ward", "department", "police", "agency", "company", "residents"] as const;

export function CampaignForm({ onClose, onDone }: { onClose: () => void; onDone: (made: Campaign) => void }) {
  const { t } = useTexts();
  const organisations = useOrganisations();
  const open = useOpenCampaign();
  const [title, setTitle] = useState("");
  const [note, setNote] = useState("");
  const [day, setDay] = useState("");
  const [asked, setAsked] = useState<readonly string[]>([]);
  const [expected, setExpected] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const living = (organisations.data ?? []).filter((one) => !one.valid_to);
  const byId = new Map(living.map((one) => [one.id, one]));
  const add = (more: readonly Organisation[]) => setAsked([...new Set([...asked, ...more.map((one) => one.id)])]);
  const ofKind = (kind: (typeof KINDS)[number]) => living.filter((one) => one.kind === kind);
  const need = (empty: boolean) => tried && empty && t("camera.fault.required");

  return (
    <Modal opened onClose={onClose} title={t("campaigns.new")} size="lg">
      <form
        className={css.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!title.trim() || !day || !asked.length) return;
          open.mutate(
            { title: title.trim(), note: note.trim(), deadline: endOfDay(day), organisations: asked.map((id) => ({ organisation_id: id, expected: /^\d+$/.test(expected[id] ?? "") ? Number(expected[id]) : null })) },
            { onSuccess: onDone },
          );
        }}
      >
        <TextInput data-autofocus label={t("campaigns.name")} placeholder={t("campaigns.namePlaceholder")} value={title} onChange={(event) => setTitle(event.currentTarget.value)} error={need(!title.trim())} />
        <DayField min={SITE.day(serverClock.now())} label={t("campaigns.deadlineDay")} value={day} onChange={setDay} error={need(!day)} />
        <Textarea label={t("campaigns.note")} description={t("campaigns.noteWhat")} rows={3} value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={2000} />
        <Select
          label={t("campaigns.asked")}
          searchable
          value={null}
          onChange={(id) => id && setAsked([...new Set([...asked, id])])}
          data={living.filter((one) => !asked.includes(one.id)).map((one) => ({ value: one.id, label: one.name }))}
          limit={60}
          placeholder={t("campaigns.addOne")}
          nothingFoundMessage={t("app.nothing")}
          error={need(!asked.length)}
        />
        <Group gap="xs">
          {KINDS.filter((kind) => ofKind(kind).length > 0).map((kind) => (
            <Button key={kind} size="xs" onClick={() => add(ofKind(kind))}>
              {t(`campaigns.addKind.${kind}`, { count: ofKind(kind).length })}
            </Button>
          ))}
          {asked.length > 0 && (
            <Button size="xs" variant="subtle" onClick={() => setAsked([])}>
              {t("campaigns.askNone")}
            </Button>
          )}
        </Group>
        {asked.length > 0 && (
          <div>
            <p className="small dim">{t("campaigns.chosen", { count: asked.length })}</p>
            <ul className={css.chosen}>
              {asked.map((id) => {
                const name = byId.get(id)?.name ?? id;
                return (
                  <li key={id}>
                    <span className="grow cut">{name}</span>
                    <TextInput w={110} size="xs" inputMode="numeric" aria-label={t("campaigns.expectedOf", { name })} placeholder={t("campaigns.expected")} value={expected[id] ?? ""} onChange={(event) => setExpected({ ...expected, [id]: event.currentTarget.value.replace(/\D/g, "") })} />
                    <ActionIcon size={28} aria-label={t("campaigns.drop", { name })} onClick={() => setAsked(asked.filter((one) => one !== id))}>
                      <IconX size={16} />
                    </ActionIcon>
                  </li>
                );
              })}
            </ul>
          </div>
        )}
        {open.isError && <ErrorNote error={open.error} />}
        <Group gap="sm" justify="flex-end">
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" variant="filled" loading={open.isPending}>
            {t("campaigns.openGo", { count: asked.length })}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
