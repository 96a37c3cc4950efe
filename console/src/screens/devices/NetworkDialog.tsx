/** A network is named: devices are looked for and connected to in these alone. */
import { Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";

import { useNameNetwork } from "../../api/devices";
import { useMe } from "../../api/queries";
import { FormDialog } from "../../components/FormDialog";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { SiteSelect } from "./SiteSelect";

export function NetworkDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const me = useMe();
  const naming = useNameNetwork();
  const [name, setName] = useState("");
  const [cidr, setCidr] = useState("");
  const [owner, setOwner] = useState<string | null>(me.data?.user.organisation_id ?? null);
  const [site, setSite] = useState<string | null>(null);
  const [hidden, setHidden] = useState(false);
  const input = { name: name.trim(), cidr: cidr.trim(), owner_id: owner ?? "", site_id: site, note: "", protected: hidden };
  return (
    <FormDialog title={t("devices.network.add")} size={520} word={t("devices.network.name")} sending={naming.isPending} disabled={!input.name || !input.cidr || !owner} onSend={() => naming.mutate(input, { onSuccess: onClose })} onClose={onClose}>
      <p className="small dim">{t("devices.network.what")}</p>
      <TextInput label={t("devices.network.title")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} data-autofocus />
      <TextInput label={t("devices.network.range")} description={t("devices.network.rangeWhat")} placeholder="10.12.0.0/24" value={cidr} onChange={(event) => setCidr(event.currentTarget.value)} maxLength={64} />
      <OrganisationSelect label={t("devices.owner")} value={owner} onChange={setOwner} />
      <SiteSelect value={site} onChange={setSite} />
      <Checkbox label={t("devices.protected")} description={t("devices.protectedWhat")} checked={hidden} onChange={(event) => setHidden(event.currentTarget.checked)} />
      {naming.isError && <ErrorNote error={naming.error} />}
    </FormDialog>
  );
}
