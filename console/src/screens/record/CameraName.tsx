/** A camera by the name it has now; several as their number. */
import { Link } from "wouter";

import { useCamera } from "../../api/queries";
import { useTexts } from "../../i18n";

export function CameraName({ ids }: { ids: readonly string[] }) {
  const { t } = useTexts();
  const camera = useCamera(ids.length === 1 ? ids[0] : undefined);
  if (ids.length > 1) return <>{t("desk.cameras", { count: String(ids.length) })}</>;
  if (!camera.data) return <span className="faint">–</span>;
  return (
    <>
      <Link href={`/watch/${camera.data.id}`}>
        <b className="num nowrap">{camera.data.code}</b>
      </Link>{" "}
      <span className="dim">{camera.data.name}</span>
    </>
  );
}
