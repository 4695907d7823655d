import SimulationKernel

/// Publishes to a JetStream stream that has no leader (`NATSPublisher`).
extension StoreGroups {
  /// Whether a request is a write whose client tries again by itself.
  func isPublish(_ request: Handle<StoreRequest>) -> Bool {
    let demand = requests[request].demand
    return demand.isWrite && stores[demand.store].configuration.publisher != nil
  }

  /// Lets a publisher hear at once that nobody listens, or wait until its patience ends.
  ///
  /// It waits in vain where the server that it asked takes the last leader, which fell silent or
  /// is cut off, for one that listens: the server passes the message on to it and to nobody else.
  mutating func publishToNobody(_ request: Handle<StoreRequest>, now: SimTime) {
    let demand = requests[request].demand
    guard isKnownToBeGone(leaderOf: Int(requests[request].group), to: demand.member) else {
      requests[request].isLost = true
      park(request)
      return
    }
    guard let publisher = stores[demand.store].configuration.publisher,
      requests[request].retries < publisher.retries
    else {
      finish(request, isFailed: true)
      return
    }
    requests[request].retries += 1
    actions.append(
      .schedule(.publishedAgain, at: now + publisher.retryWait, argument: request.rawValue))
  }

  /// Whether a server knows that the last leader of a group leads no longer.
  ///
  /// It does where its connection to the leader was closed or brings the news. The connection to a
  /// silent one breaks later than a new leader is elected.
  private func isKnownToBeGone(leaderOf group: Int, to server: Int) -> Bool {
    guard let leader = groups[group].lastLeader else { return true }
    let member = groups[group].members[leader]
    guard members[member].isUp else { return !members[member].isSilent }
    return !members[member].isFrozen && canReach(server, member)
  }

  /// A publisher's pause is over.
  mutating func publishAgain(_ request: Handle<StoreRequest>, now: SimTime) {
    if requests.contains(request) { route(request, now: now) }
  }
}
