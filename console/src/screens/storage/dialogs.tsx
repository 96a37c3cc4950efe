/** A further disk; the address of the cold store. */
import { Button, Group, Modal, NumberInput, PasswordInput, Stack, Switch, TextInput } from "@mantine/core";
import { useState } from "react";

import { useAddPool, useGiveUpPool, useSetCold, type Cold, type Pool } from "../../api/storage";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";

export function PoolDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const add = useAddPool();
  const [name, setName] = useState("");
  const [folder, setFolder] = useState("");
  return (
    <Modal opened onClose={onClose} title={t("storage.addPool")} size={480} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate({ name: name.trim(), folder: folder.trim() }, { onSuccess: onClose });
        }}
      >
        <Stack gap="lg">
          <p className="note">{t("storage.addPoolWhat")}</p>
          <TextInput label={t("storage.name")} description={t("storage.nameWhat")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={31} data-autofocus />
          <TextInput label={t("storage.folder")} description={t("storage.folderWhat")} value={folder} onChange={(event) => setFolder(event.currentTarget.value)} maxLength={1000} />
          {add.isError && <ErrorNote error={add.error} />}
          <Group justify="flex-end" gap="sm">
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" loading={add.isPending} disabled={!name.trim() || !folder.trim()}>
              {t("storage.add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export function GiveUpDialog({ pool, onClose }: { pool: Pool; onClose: () => void }) {
  const { t, format } = useTexts();
  const giveUp = useGiveUpPool();
  const [confirm, setConfirm] = useState("");
  const word = pool.name || "root";
  return (
    <Modal opened onClose={onClose} title={t("storage.giveUpTitle", { name: pool.name || t("storage.root") })} size={480} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          giveUp.mutate({ name: pool.name, confirm }, { onSuccess: onClose });
        }}
      >
        <Stack gap="lg">
          <p>{t("storage.giveUpWhat", { count: format.number(pool.segments) })}</p>
          {pool.held > 0 && <p role="alert">{t("storage.giveUpHeld", { count: format.number(pool.held) })}</p>}
          <p className="note">{t("storage.giveUpElse")}</p>
          <TextInput label={t("storage.giveUpConfirm", { word })} value={confirm} onChange={(event) => setConfirm(event.currentTarget.value)} maxLength={31} autoComplete="off" data-autofocus />
          {giveUp.isError && <ErrorNote error={giveUp.error} />}
          <Group justify="flex-end" gap="sm">
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" color="red" loading={giveUp.isPending} disabled={confirm !== word}>
              {t("storage.giveUp")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export function ColdDialog({ cold, onClose }: { cold: Cold | null; onClose: () => void }) {
  const { t } = useTexts();
  const set = useSetCold();
  const [draft, setDraft] = useState({ endpoint: cold?.endpoint ?? "https://", bucket: cold?.bucket ?? "", prefix: cold?.prefix ?? "", region: cold?.region ?? "", access_key: cold?.access_key ?? "", after_days: cold?.after_days ?? 30, paused: cold?.paused ?? false });
  const [secret, setSecret] = useState("");
  const text = (key: "endpoint" | "bucket" | "prefix" | "region" | "access_key") => ({ value: draft[key], onChange: (event: React.ChangeEvent<HTMLInputElement>) => setDraft({ ...draft, [key]: event.currentTarget.value }) });
  const isFolder = draft.endpoint.startsWith("file:");
  return (
    <Modal opened onClose={onClose} title={t("storage.setCold")} size={520} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate({ ...draft, secret: secret || null }, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          <TextInput label={t("storage.endpoint")} description={t("storage.endpointWhat")} {...text("endpoint")} data-autofocus />
          {!isFolder && (
            <>
              <TextInput label={t("storage.bucket")} {...text("bucket")} />
              <TextInput label={t("storage.prefix")} {...text("prefix")} />
              <TextInput label={t("storage.region")} {...text("region")} />
              <TextInput label={t("storage.accessKey")} autoComplete="off" {...text("access_key")} />
              <PasswordInput label={t("storage.secret")} description={cold ? t("storage.secretKept") : undefined} autoComplete="new-password" value={secret} onChange={(event) => setSecret(event.currentTarget.value)} />
            </>
          )}
          <NumberInput label={t("storage.afterDays")} min={0} max={36500} value={draft.after_days} onChange={(value) => setDraft({ ...draft, after_days: Number(value) || 0 })} />
          <Switch label={t("storage.pause")} checked={draft.paused} onChange={(event) => setDraft({ ...draft, paused: event.currentTarget.checked })} />
          <p className="note">{t("storage.trial")}</p>
          {set.isError && <ErrorNote error={set.error} />}
          <Group justify="flex-end" gap="sm">
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" loading={set.isPending}>
              {t("storage.tryAndSet")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
