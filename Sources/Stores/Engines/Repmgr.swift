import SimulationKernel

/// PostgreSQL under repmgr: each standby's daemon watches the primary, and the standbys elect one
/// of them.
///
/// A daemon looks each `monitor_interval_secs` (2 s); where a look fails it tries
/// `reconnect_attempts` times (6; Bitnami's image 3) with `reconnect_interval` (10 s; 5 s) between
/// two of them (`repmgrd.c`, try_reconnect). A machine that is mute costs each try the connection's
/// timeout too. Then more than half of the standbys must see each other, and the one with the most
/// log promotes itself (`repmgrd-physical.c`, do_election). There is no store outside them, and
/// nobody fences the former primary: cut off, it goes on for its own clients. A primary that starts
/// again before it was replaced goes on; one that starts after that, and any standby that starts,
/// deletes its data and clones the primary's, once that answers (Bitnami's `librepmgr.sh`,
/// repmgr_get_primary_node and repmgr_initialize). A witness has no vote here.
enum Repmgr {
  /// Whether a store's servers are said to run it.
  static func runs(_ options: EngineOptions) -> Bool { options.word("arrangement") == "repmgr" }

  /// Turns what PostgreSQL is under Patroni into servers under repmgr.
  static func apply(_ options: EngineOptions, _ configuration: inout EngineConfiguration) {
    guard case .shipping(let acknowledgement, _) = configuration.agreement else { return }
    let isManual = options.word("repmgrFailover") == "manual"
    configuration.agreement = .shipping(
      acknowledgement, isManual ? .byHand : .session(rule(options)))
    configuration.coordination = nil
    configuration.clonesAtStart = true
    configuration.roleLabel = .init(key: "vhsim.dev/role", primary: "primary", replica: "replica")
  }

  private static func rule(_ options: EngineOptions) -> EngineConfiguration.SessionRule {
    let interval = options.duration("monitorInterval", .seconds(2))
    let attempts = max(1, Int64(options.number("reconnectAttempts", 6)))
    var rule = EngineConfiguration.SessionRule(
      ofMembers: Renewal(
        interval: interval,
        timeout: interval + options.duration("reconnectInterval", .seconds(10)) * (attempts - 1)),
      noticesClosedConnections: false,
      decision: .milliseconds(500)...(.milliseconds(1500)), electorate: .followers)
    rule.silencePatience = options.duration("connectTimeout", .seconds(10)) * (attempts + 1)
    return rule
  }

  /// What follows for those who depend on the servers.
  static func findings(_ options: EngineOptions) -> [String] {
    guard runs(options), options.members > 1 else { return [] }
    let alone = "cut off, a former primary goes on for its own clients: nobody fences it"
    guard options.word("repmgrFailover") != "manual" else {
      return ["its daemons promote nobody: failover is manual"]
    }
    let rule = rule(options)
    let timeout = rule.ofMembers.timeout
    let (killed, mute) = (timeout - rule.ofMembers.interval, timeout + rule.silencePatience)
    return [
      "repmgr takes a primary for lost \(killed.seconds) to \(timeout.seconds) s after its "
        + "process ended, and up to \(mute.seconds) s after its machine did",
      alone, "a witness of its daemons has no vote here",
    ]
  }
}
