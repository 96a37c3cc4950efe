/** Other systems that get pictures by RTSP: who, of which cameras, until when, and what they watch now. */
import { Button, CopyButton, Skeleton } from "@mantine/core";
import { IconCopy, IconPlus } from "@tabler/icons-react";
import { useState } from "react";

import { ApiError } from "../../api/client";
import { useConsumers, useGateway, type Consumer } from "../../api/consumers";
import { can, useCamera, useMe, useOrganisations } from "../../api/queries";
import { useNow } from "../../app/now";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { HeadButton } from "../../components/HeadButton";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { SystemTabs } from "../SystemTabs";
import css from "./Consumers.module.css";
import { ConsumerDialog, PasswordDialog, WithdrawDialog } from "./dialogs";

const SHOWN_CAMERAS = 4;

export function Consumers() {
  const { t } = useTexts();
  const me = useMe();
  const consumers = useConsumers();
  const gateway = useGateway();
  const [adding, setAdding] = useState(false);
  const may = can(me.data, "user.write");
  const add = may && <HeadButton filled icon={<IconPlus size={16} />} text={t("consumers.add")} onClick={() => setAdding(true)} />;
  if (me.data && !can(me.data, "user.read")) return <ErrorState error={new ApiError(403, "denied", "")} />;
  const door = gateway.data;
  return (
    <Page title={t("consumers.title")} desk aside={<SystemTabs />} actions={add}>
      <div className={css.body}>
        {door && !door.open && <p className="note warn">{door.fault ? t("consumers.fault", { why: door.fault }) : t("consumers.closed")}</p>}
        {door?.open && door.tls && !door.plain && <p className="small dim">{t("consumers.tlsOnly")}</p>}
        {consumers.isError ? (
          <ErrorState error={consumers.error} onRetry={() => void consumers.refetch()} />
        ) : !consumers.data ? (
          <Skeleton height={240} />
        ) : consumers.data.length === 0 ? (
          <EmptyState title={t("consumers.none")} action={may && <Button onClick={() => setAdding(true)}>{t("consumers.add")}</Button>}>
            {t("consumers.noneWhat")}
          </EmptyState>
        ) : (
          <div className={css.cards}>
            {consumers.data.map((one) => (
              <ConsumerCard key={one.id} consumer={one} may={may} />
            ))}
          </div>
        )}
      </div>
      {adding && <ConsumerDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}

function ConsumerCard({ consumer, may }: { consumer: Consumer; may: boolean }) {
  const { t } = useTexts();
  const organisations = useOrganisations();
  const [dialog, setDialog] = useState<"change" | "password" | "withdraw" | null>(null);
  const [all, setAll] = useState(false);
  const owner = organisations.data?.find((one) => one.id === consumer.organisation_id)?.name ?? "";
  const close = () => setDialog(null);
  return (
    <article className={`card ${css.card}`} aria-labelledby={consumer.id} data-consumer={consumer.username}>
      <div className={css.head}>
        <h2 id={consumer.id}>{consumer.name}</h2>
        <Standing consumer={consumer} />
      </div>
      <span className="small dim">{owner}</span>
      <dl className={css.facts}>
        <dt>{t("consumers.username")}</dt>
        <dd className="num">{consumer.username}</dd>
        <dt>{t("consumers.legalBasis")}</dt>
        <dd>{consumer.legal_basis}</dd>
        <dt>{t("consumers.until")}</dt>
        <dd><DateTime at={consumer.expires_at} /></dd>
        {consumer.networks.length > 0 && (
          <>
            <dt>{t("consumers.networks")}</dt>
            <dd className="num">{consumer.networks.join(", ")}</dd>
          </>
        )}
      </dl>
      <ul className={css.cameras} aria-label={t("consumers.cameras")}>
        {(all ? consumer.cameras : consumer.cameras.slice(0, SHOWN_CAMERAS)).map((one) => (
          <OfferedCamera key={one.camera_id} offered={one} consumer={consumer} />
        ))}
      </ul>
      {consumer.cameras.length > SHOWN_CAMERAS && !all && (
        <Button size="xs" variant="subtle" onClick={() => setAll(true)}>
          {t("consumers.allCameras", { count: consumer.cameras.length })}
        </Button>
      )}
      {may && !consumer.withdrawn_at && (
        <div className={css.actions}>
          <Button size="xs" onClick={() => setDialog("change")}>{t("consumers.change")}</Button>
          <Button size="xs" onClick={() => setDialog("password")}>{t("consumers.newPassword")}</Button>
          <Button size="xs" c="var(--tc-bad)" onClick={() => setDialog("withdraw")}>{t("consumers.withdraw")}</Button>
        </div>
      )}
      {dialog === "change" && <ConsumerDialog consumer={consumer} onClose={close} />}
      {dialog === "password" && <PasswordDialog consumer={consumer} onClose={close} />}
      {dialog === "withdraw" && <WithdrawDialog consumer={consumer} onClose={close} />}
    </article>
  );
}

function Standing({ consumer }: { consumer: Consumer }) {
  const { t } = useTexts();
  const now = useNow(60_000);
  if (consumer.withdrawn_at) return <Badge tone="off" shape="off">{t("consumers.withdrawn")}</Badge>;
  if (new Date(consumer.expires_at).getTime() < now) return <Badge tone="off" shape="off">{t("consumers.ended")}</Badge>;
  if (consumer.running.length) return <Badge tone="ok" shape="ok">{t("consumers.watching", { count: consumer.running.length })}</Badge>;
  return <Badge tone="off" shape="off">{t("consumers.quiet")}</Badge>;
}

function OfferedCamera({ offered, consumer }: { offered: Consumer["cameras"][number]; consumer: Consumer }) {
  const { t } = useTexts();
  const camera = useCamera(offered.camera_id).data;
  const views = consumer.running.filter((one) => one.camera_id === offered.camera_id);
  return (
    <li>
      <span className={css.head}>
        <b className="cut">{camera ? [camera.code, camera.name !== camera.code && camera.name].filter(Boolean).join(" ") : "…"}</b>
        {!offered.allowed && !consumer.withdrawn_at && <Badge tone="warn" shape="warn">{t("consumers.noRight")}</Badge>}
        {views[0] && <span className="small dim">{t("consumers.since")} <DateTime at={views[0].since} /></span>}
      </span>
      {!consumer.withdrawn_at && Object.entries(offered.addresses).map(([role, address]) => <Address key={role} address={address} />)}
    </li>
  );
}

/** What the other system is given; without a password. */
export function Address({ address }: { address: string }) {
  const { t } = useTexts();
  return (
    <span className={css.address}>
      <code className="small">{address}</code>
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <Button size="compact-xs" leftSection={<IconCopy size={12} />} onClick={copy}>
            {t(copied ? "consumers.copied" : "consumers.copy")}
          </Button>
        )}
      </CopyButton>
    </span>
  );
}
