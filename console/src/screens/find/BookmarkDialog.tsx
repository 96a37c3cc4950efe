/** A bookmark: what its maker says of a stretch of time, and who may read it. */
import { Button, Checkbox, Group, Modal, Stack, TagsInput, Textarea } from "@mantine/core";
import { useState } from "react";

import { useChangeBookmark, useDeleteBookmark, useKeepBookmark, type Bookmark } from "../../api/finding";
import { ErrorNote } from "../../components/States";
import type { Span } from "../../components/timeline/scale";
import { useTexts } from "../../i18n";

const MOST_TAGS = 10;

interface Props {
  /** On these, where it is new. */
  cameras: readonly { id: string; code: string }[];
  span: Span;
  /** One that is there: its maker changes it, others read it. */
  bookmark?: Bookmark;
  onClose: () => void;
  onGo?: (atMs: number) => void;
}

export function BookmarkDialog({ cameras, span, bookmark, onClose, onGo }: Props) {
  const { t, format } = useTexts();
  const keep = useKeepBookmark();
  const change = useChangeBookmark(bookmark?.id ?? "");
  const remove = useDeleteBookmark(bookmark?.id ?? "");
  const [text, setText] = useState(bookmark?.text ?? "");
  const [tags, setTags] = useState<string[]>(bookmark?.tags ?? []);
  const [shared, setShared] = useState(bookmark?.shared ?? false);
  const [sure, setSure] = useState(false);
  const own = bookmark?.own ?? true;
  const error = keep.error ?? change.error ?? remove.error;
  const save = () => {
    const said = { from: new Date(span.startMs).toISOString(), to: new Date(span.endMs).toISOString(), text: text.trim(), tags, shared };
    if (bookmark) change.mutate({ ...said, version: bookmark.version }, { onSuccess: onClose });
    else keep.mutate({ ...said, camera_ids: cameras.map(({ id }) => id) }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={t(bookmark ? "bookmark.one" : "bookmark.new")} size={520} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack gap="lg">
          <p className="note">{t("bookmark.what", { cameras: cameras.map(({ code }) => code).join(", "), from: format.dateTime(span.startMs), span: format.span(Math.max(1000, span.endMs - span.startMs)) })}</p>
          {own ? (
            <>
              <Textarea label={t("bookmark.text")} value={text} onChange={(event) => setText(event.currentTarget.value)} maxLength={500} autosize minRows={2} data-autofocus />
              <TagsInput label={t("bookmark.tags")} description={t("bookmark.tagsHow")} value={tags} onChange={(next) => setTags(next.map((tag) => tag.slice(0, 40)))} maxTags={MOST_TAGS} acceptValueOnBlur />
              <Checkbox label={t("bookmark.shared")} description={t("bookmark.sharedWhat")} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
            </>
          ) : (
            <>
              <p>{bookmark?.text}</p>
              {tags.length > 0 && <p className="dim">{tags.join(", ")}</p>}
              <p className="dim">{t("bookmark.by", { name: bookmark?.maker ?? "" })}</p>
            </>
          )}
          {error && <ErrorNote error={error} />}
          <Group justify="flex-end" gap="sm">
            {bookmark && own && (
              <Button mr="auto" color={sure ? "red" : undefined} variant={sure ? "filled" : "default"} loading={remove.isPending} onClick={() => (sure ? remove.mutate(undefined, { onSuccess: onClose }) : setSure(true))}>
                {t(sure ? "bookmark.deleteSure" : "bookmark.delete")}
              </Button>
            )}
            {onGo && <Button onClick={() => onGo(span.startMs)}>{t("bookmark.go")}</Button>}
            <Button onClick={onClose}>{t(own ? "app.cancel" : "app.close")}</Button>
            {own && (
              <Button type="submit" variant="filled" loading={keep.isPending || change.isPending} disabled={!text.trim() && tags.length === 0}>
                {t("bookmark.keep")}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
