package import SimulationKernel

/// NATS JetStream: a Raft group a stream; without JetStream servers that keep nothing.
///
/// Timers of nats-server `raft.go`: heartbeat 1 s, election 4 to 9 s without pre-vote, counted from
/// the last heartbeat (a server of 2.9 that is killed or stopped while it takes 100 writes a second
/// is replaced after 5.2 s on average, as an idle one is); a leader steps down when it heard from
/// no majority for 10 s. Messages reach the disk each 2 minutes (`filestore.go`, sync_interval) and
/// are acknowledged before. Repetitions with their id are recognised for 2 minutes. Consumers
/// fetch; a message that is not confirmed within AckWait of 30 s is handed out again (consumer.go),
/// up to MaxDeliver times: without end unless set.
package enum NATS {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    guard keepsMessages(options) else { return core(options) }
    var parameters = RaftParameters(
      heartbeat: options.duration("heartbeat", .seconds(1)),
      electionTimeout: options.range("electionTimeout", .seconds(4)...(.seconds(9))),
      preVote: false, quorumCheck: options.duration("lostQuorum", .seconds(10)),
      electsByHeartbeats: true, flushesBeforeAck: options.flag("syncAlways", false))
    // A stream of one server has no Raft group (jetstream_cluster.go, createRaftGroup).
    parameters.loneAdvance = .infinity
    // A vote of a higher term deposes a leader that others hear (raft.go, processVoteRequest).
    parameters.keepsLease = false
    parameters.countsEmptyVotes = countsEmptyVotes(in: options.version)
    parameters.compaction = compaction
    var configuration = EngineConfiguration(agreement: .raft(parameters), shards: options.rings)
    let interval = options.duration("syncInterval", .minutes(2))
    let window = powerLossWindow(
      syncInterval: parameters.flushesBeforeAck ? nil : interval, hitsEverybody: true)
    configuration.lazyFlush = window > .zero ? window : nil
    let publisher = NATSPublisher()
    configuration.patience = publisher.wait
    configuration.publisher = publisher
    configuration.deduplicates = true
    configuration.retention = Retention(
      streamAge: options.duration("maxAge"), bytes: options.number("maxBytes"))
    var delivery = DeliveryRules(
      patience: options.duration("ackWait", .seconds(30)), silence: pingsMissed(options))
    delivery.failuresWait = true
    delivery.deliveryLimit = options.number("maxDeliver").flatMap { deliveries(limit: Int($0)) }
    configuration.delivery = delivery
    if options.shards == 1 {
      configuration.roleLabel = .init(
        key: "vhsim.dev/role", primary: "leader", replica: "follower")
    }
    return configuration
  }

  /// Whether servers with new disks elect a leader of their own, so that the data are gone where
  /// those are a majority: until 2.12, from which on they wait for the votes of all servers
  /// (nats-server pull requests 7038 and 7587).
  static func countsEmptyVotes(in version: String?) -> Bool {
    guard let version = version.flatMap({ SoftwareVersion($0) }) else { return false }
    return version < SoftwareVersion(major: 2, minor: 12)
  }

  /// How long a silent connection lives: two missed pings, 2 min apart (server const.go).
  private static func pingsMissed(_ options: EngineOptions) -> SimDuration {
    options.duration("pingInterval", .minutes(2)).scaled(by: options.number("pingMax", 2))
  }

  /// Whether the servers run JetStream.
  private static func keepsMessages(_ options: EngineOptions) -> Bool {
    options.flag("jetstream", true)
  }

  /// Servers that pass each message on to those who listen at that moment, whichever server these
  /// are connected to, and keep nothing: at most once (docs.nats.io, Core NATS).
  ///
  /// A message is published once a server has it. Nobody confirms what is handed out, and nobody
  /// hands it out again; where no one listens it is lost.
  private static func core(_ options: EngineOptions) -> EngineConfiguration {
    var configuration = EngineConfiguration(
      agreement: .shipping(.primary, .byHand), shards: (0..<options.members).map { [$0] })
    configuration.flushesWrites = false
    configuration.memory = .empty
    PlainServers.serve(.independent, &configuration)
    var delivery = DeliveryRules(patience: .minutes(30), silence: pingsMissed(options))
    delivery.keepsMessages = false
    delivery.deliveryLimit = 1
    delivery.pushes = true
    delivery.isTiedToNode = false
    configuration.delivery = delivery
    return configuration
  }

  /// What the servers' settings come to.
  static func findings(_ options: EngineOptions) -> [String] {
    guard keepsMessages(options) else {
      return [
        "its servers run no JetStream: they keep nothing, and a message that nobody listens for is lost"
      ]
    }
    return NATSPublisher().findings(options)
  }

  /// A stream's snapshot says which messages it has, and no more (`jetstream_cluster.go`,
  /// monitorStream).
  ///
  /// One is made each 2 to 3 minutes if there is a new message, or after 65,536 entries or 8 MiB of
  /// log, of which nothing is kept then. A follower fetches the messages that it lacks
  /// (processSnapshot).
  private static var compaction: RaftParameters.Compaction {
    var rule = RaftParameters.Compaction(every: 65_536, keeping: 0)
    rule.everyBytes = 8 << 20
    rule.interval = (.minutes(2), .minutes(1))
    rule.sendsOnlyMissing = true
    return rule
  }

  /// The oldest acknowledged message that a loss of power can take: one copy that is left on a
  /// majority keeps all, and so does an interval of `always` (nil).
  package static func powerLossWindow(
    syncInterval: SimDuration?, hitsEverybody: Bool
  ) -> SimDuration {
    hitsEverybody ? syncInterval ?? .zero : .zero
  }

  /// How often a message is handed out under MaxDeliver; -1 is without end.
  package static func deliveries(limit: Int) -> Int? { limit > 0 ? limit : nil }
}
