// Takes pictures as VLC's access module `live555` does, by the same library and in the same order:
// live555_client URL USER PASSWORD tcp|udp PICTURES. Prints what came and how many pictures; exit 1 where too few did.
#include <BasicUsageEnvironment.hh>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <liveMedia.hh>

static char volatile answered, ended; // what an event loop runs until
static int code;
static char *said;

static void on_answer(RTSPClient *, int result, char *text) {
  code = result;
  said = text;
  answered = 1;
}

static void on_end(void *) { ended = 1; }

// Counts pictures: the last packet of each carries the marker (RFC 6184, RFC 7798).
class Counter : public MediaSink {
public:
  Counter(UsageEnvironment &env, MediaSubsession &sub, int wanted) : MediaSink(env), pictures(0), sub(sub), wanted(wanted) {}
  int pictures;

private:
  Boolean continuePlaying() override {
    fSource->getNextFrame(buffer, sizeof buffer, after, this, onSourceClosure, this);
    return True;
  }
  static void after(void *self, unsigned, unsigned, struct timeval, unsigned) { static_cast<Counter *>(self)->count(); }
  void count() {
    if (sub.rtpSource()->curPacketMarkerBit() && ++pictures >= wanted) ended = 1;
    continuePlaying();
  }
  MediaSubsession &sub;
  int wanted;
  unsigned char buffer[1 << 20];
};

static char *wait_for(UsageEnvironment &env, const char *what) {
  env.taskScheduler().doEventLoop(&answered);
  answered = 0;
  if (code == 0) return said;
  std::fprintf(stderr, "%s: %d %s\n", what, code, said ? said : "");
  std::exit(1);
}

int main(int count, char **given) {
  if (count != 6) return 2;
  const bool over_tcp = !std::strcmp(given[4], "tcp");
  UsageEnvironment *env = BasicUsageEnvironment::createNew(*BasicTaskScheduler::createNew());
  RTSPClient *client = RTSPClient::createNew(*env, given[1], 0, "live555_client");
  Authenticator log_in(given[2], given[3]);
  client->sendOptionsCommand(on_answer, &log_in);
  delete[] wait_for(*env, "OPTIONS");
  client->sendDescribeCommand(on_answer, &log_in);
  char *description = wait_for(*env, "DESCRIBE");
  MediaSession *session = MediaSession::createNew(*env, description);
  delete[] description;
  MediaSubsessionIterator each(*session);
  MediaSubsession *sub = each.next();
  if (!sub || !sub->initiate()) return 1;
  client->sendSetupCommand(*sub, on_answer, False, over_tcp, False, &log_in);
  delete[] wait_for(*env, "SETUP");
  Counter *counter = new Counter(*env, *sub, std::atoi(given[5]));
  counter->startPlaying(*sub->readSource(), on_end, nullptr);
  client->sendPlayCommand(*session, on_answer, 0.0, -1.0, 1.0f, &log_in);
  delete[] wait_for(*env, "PLAY");
  env->taskScheduler().scheduleDelayedTask(30'000'000, on_end, nullptr);
  env->taskScheduler().doEventLoop(&ended);
  client->sendTeardownCommand(*session, on_answer, &log_in);
  delete[] wait_for(*env, "TEARDOWN");
  std::printf("%s %d\n", sub->codecName(), counter->pictures);
  return counter->pictures >= std::atoi(given[5]) ? 0 : 1;
}
