/** A consumer is made or changed; its password is told once; it is withdrawn. */
import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";

import { useChangeConsumer, useCreateConsumer, useRenewConsumerPassword, useWithdrawConsumer, type Consumer, type ConsumerSecret } from "../../api/consumers";
import { useMe } from "../../api/queries";
import type { StreamRole } from "../../api/types";
import { CamerasSelect } from "../../components/CamerasSelect";
import { FormDialog } from "../../components/FormDialog";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { Address } from "./Consumers";

const MOST_CAMERAS = 200;
const DAY_MS = 86_400_000;
const ROLES: Record<string, StreamRole[]> = { main: ["main"], sub: ["sub"], both: ["main", "sub"] };

export function ConsumerDialog({ consumer, onClose }: { consumer?: Consumer; onClose: () => void }) {
  const { t } = useTexts();
  const me = useMe();
  const create = useCreateConsumer();
  const change = useChangeConsumer();
  const [name, setName] = useState(consumer?.name ?? "");
  const [organisation, setOrganisation] = useState<string | null>(consumer?.organisation_id ?? me.data?.user.organisation_id ?? null);
  const [cameras, setCameras] = useState<string[]>(consumer?.cameras.map((one) => one.camera_id) ?? []);
  const [streams, setStreams] = useState(() => streamsOf(consumer));
  const [legalBasis, setLegalBasis] = useState(consumer?.legal_basis ?? "");
  const [networks, setNetworks] = useState<string[]>(consumer?.networks ?? []);
  const [days, setDays] = useState<number | string>(() => (consumer ? Math.max(1, Math.ceil((new Date(consumer.expires_at).getTime() - Date.now()) / DAY_MS)) : 90));
  const input = {
    name: name.trim(),
    cameras: cameras.map((camera_id) => ({ camera_id, streams: ROLES[streams] ?? [] })),
    legal_basis: legalBasis.trim(),
    networks,
    days: Number(days),
  };
  const ready = input.name && organisation && cameras.length > 0 && input.legal_basis && input.days > 0;
  const send = () => (consumer ? change.mutate({ before: consumer, input }, { onSuccess: onClose }) : create.mutate({ ...input, organisation_id: organisation ?? "" }));
  const error = create.error ?? change.error;
  return (
    <FormDialog title={consumer ? t("consumers.changeOf", { name: consumer.name }) : t("consumers.add")} size={560} word={t(consumer ? "consumers.save" : "consumers.create")} sending={create.isPending || change.isPending} disabled={!ready} onSend={send} onClose={onClose} stays={Boolean(create.data)} done={create.data && <Told made={create.data} onClose={onClose} />}>
      <TextInput label={t("consumers.name")} description={t("consumers.nameWhat")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} data-autofocus />
      {!consumer && <OrganisationSelect label={t("consumers.organisation")} description={t("consumers.organisationWhat")} value={organisation} onChange={setOrganisation} />}
      <CamerasSelect label={t("consumers.cameras")} value={cameras} onChange={setCameras} most={MOST_CAMERAS} />
      <SegmentedControl aria-label={t("consumers.streams")} value={streams} onChange={setStreams} data={Object.keys(ROLES).map((value) => ({ value, label: t(`consumers.streams.${value as "main" | "sub" | "both"}`) }))} />
      <TextInput label={t("consumers.legalBasis")} description={t("consumers.legalBasisWhat")} value={legalBasis} onChange={(event) => setLegalBasis(event.currentTarget.value)} maxLength={200} />
      <TagsInput label={t("consumers.networks")} description={t("consumers.networksWhat")} placeholder={networks.length ? undefined : "192.0.2.0/24"} value={networks} onChange={setNetworks} maxTags={32} />
      <NumberInput label={t("consumers.days")} value={days} onChange={setDays} min={1} max={366} />
      {consumer && <p className="small dim">{t("consumers.changeWhat")}</p>}
      {error && <ErrorNote error={error} />}
    </FormDialog>
  );
}

function streamsOf(consumer: Consumer | undefined): string {
  const roles = new Set(consumer?.cameras.flatMap((one) => Object.keys(one.addresses)));
  return roles.has("sub") ? (roles.has("main") ? "both" : "sub") : "main";
}

export function PasswordDialog({ consumer, onClose }: { consumer: Consumer; onClose: () => void }) {
  const { t } = useTexts();
  const renew = useRenewConsumerPassword();
  return (
    <FormDialog title={t("consumers.newPassword")} size={520} word={t("consumers.newPassword")} sending={renew.isPending} disabled={false} onSend={() => renew.mutate(consumer.id)} onClose={onClose} stays={Boolean(renew.data)} done={renew.data && <Told made={renew.data} onClose={onClose} />}>
      <p>{t("consumers.newPasswordWhat", { name: consumer.name })}</p>
      {renew.isError && <ErrorNote error={renew.error} />}
    </FormDialog>
  );
}

export function WithdrawDialog({ consumer, onClose }: { consumer: Consumer; onClose: () => void }) {
  const { t } = useTexts();
  const withdraw = useWithdrawConsumer();
  return (
    <Modal opened onClose={onClose} title={t("consumers.withdraw")} size={480} closeButtonProps={{ "aria-label": t("app.close") }}>
      <Stack gap="lg">
        <p>{t("consumers.withdrawWhat", { name: consumer.name, count: consumer.running.length })}</p>
        {withdraw.isError && <ErrorNote error={withdraw.error} />}
        <Group justify="flex-end" gap="sm">
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button variant="filled" color="red" loading={withdraw.isPending} onClick={() => withdraw.mutate(consumer.id, { onSuccess: onClose })}>
            {t("consumers.withdraw")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** The one time that the password is told. */
function Told({ made, onClose }: { made: ConsumerSecret; onClose: () => void }) {
  const { t } = useTexts();
  return (
    <>
      <p className="note warn">{t("consumers.once")}</p>
      <TextInput label={t("consumers.username")} value={made.consumer.username} readOnly />
      <TextInput label={t("consumers.password")} value={made.password} readOnly data-password onFocus={(event) => event.currentTarget.select()} />
      {made.consumer.cameras.slice(0, 5).flatMap((one) => Object.values(one.addresses).map((address) => <Address key={address} address={address} />))}
      {made.consumer.cameras.some((one) => !one.allowed) && <p className="note warn">{t("consumers.noRightWhat")}</p>}
      <Group justify="flex-end">
        <Button variant="filled" onClick={onClose}>{t("consumers.kept")}</Button>
      </Group>
    </>
  );
}
