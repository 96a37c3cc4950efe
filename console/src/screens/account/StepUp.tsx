/** The second factor once more, for an act that wants it; then the act is done again. */
import { Modal, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { askStepUp, useStepUp } from "../../api/account";
import { FactorAnswer } from "../../components/FactorAnswer";
import { ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";

export function StepUp({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { t } = useTexts();
  const asked = useQuery({ queryKey: ["step-up"], queryFn: askStepUp, gcTime: 0, staleTime: Infinity });
  const give = useStepUp();
  return (
    <Modal opened onClose={onClose} title={t("account.stepUp")} size={400} closeButtonProps={{ "aria-label": t("app.close") }}>
      <p className="dim" style={{ marginBottom: 16 }}>
        {t("account.stepUpWhat")}
      </p>
      {asked.isError ? <ErrorState error={asked.error} onRetry={() => void asked.refetch()} /> : asked.data ? <FactorAnswer asked={asked.data} error={give.error} pending={give.isPending} onAnswer={(answer) => give.mutate(answer, { onSuccess: onDone })} /> : <Skeleton height={160} />}
    </Modal>
  );
}
