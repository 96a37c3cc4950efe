/** To whom a package was given: what happened at each link, withdrawing it, its letter. */
import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";

import { letterAddress, useHandovers, useWithdraw, type Export, type Handover } from "../../api/exports";
import { DateTime } from "../../components/DateTime";
import { Badge, type Tone } from "../../components/StateBadge";
import { ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { HandOverDialog } from "./HandOverDialog";

const TONES: Record<Handover["state"], Tone> = { open: "ok", given: "ok", withdrawn: "off", expired: "off", locked: "bad", used_up: "off" };

export function Handovers({ one: { id: exportId, form, is_own: isOwn, sha256 } }: { one: Export }) {
  const { t } = useTexts();
  const found = useHandovers(exportId, isOwn);
  const [giving, setGiving] = useState(false);
  return (
    <Stack gap="sm" component="section" aria-label={t("handover.title")}>
      <Group justify="space-between">
        <h3 className="small">{t("handover.title")}</h3>
        {isOwn && (
          <Button onClick={() => setGiving(true)} loading={!sha256}>
            {t("handover.give")}
          </Button>
        )}
      </Group>
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : found.data?.length === 0 ? <p className="small dim">{t("handover.none")}</p> : found.data?.map((one) => <One key={one.id} exportId={exportId} one={one} isOwn={isOwn} />)}
      {giving && <HandOverDialog exportId={exportId} form={form} onClose={() => setGiving(false)} />}
    </Stack>
  );
}

function One({ exportId, one, isOwn }: { exportId: string; one: Handover; isOwn: boolean }) {
  const { t, format } = useTexts();
  const withdraw = useWithdraw(exportId);
  return (
    <Stack gap="xs" className="note">
      <Group justify="space-between" gap="sm">
        <b>{[one.name, one.organisation].filter(Boolean).join(" · ")}</b>
        <Badge tone={TONES[one.state]} shape={one.state === "open" || one.state === "given" ? "ok" : "off"}>
          {t(`handover.state.${one.state}`)}
        </Badge>
      </Group>
      <p className="small dim">
        {one.contact && <>{one.contact} · </>}
        {one.only_view && <>{t("handover.onlyViewShort")} · </>}
        {one.kind === "link" ? t("handover.openings", { count: format.number(one.openings), most: format.number(one.most_openings), until: format.dateTime(Date.parse(one.until)) }) : format.dateTime(Date.parse(one.made_at))}
      </p>
      {one.events.length > 0 && (
        <details className="small">
          <summary>{t("handover.events", { count: format.number(one.events.length) })}</summary>
          <ul>
            {one.events.map((event) => (
              <li key={`${event.at} ${event.kind}`}>
                {t(`handover.event.${event.kind}`)} · <DateTime at={event.at} /> · <span className="num">{event.source}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {withdraw.isError && <ErrorNote error={withdraw.error} />}
      {isOwn && (
        <Group gap="sm">
          <Button component="a" href={letterAddress(exportId, one.id)} target="_blank" rel="noreferrer">
            {t("handover.letter")}
          </Button>
          {one.state === "open" && (
            <Button color="red" variant="outline" loading={withdraw.isPending} onClick={() => withdraw.mutate(one.id)}>
              {t("handover.withdraw")}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}
