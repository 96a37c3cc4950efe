/** A way by which people or systems are told. The secret goes in and never comes out. */
import { Button, NumberInput, PasswordInput, SegmentedControl, Select, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";

import { useDeleteChannel, useKeepChannel, type AlertChannel } from "../../api/health";
import { FormDialog } from "../../components/FormDialog";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Health.module.css";

type Kind = AlertChannel["kind"];
const SECURITY = ["starttls", "tls", "none"] as const;
const PORTS = { starttls: 587, tls: 465, none: 25 } as const;

export function ChannelDialog({ channel, ownId, onClose }: { channel: AlertChannel | null; ownId: string | null; onClose: () => void }) {
  const { t } = useTexts();
  const keep = useKeepChannel(channel);
  const remove = useDeleteChannel();
  const before = channel?.settings ?? {};
  const text = (field: string) => (typeof before[field] === "string" ? before[field] : "");
  const [owner, setOwner] = useState(channel?.owner_id ?? ownId);
  const [kind, setKind] = useState<Kind>(channel?.kind ?? "email");
  const [name, setName] = useState(channel?.name ?? "");
  const [url, setUrl] = useState(text("url"));
  const [topic, setTopic] = useState(text("topic"));
  const [host, setHost] = useState(text("host"));
  const [security, setSecurity] = useState<(typeof SECURITY)[number]>(SECURITY.find((one) => one === text("security")) ?? "starttls");
  const [port, setPort] = useState<number | string>(typeof before.port === "number" ? before.port : "");
  const [sender, setSender] = useState(text("sender"));
  const [to, setTo] = useState<string[]>(Array.isArray(before.to) ? before.to.map(String) : []);
  const [username, setUsername] = useState(text("username"));
  const [secret, setSecret] = useState("");
  const settings = kind === "email" ? { host: host.trim(), port: Number(port) || PORTS[security], security, sender: sender.trim(), to, username: username.trim() } : kind === "webhook" ? { url: url.trim() } : { url: url.trim(), username: username.trim(), ...(topic.trim() && { topic: topic.trim() }) };
  const ready = owner && name.trim() && (kind === "email" ? host.trim() && sender.trim() && to.length : url.trim()) && (kind !== "webhook" || channel?.has_secret || secret.length >= 16);
  return (
    <FormDialog title={channel?.name ?? t("channel.add")} size={560} word={t("rule.keep")} sending={keep.isPending} disabled={!ready} onClose={onClose} onSend={() => keep.mutate({ owner_id: owner ?? "", kind, name: name.trim(), settings, secret: secret || null }, { onSuccess: onClose })}>
      <SegmentedControl aria-label={t("channel.kind")} value={kind} onChange={(value) => setKind(value)} data={(["email", "webhook", "mqtt"] as const).map((value) => ({ value, label: t(`channel.kind.${value}`) }))} />
      <TextInput data-autofocus label={t("rule.name")} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
      <OrganisationSelect label={t("rule.owner")} value={owner} onChange={setOwner} />
      {kind === "email" ? (
        <>
          <div className={css.two}>
            <TextInput label={t("channel.host")} placeholder="smtp.example.vn" value={host} onChange={(event) => setHost(event.currentTarget.value)} />
            <NumberInput label={t("channel.port")} placeholder={String(PORTS[security])} min={1} max={65535} value={port} onChange={setPort} />
            <Select label={t("channel.security")} value={security} onChange={(value) => setSecurity(value ?? "starttls")} allowDeselect={false} data={SECURITY.map((value) => ({ value, label: t(`channel.security.${value}`) }))} />
            <TextInput label={t("channel.sender")} placeholder="camera@example.vn" value={sender} onChange={(event) => setSender(event.currentTarget.value)} />
          </div>
          <TagsInput label={t("channel.to")} description={t("channel.toWhat")} value={to} onChange={setTo} />
        </>
      ) : (
        <TextInput label={t("channel.url")} placeholder={kind === "webhook" ? "https://example.vn/toancanh" : "mqtts://example.vn"} value={url} onChange={(event) => setUrl(event.currentTarget.value)} />
      )}
      {kind === "mqtt" && <TextInput label={t("channel.topic")} placeholder="toancanh/alerts" value={topic} onChange={(event) => setTopic(event.currentTarget.value)} />}
      {kind !== "webhook" && <TextInput label={t("channel.username")} description={t("channel.usernameWhat")} autoComplete="off" value={username} onChange={(event) => setUsername(event.currentTarget.value)} />}
      <PasswordInput label={t(kind === "webhook" ? "channel.key" : "channel.password")} description={t(channel?.has_secret ? "channel.secretKept" : kind === "webhook" ? "channel.keyWhat" : "channel.passwordWhat")} autoComplete="new-password" value={secret} onChange={(event) => setSecret(event.currentTarget.value)} />
      {(keep.isError || remove.isError) && <ErrorNote error={keep.error ?? remove.error} />}
      {channel && (
        <div>
          <Button color="red" variant="outline" loading={remove.isPending} onClick={() => remove.mutate(channel.id, { onSuccess: onClose })}>
            {t("channel.delete")}
          </Button>
        </div>
      )}
    </FormDialog>
  );
}
