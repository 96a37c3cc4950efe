/** What the screens of traffic share: the head, and the way from one to the other. */
import type { ReactNode } from "react";

import { ApiError } from "../../api/client";
import { can, useMe } from "../../api/queries";
import { TRAFFIC } from "../../app/areas";
import { Page } from "../../app/Page";
import { ErrorState } from "../../components/States";
import { PlaceTabs } from "../PlaceTabs";

interface Props {
  title: string;
  heading?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function TrafficFrame({ title, heading, actions, children }: Props) {
  const me = useMe();
  if (me.data && !can(me.data, "traffic.read")) return <ErrorState error={new ApiError(403, "denied", "")} />;
  const tabs = <PlaceTabs label="rail.traffic" places={TRAFFIC} />; // where there is a way back the name needs the room of a phone
  return (
    <Page title={title} heading={heading} desk aside={heading ? <div className="no-phone">{tabs}</div> : tabs} actions={actions}>
      {children}
    </Page>
  );
}
