/** On a tile of the wall: who steers the camera, as it is pushed. */
import { AllWords } from "../../i18n";
import { PtzBadge } from "../watch/ptz/PtzBadge";
import { useSteering } from "../watch/ptz/useSteering";

export function TileSteering({ cameraId }: { cameraId: string }) {
  return (
    <AllWords>
      <Held cameraId={cameraId} />
    </AllWords>
  );
}

function Held({ cameraId }: { cameraId: string }) {
  const { link } = useSteering(cameraId, { enabled: true, looksOnly: true });
  return link?.state?.holder ? <PtzBadge state={link.state} onTile /> : null;
}
