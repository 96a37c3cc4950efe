import { IconPhotoOff } from "@tabler/icons-react";
import { useMemo, useState } from "react";

import { can, useMe, useThumbnails } from "../../api/queries";
import type { Camera } from "../../api/types";
import css from "../Cameras.module.css";

/** A page's pictures are asked for together: one request and one row on the record. */
export function Thumbnail({ camera, pages }: { camera: Camera; pages: readonly { items: Camera[] }[] | undefined }) {
  const me = useMe();
  const page = pages?.find((candidate) => candidate.items.includes(camera));
  const ids = useMemo(() => page?.items.filter((item) => item.enabled && item.streams.length > 0).map((item) => item.id) ?? [], [page]);
  const thumbnails = useThumbnails(ids, can(me.data, "media.snapshot"));
  const [broken, setBroken] = useState<string | null>(null);
  const url = thumbnails.data?.get(camera.id);
  if (!url || broken === url) {
    return (
      <span className={css.noThumb}>
        <IconPhotoOff size={16} aria-hidden />
      </span>
    );
  }
  return <img className={css.thumb} src={url} alt="" loading="lazy" onError={() => setBroken(url)} />;
}
