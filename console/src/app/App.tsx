/** Which screen for which address. Screens that need much code, or that few open, are loaded when opened. */
import { lazy, Suspense, useEffect, useState } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";

import { can, useMe } from "../api/queries";
import { ErrorState, NotFound } from "../components/States";
import { AllWords, loadRest, readLanguage } from "../i18n";
import { SignIn } from "../screens/SignIn";
import { Wall } from "../screens/Wall";
import { Frame } from "./Frame";
import { soon } from "./soon";
import { PageSkeleton, Splash } from "./Splash";

const Watch = lazy(() => import("../screens/watch/Watch").then((module) => ({ default: module.Watch })));
const Playback = lazy(() => import("../screens/playback/Playback").then((module) => ({ default: module.Playback })));
const WallNode = lazy(() => import("../screens/wall/WallNode").then((module) => ({ default: module.WallNode })));
const Cameras = lazy(() => import("../screens/Cameras").then((module) => ({ default: module.Cameras })));
const CameraForm = lazy(() => import("../screens/CameraForm").then((module) => ({ default: module.CameraForm })));
const Dossier = lazy(() => import("../screens/dossier/Dossier").then((module) => ({ default: module.Dossier })));
const DossierHistory = lazy(() => import("../screens/dossier/History").then((module) => ({ default: module.History })));
const DossierDocuments = lazy(() => import("../screens/dossier/Documents").then((module) => ({ default: module.Documents })));
const Analysis = lazy(() => import("../screens/drawings/Analysis").then((module) => ({ default: module.Analysis })));
const Masks = lazy(() => import("../screens/masks/Masks").then((module) => ({ default: module.Masks })));
const Organisations = lazy(() => import("../screens/organisations/Organisations").then((module) => ({ default: module.Organisations })));
const Users = lazy(() => import("../screens/Users").then((module) => ({ default: module.Users })));
const { screen: MapScreen, ask: askMap } = soon(() => import("../screens/map/Map").then((module) => module.MapScreen));
/** The map's code is much: it comes while it is asked who is signed in, and the frame waits for both. */
const ahead = location.pathname === "/map" ? Promise.allSettled([askMap(), loadRest(readLanguage())]) : null;
const Duplicates = lazy(() => import("../screens/planning/Duplicates").then((module) => ({ default: module.Duplicates })));
const Targets = lazy(() => import("../screens/planning/Targets").then((module) => ({ default: module.Targets })));
const Proposals = lazy(() => import("../screens/planning/Proposals").then((module) => ({ default: module.Proposals })));
const ProposalScreen = lazy(() => import("../screens/planning/ProposalScreen").then((module) => ({ default: module.ProposalScreen })));
const Opinions = lazy(() => import("../screens/planning/Opinions").then((module) => ({ default: module.Opinions })));
const PlanningSettings = lazy(() => import("../screens/planning/PlanningSettings").then((module) => ({ default: module.PlanningSettings })));
const Shares = lazy(() => import("../screens/shares/Shares").then((module) => ({ default: module.Shares })));
const NewShare = lazy(() => import("../screens/shares/NewShare").then((module) => ({ default: module.NewShare })));
const ShareScreen = lazy(() => import("../screens/shares/ShareScreen").then((module) => ({ default: module.ShareScreen })));
const Requests = lazy(() => import("../screens/requests/Requests").then((module) => ({ default: module.Requests })));
const Cases = lazy(() => import("../screens/cases/Cases").then((module) => ({ default: module.Cases })));
const Duties = lazy(() => import("../screens/cases/Duties").then((module) => ({ default: module.Duties })));
const MyRights = lazy(() => import("../screens/rules/MyRights").then((module) => ({ default: module.MyRights })));
const Consumers = lazy(() => import("../screens/consumers/Consumers").then((module) => ({ default: module.Consumers })));
const Vision = lazy(() => import("../screens/vision/Vision").then((module) => ({ default: module.Vision })));
const Models = lazy(() => import("../screens/models/Models").then((module) => ({ default: module.Models })));
const Storage = lazy(() => import("../screens/storage/Storage").then((module) => ({ default: module.Storage })));
const Regulations = lazy(() => import("../screens/rules/Regulations").then((module) => ({ default: module.Regulations })));
const RegulationScreen = lazy(() => import("../screens/rules/RegulationScreen").then((module) => ({ default: module.RegulationScreen })));
const Record = lazy(() => import("../screens/Record").then((module) => ({ default: module.Record })));
const CameraUse = lazy(() => import("../screens/record/CameraUse").then((module) => ({ default: module.CameraUse })));
const UnusualUse = lazy(() => import("../screens/record/UnusualUse").then((module) => ({ default: module.UnusualUse })));
const Checkpoints = lazy(() => import("../screens/record/Checkpoints").then((module) => ({ default: module.Checkpoints })));
const Persons = lazy(() => import("../screens/record/Persons").then((module) => ({ default: module.Persons })));
const Exports = lazy(() => import("../screens/exports/Exports").then((module) => ({ default: module.Exports })));
const Find = lazy(() => import("../screens/find/Find").then((module) => ({ default: module.Find })));
const Bookmarks = lazy(() => import("../screens/find/Bookmarks").then((module) => ({ default: module.Bookmarks })));
const Holds = lazy(() => import("../screens/holds/Holds").then((module) => ({ default: module.Holds })));
const Imports = lazy(() => import("../screens/inventory/Imports").then((module) => ({ default: module.Imports })));
const ImportPage = lazy(() => import("../screens/inventory/ImportPage").then((module) => ({ default: module.ImportPage })));
const Campaigns = lazy(() => import("../screens/inventory/Campaigns").then((module) => ({ default: module.Campaigns })));
const CampaignPage = lazy(() => import("../screens/inventory/CampaignPage").then((module) => ({ default: module.CampaignPage })));
const Field = lazy(() => import("../screens/inventory/Field").then((module) => ({ default: module.Field })));
const HealthBoard = lazy(() => import("../screens/health/Board").then((module) => ({ default: module.Board })));
const HealthFaults = lazy(() => import("../screens/health/Faults").then((module) => ({ default: module.Faults })));
const HealthAlerts = lazy(() => import("../screens/health/Alerts").then((module) => ({ default: module.Alerts })));
const AlertRules = lazy(() => import("../screens/health/Rules").then((module) => ({ default: module.Rules })));
const CameraHealth = lazy(() => import("../screens/health/CameraHealth").then((module) => ({ default: module.CameraHealth })));
const Repairs = lazy(() => import("../screens/repairs/Repairs").then((module) => ({ default: module.Repairs })));
const TicketScreen = lazy(() => import("../screens/repairs/TicketScreen").then((module) => ({ default: module.TicketScreen })));
const PlannedWorks = lazy(() => import("../screens/repairs/Works").then((module) => ({ default: module.Works })));
const Stock = lazy(() => import("../screens/repairs/Stock").then((module) => ({ default: module.Stock })));
const Contracts = lazy(() => import("../screens/repairs/Contracts").then((module) => ({ default: module.Contracts })));
const UpTimeReports = lazy(() => import("../screens/repairs/Reports").then((module) => ({ default: module.Reports })));
const Devices = lazy(() => import("../screens/devices/Devices").then((module) => ({ default: module.Devices })));
const OnboardDevices = lazy(() => import("../screens/devices/Onboard").then((module) => ({ default: module.Onboard })));
const DeviceJobs = lazy(() => import("../screens/devices/Jobs").then((module) => ({ default: module.Jobs })));
const DeviceJobScreen = lazy(() => import("../screens/devices/JobScreen").then((module) => ({ default: module.JobScreen })));
const DeviceNetworks = lazy(() => import("../screens/devices/Networks").then((module) => ({ default: module.Networks })));
const DevicePostures = lazy(() => import("../screens/devices/PostureScreen").then((module) => ({ default: module.PostureScreen })));
const DeviceScreen = lazy(() => import("../screens/devices/DeviceScreen").then((module) => ({ default: module.DeviceScreen })));
const TrafficNetwork = lazy(() => import("../screens/traffic/Network").then((module) => ({ default: module.Network })));
const TrafficJunction = lazy(() => import("../screens/traffic/JunctionScreen").then((module) => ({ default: module.JunctionScreen })));
const TrafficIncidents = lazy(() => import("../screens/traffic/Incidents").then((module) => ({ default: module.Incidents })));
const TrafficReports = lazy(() => import("../screens/traffic/Reports").then((module) => ({ default: module.Reports })));
const Account = lazy(() => import("../screens/account/Account").then((module) => ({ default: module.Account })));
const Settings = lazy(() => import("../screens/Settings").then((module) => ({ default: module.Settings })));

export function App() {
  const me = useMe();
  const [path] = useLocation();
  const [waits, setWaits] = useState(ahead !== null);
  useEffect(() => void ahead?.then(() => setWaits(false)), []);

  if (path === "/wall-node") {
    return (
      <Suspense fallback={<Splash />}>
        <AllWords>
          <WallNode />
        </AllWords>
      </Suspense>
    );
  }
  if (me.isPending) return <Splash />;
  if (me.isError && me.data === undefined) return <ErrorState full error={me.error} onRetry={() => void me.refetch()} />;
  if (!me.data) {
    if (path === "/sign-in") return <SignIn />;
    const next = `${location.pathname}${location.search}`;
    return <Redirect to={next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`} replace />;
  }
  if (path === "/sign-in") return <Redirect to={safeNext()} replace />;
  if (waits) return <Splash />;

  return (
    <Frame me={me.data}>
      <Suspense fallback={<PageSkeleton />}>
        <Switch>
          <Route path="/">
            <Redirect to={can(me.data, "media.live") ? "/wall" : can(me.data, "ticket.write") ? "/repairs" : can(me.data, "camera.read") ? "/cameras" : "/settings"} replace />
          </Route>
          <Route path="/wall" component={Wall} />
          <Route>
            <AllWords>
              <Switch>
                <Route path="/watch/:id">{({ id }) => <Watch key={id} id={id} />}</Route>
                <Route path="/playback">
                  <Playback />
                </Route>
                <Route path="/find">
                  <Find />
                </Route>
                <Route path="/bookmarks">
                  <Bookmarks />
                </Route>
                <Route path="/map">
                  <MapScreen />
                </Route>
                <Route path="/cameras">
                  <Cameras />
                </Route>
                <Route path="/cameras/new">
                  <CameraForm />
                </Route>
                <Route path="/cameras/:id">{({ id }) => <CameraForm key={id} id={id} />}</Route>
                <Route path="/devices">
                  <Devices />
                </Route>
                <Route path="/devices/onboard">
                  <OnboardDevices />
                </Route>
                <Route path="/devices/jobs">
                  <DeviceJobs />
                </Route>
                <Route path="/devices/jobs/:id">{({ id }) => <DeviceJobScreen key={id} id={id} />}</Route>
                <Route path="/devices/networks">
                  <DeviceNetworks />
                </Route>
                <Route path="/devices/posture">
                  <DevicePostures />
                </Route>
                <Route path="/devices/:id">{({ id }) => <DeviceScreen key={id} id={id} />}</Route>
                <Route path="/imports">
                  <Imports />
                </Route>
                <Route path="/campaigns">
                  <Campaigns />
                </Route>
                <Route path="/campaigns/:id">{({ id }) => <CampaignPage key={id} id={id} />}</Route>
                <Route path="/field">
                  <Field />
                </Route>
                <Route path="/imports/:id">{({ id }) => <ImportPage key={id} id={id} />}</Route>
                <Route path="/cameras/:id/dossier">{({ id }) => <Dossier key={id} id={id} />}</Route>
                <Route path="/cameras/:id/analysis">{({ id }) => <Analysis key={id} id={id} />}</Route>
                <Route path="/cameras/:id/masks">{({ id }) => <Masks key={id} id={id} />}</Route>
                <Route path="/cameras/:id/history">{({ id }) => <DossierHistory key={id} id={id} />}</Route>
                <Route path="/cameras/:id/documents">{({ id }) => <DossierDocuments key={id} id={id} />}</Route>
                <Route path="/organisations">
                  <Organisations />
                </Route>
                <Route path="/duplicates">
                  <Duplicates />
                </Route>
                <Route path="/targets">
                  <Targets />
                </Route>
                <Route path="/proposals">
                  <Proposals />
                </Route>
                <Route path="/proposals/new">
                  <ProposalScreen />
                </Route>
                <Route path="/proposals/settings">
                  <PlanningSettings />
                </Route>
                <Route path="/proposals/:id">{({ id }) => <ProposalScreen key={id} id={id} />}</Route>
                <Route path="/opinions">
                  <Opinions />
                </Route>
                <Route path="/health">
                  <HealthBoard />
                </Route>
                <Route path="/health/faults">
                  <HealthFaults />
                </Route>
                <Route path="/health/alerts">
                  <HealthAlerts />
                </Route>
                <Route path="/health/rules">
                  <AlertRules />
                </Route>
                <Route path="/cameras/:id/health">{({ id }) => <CameraHealth key={id} id={id} />}</Route>
                <Route path="/repairs">
                  <Repairs />
                </Route>
                <Route path="/repairs/works">
                  <PlannedWorks />
                </Route>
                <Route path="/repairs/stock">
                  <Stock />
                </Route>
                <Route path="/repairs/contracts">
                  <Contracts />
                </Route>
                <Route path="/repairs/reports">
                  <UpTimeReports />
                </Route>
                <Route path="/repairs/:id">{({ id }) => <TicketScreen key={id} id={id} />}</Route>
                <Route path="/traffic">
                  <TrafficNetwork />
                </Route>
                <Route path="/traffic/junctions/:id">{({ id }) => <TrafficJunction key={id} id={id} />}</Route>
                <Route path="/traffic/incidents">
                  <TrafficIncidents />
                </Route>
                <Route path="/traffic/reports">
                  <TrafficReports />
                </Route>
                <Route path="/users">
                  <Users />
                </Route>
                <Route path="/shares">
                  <Shares />
                </Route>
                <Route path="/shares/new">
                  <NewShare />
                </Route>
                <Route path="/shares/:id">{({ id }) => <ShareScreen key={id} id={id} />}</Route>
                <Route path="/requests">
                  <Requests />
                </Route>
                <Route path="/cases">
                  <Cases />
                </Route>
                <Route path="/duties">
                  <Duties />
                </Route>
                <Route path="/exports">
                  <Exports />
                </Route>
                <Route path="/holds">
                  <Holds />
                </Route>
                <Route path="/rights">
                  <MyRights />
                </Route>
                <Route path="/regulation">
                  <Regulations />
                </Route>
                <Route path="/regulation/:id">{({ id }) => <RegulationScreen key={id} id={id} />}</Route>
                <Route path="/record">
                  <Record />
                </Route>
                <Route path="/record/use">
                  <CameraUse />
                </Route>
                <Route path="/record/unusual">
                  <UnusualUse />
                </Route>
                <Route path="/record/checkpoints">
                  <Checkpoints />
                </Route>
                <Route path="/record/persons">
                  <Persons />
                </Route>
                <Route path="/account">
                  <Account />
                </Route>
                <Route path="/consumers">
                  <Consumers />
                </Route>
                <Route path="/vision">
                  <Vision />
                </Route>
                <Route path="/models">
                  <Models />
                </Route>
                <Route path="/storage">
                  <Storage />
                </Route>
                <Route path="/settings">
                  <Settings />
                </Route>
                <Route>
                  <NotFound />
                </Route>
              </Switch>
            </AllWords>
          </Route>
        </Switch>
      </Suspense>
    </Frame>
  );
}

/** Only a path of our own: an address given from outside must not lead away. */
function safeNext(): string {
  const next = new URLSearchParams(location.search).get("next") ?? "/";
  return next.startsWith("/") && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
}
