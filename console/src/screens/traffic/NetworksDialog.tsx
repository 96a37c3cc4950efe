/** Whose networks there are: taken along and put in place as GeoJSON, their figures given to the public or taken back. */
import { Button, FileButton, Modal, TextInput } from "@mantine/core";
import { IconDownload, IconUpload, IconWorld, IconWorldOff } from "@tabler/icons-react";
import { useState } from "react";

import { saveNetwork, usePublish, usePutNetwork, type Network } from "../../api/traffic";
import { DateTime } from "../../components/DateTime";
import { Badge } from "../../components/StateBadge";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { useOrganisationNames } from "../dossier/FactValue";
import css from "./Traffic.module.css";

type Owner = Network["owners"][number];

export function mayChange(network: Network | undefined): boolean {
  return network?.owners.some((owner) => owner.may_write || owner.may_publish) ?? false;
}

export function NetworksDialog({ network, onClose }: { network: Network; onClose: () => void }) {
  const { t } = useTexts();
  return (
    <Modal opened onClose={onClose} title={t("traffic.networks")} size={640} closeButtonProps={{ "aria-label": t("app.close") }}>
      <p className="dim" style={{ marginBottom: 12 }}>{t("traffic.networksWhat")}</p>
      <ul className={css.told}>
        {network.owners.map((owner) => (
          <OwnersNetwork key={owner.owner_id} owner={owner} network={network} />
        ))}
      </ul>
    </Modal>
  );
}

function OwnersNetwork({ owner, network }: { owner: Owner; network: Network }) {
  const { t } = useTexts();
  const name = useOrganisationNames().get(owner.owner_id) ?? owner.owner_id;
  const put = usePutNetwork();
  const publish = usePublish();
  const [reason, setReason] = useState<string | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const streets = network.features.filter(({ properties }) => properties.owner_id === owner.owner_id && "lanes" in properties).length;
  const take = async (file: File | null) => {
    if (!file) return;
    setUnreadable(false);
    let drawn: unknown;
    try {
      drawn = JSON.parse(await file.text());
    } catch {
      setUnreadable(true);
      return;
    }
    put.mutate({ owner_id: owner.owner_id, version: owner.version, drawn });
  };
  return (
    <li data-owner={owner.owner_id}>
      <div className={css.blockHead}>
        <b className="grow">{name}</b>
        <Badge tone={owner.published ? "ok" : "off"} shape={owner.published ? "ok" : "lock"}>
          {t(owner.published ? "traffic.public" : "traffic.notPublic")}
        </Badge>
      </div>
      <p className="small dim">
        {owner.version ? t("traffic.drawn", { streets, version: owner.version }) : t("traffic.notDrawn")} {owner.changed_at && <DateTime at={owner.changed_at} />}
      </p>
      <div className={css.acts}>
        {owner.version > 0 && (
          <Button size="xs" leftSection={<IconDownload size={14} />} onClick={() => saveNetwork(network, owner.owner_id, name)}>
            {t("traffic.takeNetwork")}
          </Button>
        )}
        {owner.may_write && (
          <FileButton accept=".geojson,.json,application/geo+json,application/json" onChange={(file) => void take(file)}>
            {(props) => (
              <Button {...props} size="xs" leftSection={<IconUpload size={14} />} loading={put.isPending}>
                {t("traffic.putNetwork")}
              </Button>
            )}
          </FileButton>
        )}
        {owner.may_publish && owner.version > 0 && reason === null && (
          <Button size="xs" leftSection={owner.published ? <IconWorldOff size={14} /> : <IconWorld size={14} />} onClick={() => setReason("")}>
            {t(owner.published ? "traffic.unpublish" : "traffic.publish")}
          </Button>
        )}
      </div>
      {reason !== null && (
        <form
          className={css.acts}
          onSubmit={(event) => {
            event.preventDefault();
            publish.mutate({ owner_id: owner.owner_id, published: !owner.published, reason: reason.trim() }, { onSuccess: () => setReason(null) });
          }}
        >
          <TextInput className="grow" autoFocus aria-label={t("traffic.reason")} placeholder={t("traffic.reason")} value={reason} maxLength={1000} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
          <Button onClick={() => setReason(null)}>{t("app.cancel")}</Button>
          <Button type="submit" variant="filled" disabled={!reason.trim()} loading={publish.isPending}>
            {t(owner.published ? "traffic.unpublish" : "traffic.publish")}
          </Button>
          <p className="small faint">{t(owner.published ? "traffic.unpublishMeans" : "traffic.publishMeans")}</p>
        </form>
      )}
      {unreadable && (
        <p className="note bad" role="alert">
          {t("traffic.noGeoJson")}
        </p>
      )}
      {put.isSuccess && (
        <p className="note ok" role="status">
          {t("traffic.putDone", { version: put.data.version })}
        </p>
      )}
      {put.isError && <ErrorNote error={put.error} />}
      {publish.isError && <ErrorNote error={publish.error} />}
    </li>
  );
}
