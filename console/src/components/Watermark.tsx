/** Who watches, and when, over pictures that the regulation wants marked: it stays in a photo of the screen. */
import { useMe } from "../api/queries";
import { useNow } from "../app/now";
import { useTexts } from "../i18n";
import css from "./Watermark.module.css";

export function Watermark() {
  const { format } = useTexts();
  const me = useMe();
  const now = useNow();
  if (!me.data) return null;
  const text = `${me.data.user.username} · ${format.dateTime(now)}`;
  return (
    <div className={css.mark} data-watermark aria-hidden>
      {[0, 1, 2].map((row) => (
        <span key={row}>{text}</span>
      ))}
    </div>
  );
}
