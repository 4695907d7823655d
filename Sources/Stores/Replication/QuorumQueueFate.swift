import SimulationKernel

/// What is left of a replicated log when disks of its members are destroyed (rabbitmq docs, quorum
/// queues, availability).
package enum QuorumQueueFate: String, Equatable, Sendable {
  case available
  case gone = """
    permanently unavailable; force delete and recreate (or force shrink, which may lose data)
    """

  /// The fate of a log of some members of which some lost all they had.
  package init(members: Int, lost: Int) {
    self = Quorum.isServing(voters: members, away: lost) ? .available : .gone
  }
}
