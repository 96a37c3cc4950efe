/** A camera that was turned since somebody drew: its drawings are looked at, then changed or said to fit. */
import { Button, Group } from "@mantine/core";
import { Link } from "wouter";

import { useSaveZones, useZones } from "../../api/drawings";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { drawnZones, plainZones } from "../drawings/zones";

export function StillFits({ cameraId, onDone }: { cameraId: string; onDone: () => void }) {
  const { t } = useTexts();
  const known = useZones(cameraId);
  const save = useSaveZones(cameraId);
  const confirm = () => known.data && save.mutate({ version: known.data.version, zones: plainZones(drawnZones(known.data.zones)) }, { onSuccess: onDone });
  const error = save.error ?? known.error;
  return (
    <div className="note warn small">
      <div className="grow">
        <p>{t("vision.viewChanged")}</p>
        <Group gap="xs" mt="xs">
          <Button size="xs" component={Link} href={`/cameras/${cameraId}/analysis`}>{t("vision.toDrawings")}</Button>
          <Button size="xs" loading={save.isPending} disabled={!known.data} onClick={confirm}>{t("vision.stillFits")}</Button>
        </Group>
        {error && <ErrorNote error={error} />}
      </div>
    </div>
  );
}
