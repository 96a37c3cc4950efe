import { ActionIcon, Button, Group, Popover, Stack, TextInput } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { useState } from "react";

import { useTexts } from "../../i18n";
import { ZONE_NAME, ZONE_OFFSET_MS } from "../../i18n/format";

/** An instant as a field has it, in the city's zone; and back. */
export const fieldOf = (ms: number) => new Date(ms + ZONE_OFFSET_MS).toISOString().slice(0, 19);
export const timeOf = (field: string) => Date.parse(`${field.length === 16 ? `${field}:00` : field}Z`) - ZONE_OFFSET_MS;

interface Props {
  atMs: number;
  nowMs: number;
  onGo: (atMs: number) => void;
}

/** To a date and time that one types. */
export function JumpTo({ atMs, nowMs, onGo }: Props) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const [field, setField] = useState("");
  const at = timeOf(field);
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          aria-label={t("timeline.jump")}
          title={t("timeline.jump")}
          onClick={() => {
            setField(fieldOf(atMs));
            setOpen(!open);
          }}
        >
          <IconCalendar size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (Number.isNaN(at)) return;
            setOpen(false);
            onGo(Math.min(at, nowMs));
          }}
        >
          <Stack gap="sm">
            <TextInput type="datetime-local" step={1} label={t("timeline.jumpTo", { zone: ZONE_NAME })} value={field} max={fieldOf(nowMs)} onChange={(event) => setField(event.currentTarget.value)} data-autofocus />
            <Group justify="flex-end">
              <Button type="submit" variant="filled" disabled={Number.isNaN(at)}>
                {t("timeline.go")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
