/** Where and when the person was. The name stays in the office's register. */
import { Button, NumberInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";

import { useMe } from "../../api/queries";
import { useReceivePerson, type PersonRequest } from "../../api/record";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote } from "../../components/States";
import { TimeField } from "../../components/TimeField";
import { useTexts } from "../../i18n";

const POINT = /^\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*$/;

export function PersonForm({ onDone }: { onDone: (made: PersonRequest) => void }) {
  const { t } = useTexts();
  const me = useMe();
  const receive = useReceivePerson();
  const [organisation, setOrganisation] = useState<string | null>(null);
  const [number, setNumber] = useState("");
  const [place, setPlace] = useState("");
  const [point, setPoint] = useState("");
  const [radius, setRadius] = useState<number | string>(100);
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState<number | null>(null);
  const owner = organisation ?? me.data?.user.organisation_id ?? null;
  const at = POINT.exec(point);
  const complete = owner && number.trim() && place.trim() && at && from !== null && to !== null && typeof radius === "number";
  const send = () => {
    if (!complete) return;
    receive.mutate({ organisation_id: owner, number: number.trim(), place: place.trim(), lat: Number(at[1]), lon: Number(at[2]), radius_m: radius, from: new Date(from).toISOString(), to: new Date(to).toISOString() }, { onSuccess: onDone });
  };
  return (
    <Stack gap="sm">
      <p className="small dim">{t("person.formWhat")}</p>
      <TextInput label={t("person.number")} value={number} onChange={(event) => setNumber(event.currentTarget.value)} maxLength={64} />
      <OrganisationSelect label={t("person.organisation")} value={owner} onChange={setOrganisation} />
      <TextInput label={t("person.place")} value={place} onChange={(event) => setPlace(event.currentTarget.value)} maxLength={200} />
      <TextInput label={t("person.point")} placeholder="21.0285, 105.8542" value={point} onChange={(event) => setPoint(event.currentTarget.value)} error={point && !at ? t("person.pointWrong") : undefined} />
      <NumberInput label={t("person.radius")} min={1} max={1000} value={radius} onChange={setRadius} suffix=" m" />
      <TimeField label={t("person.from")} value={from} onChange={setFrom} />
      <TimeField label={t("person.to")} value={to} onChange={setTo} />
      {receive.isError && <ErrorNote error={receive.error} />}
      <Button variant="filled" disabled={!complete} loading={receive.isPending} onClick={send}>
        {t("person.receive")}
      </Button>
    </Stack>
  );
}
