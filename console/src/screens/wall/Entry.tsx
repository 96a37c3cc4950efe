/** A camera that can be dragged, or pressed, onto the wall. */
import { Shape, type ShapeName } from "../../components/Shape";
import type { Tone } from "../../components/StateBadge";
import { useTexts, type TextKey } from "../../i18n";
import css from "../Wall.module.css";

interface Props {
  camera: { id: string; code: string; name: string };
  look: { tone: Tone; shape: ShapeName; word: TextKey };
  on: boolean;
  onPick: (id: string) => void;
}

export function Entry({ camera, look, on, onPick }: Props) {
  const { t } = useTexts();
  return (
    <li>
      <button type="button" className={css.entry} draggable data-on={on || undefined} onClick={() => onPick(camera.id)} onDragStart={(event) => event.dataTransfer.setData("text/plain", camera.id)}>
        <span className={`c-${look.tone}`}>
          <Shape name={look.shape} />
          <span className="sr">{t(look.word)}</span>
        </span>
        <b className="num">{camera.code}</b>
        <span className="cut dim grow">{camera.name}</span>
        {on && <span className="small faint">{t("wall.on")}</span>}
      </button>
    </li>
  );
}
