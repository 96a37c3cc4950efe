/** Photos and papers of a camera. */
import { ActionIcon, Button, FileButton, Modal, Select, Skeleton, TextInput } from "@mantine/core";
import { IconFileTypePdf, IconTrash, IconUpload } from "@tabler/icons-react";
import { useState } from "react";

import { documentUrl, useAddDocument, useDocuments, useDossier, useRemoveDocument, type CameraDocument, type DocumentKind } from "../../api/dossier";
import { DateTime } from "../../components/DateTime";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Dossier.module.css";
import { DossierFrame } from "./DossierFrame";

const KINDS: readonly DocumentKind[] = ["photo", "view", "certificate", "contract", "decision", "other"];
const TAKEN = "image/jpeg,image/png,image/webp,application/pdf";
const MOST_BYTES = 20 * 1024 * 1024;
const MOST_NAME = 200;

export function Documents({ id }: { id: string }) {
  const { t } = useTexts();
  const dossier = useDossier(id);
  const documents = useDocuments(id);
  const [removing, setRemoving] = useState<CameraDocument | null>(null);
  const mayChange = dossier.data?.may_change ?? false;
  const error = dossier.error ?? documents.error;
  return (
    <DossierFrame id={id} here="documents" dossier={dossier.data}>
      {error ? (
        <ErrorState error={error} onRetry={() => void documents.refetch()} />
      ) : (
        <div className={css.body}>
          {mayChange && <Upload id={id} />}
          {documents.data?.length === 0 && <EmptyState title={t("documents.none")}>{t(mayChange ? "documents.noneWhat" : "documents.noneRead")}</EmptyState>}
          <ul className={css.documents} aria-label={t("dossier.tab.documents")} aria-busy={!documents.data}>
            {documents.data?.map((one) => <Shown key={one.id} document={one} onRemove={mayChange ? () => setRemoving(one) : undefined} />) ?? Array.from({ length: 4 }, (_, index) => <Skeleton key={index} height={210} radius="md" />)}
          </ul>
        </div>
      )}
      {removing && <Removal document={removing} onClose={() => setRemoving(null)} />}
    </DossierFrame>
  );
}

function Upload({ id }: { id: string }) {
  const { t } = useTexts();
  const add = useAddDocument(id);
  const [kind, setKind] = useState<DocumentKind>("photo");
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState("");
  const tooLarge = file !== null && file.size > MOST_BYTES;
  return (
    <>
      <form
        className={css.upload}
        onSubmit={(event) => {
          event.preventDefault();
          if (file) add.mutate({ file, kind, name: name.trim() || file.name.slice(0, MOST_NAME) }, { onSuccess: () => { setFile(null); setName(""); } });
        }}
      >
        <Select label={t("documents.kind")} data={KINDS.map((value) => ({ value, label: t(`document.${value}`) }))} value={kind} onChange={(value) => value && setKind(value)} allowDeselect={false} w={180} />
        <FileButton accept={TAKEN} onChange={(chosen) => { setFile(chosen); setName(chosen?.name.slice(0, MOST_NAME) ?? ""); add.reset(); }}>
          {(props) => (
            <Button {...props} leftSection={<IconUpload size={16} />}>
              {t("documents.choose")}
            </Button>
          )}
        </FileButton>
        {file && (
          <>
            <TextInput label={t("documents.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} w={280} error={tooLarge && t("documents.tooLarge")} />
            <Button type="submit" variant="filled" loading={add.isPending} disabled={tooLarge}>
              {t("documents.add")}
            </Button>
          </>
        )}
        <span className="small faint" style={{ alignSelf: "center" }}>{t("documents.what")}</span>
      </form>
      {add.isError && <ErrorNote error={add.error} />}
    </>
  );
}

function Shown({ document, onRemove }: { document: CameraDocument; onRemove?: () => void }) {
  const { t, format } = useTexts();
  const picture = document.media_type.startsWith("image/");
  return (
    <li className={`card ${css.document}`} data-document={document.name}>
      <a className={css.preview} href={documentUrl(document)} target="_blank" rel="noreferrer" aria-label={t("documents.open", { name: document.name })}>
        {picture ? <img src={documentUrl(document)} alt="" loading="lazy" /> : <IconFileTypePdf size={40} stroke={1.25} aria-hidden />}
      </a>
      <div className={css.about}>
        <div style={{ minWidth: 0 }}>
          <b className="cut" style={{ display: "block" }} title={document.name}>{document.name}</b>
          <span className="small dim">{t("documents.is", { kind: t(`document.${document.kind}`), size: format.bytes(document.size_bytes) })}</span>
          <span className="small faint" style={{ display: "block" }}>
            <DateTime at={document.added_at} />
          </span>
        </div>
        {onRemove && (
          <ActionIcon aria-label={t("documents.remove", { name: document.name })} onClick={onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </div>
    </li>
  );
}

function Removal({ document, onClose }: { document: CameraDocument; onClose: () => void }) {
  const { t } = useTexts();
  const remove = useRemoveDocument(document.camera_id);
  return (
    <Modal opened onClose={onClose} title={t("documents.removeTitle", { name: document.name })} closeButtonProps={{ "aria-label": t("app.close") }}>
      <p className="dim">{t("documents.removeWhat")}</p>
      {remove.isError && <ErrorNote error={remove.error} />}
      <div className="row" style={{ justifyContent: "flex-end", marginTop: 16 }}>
        <Button onClick={onClose} data-autofocus>
          {t("app.cancel")}
        </Button>
        <Button variant="filled" color="bad" loading={remove.isPending} onClick={() => remove.mutate(document.id, { onSuccess: onClose })}>
          {t("documents.removeGo")}
        </Button>
      </div>
    </Modal>
  );
}
