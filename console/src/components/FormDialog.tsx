/** A dialog that asks for something: its fields and the two buttons; once it is answered, what came of it. */
import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";

import { useTexts } from "../i18n";

interface Props {
  title: string;
  size: number;
  /** On the button that sends. */
  word: string;
  sending: boolean;
  disabled: boolean;
  onSend: () => void;
  onClose: () => void;
  /** In place of the fields. */
  done?: ReactNode;
  /** What is shown is shown once: a click beside it does not close it. */
  stays?: boolean;
  children: ReactNode;
}

export function FormDialog({ title, size, word, sending, disabled, onSend, onClose, done, stays, children }: Props) {
  const { t } = useTexts();
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeOnClickOutside={!stays} closeButtonProps={{ "aria-label": t("app.close") }}>
      {done ? (
        <Stack gap="lg">{done}</Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onSend();
          }}
        >
          <Stack gap="lg">
            {children}
            <Group justify="flex-end" gap="sm">
              <Button onClick={onClose}>{t("app.cancel")}</Button>
              <Button type="submit" variant="filled" loading={sending} disabled={disabled}>
                {word}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
